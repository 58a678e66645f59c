"""Random pictures: any shape in any motion, for learning without classes."""

from __future__ import annotations

import math

import numpy as np

from smp_core.synth.canvas import Canvas, Point
from smp_core.synth.palette import colour_name, random_colour
from smp_core.synth.shapes import random_shape
from smp_core.synth.timeline import (
    DURATION_S,
    Picture,
    Timeline,
    busy,
    ease,
    kick,
    onsets_within,
    random_onsets,
    random_spans,
)

MOTIONS = (
    "slide",
    "fall",
    "bounce",
    "swing",
    "rotate",
    "shake",
    "pulse",
    "blink",
    "flow",
    "drip",
    "pass",
    "appear",
    "scatter",
    "jolt",
    "topple",
    "still",
)

# People going down or tussling are target classes, so random figures never do.
_NOT_FOR_FIGURES = ("fall", "topple", "scatter", "jolt", "shake")

_WORDS: dict[str, tuple[str, ...]] = {
    "slide": ("slides to and fro", "drifts about", "moves from side to side"),
    "fall": ("drops down", "falls", "comes down suddenly"),
    "bounce": ("bounces", "hops up and down", "springs up again and again"),
    "swing": ("swings", "sways to and fro", "rocks like a pendulum"),
    "rotate": ("turns round", "spins", "rotates"),
    "shake": ("shakes in bursts", "trembles", "rattles about"),
    "pulse": ("grows and shrinks", "swells and fades", "pulses"),
    "blink": ("flashes", "lights up on and off", "blinks"),
    "flow": ("sends out a stream", "gives off a flow", "pours out"),
    "drip": ("lets bits fall one by one", "drips", "sheds drops"),
    "pass": ("passes by", "crosses the picture", "goes past"),
    "appear": ("comes and goes", "shows up and vanishes", "appears for a while"),
    "scatter": ("bursts into pieces", "breaks up and scatters", "flies apart"),
    "jolt": ("jerks now and then", "gives sudden starts", "twitches"),
    "topple": ("tips over", "topples", "leans and goes down"),
    "still": ("stays where it is", "stands still", "rests"),
}


