"""Small real video files: one colour, one tone, and every odd shape that arrives in practice."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

COLOURS = {"red": (220, 20, 20), "blue": (20, 20, 220), "green": (20, 220, 20)}
TONES_HZ = {"red": 300, "blue": 2000, "green": 900}
RATE_HZ = 16_000


def write_video(
    path: Path,
    kind: str = "red",
    shade: int = 0,
    *,
    seconds: float = 1.0,
    fps: Fraction | int = 10,
    size: tuple[int, int] = (64, 48),
    codec: str | None = "mpeg4",
    pix_fmt: str = "yuv420p",
    sound_codec: str | None = "aac",
    options: Mapping[str, str] | None = None,
) -> Path:
    """Write one file.

    Args:
        kind: Colour and tone. shade: Makes the content another one.
        codec, sound_codec: None leaves the stream out.
        options: Of the container, for example movflags.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    width, height = size
    picture = np.full((height, width, 3), COLOURS[kind], dtype=np.uint8)
    picture[: 2 + shade, :] = 128
    with av.open(str(path), "w", options=dict(options or {})) as container:
        video = sound = None
        if codec is not None:
            video = container.add_stream(codec, rate=fps)
            video.width, video.height, video.pix_fmt = width, height, pix_fmt
        if sound_codec is not None:
            sound = container.add_stream(sound_codec, rate=RATE_HZ, layout="mono")
        if video is not None:
            frame = av.VideoFrame.from_ndarray(picture)
            for index in range(max(1, round(seconds * fps))):
                frame.pts, frame.time_base = index, 1 / Fraction(fps)
                container.mux(video.encode(frame))
            container.mux(video.encode())
        if sound is not None:
            layout = "fltp" if sound_codec == "aac" else "s16"
            times_s = np.arange(int(RATE_HZ * seconds)) / RATE_HZ
            wave = 0.4 * np.sin(2 * np.pi * (TONES_HZ[kind] + 10 * shade) * times_s)
            samples = wave if layout == "fltp" else wave * 32767
            dtype = np.float32 if layout == "fltp" else np.int16
            block = av.AudioFrame.from_ndarray(samples[None].astype(dtype), layout, "mono")
            block.sample_rate, block.time_base, block.pts = RATE_HZ, Fraction(1, RATE_HZ), 0
            container.mux(sound.encode(block))
            container.mux(sound.encode())
    return path


def cut_off(path: Path, share: float) -> Path:
    """Keep only the first part of a file, as a copy that was broken off."""
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * share)])
    return path


def rename_codec(path: Path, codec: bytes, to: bytes) -> Path:
    """Change the name of a codec inside a file into one that nobody knows."""
    data = path.read_bytes()
    if data.count(codec) != 1:
        raise ValueError(f"{codec!r} is {data.count(codec)} times in {path}")
    path.write_bytes(data.replace(codec, to))
    return path
