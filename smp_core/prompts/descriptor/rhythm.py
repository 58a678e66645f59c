"""How regularly a number comes back: shared by picture and sound."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float32]


@dataclass(frozen=True)
class Rhythm:
    """A repetition found in a series.

    Attributes:
        rate_hz: Repetitions per second; 0 when none was found.
        strength: Height of the autocorrelation at that lag, 0 to 1.
    """

    rate_hz: float
    strength: float


NO_RHYTHM = Rhythm(0.0, 0.0)


def find_rhythm(
    series: FloatArray, sample_hz: float, low_hz: float, high_hz: float, least: float = 0.35
) -> Rhythm:
    """Find the main repetition rate by autocorrelation.

    The shortest lag whose local maximum reaches 85 % of the best one wins, so that a beat is not
    taken for half its rate.

    Args:
        series: float (T,), any unit.
        sample_hz: Samples per second of the series.
        low_hz, high_hz: Range of rates looked for.
        least: Smallest strength that counts.

    Returns:
        The rhythm, or `NO_RHYTHM` for short, constant or irregular series.
    """
    n = len(series)
    first = max(2, int(np.floor(sample_hz / high_hz)))
    # At least two and a half periods must fit, or anything would look periodic.
    last = min(int(np.ceil(sample_hz / low_hz)), int(n / 2.5))
    if last - first < 1:
        return NO_RHYTHM
    centred = series.astype(np.float64) - float(np.mean(series))
    energy = float(np.dot(centred, centred))
    if energy <= 1e-12 * n:
        return NO_RHYTHM
    spectrum = np.fft.rfft(centred, 2 * n)
    raw = np.fft.irfft(spectrum * np.conj(spectrum))[: last + 2]
    acf = raw / energy * n / np.maximum(n - np.arange(len(raw)), 1)
    lags = np.arange(first, last + 1)
    inner = acf[lags]
    peaks = lags[(inner >= acf[lags - 1]) & (inner >= acf[np.minimum(lags + 1, len(acf) - 1)])]
    if len(peaks) == 0:
        return NO_RHYTHM
    best = float(np.max(acf[peaks]))
    if best < least:
        return NO_RHYTHM
    lag = int(peaks[acf[peaks] >= 0.85 * best][0])
    left, middle, right = acf[lag - 1], acf[lag], acf[min(lag + 1, len(acf) - 1)]
    bend = left - 2 * middle + right
    shift = float(np.clip(0.5 * (left - right) / bend, -0.5, 0.5)) if abs(bend) > 1e-12 else 0.0
    return Rhythm(sample_hz / (lag + shift), float(np.clip(acf[lag], 0.0, 1.0)))


def runs(active: NDArray[np.bool_], bridge: int = 0) -> list[tuple[int, int]]:
    """List the stretches where a flag is set.

    Args:
        active: bool (T,).
        bridge: Gaps of at most this many samples do not end a stretch.

    Returns:
        Half-open (start, end) pairs in order.
    """
    edges = np.flatnonzero(np.diff(np.concatenate(([0], active.astype(np.int8), [0]))))
    found: list[tuple[int, int]] = []
    for start, end in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        if found and start - found[-1][1] <= bridge:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found
