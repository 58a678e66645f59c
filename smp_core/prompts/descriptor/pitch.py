"""Follows the pitch of a sound and says what shape its line has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import scipy.fft
from numpy.typing import NDArray

from smp_core.prompts.descriptor.rhythm import find_rhythm, runs
from smp_core.prompts.descriptor.spectrum import BIN_HZ, WINDOW, FloatArray
from smp_core.types import SAMPLE_RATE_HZ

Shape = Literal["none", "steady", "two tones", "rising", "falling", "waving", "wandering"]

_LOWEST_HZ, _HIGHEST_HZ = 75.0, 1_400.0


@dataclass(frozen=True)
class Pitch:
    """The pitch line of a sound.

    Attributes:
        voiced: Share of the frames given that have a pitch, 0 to 1.
        hz: Median pitch; 0 without one.
        range_semitones: 90th minus 10th percentile of the pitch.
        shape: What the line does within a typical stretch.
        rate_hz: How often a waving or alternating line turns; 0 if irregular.
        harmonic: Median strength of the harmonic series, 0 to 1.
        overtones: Share of the energy above the fundamental, 0 to 1; 0 for a whistle.
    """

    voiced: float
    hz: float
    range_semitones: float
    shape: Shape
    rate_hz: float
    harmonic: float
    overtones: float


NO_PITCH = Pitch(0.0, 0.0, 0.0, "none", 0.0, 0.0, 0.0)


def _lag_pitch(power: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Fundamental by autocorrelation: (T,) Hz and (T,) strength 0 to 1."""
    # Twice the length halves the step: lags count half samples. Wrap-around is negligible, because
    # the longest lag is a fifth of the window.
    acf = scipy.fft.irfft(power, 2 * WINDOW, axis=1)[:, : WINDOW // 2]
    window = scipy.fft.irfft(np.abs(scipy.fft.rfft(np.hanning(WINDOW))) ** 2, 2 * WINDOW)
    acf = acf / np.maximum(acf[:, :1], 1e-20) / (window[: WINDOW // 2] / window[0])
    first = int(2 * SAMPLE_RATE_HZ / _HIGHEST_HZ)
    last = int(2 * SAMPLE_RATE_HZ / _LOWEST_HZ)
    inner = acf[:, first:last]
    is_peak = (inner >= acf[:, first - 1 : last - 1]) & (inner >= acf[:, first + 1 : last + 1])
    height = np.where(is_peak, inner, -1.0)
    best = height.max(axis=1)
    good = height >= 0.9 * best[:, None]
    lag = first + good.argmax(axis=1)
    strength = np.clip(height[np.arange(len(height)), lag - first], 0.0, 1.0)
    return (2 * SAMPLE_RATE_HZ / lag).astype(np.float32), strength.astype(np.float32)


def _peak_pitch(power: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Strongest partial: (T,) Hz by parabolic interpolation and (T,) share of the energy."""
    index = np.clip(power.argmax(axis=1), 1, power.shape[1] - 2)
    rows = np.arange(len(power))
    left, middle, right = (np.sqrt(power[rows, index + d]) for d in (-1, 0, 1))
    bend = left - 2 * middle + right
    shift = np.where(np.abs(bend) > 1e-12, 0.5 * (left - right) / np.minimum(bend, -1e-12), 0.0)
    share = sum(power[rows, np.clip(index + d, 0, power.shape[1] - 1)] for d in range(-2, 3))
    total = np.maximum(power.sum(axis=1), 1e-20)
    hz = (index + np.clip(shift, -0.5, 0.5)) * BIN_HZ
    return hz.astype(np.float32), (share / total).astype(np.float32)


def _two_levels(line: NDArray[np.float64]) -> bool:
    """Whether a line in semitones jumps to and fro between two pitches."""
    low, high = float(np.percentile(line, 10)), float(np.percentile(line, 90))
    if high - low < 1.5:
        return False
    for _ in range(4):
        upper = line > (low + high) / 2
        if not upper.any() or upper.all():
            return False
        low, high = float(np.median(line[~upper])), float(np.median(line[upper]))
    distance = np.minimum(np.abs(line - low), np.abs(line - high))
    near = float((distance < max(0.35, 0.12 * (high - low))).mean())
    share = float(upper.mean())
    turns = int(np.abs(np.diff(upper.astype(np.int8))).sum())
    return bool(
        near > 0.85 and 0.2 < share < 0.8 and 3 <= turns < len(line) / 4 and high - low < 16
    )


def _shape(semitones: NDArray[np.float64], pieces: list[tuple[int, int]]) -> tuple[Shape, float]:
    """Shape of a pitch line (T,) with NaN where silent, and the rate of its turns in Hz."""
    frame_hz = 100.0
    line = semitones[~np.isnan(semitones)]
    jumps_between = _two_levels(line)
    changes, weights, waves = [], [], []
    for start, end in pieces:
        piece = semitones[start:end]
        t = np.flatnonzero(~np.isnan(piece))
        if len(t) < 6:
            continue
        values = piece[t]
        slope, offset = np.polyfit(t, values, 1)
        trend = float(slope) * len(piece)
        rest = float(np.std(values - (slope * t + offset)))
        changes.append(trend)
        waves.append(rest)
        weights.append(len(t))
    if not changes:
        return ("two tones", 0.0) if jumps_between else ("steady", 0.0)
    weight = np.array(weights) / np.sum(weights)
    trend = float(weight @ np.array(changes))
    size = float(weight @ np.abs(changes))
    rest = float(weight @ np.array(waves))
    filled = np.where(np.isnan(semitones), np.nanmedian(semitones), semitones)
    turns = find_rhythm(filled.astype(np.float32), frame_hz, 0.2, 15.0, least=0.4).rate_hz
    if jumps_between:
        return "two tones", turns
    if max(size, rest) < 0.8:
        return "steady", 0.0
    if abs(trend) > 0.6 * size and size > 2.0 * rest and size > 1.5:
        return ("rising" if trend > 0 else "falling"), 0.0
    if rest > 0.7 and turns > 0:
        return "waving", turns
    return "wandering", 0.0


def follow_pitch(power: FloatArray, active: NDArray[np.bool_]) -> Pitch:
    """Follow the pitch through the active frames.

    Args:
        power: float32 (T, 513), frames every 10 ms.
        active: bool (T,), frames to look at.
    """
    rows = np.flatnonzero(active)
    if len(rows) < 4:
        return NO_PITCH
    sound = power[rows]
    by_lag, strength = _lag_pitch(sound)
    by_peak, share = _peak_pitch(sound)
    # A pure tone outside the lag range has a wrong lag pitch: trust its peak.
    lonely = (share > 0.75) & ((by_peak > 1.2 * by_lag) | (by_peak < 1.2 * _LOWEST_HZ))
    hz = np.where(lonely, by_peak, by_lag)
    hz = np.where((share > 0.6) & (np.abs(by_peak / by_lag - 1) < 0.06), by_peak, hz)
    voiced = (strength > 0.62) | (share > 0.75)
    if int(voiced.sum()) < 4:
        return NO_PITCH
    semitones = np.full(len(active), np.nan)
    semitones[rows[voiced]] = 12.0 * np.log2(hz[voiced].astype(np.float64))
    # Octave slips of the follower would read as melody: fold lonely ones towards the median.
    middle = float(np.nanmedian(semitones))
    far = np.abs(semitones - middle) > 10.0
    if int(far.sum()) < 0.12 * int(voiced.sum()):
        semitones[far] = np.nan
    flags = ~np.isnan(semitones)
    shape, rate_hz = _shape(semitones, runs(flags, bridge=3))
    line = semitones[flags]
    pitch_hz = float(2.0 ** (np.median(line) / 12.0))
    frequencies = np.arange(sound.shape[1]) * BIN_HZ
    chosen = sound[voiced]
    above = chosen * (frequencies[None, :] > 1.5 * hz[voiced][:, None])
    return Pitch(
        voiced=float(voiced.mean()),
        hz=pitch_hz,
        range_semitones=float(np.percentile(line, 90) - np.percentile(line, 10)),
        shape=shape,
        rate_hz=rate_hz,
        harmonic=float(np.median(strength)),
        overtones=float(above.sum() / max(float(chosen.sum()), 1e-20)),
    )
