"""The small vocabulary: numbers become words here, always the same word for the same thing."""

from __future__ import annotations

import colorsys
from collections.abc import Sequence


def step_word(value: float, limits: Sequence[float], names: Sequence[str]) -> str:
    """Name the interval a value falls into.

    Args:
        value: Any number.
        limits: Rising limits, one fewer than the names.
        names: Words from low to high.
    """
    return names[sum(value >= limit for limit in limits)]


def colour_word(rgb: tuple[float, float, float]) -> str:
    """Name a colour: black, grey, white, or one of seven hues, with 0 to 255 per channel."""
    hue, saturation, value = colorsys.rgb_to_hsv(*(channel / 255.0 for channel in rgb))
    if value < 0.18:
        return "black"
    if saturation < 0.22 or saturation * value < 0.10:
        return step_word(value, (0.40, 0.75), ("dark", "grey", "white"))
    degrees = 360.0 * hue
    if 15 <= degrees < 45 and value < 0.6:
        return "brown"
    return step_word(
        degrees,
        (15, 45, 70, 165, 200, 255, 330),
        ("red", "orange", "yellow", "green", "cyan", "blue", "purple", "red"),
    )


def light_word(brightness: float) -> str:
    """Name the brightness of the background, 0 to 1."""
    return step_word(brightness, (0.30, 0.62), ("dark", "dim", "bright"))


def size_word(area: float) -> str:
    """Name the share of the picture that a thing fills, 0 to 1."""
    return step_word(area, (0.008, 0.03, 0.1), ("tiny", "small", "large", "huge"))


def shape_word(tallness: float) -> str:
    """Name the outline by height over width, both in picture pixels."""
    return step_word(tallness, (0.7, 1.45), ("flat", "round", "tall"))


def rate_words(rate_hz: float) -> str:
    """Say how often something comes back, per second."""
    if rate_hz < 0.7:
        return "every few seconds"
    if rate_hz >= 6.5:
        return "very fast"
    named = ("once", "twice", "three times", "four times", "five times", "six times")
    return f"about {named[min(5, max(0, round(rate_hz) - 1))]} per second"


def side_word(x: float) -> str:
    """Say where in the picture, 0 (left) to 1 (right)."""
    return step_word(x, (0.36, 0.64), ("on the left", "in the centre", "on the right"))
