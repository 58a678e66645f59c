"""Picture programmes of the source classes only: what travels, walks and gathers."""

from __future__ import annotations

import math

import numpy as np

from smp_core.synth.canvas import Canvas
from smp_core.synth.figure import draw_outfit, draw_person, walking
from smp_core.synth.palette import colour_name, random_colour, shade
from smp_core.synth.timeline import (
    DURATION_S,
    Picture,
    Timeline,
    ease,
)


def pushed_box(rng: np.random.Generator, floor_y: float) -> Picture:
    """A wheeled box moves over the floor, sometimes pushed by someone."""
    body = random_colour(rng, (0.0, 0.8), (0.3, 0.95))
    wide, high = float(rng.uniform(0.2, 0.42)), float(rng.uniform(0.12, 0.34))
    ground = float(rng.uniform(max(floor_y + 0.06, 0.72), 0.93))
    start, end = float(rng.uniform(-0.75, -0.2)), float(rng.uniform(0.15, 0.75))
    begin, stop = float(rng.uniform(0, 2.5)), float(rng.uniform(6, 10))
    wheel = float(rng.uniform(0.025, 0.05))
    pushed = bool(rng.random() < 0.6)
    turns = int(rng.integers(0, 3))
    shelves = int(rng.integers(0, 3))
    outfit = draw_outfit(rng)
    tall = float(rng.uniform(0.45, 0.65))

    def where(t: float) -> float:
        share = ease(t, begin, stop)
        if turns:
            share = 0.5 - 0.5 * math.cos(math.pi * (turns + 1) * share)
        return start + (end - start) * share

    def draw(canvas: Canvas, t: float) -> None:
        x = where(t)
        rumble = 0.004 * math.sin(40 * t) if begin < t < stop else 0.0
        if pushed:
            pose = walking(5 * x)
            draw_person(canvas, (x - wide / 2 - 0.13, ground - 0.01), tall, pose, outfit, 1.0)
        top = ground - wheel * 2 - high + rumble
        canvas.box((x, top + high / 2), (wide, high), 0.0, body)
        for index in range(shelves):
            y = top + high * (index + 1) / (shelves + 1)
            canvas.line((x - wide / 2, y), (x + wide / 2, y), 0.012, shade(body, 0.6))
        canvas.line((x - wide / 2, top), (x - wide / 2 - 0.06, top - 0.08), 0.016, shade(body, 0.6))
        for px in (x - wide * 0.36, x + wide * 0.36):
            canvas.disc((px, ground - wheel), wheel, shade(body, 0.3))
            canvas.disc((px, ground - wheel), wheel * 0.4, (190, 190, 190))

    times = np.linspace(0, DURATION_S, 21)
    what = rng.choice(
        (
            "moves across the floor on wheels",
            "is pushed along",
            "glides over the floor",
            "travels sideways on small wheels",
        )
    )
    return Picture(
        draw,
        Timeline(
            (round(begin, 3),),
            ((begin, stop),),
            2.0,
            wide * 2,
            tuple((float(t), where(float(t))) for t in times),
        ),
        f"a {colour_name(body)} box {what}",
        {"start_x": start, "end_x": end, "begin_s": begin, "stop_s": stop},
    )


