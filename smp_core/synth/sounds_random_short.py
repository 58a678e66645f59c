"""Random sounds that are over soon: hits, puffs, clicks, grains, breaths, chirps."""

from __future__ import annotations

import numpy as np

from smp_core.synth.acoustics import (
    Wave,
    band_noise,
    decaying,
    glide,
    modes,
    normal,
    place,
    seconds,
    silence,
)
from smp_core.synth.random_terms import pitch_for, word_for
from smp_core.synth.seeds import fresh_seed
from smp_core.synth.timeline import Sound, Timeline
from smp_core.synth.voices import breathy


def struck(rng: np.random.Generator, line: Timeline) -> Sound:
    """Modal hits between a damped thump and a long inharmonic ring."""
    base = pitch_for(rng, line, 45, 2600)
    ring = float(np.exp(rng.uniform(np.log(0.02), np.log(0.7))))
    number = int(rng.integers(3, 12))
    ratios = np.sort(rng.uniform(1, 1 + number * float(rng.uniform(0.4, 1.2)), number))
    ratios[0] = 1.0
    gains = rng.uniform(0.2, 1, number) / ratios ** float(rng.uniform(0, 1.2))
    decays = ring / ratios ** float(rng.uniform(0.1, 0.9))
    bite = float(rng.uniform(0, 0.8))
    edge = float(np.exp(rng.uniform(np.log(300), np.log(7000))))
    echoes = int(rng.integers(0, 5)) if len(line.onsets) < 8 else 0
    gap = float(rng.uniform(0.08, 0.35))
    seed = fresh_seed(rng)

    def render() -> Wave:
        draw = np.random.default_rng(seed)
        wave = silence()
        bank = [
            normal(
                modes(
                    base * ratios, decays, gains * draw.uniform(0.3, 1, number), min(1.5, 6 * ring)
                )
            )
            for _ in range(3)
        ]
        crack = decaying(band_noise(draw, 0.15, 60, edge), 0.02)
        for t in line.onsets:
            at, wide = t, gap
            for index in range(echoes + 1):
                loud = float(draw.uniform(0.6, 1)) * 0.7**index
                place(wave, bank[int(draw.integers(3))], at, loud)
                place(wave, crack, at, loud * bite * 0.4)
                at, wide = at + wide, wide * 0.8
        return normal(wave)

    tone = word_for(base, 220, 1100, ("low", "mid-pitched", "high"))
    end = word_for(ring, 0.06, 0.22, ("dull thump", "knock", "ringing clang"))
    if base > 1100:
        end = word_for(ring, 0.06, 0.22, ("tap", "clink", "ringing chime"))
    return Sound(
        render,
        f"a {tone} {end}" if len(line.onsets) == 1 else f"{tone} {end}s",
        {"kind": "struck", "base_hz": base, "ring_s": ring},
    )


def puff(rng: np.random.Generator, line: Timeline) -> Sound:
    """Bursts of noise."""
    low = float(np.exp(rng.uniform(np.log(40), np.log(3000))))
    high = min(7600.0, low * float(rng.uniform(1.5, 12)))
    length = float(np.exp(rng.uniform(np.log(0.03), np.log(0.6))))
    attack = float(rng.uniform(0.001, 0.05))
    seed = fresh_seed(rng)

    def render() -> Wave:
        draw = np.random.default_rng(seed)
        wave = silence()
        for t in line.onsets:
            piece = decaying(band_noise(draw, min(1.5, 5 * length), low, high), length, attack)
            place(wave, piece, t, float(draw.uniform(0.5, 1)))
        return normal(wave)

    tone = word_for(low, 250, 1300, ("dull", "soft", "sharp"))
    return Sound(
        render,
        f"{tone} {'short' if length < 0.12 else 'long'} bursts of noise",
        {"kind": "puff", "low_hz": low, "length_s": length},
    )


