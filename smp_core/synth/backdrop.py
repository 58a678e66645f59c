"""Places: walls, floors, tiles, corridors, platforms, light and furniture."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from smp_core.synth.canvas import Canvas, box_points
from smp_core.synth.palette import Colour, mix, random_colour, shade, wall_colour
from smp_core.synth.seeds import generator

_LEFT, _RIGHT, _TOP, _BOTTOM = -1.25, 1.25, -0.5, 1.5

_KINDS = ("room", "tiles", "corridor", "platform", "plain", "yard")
_PLACES = {
    "room": ("in a room", "indoors", "in a plain room", "inside a quiet room"),
    "tiles": ("before a tiled wall", "in a tiled room", "against tiles"),
    "corridor": ("in a corridor", "in a long hallway", "down a passage"),
    "platform": ("on a platform", "in a station hall", "by a track edge"),
    "plain": ("before a plain wall", "against a smooth background", "in an empty space"),
    "yard": ("outside by some buildings", "in the open", "in a yard"),
}


@dataclass(frozen=True)
class Backdrop:
    """A place.

    Attributes:
        seed: Draws all details.
        kind: One of room, tiles, corridor, platform, plain, yard.
        floor_y: Where wall and floor meet, scene units.
        wall, floor: Main colours.
        clutter: 0..1, how much stands around.
        phrase: The place in words.
    """

    seed: int
    kind: str
    floor_y: float
    wall: Colour
    floor: Colour
    clutter: float
    phrase: str

    def texture(self, scale: float) -> tuple[NDArray[np.uint8], NDArray[np.float64]]:
        """The place as one large image.

        Args:
            scale: Pixels per scene unit.

        Returns:
            uint8 (H, W, 3) RGB and float64 (2, 3), scene units to its pixels.
        """
        width = max(8, round((_RIGHT - _LEFT) * scale))
        height = max(8, round((_BOTTOM - _TOP) * scale))
        matrix = np.array([[scale, 0.0, -_LEFT * scale], [0.0, scale, -_TOP * scale]])
        image = np.empty((height, width, 3), np.uint8)
        image[:] = self.wall
        canvas = Canvas(image, matrix)
        rng = generator("backdrop", self.seed)
        canvas.convex(_rectangle(_LEFT, self.floor_y, _RIGHT, _BOTTOM), self.floor)
        _PAINTERS[self.kind](canvas, self, rng)
        if self.kind != "plain" or rng.random() < 0.4:
            _furniture(canvas, self, rng)
        _light(canvas, rng)
        return _mottled(image, rng), matrix


def draw_backdrop(rng: np.random.Generator, difficulty: float) -> Backdrop:
    """A random place; more clutter with more `difficulty` (0..1)."""
    kind = str(rng.choice(_KINDS))
    wall = wall_colour(rng)
    floor = mix(wall_colour(rng), wall, rng.uniform(0, 0.6))
    if rng.random() < 0.3:
        floor = shade(wall, rng.uniform(0.55, 0.85))
    return Backdrop(
        seed=int(rng.integers(1 << 31)),
        kind=kind,
        floor_y=float(rng.uniform(0.55, 0.75)),
        wall=wall,
        floor=floor,
        clutter=float(rng.uniform(0.1, 0.5 + 0.5 * difficulty)),
        phrase=str(rng.choice(_PLACES[kind])),
    )


def _rectangle(left: float, top: float, right: float, bottom: float) -> list[tuple[float, float]]:
    return [(left, top), (right, top), (right, bottom), (left, bottom)]


def _room(canvas: Canvas, place: Backdrop, rng: np.random.Generator) -> None:
    skirting = shade(place.wall, rng.uniform(0.6, 1.3))
    high = rng.uniform(0.01, 0.04)
    canvas.convex(_rectangle(_LEFT, place.floor_y - high, _RIGHT, place.floor_y), skirting)
    if rng.random() < 0.4:
        rail = rng.uniform(0.35, 0.5)
        canvas.convex(
            _rectangle(_LEFT, rail, _RIGHT, place.floor_y - high), shade(place.wall, 0.85)
        )
    if rng.random() < 0.4:
        corner = rng.uniform(-0.6, 0.6)
        side = (_LEFT if corner > 0 else _RIGHT, corner)
        canvas.convex(
            [
                (corner, _TOP),
                (corner, place.floor_y),
                (side[0], place.floor_y + 0.3),
                (side[0], _TOP),
            ],
            shade(place.wall, rng.uniform(0.75, 0.92)),
        )


def _tiles(canvas: Canvas, place: Backdrop, rng: np.random.Generator) -> None:
    step = rng.uniform(0.06, 0.2)
    ratio = rng.uniform(0.5, 1.6)
    joint = shade(place.wall, rng.uniform(0.7, 1.25))
    pen = rng.uniform(0.004, 0.01)
    for x in np.arange(_LEFT, _RIGHT, step):
        canvas.line((float(x), _TOP), (float(x), place.floor_y), pen, joint)
    for y in np.arange(place.floor_y, _TOP, -step * ratio):
        canvas.line((_LEFT, float(y)), (_RIGHT, float(y)), pen, joint)
    if rng.random() < 0.5:
        _floor_lines(canvas, place, rng)


def _floor_lines(canvas: Canvas, place: Backdrop, rng: np.random.Generator) -> None:
    joint = shade(place.floor, rng.uniform(0.75, 1.2))
    middle = rng.uniform(-0.3, 0.3)
    for x in np.arange(-3, 3, rng.uniform(0.2, 0.4)):
        start = (middle + (float(x)) * 0.4, place.floor_y)
        canvas.line(start, (middle + float(x) * 1.5, _BOTTOM), 0.006, joint)
    y, step = place.floor_y, 0.02
    while y < _BOTTOM:
        canvas.line((_LEFT, y), (_RIGHT, y), 0.006, joint)
        y, step = y + step, step * 1.6


def _corridor(canvas: Canvas, place: Backdrop, rng: np.random.Generator) -> None:
    x, y = rng.uniform(-0.25, 0.25), rng.uniform(0.3, 0.45)
    half = rng.uniform(0.1, 0.22)
    top, bottom = y - half * 0.9, place.floor_y
    ceiling = shade(place.wall, rng.uniform(1.0, 1.25))
    left, right = x - half, x + half
    canvas.convex([(left, top), (right, top), (_RIGHT, _TOP), (_LEFT, _TOP)], ceiling)
    canvas.convex(
        [(left, bottom), (right, bottom), (_RIGHT, _BOTTOM), (_LEFT, _BOTTOM)], place.floor
    )
    side = shade(place.wall, rng.uniform(0.75, 0.95))
    canvas.convex([(_LEFT, _TOP), (left, top), (left, bottom), (_LEFT, _BOTTOM)], side)
    canvas.convex([(_RIGHT, _TOP), (right, top), (right, bottom), (_RIGHT, _BOTTOM)], side)
    canvas.convex(_rectangle(left, top, right, bottom), shade(place.wall, 1.1))
    door = random_colour(rng, (0.05, 0.6), (0.25, 0.85))
    for direction in (-1.0, 1.0):
        for near, far in ((0.25, 0.4), (0.55, 0.85)):
            if rng.random() < 0.6:
                points = []
                for depth, low in ((near, 0), (far, 0), (far, 1), (near, 1)):
                    edge = left if direction < 0 else right
                    px = edge + (direction * 1.25 - edge) * depth * 0.7
                    py = bottom + (_BOTTOM - bottom) * depth * 0.7
                    roof = top + (_TOP - top) * depth * 0.55
                    points.append((px, py if low else roof + (py - roof) * 0.25))
                canvas.polygon(points, door)


def _platform(canvas: Canvas, place: Backdrop, rng: np.random.Generator) -> None:
    edge = place.floor_y + rng.uniform(0.02, 0.1)
    stripe = random_colour(rng, (0.1, 0.9), (0.6, 0.95))
    canvas.convex(_rectangle(_LEFT, edge, _RIGHT, edge + rng.uniform(0.01, 0.03)), stripe)
    pillar = shade(place.wall, rng.uniform(0.5, 1.3))
    wide = rng.uniform(0.03, 0.09)
    for x in np.arange(_LEFT + rng.uniform(0, 0.4), _RIGHT, rng.uniform(0.35, 0.7)):
        canvas.convex(_rectangle(float(x), _TOP, float(x) + wide, place.floor_y), pillar)
    if rng.random() < 0.6:
        roof = rng.uniform(0.02, 0.15)
        canvas.convex(_rectangle(_LEFT, _TOP, _RIGHT, roof), shade(place.wall, 0.6))


def _plain(canvas: Canvas, place: Backdrop, rng: np.random.Generator) -> None:
    if rng.random() < 0.5:
        end = mix(place.wall, wall_colour(rng), 0.7)
        for index in range(16):
            top = _TOP + (_BOTTOM - _TOP) * index / 16
            canvas.convex(
                _rectangle(_LEFT, top, _RIGHT, top + 0.13), mix(place.wall, end, index / 15)
            )


def _yard(canvas: Canvas, place: Backdrop, rng: np.random.Generator) -> None:
    x = _LEFT
    while x < _RIGHT:
        wide, top = rng.uniform(0.2, 0.6), rng.uniform(-0.1, 0.4)
        front = mix(wall_colour(rng), place.wall, 0.4)
        canvas.convex(_rectangle(x, top, x + wide, place.floor_y), front)
        pane = shade(front, rng.uniform(0.5, 1.4))
        step = rng.uniform(0.09, 0.16)
        for px in np.arange(x + 0.04, x + wide - 0.06, step):
            for py in np.arange(top + 0.05, place.floor_y - 0.1, step):
                canvas.convex(_rectangle(px, py, px + step * 0.5, py + step * 0.6), pane)
        x += wide


def _furniture(canvas: Canvas, place: Backdrop, rng: np.random.Generator) -> None:
    for _ in range(int(rng.integers(0, 2 + round(5 * place.clutter)))):
        colour = mix(random_colour(rng, (0.05, 0.75), (0.2, 0.9)), place.wall, rng.uniform(0, 0.6))
        x = rng.uniform(-0.85, 0.85)
        what = rng.integers(4)
        if what == 0:  # a cupboard or block on the floor
            wide, high = rng.uniform(0.1, 0.35), rng.uniform(0.12, 0.5)
            base = place.floor_y + rng.uniform(0.0, 0.04)
            canvas.convex(_rectangle(x, base - high, x + wide, base), colour)
            for share in np.linspace(0, 1, int(rng.integers(2, 5)))[1:-1]:
                y = base - high * float(share)
                canvas.line((x, y), (x + wide, y), 0.006, shade(colour, 0.7))
        elif what == 1:  # a picture, poster or screen
            wide, high = rng.uniform(0.08, 0.3), rng.uniform(0.08, 0.25)
            y = rng.uniform(0.08, 0.3)
            canvas.convex(_rectangle(x, y, x + wide, y + high), shade(colour, 0.6))
            canvas.convex(
                _rectangle(x + 0.012, y + 0.012, x + wide - 0.012, y + high - 0.012), colour
            )
        elif what == 2:  # a bench
            wide = rng.uniform(0.25, 0.5)
            y = place.floor_y - rng.uniform(0.04, 0.1)
            canvas.convex(_rectangle(x, y, x + wide, y + 0.03), colour)
            for leg in (x + 0.03, x + wide - 0.03):
                canvas.line((leg, y), (leg, place.floor_y + 0.03), 0.015, shade(colour, 0.6))
        else:  # a plant or a stand
            base = place.floor_y + 0.02
            high = rng.uniform(0.15, 0.35)
            canvas.line((x, base), (x, base - high), 0.014, shade(colour, 0.6))
            for _leaf in range(int(rng.integers(1, 7))):
                centre = (x + rng.normal(0, 0.05), base - high + rng.normal(0, 0.05))
                axes = (rng.uniform(0.02, 0.06), rng.uniform(0.01, 0.03))
                canvas.ellipse(centre, axes, rng.uniform(0, 3), colour)


def _light(canvas: Canvas, rng: np.random.Generator) -> None:
    if rng.random() < 0.35:
        x, y, slant = rng.uniform(-0.7, 0.5), rng.uniform(0, 0.5), rng.uniform(-0.3, 0.3)
        wide, high = rng.uniform(0.15, 0.4), rng.uniform(0.2, 0.5)
        beam = [(x, y), (x + wide, y), (x + wide + slant, y + high), (x + slant, y + high)]
        canvas.veil(beam, (255, 250, 230), rng.uniform(0.08, 0.3))
    if rng.random() < 0.35:
        points = box_points(
            (rng.uniform(-0.8, 0.8), rng.uniform(0.1, 0.9)),
            (rng.uniform(0.3, 1.0), rng.uniform(0.1, 0.5)),
            rng.uniform(-0.5, 0.5),
        )
        canvas.veil(points, (10, 10, 20), rng.uniform(0.05, 0.25))


def _mottled(image: NDArray[np.uint8], rng: np.random.Generator) -> NDArray[np.uint8]:
    """Uneven paint and light, as nothing real is one flat colour."""
    height, width = image.shape[:2]
    coarse = 1 + rng.normal(0, rng.uniform(0.03, 0.1), (5, 7)).astype(np.float32)
    fine = rng.normal(0, rng.uniform(0.005, 0.04), (48, 64)).astype(np.float32)
    factor = cv2.add(
        cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC),
        cv2.resize(fine, (width, height), interpolation=cv2.INTER_LINEAR),
    )
    return np.asarray(cv2.multiply(image, cv2.merge([factor] * 3), dtype=cv2.CV_8U), np.uint8)


_PAINTERS = {
    "room": _room,
    "tiles": _tiles,
    "corridor": _corridor,
    "platform": _platform,
    "plain": _plain,
    "yard": _yard,
}