def long_vehicle(rng: np.random.Generator, floor_y: float) -> Picture:
    """A large body with windows passes from one side to the other."""
    body = random_colour(rng, (0.05, 0.95), (0.3, 0.97))
    stripe = random_colour(rng, (0.3, 1.0), (0.3, 1.0))
    light = random_colour(rng, (0.3, 1.0), (0.8, 1.0))
    cars = int(rng.integers(1, 6))
    wide, high = float(rng.uniform(0.35, 0.7)), float(rng.uniform(0.18, 0.36))
    ground = float(rng.uniform(max(0.62, floor_y), 0.85))
    middle = float(rng.uniform(3.0, 7.0))
    speed = float(rng.uniform(0.25, 0.7))
    lamp = bool(rng.random() < 0.5)
    flash = float(rng.uniform(1.5, 4.0))
    windows = int(rng.integers(2, 6))

    def where(t: float) -> float:
        return speed * (t - middle)

    def draw(canvas: Canvas, t: float) -> None:
        for car in range(cars):
            x = where(t) - (car - (cars - 1) / 2) * (wide + 0.02)
            if abs(x) > 1.3:
                continue
            canvas.box((x, ground - high / 2 - 0.03), (wide, high), 0.0, body)
            canvas.box((x, ground - high * 0.35), (wide, high * 0.14), 0.0, stripe)
            for index in range(windows):
                px = x + wide * ((index + 0.5) / windows - 0.5)
                canvas.box(
                    (px, ground - high * 0.78),
                    (wide / windows * 0.65, high * 0.26),
                    0.0,
                    shade(body, 0.3),
                )
            for px in (x - wide * 0.3, x + wide * 0.3):
                canvas.disc((px, ground - 0.02), 0.035, (30, 30, 30))
            if lamp:
                on = (t * flash) % 1.0 < 0.5
                spot = (x, ground - high - 0.045)
                canvas.disc(spot, 0.025, light if on else shade(light, 0.4))
                if on:
                    canvas.glow(spot, 0.16, light, 0.7)

    enter = max(0.0, middle - (0.7 + cars * wide / 2) / speed)
    leave = min(DURATION_S, middle + (0.7 + cars * wide / 2) / speed)
    times = np.linspace(0, DURATION_S, 21)
    what = rng.choice(
        ("passes by", "goes through from side to side", "rushes past", "travels across the picture")
    )
    return Picture(
        draw,
        Timeline(
            (round(middle, 3),),
            ((enter, leave),),
            flash,
            min(1.0, cars * wide / 2),
            tuple((float(t), where(float(t))) for t in times),
        ),
        f"a long {colour_name(body)} body with windows {what}",
        {"middle_s": middle, "speed": speed, "cars": cars},
    )


def passer(rng: np.random.Generator, floor_y: float) -> Picture:
    """Someone walks through the scene."""
    outfit = draw_outfit(rng)
    height = float(rng.uniform(0.45, 0.75))
    ground = float(rng.uniform(max(floor_y + 0.05, 0.74), 0.94))
    middle = float(rng.uniform(3.5, 6.5))
    speed = float(rng.uniform(0.07, 0.2)) * float(rng.choice((-1.0, 1.0)))
    rate = float(rng.uniform(1.3, 2.6))
    x = float(rng.uniform(-0.2, 0.2))

    def draw(canvas: Canvas, t: float) -> None:
        place = x + speed * (t - middle)
        draw_person(
            canvas,
            (place, ground),
            height,
            walking(t * rate / 2),
            outfit,
            1.0 if speed > 0 else -1.0,
        )

    spans = ((0.0, DURATION_S),)
    first = float(rng.uniform(0, 1 / rate))
    onsets = tuple(round(first + i / rate, 3) for i in range(int((DURATION_S - first) * rate)))
    what = rng.choice(("goes by on foot", "strides past", "crosses from one side", "walks through"))
    times = np.linspace(0, DURATION_S, 21)
    return Picture(
        draw,
        Timeline(
            onsets,
            spans,
            rate,
            height,
            tuple((float(t), x + speed * (float(t) - middle)) for t in times),
        ),
        f"a figure in {outfit.phrase} {what}",
        {"speed": speed, "rate_hz": rate, "height": height},
    )


def many_heads(rng: np.random.Generator, floor_y: float) -> Picture:
    """A group stands together and shifts about."""
    count = int(rng.integers(5, 12))
    outfits = [draw_outfit(rng) for _ in range(count)]
    places = np.sort(rng.uniform(-0.6, 0.6, count)).tolist()
    depths = np.sort(rng.uniform(max(floor_y + 0.03, 0.7), 1.05, count)).tolist()
    order = rng.permutation(count).tolist()
    heights = rng.uniform(0.45, 0.65, count).tolist()
    phases = rng.uniform(0, 6.28, count).tolist()
    tempo = float(rng.uniform(0.5, 1.6))

    def draw(canvas: Canvas, t: float) -> None:
        for index in range(count):
            sway = 0.02 * math.sin(tempo * t + phases[index])
            pose = walking(0.25 + 0.05 * math.sin(tempo * t + phases[index]), 10)
            facing = 1.0 if math.sin(phases[index] + 0.3 * t) > 0 else -1.0
            draw_person(
                canvas,
                (places[order[index]] + sway, depths[index]),
                heights[index],
                pose,
                outfits[index],
                facing,
            )

    what = rng.choice(
        ("stand close together", "wait in a loose group", "mill about", "are gathered side by side")
    )
    return Picture(
        draw,
        Timeline((), ((0.0, DURATION_S),), tempo, count / 12),
        f"many figures {what}",
        {"count": count},
    )
