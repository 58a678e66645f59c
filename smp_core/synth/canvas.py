"""Vector drawing in scene units on a pixel image, with sub-pixel accuracy.

Scene units: y runs down from 0 (top) to 1 (bottom), x from −2/3 (left) to 2/3 (right) in a 4:3
picture, 0 in the middle.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from smp_core.synth.palette import Colour

Point = tuple[float, float]

_SHIFT = 4
_ONE = 1 << _SHIFT
_LIMIT = 30_000 * _ONE
_ANGLES = np.linspace(0.0, 2 * np.pi, 20, endpoint=False)
_UNIT = np.stack([np.cos(_ANGLES), np.sin(_ANGLES)], axis=1)


class Canvas:
    """An image with the camera's matrix.

    Args:
        image: uint8 (H, W, 3) RGB, drawn into.
        matrix: float64 (2, 3), scene units to pixels.
    """

    def __init__(self, image: NDArray[np.uint8], matrix: NDArray[np.float64]) -> None:
        self.image = image
        self._linear = matrix[:, :2].T * _ONE
        # cv2 puts pixel centres at whole numbers, the matrix at halves.
        self._offset = (matrix[:, 2] - 0.5) * _ONE
        (self._xx, self._yx), (self._xy, self._yy) = self._linear.tolist()
        self._x, self._y = self._offset.tolist()
        self.scale = math.sqrt(abs(float(np.linalg.det(matrix[:, :2]))))

    def pixels(self, points: Sequence[Point] | NDArray[np.float64]) -> NDArray[np.int32]:
        """Scene points (N, 2) as cv2's fixed-point pixels, int32 (N, 2)."""
        if len(points) <= 8:  # plain numbers are faster than arrays for a handful of points
            return np.array([self._pixel(x, y) for x, y in points], np.int32)
        mapped = np.asarray(points, np.float64) @ self._linear + self._offset
        return np.clip(np.rint(mapped), -_LIMIT, _LIMIT).astype(np.int32)

    def _pixel(self, x: float, y: float) -> tuple[int, int]:
        across = round(self._xx * x + self._xy * y + self._x)
        down = round(self._yx * x + self._yy * y + self._y)
        return max(-_LIMIT, min(_LIMIT, across)), max(-_LIMIT, min(_LIMIT, down))

    def convex(self, points: Sequence[Point] | NDArray[np.float64], colour: Colour) -> None:
        """A filled convex polygon."""
        cv2.fillConvexPoly(self.image, self.pixels(points), colour, cv2.LINE_AA, _SHIFT)

    def polygon(self, points: Sequence[Point] | NDArray[np.float64], colour: Colour) -> None:
        """A filled polygon of any form."""
        cv2.fillPoly(self.image, [self.pixels(points)], colour, cv2.LINE_AA, _SHIFT)

    def line(self, start: Point, end: Point, width: float, colour: Colour) -> None:
        """A straight bar with square ends, `width` in scene units."""
        dx, dy = end[0] - start[0], end[1] - start[1]
        length = math.hypot(dx, dy) or 1e-9
        nx, ny = -dy / length * width / 2, dx / length * width / 2
        self.convex(
            (
                (start[0] + nx, start[1] + ny),
                (end[0] + nx, end[1] + ny),
                (end[0] - nx, end[1] - ny),
                (start[0] - nx, start[1] - ny),
            ),
            colour,
        )

    def path(self, points: Sequence[Point], width: float, colour: Colour) -> None:
        """Joined bars with round ends."""
        for start, end in zip(points[:-1], points[1:], strict=True):
            self.line(start, end, width, colour)
        for point in points:
            self.disc(point, width / 2, colour)

    def disc(self, centre: Point, radius: float, colour: Colour) -> None:
        """A filled circle."""
        x, y = self._pixel(*centre)
        size = min(_LIMIT, max(_ONE // 2, round(radius * self.scale * _ONE)))
        cv2.circle(self.image, (x, y), size, colour, -1, cv2.LINE_AA, _SHIFT)

    def ring(self, centre: Point, radius: float, width: float, colour: Colour) -> None:
        """A circle's outline."""
        x, y = self._pixel(*centre)
        size = min(_LIMIT, max(_ONE // 2, round(radius * self.scale * _ONE)))
        pen = max(1, round(width * self.scale))
        cv2.circle(self.image, (x, y), size, colour, pen, cv2.LINE_AA, _SHIFT)

    def ellipse(self, centre: Point, axes: Point, angle_rad: float, colour: Colour) -> None:
        """A filled ellipse with half axes `axes`, turned by `angle_rad`."""
        cos, sin = math.cos(angle_rad), math.sin(angle_rad)
        turn = np.array([[cos, sin], [-sin, cos]])
        self.convex((_UNIT * axes) @ turn + centre, colour)

    def box(self, centre: Point, size: Point, angle_rad: float, colour: Colour) -> None:
        """A filled rectangle of full `size`, turned by `angle_rad`."""
        self.convex(box_points(centre, size, angle_rad), colour)

    def veil(
        self, points: Sequence[Point] | NDArray[np.float64], colour: Colour, share: float
    ) -> None:
        """A see-through polygon: `share` 0 leaves the picture, 1 covers it."""
        fixed = self.pixels(points)
        height, width = self.image.shape[:2]
        low = np.clip(fixed.min(axis=0) // _ONE - 1, 0, (width, height))
        high = np.clip(fixed.max(axis=0) // _ONE + 2, 0, (width, height))
        if low[0] >= high[0] or low[1] >= high[1]:
            return
        part = self.image[low[1] : high[1], low[0] : high[0]]
        over = part.copy()
        cv2.fillPoly(over, [(fixed - low * _ONE).astype(np.int32)], colour, cv2.LINE_AA, _SHIFT)
        cv2.addWeighted(over, share, part, 1.0 - share, 0.0, dst=over)
        part[...] = over

    def glow(self, centre: Point, radius: float, colour: Colour, strength: float) -> None:
        """Light added around a point, falling to nothing at `radius`; strength 0..1."""
        x, y = (value / _ONE for value in self._pixel(*centre))
        size = radius * self.scale
        height, width = self.image.shape[:2]
        left, right = max(0, int(x - size)), min(width, int(x + size) + 1)
        top, bottom = max(0, int(y - size)), min(height, int(y + size) + 1)
        if left >= right or top >= bottom or strength <= 0:
            return
        across = (np.arange(left, right, dtype=np.float32) - x) / size
        down = (np.arange(top, bottom, dtype=np.float32) - y) / size
        fall = np.maximum(0.0, 1.0 - across[None, :] ** 2 - down[:, None] ** 2) ** 2
        part = self.image[top:bottom, left:right]
        light = fall[:, :, None] * (np.asarray(colour, np.float32) * strength)
        part[...] = np.minimum(255.0, part + light).astype(np.uint8)


def box_points(centre: Point, size: Point, angle_rad: float = 0.0) -> list[Point]:
    """The four corners of a turned rectangle of full `size`."""
    cos, sin = math.cos(angle_rad), math.sin(angle_rad)
    half_x, half_y = size[0] / 2, size[1] / 2
    return [
        (centre[0] + x * cos - y * sin, centre[1] + x * sin + y * cos)
        for x, y in ((-half_x, -half_y), (half_x, -half_y), (half_x, half_y), (-half_x, half_y))
    ]
