"""Nameless shapes for random scenes."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from smp_core.synth.canvas import Canvas, Point
from smp_core.synth.figure import SIT, STAND, draw_outfit, draw_person, walking
from smp_core.synth.palette import colour_name, random_colour, shade

ShapeDraw = Callable[[Canvas, Point, float, float, float], None]


@dataclass(frozen=True)
class Shape:
    """Something to be moved about.

    Attributes:
        draw: (canvas, centre, size, angle_rad, phase); phase moves its own parts, in cycles.
        phrase: In words, with a colour.
        kind: Its family.
    """

    draw: ShapeDraw
    phrase: str
    kind: str


KINDS = (
    "disc",
    "box",
    "blob",
    "star",
    "bar",
    "ring",
    "cluster",
    "panel",
    "figure",
    "stack",
    "drop",
    "cross",
    "gable",
    "frame",
)


def random_shape(rng: np.random.Generator) -> Shape:
    """A shape of any kind, colour and proportion."""
    kind = str(rng.choice(KINDS))
    first = random_colour(rng, (0.05, 1.0), (0.15, 1.0))
    second = random_colour(rng, (0.0, 1.0), (0.1, 1.0))
    if rng.random() < 0.4:
        second = shade(first, float(rng.uniform(0.4, 1.4)))
    stretch = float(np.exp(rng.uniform(-0.7, 0.7)))
    count = int(rng.integers(3, 9))
    radii = rng.uniform(0.6, 1.1, 12).tolist()
    spots = rng.uniform(-0.8, 0.8, (count, 2)).tolist()
    bits = rng.uniform(0.12, 0.35, count).tolist()
    outfit = draw_outfit(rng)
    pose = (STAND, SIT, walking(0.2))[int(rng.integers(3))]
    walks = bool(rng.random() < 0.5)
    facing = float(rng.choice((-1.0, 1.0)))

    def draw(canvas: Canvas, at: Point, size: float, angle: float, phase: float) -> None:
        cos, sin = math.cos(angle), math.sin(angle)

        def point(u: float, v: float) -> Point:
            return at[0] + size * (u * cos - v * sin), at[1] + size * (u * sin + v * cos)

        if kind == "disc":
            canvas.ellipse(at, (size, size * min(1.0, stretch)), angle, first)
            canvas.ellipse(point(-0.3, -0.2), (size * 0.3, size * 0.2), angle, second)
        elif kind == "box":
            canvas.box(at, (2 * size * stretch, 1.5 * size), angle, first)
            canvas.box(point(0.0, 0.4), (2 * size * stretch, 0.4 * size), angle, second)
        elif kind == "blob":
            points = [
                point(
                    r * (1 + 0.08 * math.sin(6.28 * phase + k)) * math.cos(k * math.pi / 6),
                    r * math.sin(k * math.pi / 6),
                )
                for k, r in enumerate(radii)
            ]
            canvas.polygon(points, first)
        elif kind == "star":
            points = [
                point(
                    (1.0 if k % 2 else 0.45) * math.cos(k * math.pi / count),
                    (1.0 if k % 2 else 0.45) * math.sin(k * math.pi / count),
                )
                for k in range(2 * count)
            ]
            canvas.polygon(points, first)
        elif kind == "bar":
            canvas.line(point(-1.4, 0), point(1.4, 0), size * 0.35, first)
            canvas.disc(point(1.4, 0), size * 0.3, second)
        elif kind == "ring":
            canvas.disc(at, size, first)
            canvas.disc(at, size * 0.6, second)
            canvas.line(at, point(0.9, 0), size * 0.15, first)
        elif kind == "cluster":
            for (u, v), bit in zip(spots, bits, strict=True):
                wobble = 0.1 * math.sin(6.28 * phase + 9 * u)
                canvas.disc(point(u + wobble, v), size * bit, first if u > v else second)
        elif kind == "panel":
            canvas.box(at, (2.2 * size, 1.6 * size * stretch), angle, first)
            for u, v in spots:
                canvas.disc(point(u, v * 0.7 * stretch), size * 0.14, second)
        elif kind == "stack":
            for k in range(count):
                v = 1 - 2 * (k + 0.5) / count
                colour = first if k % 2 else second
                canvas.box(point(0, v), (size * (1.8 - 0.1 * k), 1.9 * size / count), angle, colour)
        elif kind == "drop":
            canvas.convex([point(0, -1.3), point(0.6, 0.1), point(-0.6, 0.1)], first)
            canvas.disc(point(0, 0.2), size * 0.62, first)
        elif kind == "cross":
            canvas.line(point(-1, 0), point(1, 0), size * 0.3, first)
            canvas.line(point(0, -1), point(0, 1), size * 0.3, second)
        elif kind == "gable":
            canvas.convex([point(-1, 0), point(0, -1), point(1, 0)], second)
            canvas.box(point(0, 0.5), (1.7 * size, size), angle, first)
        elif kind == "frame":
            canvas.box(at, (2 * size * stretch, 2 * size), angle, first)
            canvas.box(at, (1.5 * size * stretch, 1.5 * size), angle, second)
        else:
            form = walking(phase) if walks else pose
            lean = math.degrees(angle)
            form = type(form)(form.hip, form.torso + lean, form.neck + lean, form.legs, form.arms)
            draw_person(canvas, (at[0], at[1] + size), 2.6 * size, form, outfit, facing)

    names = {
        "disc": "a round {} thing",
        "box": "a {} box",
        "blob": "a {} blob",
        "star": "a jagged {} shape",
        "bar": "a long {} bar",
        "ring": "a {} ring",
        "cluster": "a bunch of {} bits",
        "panel": "a {} panel with dots",
        "stack": "a striped {} stack",
        "drop": "a {} drop",
        "cross": "a {} cross",
        "gable": "a pointed {} block",
        "frame": "a {} frame",
        "figure": "a figure in {} clothes",
    }
    colour = outfit.top if kind == "figure" else first
    return Shape(draw, names[kind].format(colour_name(colour)), kind)
