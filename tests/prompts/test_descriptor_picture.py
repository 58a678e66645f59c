"""The descriptor's words for pictures with a known answer."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from smp_core.prompts import captioner
from smp_core.types import DecodedClip

H, W, RATE_HZ, DURATION_S = 48, 64, 8.0, 10.0
Rgb = tuple[int, int, int]
WALL: Rgb = (90, 110, 100)


def paint(
    draw: Callable[[NDArray[np.float32], float], None], noise: float = 3.0, wall: Rgb = WALL
) -> NDArray[np.uint8]:
    """A strip (80, 48, 64, 3) on a plain noisy wall; `draw` gets each frame and its time."""
    rng = np.random.default_rng(7)
    strip = np.full((int(RATE_HZ * DURATION_S), H, W, 3), wall, dtype=np.float32)
    for index, frame in enumerate(strip):
        draw(frame, index / RATE_HZ)
    return np.clip(strip + rng.normal(0, noise, strip.shape), 0, 255).astype(np.uint8)


def disc(frame: NDArray[np.float32], y: float, x: float, radius: float, rgb: Rgb) -> None:
    """A disc with soft edges, as a camera would see it."""
    rows, columns = np.mgrid[:H, :W]
    distance = np.hypot(rows - y, columns - x)
    cover = np.clip(radius + 0.5 - distance, 0, 1)[:, :, None]
    frame += cover * (np.array(rgb, dtype=np.float32) - frame)


def say(strip: NDArray[np.uint8]) -> str:
    clip = DecodedClip(None, strip, None, 0.0, DURATION_S)
    return captioner("descriptor").caption([clip])[0].lower()


def test_a_falling_disc_falls_once_and_lies_still() -> None:
    text = say(paint(lambda f, t: disc(f, np.clip(8 + (t - 4) * 40, 8, 40), 32, 5, (20, 20, 30))))
    for words in ("small round black thing", "falls fast", "once", "then lies still", "no sound"):
        assert words in text


def test_rising_is_not_falling() -> None:
    text = say(paint(lambda f, t: disc(f, np.clip(40 - (t - 4) * 20, 8, 40), 32, 5, (20, 20, 30))))
    assert "rises" in text
    assert "lies still" not in text


@pytest.mark.parametrize(("sign", "verb"), [(1, "moves right"), (-1, "moves left")])
def test_a_disc_that_crosses_tells_its_direction(sign: int, verb: str) -> None:
    text = say(paint(lambda f, t: disc(f, 24, 32 + sign * (t - 5) * 5.6, 5, (230, 210, 20))))
    assert verb in text
    assert "yellow" in text
    assert "per second" not in text


@pytest.mark.parametrize(("hz", "words"), [(1.0, "once"), (2.0, "twice")])
def test_a_red_lamp_blinks_at_its_rate(hz: float, words: str) -> None:
    def lamp(frame: NDArray[np.float32], t: float) -> None:
        if (t * hz) % 1 < 0.5:
            disc(frame, 10, 50, 3, (255, 20, 20))

    text = say(paint(lamp))
    assert f"small red light blinks about {words} per second" in text
    assert "high up on the right" in text


def test_a_swing_goes_from_side_to_side_in_its_rhythm() -> None:
    text = say(paint(lambda f, t: disc(f, 24, 32 + 15 * np.sin(2 * np.pi * t), 5, (20, 20, 220))))
    assert "blue thing swings from side to side" in text
    assert "about once per second" in text


def test_a_bob_moves_up_and_down() -> None:
    text = say(paint(lambda f, t: disc(f, 24 + 14 * np.sin(np.pi * t), 14, 4, (20, 200, 40))))
    assert "moves up and down" in text
    assert "green" in text
    assert "on the left" in text


def test_many_scattered_things_are_many() -> None:
    rng = np.random.default_rng(3)
    places = rng.uniform((4, 4), (H - 4, W - 4), (12, 2))
    speeds = rng.uniform(-14, 14, (12, 2))

    def swarm(frame: NDArray[np.float32], t: float) -> None:
        for (y, x), (dy, dx) in zip(places, speeds, strict=True):
            disc(frame, (y + dy * t) % H, (x + dx * t) % W, 1.6, (240, 240, 240))

    text = say(paint(swarm))
    assert text.startswith("many ") and " things " in text


@pytest.mark.parametrize(
    ("wall", "light"),
    [((20, 20, 25), "dark"), ((110, 115, 120), "dim"), ((220, 215, 225), "bright")],
)
def test_a_still_picture_says_so_and_how_bright(wall: Rgb, light: str) -> None:
    assert say(paint(lambda f, t: None, wall=wall)).startswith(
        f"nothing moves in a {light} picture"
    )


def test_noise_alone_is_not_motion() -> None:
    assert "nothing moves" in say(paint(lambda f, t: None, noise=9.0))


def test_a_shaking_camera_is_told_from_a_moving_thing() -> None:
    rng = np.random.default_rng(5)
    scene = np.kron(rng.uniform(40, 210, (9, 11, 3)), np.ones((8, 8, 1))).astype(np.float32)
    strip = np.stack(
        [scene[dy : dy + H, dx : dx + W] for dy, dx in rng.integers(8, 13, (80, 2)).tolist()]
    ).astype(np.uint8)
    text = say(strip)
    assert "shaky camera" in text
    assert "nothing moves" in text


def test_flickering_light_is_told_from_a_moving_thing() -> None:
    rng = np.random.default_rng(6)
    strip = paint(lambda f, t: None).astype(np.float32)
    text = say(np.clip(strip * rng.uniform(0.7, 1.3, (80, 1, 1, 1)), 0, 255).astype(np.uint8))
    assert "flickering light" in text
    assert "nothing moves" in text
