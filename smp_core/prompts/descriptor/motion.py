"""Finds what moves in a steadied strip: masks, blobs and their way."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from smp_core.prompts.descriptor.steadying import (
    FloatArray,
    SteadyStrip,
    strongest_channel,
)

BoolArray = NDArray[np.bool_]

_LEAST_CHANGE = 16.0
_LEAST_AREA_PX = 3


@dataclass(frozen=True)
class Motion:
    """What moved, frame by frame.

    Attributes:
        changed: bool (S, h, w), pixels that differ from the frame before; frame 0 all False.
        things: bool (S, h, w), whole blobs that stand out and move.
        amount: float32 (S,), share of the picture that changed.
        active: bool (S,), frames in which something moves.
        centres: float32 (S, 2), (y, x) of the largest moving blob, 0 to 1; NaN where none.
        areas: float32 (S,), share of the picture the largest blob fills; 0 where none.
        blobs: int64 (S,), number of moving blobs.
    """

    changed: BoolArray
    things: BoolArray
    amount: FloatArray
    active: BoolArray
    centres: FloatArray
    areas: FloatArray
    blobs: NDArray[np.int64]


def _without_specks(mask: BoolArray) -> BoolArray:
    """Drop pixels with fewer than two set neighbours: sensor noise and coding artefacts."""
    out = np.empty_like(mask)
    for index, picture in enumerate(mask):
        around = cv2.boxFilter(picture.astype(np.uint8), cv2.CV_8U, (3, 3), normalize=False)
        out[index] = picture & (around >= 3)
    return out


def find_motion(strip: SteadyStrip) -> Motion:
    """Separate moving things from the background.

    A pixel belongs to a moving thing when it differs from the median background and its blob
    touches a pixel that changed since the frame before or will change in the next one.

    Args:
        strip: See `steadying.steady`; any number of frames.
    """
    frames = strip.frames
    s, h, w = frames.shape[:3]
    step = strongest_channel(np.diff(frames, axis=0))
    noise = 1.48 * float(np.median(step[:, ::3, ::2])) if step.size else 0.0
    least = max(_LEAST_CHANGE, 4.0 * noise) + 0.3 * strip.slope
    changed = np.zeros((s, h, w), dtype=np.bool_)
    changed[1:] = step > least
    changed = _without_specks(changed)
    if strip.margin_px:
        inside = np.zeros((h, w), dtype=np.bool_)
        inside[strip.margin_px : h - strip.margin_px, strip.margin_px : w - strip.margin_px] = True
        changed &= inside
    stands_out = strongest_channel(frames - strip.background) > least
    touched = changed.copy()
    touched[:-1] |= changed[1:]
    things = np.zeros_like(changed)
    centres = np.full((s, 2), np.nan, dtype=np.float32)
    areas = np.zeros(s, dtype=np.float32)
    blobs = np.zeros(s, dtype=np.int64)
    for index in np.flatnonzero(touched.any(axis=(1, 2))):
        count, labels, stats, middles = cv2.connectedComponentsWithStats(
            stands_out[index].astype(np.uint8), connectivity=8
        )
        hit = np.bincount(labels[touched[index]], minlength=count) > 0
        hit[0] = False
        hit &= stats[:, cv2.CC_STAT_AREA] >= _LEAST_AREA_PX
        kept = np.flatnonzero(hit)
        if len(kept) == 0:
            continue
        things[index] = hit[labels]
        largest = int(kept[np.argmax(stats[kept, cv2.CC_STAT_AREA])])
        areas[index] = stats[largest, cv2.CC_STAT_AREA] / (h * w)
        centres[index] = middles[largest, 1] / h, middles[largest, 0] / w
        blobs[index] = len(kept)
    amount = (np.count_nonzero(changed, axis=(1, 2)) / (h * w)).astype(np.float32)
    top = float(amount.max()) if s else 0.0
    active = amount > max(2.5 / (h * w), 0.08 * top)
    return Motion(changed, things, amount, active, centres, areas, blobs)


def steps(motion: Motion) -> FloatArray:
    """Steps of the main blob between neighbouring frames.

    Args:
        motion: See `find_motion`.

    Returns:
        float32 (S, 2), (dy, dx) in picture sides; 0 where the blob cannot be followed (it appeared,
        vanished, changed its size more than two and a half times or jumped over half the picture).
    """
    out = np.zeros_like(motion.centres)
    if len(out) < 2:
        return out
    a, b = motion.areas[:-1], motion.areas[1:]
    step = np.nan_to_num(np.diff(motion.centres, axis=0))
    same = (a > 0) & (b > 0) & (np.maximum(a, b) <= 2.5 * np.minimum(a, b))
    same &= np.linalg.norm(step, axis=1) < 0.5
    out[1:][same] = step[same]
    return out
