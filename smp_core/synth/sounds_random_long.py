"""Random sounds that are held: pips, drones, washes, sweeps, calls."""

from __future__ import annotations

import numpy as np

from smp_core.synth.acoustics import (
    N_SAMPLES,
    Wave,
    band_noise,
    clip_times,
    curve,
    fade,
    gate,
    glide,
    normal,
    place,
    seconds,
    silence,
)
from smp_core.synth.random_terms import pitch_for, word_for
from smp_core.synth.seeds import fresh_seed
from smp_core.synth.timeline import DURATION_S, Sound, Timeline
from smp_core.synth.voices import voiced


def pips(rng: np.random.Generator, line: Timeline) -> Sound:
    """Short tones in a pattern."""
    pitch = pitch_for(rng, line, 250, 3500)
    other = pitch * float(rng.uniform(0.6, 1.6)) if rng.random() < 0.5 else pitch
    partials = [1.0, *rng.uniform(0, 0.7, 4).tolist()]
    length = float(np.exp(rng.uniform(np.log(0.03), np.log(0.5))))
    group, pause = int(rng.integers(1, 6)), float(rng.uniform(0.02, 0.4))
    rest = float(rng.uniform(0.05, 1.0))

    def render() -> Wave:
        wave = silence()
        pieces = [fade(glide(p, partials, length), 0.004, 0.01) for p in (pitch, other)]
        for start, end in line.spans:
            t, index = start, 0
            while t + length * 0.5 < end:
                place(wave, pieces[index % 2], t)
                index += 1
                t += length + pause + (rest if index % group == 0 else 0.0)
        return normal(wave)

    pace = word_for(length + pause, 0.22, 0.45, ("rapid", "regular", "slow"))
    tone = word_for(pitch, 700, 1600, ("low", "clear", "high"))
    return Sound(
        render,
        f"{pace} {tone} {rng.choice(('beeps', 'pips', 'tones'))}",
        {"kind": "pips", "pitch_hz": pitch, "length_s": length},
    )


def drone(rng: np.random.Generator, line: Timeline) -> Sound:
    """A held tone with partials, perhaps trembling."""
    pitch = pitch_for(rng, line, 45, 900)
    partials = [float(rng.uniform(0.2, 1)) / k ** float(rng.uniform(0.3, 1.5)) for k in range(1, 8)]
    tremble = float(np.exp(rng.uniform(np.log(0.5), np.log(30))))
    depth = float(rng.uniform(0, 0.9)) if rng.random() < 0.5 else 0.0
    air = float(rng.uniform(0, 0.5))
    seed = fresh_seed(rng)

    def render() -> Wave:
        draw = np.random.default_rng(seed)
        bend = pitch * (1 + 0.03 * curve(draw, N_SAMPLES, -1, 1, 12))
        wave = glide(bend, partials, DURATION_S)
        wave *= 1 - np.float32(depth) * (
            0.5 + 0.5 * np.sin(np.float32(6.283 * tremble) * clip_times())
        )
        wave += np.float32(air) * band_noise(draw, DURATION_S, 150, 4000, 0.5)
        return normal(wave * _loudness(line))

    tone = word_for(pitch, 120, 350, ("deep", "steady", "high"))
    return Sound(
        render,
        f"a {tone} {'trembling ' if depth > 0.3 else ''}hum",
        {"kind": "drone", "pitch_hz": pitch},
    )


def wash(rng: np.random.Generator, line: Timeline) -> Sound:
    """Long noise: hiss, rush or rumble."""
    low = float(np.exp(rng.uniform(np.log(30), np.log(3000))))
    high = min(7600.0, low * float(rng.uniform(2, 12)))
    ripple = float(rng.uniform(0, 0.9))
    knots = int(rng.integers(10, 200))
    seed = fresh_seed(rng)

    def render() -> Wave:
        draw = np.random.default_rng(seed)
        wave = band_noise(draw, DURATION_S, low, high)
        wave *= 1 - np.float32(ripple) * curve(draw, N_SAMPLES, 0, 1, knots)
        return normal(wave * _loudness(line))

    words = word_for(low, 150, 900, ("a low rumble", "a rushing noise", "a steady hiss"))
    return Sound(render, words, {"kind": "wash", "low_hz": low, "high_hz": high})


def sweep(rng: np.random.Generator, line: Timeline) -> Sound:
    """Tones that glide."""
    start = pitch_for(rng, line, 150, 2500)
    end = start * float(np.exp(rng.uniform(-1.1, 1.1)))
    back = bool(rng.random() < 0.5)
    length = float(rng.uniform(0.2, 2.0))
    partials = [1.0, *rng.uniform(0, 0.5, 3).tolist()]

    def render() -> Wave:
        count = seconds(length).size
        marks = (start, end, start) if back else (start, end)
        contour = np.interp(np.linspace(0, 1, count), np.linspace(0, 1, len(marks)), marks)
        piece = fade(glide(contour, partials, length), 0.03, 0.05)
        wave = silence()
        for first, last in line.spans:
            for t in np.arange(first, max(last, first + 0.05), length + 0.02):
                place(wave, piece, float(t))
        return normal(wave)

    way = "rising and falling" if back else "rising" if end > start else "falling"
    return Sound(
        render,
        f"a {way} {rng.choice(('whistle', 'wail', 'tone'))}",
        {"kind": "sweep", "start_hz": start, "end_hz": end},
    )


def vocal(rng: np.random.Generator, line: Timeline) -> Sound:
    """Buzzing tones through moving resonances, throat-like."""
    pitch = pitch_for(rng, line, 70, 600)
    formants = np.sort(np.exp(rng.uniform(np.log(250), np.log(3500), 3))).tolist()
    length = float(rng.uniform(0.12, 1.2))
    breath = float(rng.uniform(0.02, 0.4))
    seed = fresh_seed(rng)

    def render() -> Wave:
        draw = np.random.default_rng(seed)
        wave = silence()
        count = seconds(length).size
        for t in line.onsets[:10]:
            contour = pitch * curve(draw, count, 0.7, 1.4, 4).astype(np.float64)
            piece = voiced(draw, contour, formants, float(draw.uniform(0.8, 1.2)), breath)
            place(wave, fade(piece, 0.04, 0.08), t, float(draw.uniform(0.5, 1)))
        return normal(wave)

    tone = word_for(pitch, 130, 280, ("deep", "middle", "high"))
    form = "long" if length > 0.6 else "short"
    return Sound(render, f"{form} {tone} voice-like calls", {"kind": "vocal", "pitch_hz": pitch})


def _loudness(line: Timeline) -> Wave:
    """On while busy; along a path also louder when near."""
    on = gate(line.spans)
    if not line.path:
        return on
    x = np.interp(clip_times(), [p[0] for p in line.path], [p[1] for p in line.path])
    return (on / (1 + 6 * x**2)).astype(np.float32)
