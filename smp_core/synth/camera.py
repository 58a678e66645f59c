"""Where the camera stands and how steady it is; also its light and its sensor."""

from __future__ import annotations

import math
import zlib
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from smp_core.synth.seeds import generator


def _noise_bank() -> NDArray[np.float32]:
    """One fixed field of unit noise; frames take seeded crops, far cheaper than drawing."""
    return generator("sensor").standard_normal((512, 512, 3), dtype=np.float32)


_BANK = _noise_bank()


@dataclass(frozen=True)
class Camera:
    """A fixed or hand-held camera with its light.

    Attributes:
        x, y: Scene point in the middle of the picture.
        zoom: 1 shows the scene's height exactly.
        tilt_rad: Roll of the picture.
        mirrored: Left and right swapped.
        shake: Amplitude of the hand, scene units.
        shake_hz: Its two frequencies.
        exposure: Brightness factor.
        cast: Factor per colour channel.
        vignette: 0 none, 1 black corners.
        flicker, flicker_hz: Light that pulses slightly.
        noise: Sensor noise, grey levels of 255 at 240 lines.
    """

    x: float
    y: float
    zoom: float
    tilt_rad: float
    mirrored: bool
    shake: float
    shake_hz: tuple[float, float]
    exposure: float
    cast: tuple[float, float, float]
    vignette: float
    flicker: float
    flicker_hz: float
    noise: float

    def matrix(self, t_s: float, width: int, height: int) -> NDArray[np.float64]:
        """Scene units to pixels at time `t_s`, float64 (2, 3)."""
        first, second = self.shake_hz
        dx = self.shake * (math.sin(6.283 * first * t_s) + 0.5 * math.sin(6.283 * second * t_s + 1))
        dy = self.shake * (math.cos(6.283 * second * t_s) + 0.5 * math.sin(6.283 * first * t_s + 2))
        scale = height * self.zoom
        flip = -1.0 if self.mirrored else 1.0
        cos, sin = math.cos(self.tilt_rad), math.sin(self.tilt_rad)
        linear = np.array([[cos * flip, -sin], [sin * flip, cos]]) * scale
        centre = np.array([self.x + dx, self.y + dy])
        offset = np.array([width / 2, height / 2]) - linear @ centre
        return np.column_stack([linear, offset])

    @property
    def moves(self) -> bool:
        """Whether the matrix changes with time."""
        return self.shake > 0


def draw_camera(rng: np.random.Generator, difficulty: float) -> Camera:
    """A random camera; `difficulty` 0..1 adds shake, tilt and noise."""
    hand_held = rng.random() < 0.25 + 0.5 * difficulty
    spread = 0.5 + difficulty
    warm = rng.normal(0, 0.05 * spread)
    return Camera(
        x=rng.normal(0, 0.05 * spread),
        y=0.5 + rng.normal(0, 0.03 * spread),
        zoom=rng.uniform(0.88, 1.05 + 0.25 * difficulty),
        tilt_rad=rng.normal(0, 0.035 * spread),
        mirrored=bool(rng.random() < 0.5),
        shake=rng.uniform(0.001, 0.004 + 0.012 * difficulty) if hand_held else 0.0,
        shake_hz=(rng.uniform(0.15, 0.8), rng.uniform(0.8, 2.4)),
        exposure=rng.uniform(1 - 0.35 * spread, 1 + 0.25 * spread),
        cast=(1 + warm, 1 + rng.normal(0, 0.02), 1 - warm),
        vignette=rng.uniform(0, 0.5 * spread),
        flicker=rng.uniform(0, 0.05) * difficulty if rng.random() < 0.3 else 0.0,
        flicker_hz=rng.uniform(0.5, 4),
        noise=rng.uniform(1.0, 3 + 9 * difficulty),
    )


def light_map(camera: Camera, width: int, height: int) -> NDArray[np.float32]:
    """Exposure, colour cast and vignette as one factor per value, float32 (H, W, 3)."""
    across = (np.arange(width, dtype=np.float32) + 0.5) / width - 0.5
    down = (np.arange(height, dtype=np.float32) + 0.5) / height - 0.5
    distance = (across[None, :] ** 2 + down[:, None] ** 2) / 0.5
    fall = (1.0 - camera.vignette * distance) * camera.exposure
    return (fall[:, :, None] * np.asarray(camera.cast, np.float32)).astype(np.float32)


def expose(
    image: NDArray[np.uint8], light: NDArray[np.float32], camera: Camera, seed: int, t_s: float
) -> NDArray[np.uint8]:
    """The picture as the sensor sees it: light applied, noise added."""
    height, width = image.shape[:2]
    pulse = 1.0 + camera.flicker * math.sin(6.283 * camera.flicker_hz * t_s)
    lit = cv2.multiply(image, light, scale=pulse, dtype=cv2.CV_32F)
    # Small pictures stand for area-averaged large ones, so their noise is smaller too.
    sigma = camera.noise * min(1.0, max(0.25, height / 240))
    row, column = frame_offset(seed, t_s)
    noise = _tile(height, width, row, column)
    return np.asarray(cv2.addWeighted(lit, 1.0, noise, sigma, 0.0, dtype=cv2.CV_8U), np.uint8)


def frame_offset(seed: int, t_s: float) -> tuple[int, int]:
    """Where in the noise bank a frame's crop starts; differs from frame to frame."""
    word = zlib.crc32(f"{seed} {round(t_s * 1000)}".encode())
    return word % 512, (word >> 16) % 512


def _tile(height: int, width: int, row: int, column: int) -> NDArray[np.float32]:
    """A crop of the noise bank from (row, column), wrapped around."""
    row, column = row % 512, column % 512
    if height <= 512 and width <= 512:
        rows = (row + height) > 512
        columns = (column + width) > 512
        row, column = (512 - height if rows else row), (512 - width if columns else column)
        return _BANK[row : row + height, column : column + width]
    picked_rows = (np.arange(height) + row) % 512
    picked_columns = (np.arange(width) + column) % 512
    return _BANK[picked_rows[:, None], picked_columns[None, :]]
