"""Finds where sounds begin, and whether they begin in a beat."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from smp_core.prompts.descriptor.rhythm import NO_RHYTHM, Rhythm, find_rhythm
from smp_core.prompts.descriptor.spectrum import BIN_HZ, FRAME_HZ, FloatArray


def _band_edges() -> NDArray[np.int64]:
    hz = np.geomspace(60.0, 7600.0, 25)
    return np.unique(np.round(hz / BIN_HZ).astype(np.int64))


def measure_novelty(power: FloatArray) -> FloatArray:
    """Rise of the log band levels since 20 ms before, mean over bands: (T,)."""
    bands = np.add.reduceat(power, _band_edges()[:-1], axis=1)
    least = 1e-3 * float(np.percentile(bands.sum(axis=1), 99)) / bands.shape[1] + 1e-10
    levels = np.log10(bands + least)
    rise = np.zeros(len(levels), dtype=np.float32)
    if len(levels) > 2:
        rise[2:] = np.maximum(levels[2:] - levels[:-2], 0.0).mean(axis=1)
    return rise


def find_onsets(novelty: FloatArray) -> NDArray[np.int64]:
    """Frames where the novelty peaks: at least 0.3 decades, 35 % of the best, 90 ms apart."""
    if len(novelty) < 3:
        return np.zeros(0, dtype=np.int64)
    least = max(0.3, 0.35 * float(novelty.max()))
    order = np.argsort(novelty)[::-1]
    found: list[int] = []
    for index in order[novelty[order] >= least].tolist():
        if all(abs(index - other) >= 9 for other in found):
            found.append(index)
    return np.array(sorted(found), dtype=np.int64)


def find_beat(novelty: FloatArray, onsets: NDArray[np.int64]) -> Rhythm:
    """Repetition of the beginnings: by their distances if even, else by autocorrelation."""
    if len(onsets) < 3:
        return NO_RHYTHM
    gaps = np.diff(onsets) / FRAME_HZ
    middle = float(np.median(gaps))
    even = float((np.abs(gaps - middle) < 0.15 * middle).mean())
    if even >= 0.7:
        return Rhythm(1.0 / middle, even)
    smooth = np.convolve(novelty, np.hanning(9) / np.hanning(9).sum(), mode="same")
    return find_rhythm(smooth.astype(np.float32), FRAME_HZ, 0.25, 8.0, least=0.45)
