"""Sound programmes of the target classes only."""

from __future__ import annotations

import numpy as np

from smp_core.synth.acoustics import (
    Wave,
    band_noise,
    curve,
    decaying,
    fade,
    glide,
    modes,
    normal,
    place,
    seconds,
    silence,
)
from smp_core.synth.seeds import fresh_seed
from smp_core.synth.timeline import Sound, Timeline
from smp_core.synth.voices import VOWELS, breathy, voiced


def body_thuds(rng: np.random.Generator, line: Timeline) -> Sound:
    """Low, heavily damped blows with cloth and small bumps after them."""
    low = float(rng.uniform(45, 130))
    damp = float(rng.uniform(0.04, 0.12))
    edge = float(rng.uniform(250, 1100))
    bumps = int(rng.integers(0, 3))
    rustle = float(rng.uniform(0.02, 0.12))
    seed = fresh_seed(rng)

    def render() -> Wave:
        draw = np.random.default_rng(seed)
        wave = silence()
        for t in line.onsets:
            hits = [(0.0, 1.0)] + [
                (float(draw.uniform(0.08, 0.4)), float(draw.uniform(0.2, 0.6)))
                for _ in range(bumps)
            ]
            for late, gain in hits:
                pitch = low * np.array([1, 1.6, 2.3, 3.4]) * draw.uniform(0.9, 1.1, 4)
                piece = modes(pitch, damp * np.array([1, 0.7, 0.5, 0.4]), (1, 0.6, 0.4, 0.25), 0.5)
                blow = decaying(band_noise(draw, 0.5, 40, edge, 0.5), damp * 0.6)
                place(wave, normal(piece + 0.35 * blow), t + late, gain)
            cloth = band_noise(draw, 0.6, 900, 4500) * curve(draw, 9600, 0, 1, 9)
            place(wave, fade(cloth, 0.2, 0.2), t - 0.4, rustle)
        return normal(wave)

    words = rng.choice(("dull thud", "heavy thump", "low bump", "muffled blow", "deep soft knock"))
    return Sound(render, _counted(str(words), len(line.onsets)), {"low_hz": low, "damp_s": damp})


def cough_bursts(rng: np.random.Generator, line: Timeline) -> Sound:
    """Explosive breath bursts through a throat, in bouts."""
    tract = float(rng.uniform(0.8, 1.45))
    pitch = float(rng.uniform(90, 300))
    rough = float(rng.uniform(0.2, 0.7))
    most = int(rng.integers(2, 5))
    seed = fresh_seed(rng)

    def render() -> Wave:
        draw = np.random.default_rng(seed)
        wave = silence()
        for t in line.onsets:
            at = t
            for _ in range(int(draw.integers(1, most + 1))):
                length = float(draw.uniform(0.14, 0.34))
                vowel = [f * tract * draw.uniform(0.85, 1.15) for f in (650, 1500, 2900)]
                burst = decaying(breathy(draw, length, vowel, 500), 0.07, 0.004)
                count = seconds(length).size
                tone = voiced(draw, pitch * np.linspace(1.25, 0.7, count), vowel, 1.0, 0.4)
                tail = decaying(tone, 0.09, 0.03)
                place(wave, burst + np.float32(rough) * tail, at, float(draw.uniform(0.6, 1)))
                at += length + float(draw.uniform(0.05, 0.3))
        return normal(wave)

    words = rng.choice(
        (
            "short rasping bursts of breath",
            "hoarse barks from a throat",
            "rough breathy bursts",
            "throaty hacking",
        )
    )
    return Sound(render, str(words), {"pitch_hz": pitch, "tract": tract})


def wailing_voice(rng: np.random.Generator, line: Timeline) -> Sound:
    """Loud drawn-out voiced calls with a moving pitch."""
    tract = float(rng.uniform(0.85, 1.5))
    pitch = float(rng.uniform(150, 480))
    wobble = float(rng.uniform(0.0, 0.06))
    speed = float(rng.uniform(4, 9))
    harsh = float(rng.uniform(0.03, 0.3))
    seed = fresh_seed(rng)

    def render() -> Wave:
        draw = np.random.default_rng(seed)
        wave = silence()
        for t in line.onsets:
            at = t
            for _ in range(int(draw.integers(1, 4))):
                length = float(draw.uniform(0.25, 1.1))
                s = seconds(length)
                shape = np.interp(s / length, (0, 0.3, 1), draw.uniform(0.75, 1.3, 3))
                contour = pitch * shape * (1 + wobble * np.sin(6.283 * speed * s))
                vowel = VOWELS[int(draw.integers(len(VOWELS)))]
                piece = voiced(draw, contour, vowel, tract, harsh)
                place(wave, fade(piece, 0.05, 0.12), at, float(draw.uniform(0.6, 1)))
                at += length + float(draw.uniform(0.03, 0.25))
        return normal(wave)

    words = rng.choice(
        (
            "a drawn-out wailing voice",
            "loud vocal cries",
            "a raised, bending voice",
            "long vowels called out",
            "a high wavering voice",
        )
    )
    return Sound(render, str(words), {"pitch_hz": pitch, "tract": tract})


