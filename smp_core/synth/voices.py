"""Sounds of throats: voiced and breathy, shaped by formants."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.signal import lfilter

from smp_core.synth.acoustics import Wave, fade, normal, place, seconds, silence
from smp_core.types import SAMPLE_RATE_HZ

VOWELS: tuple[tuple[float, float, float], ...] = (
    (730, 1090, 2440),
    (530, 1840, 2480),
    (270, 2290, 3010),
    (570, 840, 2410),
    (300, 870, 2240),
    (660, 1720, 2410),
)


def through_formants(
    source: NDArray[np.float32],
    formants_hz: Sequence[float],
    widths_hz: Sequence[float],
    gains: Sequence[float] = (1.0, 0.6, 0.35),
) -> Wave:
    """`source` through resonators side by side, peak 1."""
    total = np.zeros(source.size, np.float32)
    for formant, width, gain in zip(formants_hz, widths_hz, gains, strict=True):
        radius = float(np.exp(-np.pi * width / SAMPLE_RATE_HZ))
        angle = 2 * np.pi * min(formant, 7600.0) / SAMPLE_RATE_HZ
        feedback = np.array([1.0, -2 * radius * np.cos(angle), radius**2])
        part = lfilter(np.array([1.0 - radius]), feedback, source)
        total += np.float32(gain) * np.asarray(part, np.float32)
    return normal(total)


def voiced(
    rng: np.random.Generator,
    pitch_hz: NDArray[np.floating],
    vowel: Sequence[float],
    tract: float = 1.0,
    breath: float = 0.05,
) -> Wave:
    """A glottal pulse train through formants.

    Args:
        rng: Draws jitter and breath.
        pitch_hz: One pitch per sample.
        vowel: Three formants in Hz.
        tract: Formant factor; above 1 a smaller head.
        breath: Share of breath noise, 0..1.
    """
    count = pitch_hz.size
    jitter = 1 + 0.01 * rng.standard_normal(count, dtype=np.float32)
    phase = np.cumsum(pitch_hz * jitter) / SAMPLE_RATE_HZ
    saw = (2 * (phase % 1.0) - 1).astype(np.float32)
    source = np.diff(saw, prepend=saw[:1]) * np.float32(0.5) + saw * np.float32(0.15)
    source = source + np.float32(breath) * rng.standard_normal(count, dtype=np.float32)
    return through_formants(source, [f * tract for f in vowel], (90, 120, 180))


def breathy(
    rng: np.random.Generator,
    duration_s: float,
    formants_hz: Sequence[float],
    width_hz: float = 300.0,
) -> Wave:
    """Noise through formants, as in a whisper, a cough or a puff."""
    noise = rng.standard_normal(seconds(duration_s).size, dtype=np.float32)
    return through_formants(noise, formants_hz, [width_hz] * len(formants_hz))


def speech_like(
    rng: np.random.Generator,
    syllables: int,
    tract: float,
    pitch_hz: float,
    start_s: float = 0.0,
    end_s: float = 10.0,
) -> Wave:
    """One talker without words: syllables of changing vowel and pitch, float32 (160000,)."""
    wave = silence()
    t = start_s + float(rng.uniform(0, 0.4))
    for _ in range(syllables):
        length = float(rng.uniform(0.09, 0.28))
        if t + length > end_s:
            break
        count = seconds(length).size
        bend = np.linspace(rng.uniform(0.9, 1.15), rng.uniform(0.8, 1.1), count)
        vowel = VOWELS[int(rng.integers(len(VOWELS)))]
        piece = voiced(rng, pitch_hz * bend, vowel, tract, 0.08)
        place(wave, fade(piece, 0.03, 0.06), t, float(rng.uniform(0.4, 1.0)))
        t += length + float(
            rng.uniform(0.01, 0.12) if rng.random() < 0.8 else rng.uniform(0.2, 0.8)
        )
    return wave
