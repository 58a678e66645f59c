"""Random sounds: any timbre on any course, for learning without classes."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np

from smp_core.synth.acoustics import (
    N_SAMPLES,
    Wave,
    band_noise,
    clip_times,
    curve,
    decaying,
    fade,
    gate,
    glide,
    modes,
    normal,
    place,
    seconds,
    silence,
)
from smp_core.synth.timeline import DURATION_S, Sound, Timeline
from smp_core.synth.voices import breathy, voiced

SOUNDS = (
    "struck",
    "puff",
    "pips",
    "drone",
    "wash",
    "sweep",
    "clicks",
    "grains",
    "vocal",
    "breath",
    "chirps",
)

# What tends to go with a motion; other pairs happen too.
_FITTING: dict[str, tuple[str, ...]] = {
    "slide": ("wash", "drone", "pips", "breath"),
    "fall": ("struck", "puff", "clicks"),
    "bounce": ("struck", "grains", "clicks"),
    "swing": ("struck", "grains", "sweep"),
    "rotate": ("drone", "wash", "pips"),
    "shake": ("clicks", "drone", "puff"),
    "pulse": ("sweep", "vocal", "pips"),
    "blink": ("sweep", "drone", "chirps"),
    "flow": ("wash", "chirps", "breath"),
    "drip": ("chirps", "clicks", "grains"),
    "pass": ("drone", "wash", "sweep"),
    "appear": ("vocal", "sweep", "pips"),
    "scatter": ("puff", "clicks", "wash"),
    "jolt": ("puff", "struck", "sweep"),
    "topple": ("struck", "breath", "grains"),
    "still": ("vocal", "breath", "wash"),
}

# The pairs of picture and sound that make up target classes are kept out of random scenes:
# pretraining may learn each half, never the class.
_KEPT_APART: dict[str, frozenset[str]] = {
    "blink": frozenset(("pips", "struck")),
    "shake": frozenset(("pips", "grains")),
    "scatter": frozenset(("grains", "struck")),
    "fall": frozenset(("grains",)),
    "figure": frozenset(("struck", "breath", "vocal")),
}


def kept_apart(names: Iterable[str]) -> frozenset[str]:
    """The kinds of sound that must not go with these motions and shapes."""
    return frozenset().union(*(_KEPT_APART.get(name, frozenset()) for name in names))


def random_sound(
    rng: np.random.Generator,
    line: Timeline,
    motion: str,
    avoid: frozenset[str] = frozenset(),
) -> Sound:
    """A sound on the picture's course, of a kind that mostly fits the motion.

    Args:
        rng: Draws everything.
        line: The picture's course.
        motion: One of the random pictures' motions.
        avoid: Kinds not to use.
    """
    names = _FITTING[motion] if rng.random() < 0.75 else SOUNDS
    if not line.onsets:
        names = ("drone", "wash", "sweep")
    allowed = [name for name in names if name not in avoid] or ["drone", "wash"]
    return _MAKERS[str(rng.choice(allowed))](rng, line)


def _seed(rng: np.random.Generator) -> int:
    return int(rng.integers(1 << 31))


def _height(rng: np.random.Generator, line: Timeline, low: float, high: float) -> float:
    """A pitch: big things mostly sound low."""
    share = np.clip(0.75 * (1 - line.size) + rng.normal(0, 0.3), 0, 1)
    return float(low * (high / low) ** share)


def _word(value: float, low: float, high: float, words: tuple[str, str, str]) -> str:
    return words[0] if value < low else words[2] if value > high else words[1]


def _struck(rng: np.random.Generator, line: Timeline) -> Sound:
    """Modal hits between a damped thump and a long inharmonic ring."""
    base = _height(rng, line, 45, 2600)
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
    seed = _seed(rng)

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

    tone = _word(base, 220, 1100, ("low", "mid-pitched", "high"))
    end = _word(ring, 0.06, 0.22, ("dull thump", "knock", "ringing clang"))
    if base > 1100:
        end = _word(ring, 0.06, 0.22, ("tap", "clink", "ringing chime"))
    return Sound(
        render,
        f"a {tone} {end}" if len(line.onsets) == 1 else f"{tone} {end}s",
        {"kind": "struck", "base_hz": base, "ring_s": ring},
    )


def _puff(rng: np.random.Generator, line: Timeline) -> Sound:
    """Bursts of noise."""
    low = float(np.exp(rng.uniform(np.log(40), np.log(3000))))
    high = min(7600.0, low * float(rng.uniform(1.5, 12)))
    length = float(np.exp(rng.uniform(np.log(0.03), np.log(0.6))))
    attack = float(rng.uniform(0.001, 0.05))
    seed = _seed(rng)

    def render() -> Wave:
        draw = np.random.default_rng(seed)
        wave = silence()
        for t in line.onsets:
            piece = decaying(band_noise(draw, min(1.5, 5 * length), low, high), length, attack)
            place(wave, piece, t, float(draw.uniform(0.5, 1)))
        return normal(wave)

    tone = _word(low, 250, 1300, ("dull", "soft", "sharp"))
    return Sound(
        render,
        f"{tone} {'short' if length < 0.12 else 'long'} bursts of noise",
        {"kind": "puff", "low_hz": low, "length_s": length},
    )


def _pips(rng: np.random.Generator, line: Timeline) -> Sound:
    """Short tones in a pattern."""
    pitch = _height(rng, line, 250, 3500)
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

    pace = _word(length + pause, 0.22, 0.45, ("rapid", "regular", "slow"))
    tone = _word(pitch, 700, 1600, ("low", "clear", "high"))
    return Sound(
        render,
        f"{pace} {tone} {rng.choice(('beeps', 'pips', 'tones'))}",
        {"kind": "pips", "pitch_hz": pitch, "length_s": length},
    )


def _drone(rng: np.random.Generator, line: Timeline) -> Sound:
    """A held tone with partials, perhaps trembling."""
    pitch = _height(rng, line, 45, 900)
    partials = [float(rng.uniform(0.2, 1)) / k ** float(rng.uniform(0.3, 1.5)) for k in range(1, 8)]
    tremble = float(np.exp(rng.uniform(np.log(0.5), np.log(30))))
    depth = float(rng.uniform(0, 0.9)) if rng.random() < 0.5 else 0.0
    air = float(rng.uniform(0, 0.5))
    seed = _seed(rng)

    def render() -> Wave:
        draw = np.random.default_rng(seed)
        bend = pitch * (1 + 0.03 * curve(draw, N_SAMPLES, -1, 1, 12))
        wave = glide(bend, partials, DURATION_S)
        wave *= 1 - np.float32(depth) * (
            0.5 + 0.5 * np.sin(np.float32(6.283 * tremble) * clip_times())
        )
        wave += np.float32(air) * band_noise(draw, DURATION_S, 150, 4000, 0.5)
        return normal(wave * _loudness(line))

    tone = _word(pitch, 120, 350, ("deep", "steady", "high"))
    return Sound(
        render,
        f"a {tone} {'trembling ' if depth > 0.3 else ''}hum",
        {"kind": "drone", "pitch_hz": pitch},
    )


def _wash(rng: np.random.Generator, line: Timeline) -> Sound:
    """Long noise: hiss, rush or rumble."""
    low = float(np.exp(rng.uniform(np.log(30), np.log(3000))))
    high = min(7600.0, low * float(rng.uniform(2, 12)))
    ripple = float(rng.uniform(0, 0.9))
    knots = int(rng.integers(10, 200))
    seed = _seed(rng)

    def render() -> Wave:
        draw = np.random.default_rng(seed)
        wave = band_noise(draw, DURATION_S, low, high)
        wave *= 1 - np.float32(ripple) * curve(draw, N_SAMPLES, 0, 1, knots)
        return normal(wave * _loudness(line))

    words = _word(low, 150, 900, ("a low rumble", "a rushing noise", "a steady hiss"))
    return Sound(render, words, {"kind": "wash", "low_hz": low, "high_hz": high})


def _sweep(rng: np.random.Generator, line: Timeline) -> Sound:
    """Tones that glide."""
    start = _height(rng, line, 150, 2500)
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


def _clicks(rng: np.random.Generator, line: Timeline) -> Sound:
    """Dry clicks, one at a time or in trains."""
    pitch = float(np.exp(rng.uniform(np.log(400), np.log(6000))))
    damp = float(rng.uniform(0.002, 0.015))
    rate = float(rng.uniform(3, 25))
    train = int(rng.integers(1, 12)) if len(line.onsets) < 8 else 1
    seed = _seed(rng)

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


def _grains(rng: np.random.Generator, line: Timeline) -> Sound:
    """Showers of small ringing bits."""
    low = float(np.exp(rng.uniform(np.log(300), np.log(4500))))
    ring = float(np.exp(rng.uniform(np.log(0.004), np.log(0.1))))
    spread = float(rng.uniform(0.1, 1.0))
    count = int(rng.integers(6, 45))
    seed = _seed(rng)

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

    tone = _word(low, 800, 2200, ("dull rattle", "clatter of small bits", "bright tinkle"))
    return Sound(render, f"a {tone}", {"kind": "grains", "low_hz": low, "ring_s": ring})


def _vocal(rng: np.random.Generator, line: Timeline) -> Sound:
    """Buzzing tones through moving resonances, throat-like."""
    pitch = _height(rng, line, 70, 600)
    formants = np.sort(np.exp(rng.uniform(np.log(250), np.log(3500), 3))).tolist()
    length = float(rng.uniform(0.12, 1.2))
    breath = float(rng.uniform(0.02, 0.4))
    seed = _seed(rng)

    def render() -> Wave:
        draw = np.random.default_rng(seed)
        wave = silence()
        count = seconds(length).size
        for t in line.onsets[:10]:
            contour = pitch * curve(draw, count, 0.7, 1.4, 4).astype(np.float64)
            piece = voiced(draw, contour, formants, float(draw.uniform(0.8, 1.2)), breath)
            place(wave, fade(piece, 0.04, 0.08), t, float(draw.uniform(0.5, 1)))
        return normal(wave)

    tone = _word(pitch, 130, 280, ("deep", "middle", "high"))
    form = "long" if length > 0.6 else "short"
    return Sound(render, f"{form} {tone} voice-like calls", {"kind": "vocal", "pitch_hz": pitch})


def _breath(rng: np.random.Generator, line: Timeline) -> Sound:
    """Noise through resonances: puffs, barks, rasps."""
    formants = np.sort(np.exp(rng.uniform(np.log(250), np.log(4500), 3))).tolist()
    width = float(rng.uniform(150, 900))
    length = float(rng.uniform(0.06, 0.5))
    group, gap = int(rng.integers(1, 5)), float(rng.uniform(0.03, 0.3))
    seed = _seed(rng)

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


def _chirps(rng: np.random.Generator, line: Timeline) -> Sound:
    """Many short rising or falling blips."""
    pitch = _height(rng, line, 350, 2500)
    rise = float(np.exp(rng.uniform(-0.8, 0.8)))
    dense = float(np.exp(rng.uniform(np.log(1), np.log(25))))
    length = float(rng.uniform(0.02, 0.15))
    seed = _seed(rng)

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


def _loudness(line: Timeline) -> Wave:
    """On while busy; along a path also louder when near."""
    on = gate(line.spans)
    if not line.path:
        return on
    x = np.interp(clip_times(), [p[0] for p in line.path], [p[1] for p in line.path])
    return (on / (1 + 6 * x**2)).astype(np.float32)


_MAKERS: dict[str, Callable[[np.random.Generator, Timeline], Sound]] = {
    "struck": _struck,
    "puff": _puff,
    "pips": _pips,
    "drone": _drone,
    "wash": _wash,
    "sweep": _sweep,
    "clicks": _clicks,
    "grains": _grains,
    "vocal": _vocal,
    "breath": _breath,
    "chirps": _chirps,
}
