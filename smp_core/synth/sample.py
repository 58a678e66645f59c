"""Scenes as decoded clips without a file in between: what pretraining eats."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from smp_core.synth.scene import Scene
from smp_core.types import DecodedClip, DecodeOptions

_ASPECT = 4 / 3


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
    shape = (options.n_frames, side, side if options.square else width, 3)
    frames = np.empty(shape, np.uint8)
    for index in range(options.n_frames):
        image = scene.frame((index + 0.5) * part, width, side)
        frames[index] = _resized(image, side, side) if options.square else image
    count = max(1, round(scene.duration_s * options.strip_hz))
    small = (options.strip_width_px, options.strip_height_px)
    strip = np.empty((count, small[1], small[0], 3), np.uint8)
    for index in range(count):
        strip[index] = scene.frame((index + 0.5) / options.strip_hz, *small)
    wave = np.rint(scene.sound() * 32767).astype(np.float32) / np.float32(32768)
    return DecodedClip(frames, strip, wave, 0.0, scene.duration_s)


def _resized(image: NDArray[np.uint8], width: int, height: int) -> NDArray[np.uint8]:
    return np.asarray(cv2.resize(image, (width, height), interpolation=cv2.INTER_AREA), np.uint8)