def random_picture(rng: np.random.Generator, floor_y: float) -> tuple[Picture, str]:
    """A shape with a motion; also the motion's name, for choosing a sound that goes with it."""
    motion = str(rng.choice(MOTIONS))
    shape = random_shape(rng)
    if shape.kind == "figure" and motion in _NOT_FOR_FIGURES:
        motion = "pass"
    size = float(np.exp(rng.uniform(np.log(0.04), np.log(0.24))))
    x, y = float(rng.uniform(-0.45, 0.45)), float(rng.uniform(0.2, 0.75))
    ground = float(rng.uniform(max(floor_y, 0.6), 0.95)) - size
    tilt = float(rng.normal(0, 0.25)) if rng.random() < 0.5 else 0.0
    rate = float(np.exp(rng.uniform(np.log(0.4), np.log(5.0))))
    reach = float(rng.uniform(0.05, 0.4))
    direction = float(rng.choice((-1.0, 1.0)))
    light = random_colour(rng, (0.3, 1.0), (0.85, 1.0))
    count = int(rng.integers(3, 12))
    angles = rng.uniform(0, 2 * np.pi, count).tolist()
    speeds = rng.uniform(0.1, 0.5, count).tolist()
    speed = float(rng.uniform(0.1, 0.5))
    middle = float(rng.uniform(2.5, 7.5))
    duty = float(rng.uniform(0.25, 0.75))
    fast = float(rng.uniform(0.25, 0.8))
    held = bool(rng.random() < 0.4)
    spans, onsets = _course(rng, motion, rate)
    repeat = rate

    def phase(t: float) -> float:
        return sum(max(0.0, min(t, b) - a) for a, b in spans) * repeat

    def draw(canvas: Canvas, t: float) -> None:
        at: Point = (x, y)
        angle, scale, turn = tilt, 1.0, phase(t)
        on = busy(spans, t)
        fresh = kick(onsets, t, 0.3)
        if motion == "slide":
            at = (x + reach * math.sin(6.283 * turn * 0.3), y)
        elif motion in ("fall", "topple"):
            done = next((o for o in reversed(onsets) if o <= t + fast), None)
            share = ease(t, done - fast, done) if done is not None else 0.0
            again = done is not None and done != onsets[-1] and t > done + 0.8
            if motion == "fall":
                share = 0.0 if again else share * share
                at = (x, y + (max(ground, y) - y) * share - 0.03 * fresh * math.sin(20 * t))
            else:
                share = (
                    share * (1 - 0.6 * ease(t, done + 0.4, done + 1.0))
                    if again and done is not None
                    else share
                )
                angle = tilt + direction * 1.5 * share
                at = (x + direction * size * share, ground)
        elif motion == "bounce":
            at = (x + 0.1 * reach * turn % 0.5, ground - reach * abs(math.sin(3.1416 * turn)))
        elif motion == "swing":
            swing = 0.9 * math.sin(6.283 * turn * 0.5) * (0.3 + reach)
            arm = 0.15 + reach
            at = (x + arm * math.sin(swing), 0.1 + y * 0.4 + arm * math.cos(swing))
            canvas.line((x, 0.1 + y * 0.4 - 0.05), at, 0.01, light)
            angle = tilt - swing
        elif motion == "rotate":
            angle = tilt + direction * 6.283 * turn * 0.4
        elif motion == "shake":
            level = max(0.1, fresh if onsets else float(on))
            at = (
                x + 0.1 * reach * level * math.sin(6.283 * 5 * t),
                y + 0.04 * level * math.sin(41 * t),
            )
            angle = tilt + 0.3 * level * math.sin(29 * t)
        elif motion == "pulse":
            scale = 1 + 0.45 * math.sin(6.283 * turn * 0.6)
        elif motion == "pass":
            at = (direction * speed * (t - middle), ground)
        elif motion == "appear" and not on:
            return
        elif motion == "jolt":
            at = (x + 0.12 * reach * fresh * math.sin(31 * t), y)
            angle = tilt + 0.5 * fresh * math.sin(17 * t)
        if motion == "scatter" and onsets[0] <= t:
            after = t - onsets[0]
            out = 1 - math.exp(-after / 0.4)
            for spin, far in zip(angles, speeds, strict=True):
                px = x + math.cos(spin) * far * out
                py = min(ground + size, y + math.sin(spin) * far * out + 0.35 * min(after, 1) ** 2)
                shape.draw(canvas, (px, py), size * 0.35, spin + 5 * out, 0.0)
            return
        shape.draw(canvas, at, size * scale, angle, turn)
        if held:
            canvas.line((at[0] + size * 0.6, at[1] + size * 0.6), (at[0] + 0.5, 1.2), 0.09, light)
        if motion == "blink" and on and (t * rate) % 1.0 < duty:
            canvas.disc(at, size * 0.35, light)
            canvas.glow(at, size * 2.5, light, 0.7)
        elif motion in ("flow", "drip") and on:
            strands = count if motion == "flow" else 1
            for strand in range(strands):
                share = (turn * 0.7 + strand / strands) % 1.0
                spot = (
                    at[0] + size * direction * (0.8 + 0.3 * math.sin(9 * strand)),
                    at[1] + size * 0.5 + 0.35 * share * share + 0.05 * share,
                )
                canvas.disc(spot, 0.018 + 0.1 * size, light)

    path: tuple[tuple[float, float], ...] = ()
    if motion == "pass":
        path = tuple(
            (float(t), direction * speed * (float(t) - middle))
            for t in np.linspace(0, DURATION_S, 21)
        )
    big = "large " if size > 0.15 else "small " if size < 0.07 else ""
    what = shape.phrase.replace("a ", f"a {big}", 1) if big else shape.phrase
    pace = ""
    if motion in ("slide", "bounce", "swing", "rotate", "pulse", "blink", "drip"):
        pace = " quickly" if rate > 2.2 else " slowly" if rate < 0.9 else ""
    words = str(rng.choice(_WORDS[motion])) + pace
    if motion == "blink":
        words += f" in {colour_name(light)}"
    return (
        Picture(
            draw,
            Timeline(onsets, spans, rate, min(1.0, size * 4), path),
            f"{what} {words}",
            {"shape": shape.kind, "motion": motion, "size": size, "rate_hz": rate},
        ),
        motion,
    )


def _course(
    rng: np.random.Generator, motion: str, rate: float
) -> tuple[tuple[tuple[float, float], ...], tuple[float, ...]]:
    """Busy spans and sudden moments that fit the motion."""
    if motion in ("fall", "topple", "scatter", "jolt", "shake"):
        onsets = random_onsets(rng, 1, 6, 0.8, 8.8, 0.9)
        return tuple((t, min(DURATION_S, t + 1.0)) for t in onsets), onsets
    if motion in ("pass", "still"):
        return ((0.3, DURATION_S - 0.3),), random_onsets(rng, 1, 5, 0.8, 8.8, 0.9)
    spans = random_spans(rng, 1, 3)
    if motion == "appear":
        return spans, tuple(start for start, _end in spans)
    return spans, onsets_within(rng, spans, rate)
