"""What else is seen and heard: passers-by, lights, shadows; hum, hiss, babble, bells, traffic."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from smp_core.synth.acoustics import (
    N_SAMPLES,
    Wave,
    band_noise,
    clip_times,
    curve,
    glide,
    modes,
    normal,
    place,
    silence,
)
from smp_core.synth.canvas import Canvas
from smp_core.synth.figure import draw_outfit, draw_person, walking
from smp_core.synth.palette import random_colour, shade
from smp_core.synth.timeline import DURATION_S, Truth, random_onsets
from smp_core.synth.voices import speech_like

Layer = Callable[[Canvas, float], None]


def walker_behind(rng: np.random.Generator, floor_y: float) -> Layer:
    """Someone crosses in the background."""
    outfit = draw_outfit(rng)
    height, speed = float(rng.uniform(0.25, 0.42)), float(rng.uniform(0.08, 0.3))
    speed *= float(rng.choice((-1.0, 1.0)))
    middle, ground = float(rng.uniform(0, 10)), floor_y + float(rng.uniform(0.02, 0.08))

    def draw(canvas: Canvas, t: float) -> None:
        x = speed * (t - middle)
        if abs(x) < 0.85:
            draw_person(
                canvas, (x, ground), height, walking(abs(x) * 4), outfit, 1.0 if speed > 0 else -1.0
            )

    return draw


def far_light(rng: np.random.Generator, floor_y: float) -> Layer:
    """A small light that goes on and off."""
    x, y = float(rng.uniform(-0.6, 0.6)), float(rng.uniform(0.05, 0.4))
    colour, size = random_colour(rng, (0.2, 1.0), (0.8, 1.0)), float(rng.uniform(0.01, 0.03))
    rate, phase = float(rng.uniform(0.2, 2.5)), float(rng.random())

    def draw(canvas: Canvas, t: float) -> None:
        on = (t * rate + phase) % 1.0 < 0.5
        canvas.disc((x, y), size, colour if on else shade(colour, 0.3))
        if on:
            canvas.glow((x, y), size * 4, colour, 0.5)

    return draw


def moving_shadow(rng: np.random.Generator, floor_y: float) -> Layer:
    """A soft dark or light band that wanders over everything."""
    wide, lean = float(rng.uniform(0.1, 0.4)), float(rng.uniform(-0.3, 0.3))
    speed, middle = float(rng.uniform(-0.2, 0.2)), float(rng.uniform(0, 10))
    tone, share = (0, 0, 0), float(rng.uniform(0.08, 0.3))
    if rng.random() < 0.4:
        tone = (255, 250, 235)

    def draw(canvas: Canvas, t: float) -> None:
        x = speed * (t - middle)
        canvas.veil(
            [(x - wide, -0.3), (x + wide, -0.3), (x + wide + lean, 1.3), (x - wide + lean, 1.3)],
            tone,
            share,
        )

    return draw


def swaying_hanger(rng: np.random.Generator, floor_y: float) -> Layer:
    """A curtain, sign or branch that moves a little."""
    x, top = float(rng.uniform(-0.65, 0.65)), float(rng.uniform(-0.1, 0.1))
    long, wide = float(rng.uniform(0.15, 0.45)), float(rng.uniform(0.04, 0.18))
    colour, tempo = random_colour(rng), float(rng.uniform(0.5, 3))
    reach = float(rng.uniform(0.01, 0.05))

    def draw(canvas: Canvas, t: float) -> None:
        shift = reach * math.sin(tempo * t)
        canvas.convex(
            [
                (x - wide / 2, top),
                (x + wide / 2, top),
                (x + wide / 2 + shift, top + long),
                (x - wide / 2 + shift, top + long),
            ],
            colour,
        )

    return draw


_SEEN: dict[str, Callable[[np.random.Generator, float], Layer]] = {
    "walker": walker_behind,
    "light": far_light,
    "shadow": moving_shadow,
    "hanger": swaying_hanger,
}


def draw_layers(
    rng: np.random.Generator, floor_y: float, difficulty: float
) -> tuple[list[Layer], list[Layer], list[str]]:
    """Random layers behind and before the event, and their names."""
    behind: list[Layer] = []
    before: list[Layer] = []
    names = [name for name in _SEEN if rng.random() < 0.08 + 0.42 * difficulty]
    for name in names:
        (before if name == "shadow" else behind).append(_SEEN[name](rng, floor_y))
    return behind, before, names


def _hum(draw: np.random.Generator) -> Wave:
    pitch = float(draw.choice((50.0, 60.0, 100.0, 120.0))) * float(draw.uniform(0.97, 1.03))
    return glide(pitch, [float(draw.uniform(0.1, 1)) / k for k in range(1, 7)], DURATION_S)


def _hiss(draw: np.random.Generator) -> Wave:
    return band_noise(
        draw,
        DURATION_S,
        float(draw.uniform(50, 2000)),
        float(draw.uniform(2500, 7500)),
        float(draw.uniform(0, 0.8)),
    )


def _babble(draw: np.random.Generator) -> Wave:
    return speech_like(
        draw,
        18,
        float(draw.uniform(0.85, 1.2)),
        float(draw.uniform(90, 240)),
        float(draw.uniform(0, 5)),
    )


def _bell(draw: np.random.Generator) -> Wave:
    wave = silence()
    pitch = float(draw.uniform(300, 1400))
    piece = modes(
        pitch * np.array([1, 2.0, 2.7, 4.1]), (0.6, 0.4, 0.3, 0.2), (1, 0.5, 0.4, 0.3), 2.0
    )
    for t in random_onsets(draw, 1, 4):
        place(wave, piece, t)
    return wave


def _traffic(draw: np.random.Generator) -> Wave:
    wave = band_noise(draw, DURATION_S, 30, float(draw.uniform(200, 700)), 0.6)
    return (wave * curve(draw, N_SAMPLES, 0.2, 1, 8)).astype(np.float32)


def _bumps(draw: np.random.Generator) -> Wave:
    wave = silence()
    for t in draw.uniform(0, 9.5, int(draw.integers(1, 7))):
        pitch = float(np.exp(draw.uniform(np.log(80), np.log(2000))))
        piece = modes((pitch, pitch * 1.7), (0.03, 0.02), (1, 0.5), 0.2)
        place(wave, piece, float(t), float(draw.uniform(0.3, 1)))
    return wave


def _chirping(draw: np.random.Generator) -> Wave:
    pitch = float(draw.uniform(1800, 4200))
    rate = float(draw.uniform(2, 6))
    times = clip_times()
    contour = pitch * (1 + 0.08 * np.sin(6.283 * rate * times))
    loud = np.maximum(0, np.sin(6.283 * float(draw.uniform(0.1, 0.5)) * times)) ** 4
    return np.asarray(glide(contour, (1.0,), DURATION_S) * loud, np.float32)


_HEARD: dict[str, Callable[[np.random.Generator], Wave]] = {
    "hum": _hum,
    "hiss": _hiss,
    "babble": _babble,
    "bell": _bell,
    "traffic": _traffic,
    "bumps": _bumps,
    "chirping": _chirping,
}


def draw_noises(
    rng: np.random.Generator, difficulty: float
) -> tuple[Callable[[], Wave], list[Truth]]:
    """Random background sound (already at its level, the event being at 1), and what it is."""
    chosen: list[tuple[str, int, float]] = []
    for name in _HEARD:
        if rng.random() < 0.06 + 0.28 * difficulty:
            # Decibels below the event's peak.
            level = float(rng.uniform(30 - 16 * difficulty, 44 - 16 * difficulty))
            if name in ("babble", "bell", "bumps", "chirping"):
                level -= 6.0
            chosen.append((name, int(rng.integers(1 << 31)), level))
    floor_db = float(rng.uniform(42 - 14 * difficulty, 62 - 14 * difficulty))
    seed = int(rng.integers(1 << 31))

    def render() -> Wave:
        draw = np.random.default_rng(seed)
        wave = draw.standard_normal(N_SAMPLES, dtype=np.float32) * np.float32(
            10 ** (-floor_db / 20)
        )
        for name, own, level in chosen:
            wave += normal(_HEARD[name](np.random.default_rng(own))) * np.float32(
                10 ** (-level / 20)
            )
        return wave

    return render, [{"kind": name, "below_db": round(level, 1)} for name, _s, level in chosen]
