"""Says what the picture shows, from its measures."""

from __future__ import annotations

from smp_core.prompts.descriptor.picture import LIGHT_COHERENCE, PictureMeasures
from smp_core.prompts.descriptor.words import (
    colour_word,
    height_word,
    light_word,
    rate_words,
    shape_word,
    side_word,
    size_word,
)

NO_PICTURE = "no picture"

_STILL = 0.0015


def _is_light(m: PictureMeasures) -> bool:
    """A light stays in place while its pixels brighten and darken together."""
    return m.coherence > LIGHT_COHERENCE and m.spread < 0.2 and abs(m.net_y) + abs(m.net_x) < 0.25


def _place(m: PictureMeasures) -> str:
    height = height_word(m.where_y)
    side = side_word(m.where_x)
    return f"{height} {side}" if height else side


def _travels(m: PictureMeasures) -> bool:
    """Ends somewhere else than it began, rather than going to and fro."""
    return abs(m.net_x) + abs(m.net_y) > 0.45 * (m.path_x + m.path_y) > 0.05


def _again(m: PictureMeasures) -> str:
    # A blob gliding over few pixels steps evenly, which is no repetition: one way through the
    # picture is at most a picture side long.
    repeats = m.bursts >= 3 or not _travels(m) or max(abs(m.net_y), abs(m.net_x)) > 1.1
    if m.rhythm.rate_hz > 0 and repeats:
        return rate_words(m.rhythm.rate_hz)
    if m.bursts == 1 and (m.active_share < 0.5 or _travels(m)):
        return "once"
    if m.active_share > 0.6:
        return "all the time"
    return "a few times" if m.bursts < 5 else "again and again"


def _verb(m: PictureMeasures) -> str:
    """What the main blob does, by the way it took."""
    path = m.path_x + m.path_y
    if path < 0.12:
        return "stirs in place" if m.spread < 0.15 else "changes here and there"
    if _travels(m):
        if abs(m.net_y) > abs(m.net_x):
            return "falls" if m.net_y > 0 else "rises"
        return "moves right" if m.net_x > 0 else "moves left"
    if m.path_x > 1.6 * m.path_y:
        return "swings from side to side"
    if m.path_y > 1.6 * m.path_x:
        return "moves up and down"
    return "moves about"


def picture_clause(m: PictureMeasures) -> str:
    """Describe the picture, most telling words first."""
    if m.active_share == 0.0 or m.moving_share < _STILL / 2:
        return f"nothing moves in a {light_word(m.brightness)} picture"
    place = _place(m)
    colour = colour_word(m.thing_rgb)
    if _is_light(m):
        if m.light_rhythm.rate_hz > 0:
            often = rate_words(m.light_rhythm.rate_hz)
            return f"a {size_word(m.size)} {colour} light blinks {often} {place}"
        return f"a {size_word(m.size)} {colour} light flashes {_again(m)} {place}"
    if m.blobs >= 4:
        return f"many {size_word(m.size)} {colour} things move {_again(m)} {place}"
    subject = f"a {size_word(m.size)} {shape_word(m.tallness)} {colour} thing"
    verb = _verb(m)
    pace = ""
    if m.path_x + m.path_y >= 0.12:
        pace = "fast " if m.speed > 0.9 else "slowly " if m.speed < 0.25 else ""
    after = ", then lies still" if verb == "falls" and m.rests > 0.12 and m.bursts <= 2 else ""
    return f"{subject} {verb} {pace}{_again(m)} {place}{after}"


def camera_clause(m: PictureMeasures) -> str:
    """Say what camera and light do, empty when nothing."""
    parts = []
    if m.shake_px > 0.8:
        parts.append("shaky camera")
    if m.flicker > 0.08:
        parts.append("flickering light")
    return ", ".join(parts)
