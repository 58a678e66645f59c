"""Scenes as decoded clips without a file in between: what pretraining eats."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from smp_core.synth.scene import Scene
from smp_core.types import DecodedClip, DecodeOptions

_ASPECT = 4 / 3
# Drawn larger and averaged down, as a decoder does with a real file: shapes drawn at a small size
# come out half a pixel too fat.
_OVER = 2


def sample_clip(scene: Scene, options: DecodeOptions) -> DecodedClip:
    """The scene as the decoder would deliver its mp4 file (4:3), without compression loss.

    Args:
        scene: The scene.
        options: Frame count and sizes.

    Returns:
        Frames at the middles of equal parts, strip at the middles of 1/strip_hz, sound in steps
        of 16-bit samples.
    """
    side = options.short_side_px
    if options.square:
        width = round(side * _ASPECT)
    else:
        step = options.multiple_px
        width = max(step, round(side * _ASPECT / step) * step)
    part = scene.duration_s / options.n_frames
    shape = (side, side if options.square else width)
    frames = np.empty((options.n_frames, *shape, 3), np.uint8)
    for index in range(options.n_frames):
        image = scene.frame((index + 0.5) * part, _OVER * width, _OVER * side)
        frames[index] = _reduced(image, shape[1], shape[0])
    count = max(1, round(scene.duration_s * options.strip_hz))
    wide, high = options.strip_width_px, options.strip_height_px
    strip = np.empty((count, high, wide, 3), np.uint8)
    for index in range(count):
        image = scene.frame((index + 0.5) / options.strip_hz, _OVER * wide, _OVER * high)
        strip[index] = _reduced(image, wide, high)
    wave = np.rint(scene.sound() * 32767).astype(np.float32) / np.float32(32768)
    return DecodedClip(frames, strip, wave, 0.0, scene.duration_s)


def _reduced(image: NDArray[np.uint8], width: int, height: int) -> NDArray[np.uint8]:
    return np.asarray(cv2.resize(image, (width, height), interpolation=cv2.INTER_AREA), np.uint8)
