"""Building blocks of sound: hits, bands of noise, tones, grains, rooms. All float32, 16 kHz."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy import fft

from smp_core.synth.timeline import DURATION_S
from smp_core.types import SAMPLE_RATE_HZ

Wave = NDArray[np.float32]
N_SAMPLES = round(DURATION_S * SAMPLE_RATE_HZ)
_FAST = fft.next_fast_len(N_SAMPLES, real=True)


def silence() -> Wave:
    """A clip's worth of nothing, float32 (160000,)."""
    return np.zeros(N_SAMPLES, np.float32)


def seconds(duration_s: float) -> Wave:
    """Sample times of a piece of that length, seconds."""
    count = max(8, round(duration_s * SAMPLE_RATE_HZ))
    return np.arange(count, dtype=np.float32) / np.float32(SAMPLE_RATE_HZ)


def place(wave: Wave, piece: Wave, t_s: float, gain: float = 1.0) -> None:
    """Adds `piece` to `wave` from `t_s` on; what does not fit is cut."""
    start = round(t_s * SAMPLE_RATE_HZ)
    if start < 0:
        piece, start = piece[-start:], 0
    part = wave[start : start + piece.size]
    part += piece[: part.size] * np.float32(gain)


def normal(wave: Wave) -> Wave:
    """Scaled to peak 1 (silence stays silence)."""
    peak = float(np.max(np.abs(wave), initial=0.0))
    return wave if peak < 1e-9 else np.asarray(wave / np.float32(peak), np.float32)


def band_noise(
    rng: np.random.Generator, duration_s: float, low_hz: float, high_hz: float, tilt: float = 0.0
) -> Wave:
    """Noise between two frequencies with soft edges, standard deviation 1.

    Args:
        rng: Draws the noise.
        duration_s: Length.
        low_hz, high_hz: Edges.
        tilt: Power of 1/f applied (0 white, 1 pinkish).
    """
    count = max(8, round(duration_s * SAMPLE_RATE_HZ))
    size = _FAST if count == N_SAMPLES else fft.next_fast_len(count, real=True)
    frequency = fft.rfftfreq(size, 1 / SAMPLE_RATE_HZ).astype(np.float32)
    shape = 1 / (1 + (low_hz / np.maximum(frequency, 1)) ** 4)
    shape = shape / (1 + (frequency / max(high_hz, 1.0)) ** 4)
    if tilt:
        shape = shape * np.maximum(frequency, 20.0) ** np.float32(-tilt)
    noise = rng.standard_normal((2, frequency.size), dtype=np.float32)
    spectrum = (noise[0] + 1j * noise[1]).astype(np.complex64) * shape.astype(np.float32)
    wave = fft.irfft(spectrum, size)[:count]
    return np.asarray(wave / (wave.std() + 1e-9), np.float32)


def modes(
    frequencies_hz: Sequence[float] | NDArray[np.float64],
    decays_s: Sequence[float] | NDArray[np.float64],
    gains: Sequence[float] | NDArray[np.float64],
    duration_s: float,
) -> Wave:
    """A struck body: decaying sinusoids, one per mode, summed."""
    wave = np.zeros(seconds(duration_s).size, np.float32)
    for frequency, decay, gain in zip(frequencies_hz, decays_s, gains, strict=True):
        if frequency >= SAMPLE_RATE_HZ / 2:
            continue
        t = seconds(min(duration_s, 6 * decay))
        part = np.sin(np.float32(2 * np.pi * frequency) * t)
        part *= np.exp(t * np.float32(-1 / decay))
        wave[: t.size] += np.float32(gain) * part
    return wave


def fade(wave: Wave, attack_s: float, release_s: float) -> Wave:
    """The piece with a linear start and end."""
    shaped = wave.copy()
    rise = min(wave.size, max(1, round(attack_s * SAMPLE_RATE_HZ)))
    fall = min(wave.size, max(1, round(release_s * SAMPLE_RATE_HZ)))
    shaped[:rise] *= np.linspace(0, 1, rise, dtype=np.float32)
    shaped[-fall:] *= np.linspace(1, 0, fall, dtype=np.float32)
    return shaped


