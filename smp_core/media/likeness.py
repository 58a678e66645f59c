"""Whether two clips show the same moment, though their files differ: cut anew, coded anew.

Footage of one camera always looks alike. So it is not the scene that decides but what happens in
it: how the picture changes over the clip, and how the sound does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from smp_core.media.preview import Preview

_GRID_PX: Final = (16, 9)
_SOUND_STEPS: Final = 100
_SOUND_BANDS: Final = 16
# Grey levels: less change than this is the camera's noise.
_LEAST_MOTION: Final = 1.5
# Of 255 levels: a steadier sound has nothing to be known by.
_LEAST_SOUND_CHANGE: Final = 4.0
# Correlations: coding anew leaves above 0.9, other events of the same scene stay below 0.6.
_SAME_MOTION: Final = 0.8
_SAME_SOUND: Final = 0.8
# Mean difference in levels of 255; a filter or another bit rate stays below.
_SAME_PICTURE: Final = 14.0
# Where nothing moves and nothing is heard, only the picture itself is left.
_SAME_STILL: Final = 1.0
_ROWS_AT_ONCE: Final = 256


@dataclass(frozen=True, eq=False)
class Likeness:
    """What a clip is known by.

    Attributes:
        length_s: Of the stretch.
        picture: float32 (10 · 9 · 16 · 3,), levels; None without picture.
        motion: float32 (10 · 9 · 16,), change against the clip's own mean, of length 1; None if
            nothing moves.
        sound: float32 (16 · 100,), change of each band over time, of length 1; None if nothing is
            heard.
    """

    length_s: float
    picture: NDArray[np.float32] | None
    motion: NDArray[np.float32] | None
    sound: NDArray[np.float32] | None


def likeness(preview: Preview) -> Likeness:
    """What a preview's clip is known by."""
    picture = motion = sound = None
    if preview.frames is not None:
        small = [cv2.resize(f, _GRID_PX, interpolation=cv2.INTER_AREA) for f in preview.frames]
        colours = np.stack(small).astype(np.float32)  # (10, 9, 16, 3)
        picture = colours.ravel()
        grey = colours.mean(axis=-1)
        motion = _direction(grey - grey.mean(axis=0), _LEAST_MOTION)
    if preview.spectrogram is not None and not preview.silent:
        size = (_SOUND_STEPS, _SOUND_BANDS)
        bands = cv2.resize(preview.spectrogram, size, interpolation=cv2.INTER_AREA)
        levels = bands.astype(np.float32)
        sound = _direction(levels - levels.mean(axis=1, keepdims=True), _LEAST_SOUND_CHANGE)
    return Likeness(preview.end_s - preview.start_s, picture, motion, sound)


def same_moments(known: Sequence[Likeness]) -> list[tuple[int, int]]:
    """Pairs that show the same moment, (i, j) with i < j, in order.

    Everything that both clips can be known by must agree.
    """
    motion, sound = _stack([k.motion for k in known]), _stack([k.sound for k in known])
    has_motion = np.array([k.motion is not None for k in known], dtype=bool)
    has_sound = np.array([k.sound is not None for k in known], dtype=bool)
    has_picture = np.array([k.picture is not None for k in known], dtype=bool)
    pairs = []
    for begin in range(0, len(known), _ROWS_AT_ONCE):
        rows = slice(begin, begin + _ROWS_AT_ONCE)
        # What only one of the two has speaks against them, what neither has is silent.
        alike = has_picture[rows, None] == has_picture[None, :]
        for has, vectors, least in (
            (has_motion, motion, _SAME_MOTION),
            (has_sound, sound, _SAME_SOUND),
        ):
            alike &= has[rows, None] == has[None, :]
            alike &= (vectors[rows] @ vectors.T >= least) | ~has[rows, None]
        for row, column in np.argwhere(alike):
            i, j = begin + int(row), int(column)
            if i < j and _same_picture(known[i], known[j]):
                pairs.append((i, j))
    return pairs


def _same_picture(one: Likeness, other: Likeness) -> bool:
    longer_s, shorter_s = max(one.length_s, other.length_s), min(one.length_s, other.length_s)
    if shorter_s < 0.8 * longer_s:
        return False
    still = one.motion is None and one.sound is None
    if one.picture is None or other.picture is None:
        return not still
    difference = float(np.abs(one.picture - other.picture).mean())
    return difference <= (_SAME_STILL if still else _SAME_PICTURE)


def _direction(change: NDArray[np.float32], least: float) -> NDArray[np.float32] | None:
    flat = change.ravel()
    if float(np.sqrt((flat**2).mean())) < least:
        return None
    return np.asarray(flat / np.linalg.norm(flat), dtype=np.float32)


def _stack(vectors: Sequence[NDArray[np.float32] | None]) -> NDArray[np.float32]:
    """float32 (n, d), zeros where there is none."""
    size = next((v.size for v in vectors if v is not None), 1)
    return np.stack([np.zeros(size, np.float32) if v is None else v for v in vectors])