def tone_pattern(rng: np.random.Generator, line: Timeline) -> Sound:
    """Electronic tones in a repeating pattern while the thing is busy."""
    pitch = float(rng.uniform(500, 2600))
    second = pitch * float(rng.uniform(0.7, 1.4)) if rng.random() < 0.5 else pitch
    partials = np.array([1.0, *rng.uniform(0, 0.5, 4)])
    length = float(rng.uniform(0.05, 0.3))
    pause = float(rng.uniform(0.03, 0.3))
    group = int(rng.integers(1, 6))
    rest = float(rng.uniform(0.1, 1.0))

    def render() -> Wave:
        wave = silence()
        pieces = [fade(glide(p, partials.tolist(), length), 0.004, 0.008) for p in (pitch, second)]
        for start, end in line.spans:
            t, index = start, 0
            while t + length < end:
                place(wave, pieces[index % 2], t)
                index += 1
                t += length + pause + (rest if index % group == 0 else 0.0)
        return normal(wave)

    pace = "rapid" if length + pause < 0.25 else "slow" if length + pause > 0.42 else "regular"
    high = "high" if pitch > 1500 else "low" if pitch < 850 else "clear"
    words = rng.choice(("beeps", "electronic pips", "repeated tones", "bleeps"))
    return Sound(render, f"{pace} {high} {words}", {"pitch_hz": pitch, "group": group})


def bright_grains(rng: np.random.Generator, line: Timeline) -> Sound:
    """Showers of tiny, high, ringing splinters."""
    low = float(rng.uniform(1500, 3400))
    ring = float(rng.uniform(0.012, 0.07))
    spread = float(rng.uniform(0.2, 0.9))
    count = int(rng.integers(15, 50))
    crash = float(rng.uniform(0.0, 0.5))
    seed = fresh_seed(rng)

    def render() -> Wave:
        draw = np.random.default_rng(seed)
        wave = silence()
        bank = [
            modes(
                draw.uniform(low, 7600, 4),
                ring * draw.uniform(0.4, 1.4, 4),
                draw.uniform(0.3, 1, 4),
                0.25,
            )
            for _ in range(14)
        ]
        for t in line.onsets:
            late = np.sort(draw.exponential(spread * 0.45, count))
            for at in late:
                gain = float(draw.uniform(0.15, 1) * np.exp(-at / spread))
                place(wave, bank[int(draw.integers(14))], t + float(at), gain)
            noise = decaying(band_noise(draw, 0.3, low * 0.6, 7500), 0.05)
            place(wave, noise, t, crash)
        return normal(wave)

    words = rng.choice(
        (
            "a bright tinkle",
            "a shower of tiny clinks",
            "glittering jangle",
            "high splintering sound",
            "sharp small ringing bits",
        )
    )
    return Sound(render, str(words), {"low_hz": low, "ring_s": ring, "grains": count})


def metal_clang(rng: np.random.Generator, line: Timeline) -> Sound:
    """A sheet of metal struck, ringing on, rattling as it settles."""
    base = float(rng.uniform(220, 800))
    ring = float(rng.uniform(0.12, 0.7))
    bounces = int(rng.integers(1, 9))
    first_gap = float(rng.uniform(0.1, 0.4))
    ratio = np.sort(rng.uniform(1.0, 9.0, 11))
    gains = rng.uniform(0.3, 1, 11) / np.sqrt(ratio)
    decays = ring * rng.uniform(0.4, 1.2, 11) / ratio**0.4
    seed = fresh_seed(rng)

    def render() -> Wave:
        draw = np.random.default_rng(seed)
        strikes = [
            normal(modes(base * ratio, decays, gains * draw.uniform(0.3, 1, 11), 1.2))
            for _ in range(3)
        ]
        wave = silence()
        for t in line.onsets:
            at, gap, gain = t, first_gap, 1.0
            for _ in range(bounces + 1):
                place(wave, strikes[int(draw.integers(3))], at, gain)
                click = decaying(band_noise(draw, 0.03, 1500, 7000), 0.006)
                place(wave, click, at, 0.25 * gain)
                at, gap, gain = at + gap, gap * float(draw.uniform(0.6, 0.95)), gain * 0.78
        return normal(wave)

    words = rng.choice(
        (
            "metal clatter",
            "a ringing clang",
            "a clanking rattle of metal",
            "tinny clashing",
            "a metallic crash that rings on",
        )
    )
    return Sound(render, str(words), {"base_hz": base, "ring_s": ring, "bounces": bounces})


def _counted(words: str, count: int) -> str:
    return f"a {words}" if count == 1 else f"several {words}s" if count > 2 else f"two {words}s"