def decaying(wave: Wave, decay_s: float, attack_s: float = 0.002) -> Wave:
    """The piece under a fast attack and an exponential decay."""
    t = np.arange(wave.size, dtype=np.float32) / np.float32(SAMPLE_RATE_HZ)
    envelope = np.minimum(1.0, t / np.float32(attack_s)) * np.exp(-t / np.float32(decay_s))
    return np.asarray(wave * envelope, np.float32)


def glide(
    frequency_hz: NDArray[np.floating] | float, partials: Sequence[float], duration_s: float
) -> Wave:
    """A tone whose pitch may move; `partials` are the gains of harmonics 1, 2, 3, …"""
    t = seconds(duration_s)
    frequency = np.broadcast_to(np.asarray(frequency_hz, np.float64), t.shape)
    phase = (2 * np.pi / SAMPLE_RATE_HZ) * np.cumsum(frequency)
    top = float(frequency.max(initial=1.0))
    wave = np.zeros(t.size, np.float32)
    for index, gain in enumerate(partials, 1):
        if gain and index * top < SAMPLE_RATE_HZ / 2:
            wave += np.float32(gain) * np.sin(index * phase).astype(np.float32)
    return wave


def curve(rng: np.random.Generator, count: int, low: float, high: float, knots: int = 6) -> Wave:
    """A smooth random curve of `count` samples between low and high."""
    marks = rng.uniform(low, high, max(2, knots))
    places = np.linspace(0, 1, marks.size)
    return np.interp(np.linspace(0, 1, count), places, marks).astype(np.float32)


def gate(
    spans: tuple[tuple[float, float], ...], attack_s: float = 0.1, release_s: float = 0.2
) -> Wave:
    """1 inside the spans, 0 outside, with ramps; float32 (160000,)."""
    marks: list[tuple[float, float]] = [(-1.0, 0.0)]
    for start, end in spans:
        end = max(end, start + attack_s + 0.02)
        start = max(start, marks[-1][0] + 0.01)
        marks += [(start, 0.0), (start + attack_s, 1.0), (end, 1.0), (end + release_s, 0.0)]
    marks.sort(key=lambda mark: mark[0])
    times = np.arange(N_SAMPLES, dtype=np.float32) / np.float32(SAMPLE_RATE_HZ)
    ramps = np.interp(times, [m[0] for m in marks], [m[1] for m in marks])
    return np.asarray(ramps, np.float32)


def convolved(wave: Wave, response: Wave) -> Wave:
    """`wave` through a room's response, same length."""
    size = fft.next_fast_len(wave.size + response.size, real=True)
    spectrum = fft.rfft(wave, size) * fft.rfft(response, size)
    return np.asarray(fft.irfft(spectrum, size)[: wave.size], np.float32)


def room_response(rng: np.random.Generator, decay_s: float, wet: float) -> Wave:
    """Direct sound plus an exponentially decaying noise tail of total energy `wet`."""
    t = seconds(min(1.2, 5 * decay_s))
    tail = rng.standard_normal(t.size, dtype=np.float32) * np.exp(-t / np.float32(decay_s))
    tail[: round(0.004 * SAMPLE_RATE_HZ)] = 0
    # Air and walls swallow the high end.
    tail = np.convolve(tail, np.array([0.25, 0.5, 0.25], np.float32))[: t.size]
    tail *= np.float32(wet) / np.float32(np.sqrt(np.sum(tail**2)) + 1e-9)
    tail[0] = 1.0
    return tail.astype(np.float32)


@lru_cache(maxsize=1)
def clip_times() -> Wave:
    """Times of all samples of a clip, float32 (160000,); do not write into it."""
    times = np.arange(N_SAMPLES, dtype=np.float32) / np.float32(SAMPLE_RATE_HZ)
    times.flags.writeable = False
    return times