def clicks(rng: np.random.Generator, line: Timeline) -> Sound:
    """Dry clicks, one at a time or in trains."""
    pitch = float(np.exp(rng.uniform(np.log(400), np.log(6000))))
    damp = float(rng.uniform(0.002, 0.015))
    rate = float(rng.uniform(3, 25))
    train = int(rng.integers(1, 12)) if len(line.onsets) < 8 else 1
    seed = fresh_seed(rng)

    def render() -> Wave:
        draw = np.random.default_rng(seed)
        wave = silence()
        piece = modes((pitch, pitch * 1.6, pitch * 2.7), (damp, damp, damp), (1, 0.6, 0.4), 0.1)
        for t in line.onsets:
            for index in range(train):
                place(wave, piece, t + index / rate, float(draw.uniform(0.4, 1)))
        return normal(wave)

    return Sound(
        render,
        "quick dry clicks" if train > 3 else "dry ticks",
        {"kind": "clicks", "pitch_hz": pitch},
    )


def grains(rng: np.random.Generator, line: Timeline) -> Sound:
    """Showers of small ringing bits."""
    low = float(np.exp(rng.uniform(np.log(300), np.log(4500))))
    ring = float(np.exp(rng.uniform(np.log(0.004), np.log(0.1))))
    spread = float(rng.uniform(0.1, 1.0))
    count = int(rng.integers(6, 45))
    seed = fresh_seed(rng)

    def render() -> Wave:
        draw = np.random.default_rng(seed)
        wave = silence()
        bank = [
            modes(
                low * draw.uniform(1, 3, 3),
                ring * draw.uniform(0.4, 1.3, 3),
                (1, 0.7, 0.5),
                min(0.4, 5 * ring),
            )
            for _ in range(10)
        ]
        for t in line.onsets[:12]:
            for at in draw.exponential(spread * 0.5, count):
                place(
                    wave,
                    bank[int(draw.integers(10))],
                    t + float(at),
                    float(draw.uniform(0.2, 1) * np.exp(-at / spread)),
                )
        return normal(wave)

    tone = word_for(low, 800, 2200, ("dull rattle", "clatter of small bits", "bright tinkle"))
    return Sound(render, f"a {tone}", {"kind": "grains", "low_hz": low, "ring_s": ring})


def breath(rng: np.random.Generator, line: Timeline) -> Sound:
    """Noise through resonances: puffs, barks, rasps."""
    formants = np.sort(np.exp(rng.uniform(np.log(250), np.log(4500), 3))).tolist()
    width = float(rng.uniform(150, 900))
    length = float(rng.uniform(0.06, 0.5))
    group, gap = int(rng.integers(1, 5)), float(rng.uniform(0.03, 0.3))
    seed = fresh_seed(rng)

    def render() -> Wave:
        draw = np.random.default_rng(seed)
        wave = silence()
        for t in line.onsets[:8]:
            for index in range(group):
                piece = decaying(breathy(draw, length, formants, width), length / 3, 0.005)
                place(wave, piece, t + index * (length + gap), float(draw.uniform(0.5, 1)))
        return normal(wave)

    return Sound(
        render,
        f"{'short' if length < 0.2 else 'long'} rasping breathy bursts",
        {"kind": "breath", "length_s": length},
    )


def chirps(rng: np.random.Generator, line: Timeline) -> Sound:
    """Many short rising or falling blips."""
    pitch = pitch_for(rng, line, 350, 2500)
    rise = float(np.exp(rng.uniform(-0.8, 0.8)))
    dense = float(np.exp(rng.uniform(np.log(1), np.log(25))))
    length = float(rng.uniform(0.02, 0.15))
    seed = fresh_seed(rng)

    def render() -> Wave:
        draw = np.random.default_rng(seed)
        wave = silence()
        count = seconds(length).size
        bank = [
            decaying(glide(np.linspace(p, p * rise, count), (1.0,), length), length / 2)
            for p in pitch * draw.uniform(0.6, 1.6, 8)
        ]
        for start, end in line.spans:
            for t in draw.uniform(start, end, max(1, int((end - start) * dense))):
                place(wave, bank[int(draw.integers(8))], float(t), float(draw.uniform(0.3, 1)))
        return normal(wave)

    way = "rising" if rise > 1 else "falling"
    return Sound(
        render,
        f"{'many' if dense > 6 else 'single'} {way} blips",
        {"kind": "chirps", "pitch_hz": pitch, "per_s": dense},
    )
