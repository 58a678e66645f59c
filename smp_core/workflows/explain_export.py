"""Heat to take along: a PNG of frames and sound, and the clip as an mp4 with the heat burnt in.

No torch here. Videos from outside are decoded by the decoder's own process.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
from numpy.typing import NDArray

from smp_core.errors import InputError
from smp_core.jobs import JobContext
from smp_core.media.decoder import Decoder
from smp_core.paths import atomic_write_bytes
from smp_core.types import SAMPLE_RATE_HZ, DecodedClip, DecodeOptions
from smp_core.workflows.explain_files import Explanation
from smp_core.workflows.heat import (
    View,
    frame_pictures,
    shares,
    spectrogram_picture,
    warm,
)

_GAP_PX = 8
_GROUND = (21, 23, 26)
_INK, _QUIET, _ACCENT = (230, 232, 234), (155, 163, 171), (76, 157, 240)
_SHEET_PX = 1600
_SOUND_PX = 220
_FPS = 12.5
_VIDEO_PX = 360
_AAC_SAMPLES = 1024
_NOTE = "Attention is an indication, not proof."

Picture = NDArray[np.uint8]


def write_picture(explanations: Sequence[Explanation], views: Sequence[View], path: Path) -> None:
    """Write frames, spectrogram and prompt as one PNG, one run below the other.

    Args:
        explanations: Of one clip. views: What is to be seen of each.
        path: The file; whole or not at all.

    Raises:
        InputError: `path` is a folder.
        StorageError, ResourceError: It cannot be written.
    """
    _check(path)
    parts = [sheet(each, view) for each, view in zip(explanations, views, strict=True)]
    picture = np.vstack(parts)
    written, data = cv2.imencode(".png", np.ascontiguousarray(picture[..., ::-1]))
    if not written:
        raise RuntimeError("the picture could not be packed")
    atomic_write_bytes(path, data.tobytes())


def sheet(explanation: Explanation, view: View) -> Picture:
    """One run's frames and spectrogram with their words: uint8 (H, 1600, 3)."""
    name, share = explanation.answer
    rows = [
        _text(f"{explanation.path.name}: {name}, {share:.0%}", 26, _INK, bold=True),
        *_prompt(explanation, view),
    ]
    frames = frame_pictures(explanation, view)
    if frames:
        rows.append(_strip(frames))
    sound = spectrogram_picture(explanation, view, _SHEET_PX - 2 * _GAP_PX, _SOUND_PX)
    if sound is not None:
        rows.append(_framed(sound))
    span_s = f"{explanation.start_s:.1f} to {explanation.end_s:.1f} s"
    rows.append(_text(f"{_what(explanation, view)}. {span_s}. {_NOTE}", 18, _QUIET))
    gap = np.full((_GAP_PX, _SHEET_PX, 3), _GROUND, np.uint8)
    return np.vstack([gap, *(part for row in rows for part in (row, gap))])


def write_video(
    explanation: Explanation, view: View, path: Path, ctx: JobContext, decoder: Decoder
) -> None:
    """Write the clip with its sound as H.264, the heat over picture and running spectrogram.

    Between the model's frames the heat goes over evenly from one to the next.

    Args:
        explanation, view: What is to be seen.
        path: An .mp4; whole or not at all.
        ctx: Progress, cancel. decoder: Decodes the clip anew.

    Raises:
        InputError: `path` is a folder, or the clip's file is gone.
        MediaError: It cannot be read.
        StorageError, ResourceError: The file cannot be written.
    """
    _check(path)
    ctx.progress("Reading the clip", 0, 1)
    duration_s = explanation.end_s - explanation.start_s
    n_frames = max(1, round(duration_s * _FPS))
    options = DecodeOptions(
        n_frames=n_frames, short_side_px=_VIDEO_PX, multiple_px=2, strip_hz=0.01
    )
    clip = decoder.decode(explanation.path, explanation.start_s, explanation.end_s, options)
    atomic_write_bytes(path, _encoded(explanation, view, clip, n_frames, ctx))


def _encoded(
    explanation: Explanation, view: View, clip: DecodedClip, n_frames: int, ctx: JobContext
) -> bytes:
    """The whole mp4: a small part of what its decoded pictures take in memory."""
    file = io.BytesIO()
    pictures = _Pictures(explanation, view, clip)
    height, width = pictures.at(0, 0.0).shape[:2]
    with av.open(file, "w", format="mp4") as container:
        video = container.add_stream(
            "libx264", rate=Fraction(25, 2), options={"preset": "veryfast", "crf": "20"}
        )
        video.width, video.height, video.pix_fmt = width, height, "yuv420p"
        video.thread_count = 1
        sound = None
        if clip.waveform is not None:
            sound = container.add_stream("aac", rate=SAMPLE_RATE_HZ, layout="mono")
            sound.bit_rate = 64_000
        for index in range(n_frames):
            ctx.progress("Writing the video", index, n_frames)
            picture = pictures.at(index, (index + 0.5) / n_frames)
            frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
            frame.pts, frame.time_base = index, Fraction(2, 25)
            container.mux(video.encode(frame))
        container.mux(video.encode(None))
        if sound is not None and clip.waveform is not None:
            wave = np.clip(clip.waveform, -1.0, 1.0)
            for start in range(0, wave.size, _AAC_SAMPLES):
                part = np.ascontiguousarray(wave[None, start : start + _AAC_SAMPLES])
                piece = av.AudioFrame.from_ndarray(part, format="fltp", layout="mono")
                piece.sample_rate = SAMPLE_RATE_HZ
                piece.pts, piece.time_base = start, Fraction(1, SAMPLE_RATE_HZ)
                container.mux(sound.encode(piece))
            container.mux(sound.encode(None))
    ctx.progress("Writing the video", n_frames, n_frames)
    return file.getvalue()


