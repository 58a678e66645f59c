"""A picture of scenes: eight frames and a spectrogram each, for looking at."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from smp_core.synth.acoustics import Wave
from smp_core.synth.scene import Scene


def log_spectrogram(wave: Wave, width: int, height: int) -> NDArray[np.uint8]:
    """Grey picture of a 16 kHz wave, low tones below, 80 dB range, uint8 (height, width, 3)."""
    hop, window = 160, 512
    count = 1 + (wave.size - window) // hop
    index = np.arange(window)[None, :] + hop * np.arange(count)[:, None]
    power = np.abs(np.fft.rfft(wave[index] * np.hanning(window), axis=1)).T
    level = 20 * np.log10(power + 1e-6)
    rows = np.geomspace(2, power.shape[0] - 1, height).round().astype(int)[::-1]
    level = level[rows]
    grey = np.clip((level - level.max() + 80) / 80, 0, 1) * 255
    picture = cv2.resize(grey.astype(np.uint8), (width, height), interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.applyColorMap(picture, cv2.COLORMAP_MAGMA)[:, :, ::-1], np.uint8)


def contact_sheet(scenes: Sequence[Scene], cell_width: int = 128) -> NDArray[np.uint8]:
    """One row per scene: eight frames over the ten seconds, then the sound's spectrogram.

    Args:
        scenes: At least one.
        cell_width: Width of a frame, pixels; its height is 3/4 of it.

    Returns:
        uint8 (rows · height, 10 · cell_width, 3) RGB.
    """
    height = cell_width * 3 // 4
    rows = []
    for scene in scenes:
        step = scene.duration_s / 8
        cells = [scene.frame((i + 0.5) * step, cell_width, height) for i in range(8)]
        cells.append(log_spectrogram(scene.sound(), 2 * cell_width, height))
        rows.append(np.hstack(cells))
    return np.asarray(np.vstack(rows), np.uint8)
