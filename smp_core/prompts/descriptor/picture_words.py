"""Says what the picture shows, from its measures."""

from __future__ import annotations

from smp_core.prompts.descriptor.picture import LIGHT_COHERENCE, PictureMeasures
from smp_core.prompts.descriptor.words import (
    colour_word,
    light_word,
    rate_words,
    shape_word,
    side_word,
    size_word,
    step_word,
)

NO_PICTURE = "no picture"

_STILL = 0.0015


def _is_light(m: PictureMeasures) -> bool:
    """A light stays in place while its pixels brighten and darken together."""
    return m.coherence > LIGHT_COHERENCE and m.spread < 0.2 and abs(m.net_y) + abs(m.net_x) < 0.25


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
    return "moves around"


def _pace(m: PictureMeasures) -> str:
    if m.path_x + m.path_y < 0.12:
        return ""
    return step_word(m.speed, (0.3, 0.9, 2.0), (" slowly", "", " fast", " very fast"))


def _manner(m: PictureMeasures) -> str:
    """Sliding things keep the picture's light, unfolding ones change it."""
    kind = step_word(
        m.coherence, (0.12, 0.35, 0.6), ("sliding", "shifting", "unfolding", "flashing")
    )
    course = step_word(
        m.peak_ratio, (2.0, 4.0, 8.0), ("evenly", "unevenly", "in jerks", "suddenly")
    )
    return f"{kind} {course}"


def _place(m: PictureMeasures) -> str:
    """How far the motion reaches, its outline, and where it is."""
    reach = step_word(
        m.spread,
        (0.15, 0.23, 0.3),
        ("at one spot", "over a little area", "over much of the picture", "all over the picture"),
    )
    outline = step_word(
        m.heat_tallness,
        (0.55, 0.85, 1.5),
        ("as a wide band", "as a broad patch", "as a square patch", "as a tall column"),
    )
    level = step_word(m.where_y, (0.38, 0.48, 0.6), ("high up", "above the middle", "", "low down"))
    side = side_word(m.where_x) if m.spread < 0.23 else ""
    place = " ".join(part for part in (level, side) if part)
    return ", ".join(part for part in (f"{reach} {outline}", place) if part)


def picture_clause(m: PictureMeasures) -> str:
    """Describe the picture, most telling words first."""
    if m.active_share == 0.0 or m.moving_share < _STILL / 2:
        return f"nothing moves in a {light_word(m.brightness)} picture"
    colour = colour_word(m.thing_rgb)
    if _is_light(m):
        often = (
            f"blinks {rate_words(m.light_rhythm.rate_hz)}"
            if m.light_rhythm.rate_hz > 0
            else f"flashes {_again(m)}"
        )
        return f"a {size_word(m.size)} {colour} light {often}, {_place(m)}"
    number = step_word(m.blobs, (2.5, 4.5), ("a", "several", "many"))
    thing = f"{size_word(m.size)} {shape_word(m.tallness)} {colour} thing"
    verb = _verb(m)
    lies = verb == "falls" and m.rests > 0.12 and m.bursts <= 2 and number == "a"
    if number != "a":
        thing += "s"
        first, *rest = verb.split(" ")
        verb = " ".join([first.removesuffix("s"), *rest])
    after = ", then lies still" if lies else ""
    doing = f"{verb}{_pace(m)} {_again(m)}{after}"
    return f"{number} {thing} {doing}, {_manner(m)}, {_place(m)}"


def camera_clause(m: PictureMeasures) -> str:
    """Say what camera and light do, empty when nothing."""
    parts = []
    if m.shake_px > 0.8:
        parts.append("shaky camera")
    if m.flicker > 0.08:
        parts.append("flickering light")
    return ", ".join(parts)
