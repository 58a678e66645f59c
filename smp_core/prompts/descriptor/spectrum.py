"""Short-time spectra of a waveform, split into the event and what goes on behind it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy.fft
from numpy.typing import NDArray

from smp_core.types import SAMPLE_RATE_HZ

FloatArray = NDArray[np.float32]

WINDOW = 1024
HOP = 160
FRAME_HZ = SAMPLE_RATE_HZ / HOP
BIN_HZ = SAMPLE_RATE_HZ / WINDOW
_LOWEST_HZ = 50.0
_HIGHEST_HZ = 7_600.0
_LONGEST_S = 30
_FLOOR_POWER = 1e-9


@dataclass(frozen=True)
class Spectra:
    """Power over time and frequency.

    Attributes:
        power: float32 (T, 513), 64 ms Hann windows every 10 ms; bins outside 50–7600 Hz are 0.
        envelope: float32 (4T,), root mean square of the waveform every 2.5 ms.
        level_db: float32 (T,), power of each frame in dB relative to a full-scale sine.
        floor_db: Level of the quiet parts, dB.
        peak_db: Level of the loud parts (99th percentile), dB.
        active: bool (T,), frames in which the event sounds; all of them when the sound is even.
        continuous: The level hardly changes, so there is no quiet part to compare with.
        event: float32 (T, 513), power with the quiet parts' spectrum taken off.
    """

    power: FloatArray
    envelope: FloatArray
    level_db: FloatArray
    floor_db: float
    peak_db: float
    active: NDArray[np.bool_]
    continuous: bool
    event: FloatArray


def _framed(waveform: FloatArray) -> FloatArray:
    padded = np.pad(waveform, WINDOW // 2)
    view = np.lib.stride_tricks.sliding_window_view(padded, WINDOW)[::HOP]
    return view * np.hanning(WINDOW).astype(np.float32)


def measure_spectra(waveform: FloatArray) -> Spectra:
    """Compute the spectra of a waveform.

    Args:
        waveform: float32 (N,) in [-1, 1] at 16 kHz, N ≥ 1; not-a-number counts as 0 and only the
            first 30 s are used.
    """
    clean = np.nan_to_num(waveform[: _LONGEST_S * SAMPLE_RATE_HZ], posinf=0.0, neginf=0.0)
    clean = np.clip(clean, -1.0, 1.0).astype(np.float32)
    spectrum = scipy.fft.rfft(_framed(clean))
    power: FloatArray = spectrum.real**2 + spectrum.imag**2
    # A full-scale sine has power (N/4)² in its main bin of a Hann window; 1.5 bins share it.
    power /= 1.5 * (WINDOW / 4) ** 2
    frequencies = np.arange(power.shape[1]) * BIN_HZ
    power[:, (frequencies < _LOWEST_HZ) | (frequencies > _HIGHEST_HZ)] = 0.0
    level = power.sum(axis=1)
    level_db = (10.0 * np.log10(level + _FLOOR_POWER)).astype(np.float32)
    floor_db = float(np.percentile(level_db, 10))
    peak_db = float(np.percentile(level_db, 99))
    depth = peak_db - floor_db
    continuous = depth < 9.0
    if continuous:
        active = np.ones(len(level_db), dtype=np.bool_)
        event = power
    else:
        active = level_db > max(floor_db + 5.0, peak_db - 22.0)
        quiet = level_db <= np.percentile(level_db, 20)
        event = np.maximum(power - 1.5 * power[quiet].mean(axis=0), 0.0)
    quarter = HOP // 4
    usable = len(clean) - len(clean) % quarter
    blocks = clean[:usable].reshape(-1, quarter) if usable else np.zeros((1, 1), np.float32)
    envelope = np.sqrt((blocks**2).mean(axis=1)).astype(np.float32)
    return Spectra(power, envelope, level_db, floor_db, peak_db, active, continuous, event)


@dataclass(frozen=True)
class Colour:
    """Where the energy lies and what it is made of.

    Attributes:
        centroid_hz: Middle of the energy on the log-frequency scale.
        spread_octaves: Standard deviation around it.
        tonal: Share of the energy in narrow peaks, 0 (noise) to 1 (pure tones).
        low, voice, high: Shares of the energy below 300 Hz, from 300 to 3000 Hz, above 3000 Hz.
    """

    centroid_hz: float
    spread_octaves: float
    tonal: float
    low: float
    voice: float
    high: float


_BLOCK = 24


def tonal_share(power: FloatArray) -> float:
    """Share of the energy in bins 10 dB above the median of their neighbourhood (375 Hz blocks).

    Args:
        power: float (T, 513), T ≥ 1.
    """
    n = (power.shape[1] // _BLOCK) * _BLOCK
    # Most noises fall off with frequency; level that slope, or deep rumble would look like a tone.
    slope = (np.arange(1, n + 1) / n).astype(np.float32) ** 1.5
    blocks = (power[:, :n] * slope).reshape(len(power), -1, _BLOCK)
    medians = np.median(blocks, axis=2)
    # Next to a strong peak its own flank may raise a block's median: take the lower neighbour.
    padded = np.pad(medians, ((0, 0), (1, 1)), mode="edge")
    level = np.minimum(medians, np.minimum(padded[:, :-2], padded[:, 2:]) * 4.0 + 1e-12)
    stands_out = (blocks > 10.0 * level[:, :, None]).reshape(len(power), n)
    peaks = (power[:, :n] * stands_out).sum(axis=1)
    total = power[:, :n].sum(axis=1)
    loud = total > 0
    return float(np.median(peaks[loud] / total[loud])) if loud.any() else 0.0


def measure_colour(power: FloatArray) -> Colour:
    """Measure the average spectrum of some frames.

    Args:
        power: float32 (T, 513), T ≥ 1.
    """
    mean = power.mean(axis=0, dtype=np.float64)
    total = float(mean.sum())
    if total <= 0.0:
        return Colour(0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    frequencies = np.maximum(np.arange(len(mean)) * BIN_HZ, BIN_HZ)
    octaves = np.log2(frequencies)
    middle = float(mean @ octaves) / total
    spread = float(np.sqrt(mean @ (octaves - middle) ** 2 / total))
    low = float(mean[frequencies < 300.0].sum()) / total
    high = float(mean[frequencies > 3000.0].sum()) / total
    step = max(1, len(power) // 150)
    return Colour(
        2.0**middle, spread, tonal_share(power[::step]), low, max(0.0, 1 - low - high), high
    )
