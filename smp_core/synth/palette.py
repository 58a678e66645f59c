"""Colours: drawn at random, shaded, and named as a person would."""

from __future__ import annotations

import colorsys

import numpy as np

Colour = tuple[int, int, int]

_HUES = (
    (0.03, "red"),
    (0.10, "orange"),
    (0.18, "yellow"),
    (0.44, "green"),
    (0.53, "turquoise"),
    (0.70, "blue"),
    (0.82, "violet"),
    (0.95, "pink"),
    (1.01, "red"),
)


def colour_of(hue: float, saturation: float, value: float) -> Colour:
    """RGB 0..255 from hue, saturation and value in 0..1."""
    red, green, blue = colorsys.hsv_to_rgb(hue % 1.0, saturation, value)
    return round(red * 255), round(green * 255), round(blue * 255)


def random_colour(
    rng: np.random.Generator,
    saturation: tuple[float, float] = (0.2, 0.95),
    value: tuple[float, float] = (0.25, 0.95),
) -> Colour:
    """Any hue, with saturation and value from the given ranges (0..1)."""
    return colour_of(rng.random(), rng.uniform(*saturation), rng.uniform(*value))


def wall_colour(rng: np.random.Generator) -> Colour:
    """Mostly muted, as walls and floors are."""
    return random_colour(rng, (0.02, 0.4), (0.25, 0.92))


def skin_colour(rng: np.random.Generator) -> Colour:
    """A human skin tone, from very dark to very light."""
    return colour_of(rng.uniform(0.045, 0.085), rng.uniform(0.25, 0.6), rng.uniform(0.3, 0.95))


def shade(colour: Colour, factor: float) -> Colour:
    """Darker (factor < 1) or lighter (factor > 1), clipped to 0..255."""
    red, green, blue = (min(255, max(0, round(channel * factor))) for channel in colour)
    return red, green, blue


def mix(first: Colour, second: Colour, share: float) -> Colour:
    """`first` with `share` (0..1) of `second`."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(first, second, strict=True))
    return red, green, blue


def colour_name(colour: Colour) -> str:
    """A plain English colour word."""
    hue, saturation, value = colorsys.rgb_to_hsv(*(channel / 255 for channel in colour))
    if value < 0.2:
        return "black"
    if saturation < 0.14:
        return "dark grey" if value < 0.4 else "grey" if value < 0.78 else "white"
    if 0.03 <= hue < 0.14 and value < 0.6:
        return "brown"
    name = next(word for limit, word in _HUES if hue < limit)
    if value < 0.45:
        return f"dark {name}"
    if saturation < 0.4 and value > 0.7:
        return f"pale {name}"
    return name
