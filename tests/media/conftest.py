"""Real video and sound files, written for each test."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray

RATE_HZ = 44_100
MakeMedia = Callable[..., Path]


def level_of(index: int) -> int:
    """The grey level that marks frame `index`; 18 levels, 12 apart, so any codec keeps them."""
    return 20 + (index % 18) * 12


def grey(index: int, width_px: int, height_px: int) -> NDArray[np.uint8]:
    return np.full((height_px, width_px, 3), level_of(index), np.uint8)


def tone(seconds: float, hz: float = 440.0, channels: int = 1) -> NDArray[np.float32]:
    """Sine of amplitude 0.5, float32 (channels, N); channel c sounds at (c + 1) · hz."""
    t = np.arange(round(seconds * RATE_HZ)) / RATE_HZ
    waves = [0.5 * np.sin(2 * np.pi * hz * (c + 1) * t) for c in range(channels)]
    return np.stack(waves).astype(np.float32)


def write_media(
    path: Path,
    times_s: Sequence[float] = (),
    *,
    size: tuple[int, int] = (64, 48),
    picture: Callable[[int, int, int], NDArray[np.uint8]] = grey,
    codec: str = "libx264",
    pix_fmt: str = "yuv420p",
    codec_options: dict[str, str] | None = None,
    rotation: int = 0,
    pixel_aspect: Fraction | None = None,
    sound: NDArray[np.float32] | None = None,
    sound_start_s: float = 0.0,
    sound_codec: str = "aac",
    sound_rate_hz: int = RATE_HZ,
    container_options: dict[str, str] | None = None,
) -> Path:
    """Write frames at the given times and sound (channels, N) from `sound_start_s` on."""
    with av.open(str(path), "w", options=container_options or {}) as out:
        video = audio = None
        if len(times_s):
            gaps = np.diff(times_s)
            fps = Fraction(1 / float(gaps.min())).limit_denominator(1000) if gaps.size else 10
            video = out.add_stream(codec, rate=fps)
            video.width, video.height = size
            video.pix_fmt = pix_fmt
            video.codec_context.time_base = Fraction(1, 1000)
            if pixel_aspect is not None:
                video.codec_context.sample_aspect_ratio = pixel_aspect
            if codec in ("libx264", "libx265"):
                video.options = {"preset": "ultrafast", "crf": "12", **(codec_options or {})}
            else:
                video.options = codec_options or {}
                if codec in ("mjpeg", "mpeg4"):
                    video.codec_context.time_base = Fraction(1) / Fraction(fps)
            if rotation:
                video.set_display_rotation(rotation)
        if sound is not None:
            layout = "mono" if sound.shape[0] == 1 else "stereo"
            audio = out.add_stream(sound_codec, rate=sound_rate_hz, layout=layout)
        if video is not None:
            base = video.codec_context.time_base
            for index, time_s in enumerate(times_s):
                frame = av.VideoFrame.from_ndarray(picture(index, *size), format="rgb24")
                frame.pts = round(time_s / base)
                frame.time_base = base
                out.mux(video.encode(frame))
            out.mux(video.encode(None))
        if audio is not None and sound is not None:
            step = 1024
            for begin in range(0, sound.shape[1], step):
                block = np.ascontiguousarray(sound[:, begin : begin + step])
                layout = "mono" if sound.shape[0] == 1 else "stereo"
                frame = av.AudioFrame.from_ndarray(block, format="fltp", layout=layout)
                frame.sample_rate = sound_rate_hz
                frame.pts = begin + round(sound_start_s * sound_rate_hz)
                frame.time_base = Fraction(1, sound_rate_hz)
                out.mux(audio.encode(frame))
            out.mux(audio.encode(None))
    return path


@pytest.fixture
def make_media(tmp_path: Path) -> MakeMedia:
    """`make_media(name, times_s, …)` writes a file in the test's folder; see `write_media`."""

    def make(name: str, times_s: Sequence[float] = (), **choices: object) -> Path:
        return write_media(tmp_path / name, times_s, **choices)  # type: ignore[arg-type]

    return make


@pytest.fixture(scope="session")
def plain_clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """2 s, 10 fps, 64 × 48, H.264 and a 440 Hz tone in AAC; frame i is grey `level_of(i)`."""
    path = tmp_path_factory.mktemp("plain") / "plain.mp4"
    return write_media(path, np.arange(20) / 10, sound=tone(2.0, channels=2))