class _Pictures:
    """The frame with its heat, below it the spectrogram with a playhead."""

    def __init__(self, explanation: Explanation, view: View, clip: DecodedClip) -> None:
        self._view, self._frames = view, clip.frames
        heat = view.heat(explanation, "visual") if explanation.frames is not None else None
        self._shares = None if heat is None else shares(heat)
        side = _VIDEO_PX if clip.frames is None else clip.frames.shape[2]
        self._width = side + side % 2
        self._sound = spectrogram_picture(explanation, view, self._width, 120)
        self._sound_share = min(
            1.0, (explanation.end_s - explanation.start_s) / explanation.spectrogram_s
        )
        if self._sound is None and clip.frames is None:
            raise InputError(
                f"{explanation.path.name} has nothing that this run looks at.",
                "Choose another clip or run.",
            )

    def at(self, index: int, share: float) -> Picture:
        """The picture of a moment; `share` of the stretch has passed."""
        rows = []
        if self._frames is not None:
            frame = self._frames[min(index, len(self._frames) - 1)]
            rows.append(warm(frame, self._heat_at(share), self._view.opacity, self._view.colours))
        if self._sound is not None:
            sound = self._sound.copy()
            x = min(self._width - 2, round(share * self._sound_share * self._width))
            sound[:, x : x + 2] = 255
            rows.append(sound)
        picture = np.vstack(rows)
        return np.ascontiguousarray(picture[: len(picture) // 2 * 2])

    def _heat_at(self, share: float) -> NDArray[np.float32] | None:
        """Between the model's frames around a moment; they are the middles of equal parts."""
        if self._shares is None:
            return None
        last = len(self._shares) - 1
        place = min(max(share * len(self._shares) - 0.5, 0.0), float(last))
        before = int(place)
        after, weight = min(before + 1, last), place - before
        mixed: NDArray[np.float32] = (1 - weight) * self._shares[before] + weight * self._shares[
            after
        ]
        return mixed


def _check(path: Path) -> None:
    if path.is_dir():
        raise InputError(f"{path} is a folder.", "Name a file, for example heat.png.")


def _what(explanation: Explanation, view: View) -> str:
    if view.word is None:
        block = explanation.n_blocks if view.block < 0 else view.block + 1
        return f"Attention rollout, blocks 1 to {block}"
    word = explanation.words[view.word].text if view.word < len(explanation.words) else ""
    way = "where the word looks" if view.phase == 1 else "what listens to the word"
    if view.layer is None:
        return f'"{word}": {way}, mean of all blocks'
    layer = explanation.layers[view.layer]
    return f'"{word}": {way}, block {layer.block + 1} {layer.place} the convolution'


def _strip(frames: Sequence[Picture]) -> Picture:
    """Frames side by side over the whole width."""
    room = (_SHEET_PX - _GAP_PX * (len(frames) + 1)) // len(frames)
    height, width = frames[0].shape[:2]
    high = max(1, round(room * height / width))
    row = np.full((high, _SHEET_PX, 3), _GROUND, np.uint8)
    for index, frame in enumerate(frames):
        left = _GAP_PX + index * (room + _GAP_PX)
        small = cv2.resize(frame, (room, high), interpolation=cv2.INTER_AREA)
        row[:, left : left + room] = small
    return row


def _framed(picture: Picture) -> Picture:
    row = np.full((picture.shape[0], _SHEET_PX, 3), _GROUND, np.uint8)
    row[:, _GAP_PX : _GAP_PX + picture.shape[1]] = picture
    return row


def _prompt(explanation: Explanation, view: View) -> list[Picture]:
    """The prompt in lines, the chosen word in the accent colour."""
    rows, x = [], _GAP_PX
    row = _line(20)
    for index, word in enumerate(explanation.words):
        wide = _wide(word.text, 20)
        if x > _GAP_PX and x + wide > _SHEET_PX - _GAP_PX:
            rows.append(row)
            row, x = _line(20), _GAP_PX
        colour = _ACCENT if index == view.word else _INK if word.read else _QUIET
        _draw(row, word.text, x, 20, colour, bold=index == view.word)
        x += wide + 8
    return [*rows, row]


def _text(text: str, size_px: int, colour: tuple[int, int, int], *, bold: bool = False) -> Picture:
    row = _line(size_px)
    _draw(row, text, _GAP_PX, size_px, colour, bold=bold)
    return row


def _line(size_px: int) -> Picture:
    return np.full((round(size_px * 1.5), _SHEET_PX, 3), _GROUND, np.uint8)


def _draw(
    row: Picture, text: str, x: int, size_px: int, colour: tuple[int, int, int], *, bold: bool
) -> None:
    face = cv2.FontFace("sans")
    weight = 600 if bold else 400
    cv2.putText(row, text, (x, round(size_px * 1.1)), colour, face, size_px, weight)


def _wide(text: str, size_px: int) -> int:
    box = cv2.getTextSize((0, 0), text, (0, 0), cv2.FontFace("sans"), size_px)
    return int(box[2])
