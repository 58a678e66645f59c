"""Picture programmes of the source classes only: what turns, opens, drips and pours."""

from __future__ import annotations

import math

import numpy as np

from smp_core.synth.canvas import Canvas
from smp_core.synth.figure import draw_outfit, draw_person, walking
from smp_core.synth.palette import colour_name, random_colour, shade
from smp_core.synth.timeline import (
    Picture,
    Timeline,
    busy,
    ease,
    kick,
    onsets_within,
    random_onsets,
    random_spans,
)


def turning_blades(rng: np.random.Generator, floor_y: float) -> Picture:
    """A round thing on a wall or stand whose arms turn."""
    body = random_colour(rng, (0.0, 0.7), (0.35, 0.97))
    arm = random_colour(rng, (0.0, 0.9), (0.1, 0.9))
    x, y = float(rng.uniform(-0.35, 0.35)), float(rng.uniform(0.25, 0.5))
    radius = float(rng.uniform(0.13, 0.26))
    arms = int(rng.integers(2, 6))
    speed = float(rng.choice((-1.0, 1.0)) * math.exp(rng.uniform(math.log(0.1), math.log(2.5))))
    stepped = bool(rng.random() < 0.4)
    stand = bool(rng.random() < 0.5)
    pen = float(rng.uniform(0.012, 0.05))
    spans = random_spans(rng, 1, 2)
    ticks = float(rng.uniform(1.0, 4.0))

    def draw(canvas: Canvas, t: float) -> None:
        if stand:
            canvas.line((x, y), (x, max(0.85, floor_y)), 0.03, shade(body, 0.5))
            canvas.box((x, max(0.85, floor_y)), (0.2, 0.03), 0.0, shade(body, 0.5))
        canvas.disc((x, y), radius, shade(body, 0.7))
        canvas.disc((x, y), radius * 0.92, body)
        run = sum(max(0.0, min(t, b) - a) for a, b in spans)
        angle = speed * 6.283 * run
        if stepped:
            angle = math.floor(run * ticks) / ticks * speed * 6.283
        for index in range(arms):
            lean = angle + 6.283 * index / arms
            tip = (x + 0.86 * radius * math.cos(lean), y + 0.86 * radius * math.sin(lean))
            canvas.line((x, y), tip, pen, shade(arm, 0.8 + 0.2 * (index % 2)))
        canvas.disc((x, y), radius * 0.14, shade(body, 0.4))

    where = "on a stand" if stand else "on the wall"
    what = rng.choice(("turns", "goes round", "rotates", "spins"))
    return Picture(
        draw,
        Timeline(onsets_within(rng, spans, ticks), spans, ticks, radius * 3),
        f"a round {colour_name(body)} thing {where} {what}",
        {"x": x, "y": y, "radius": radius, "speed_hz": speed},
    )


def busy_hands(rng: np.random.Generator, floor_y: float) -> Picture:
    """Two arms from below work up and down on a flat thing."""
    outfit = draw_outfit(rng)
    plate = random_colour(rng, (0.0, 0.7), (0.2, 0.95))
    tool = random_colour(rng, (0.0, 0.7), (0.2, 0.8))
    x, y = float(rng.uniform(-0.15, 0.15)), float(rng.uniform(0.5, 0.66))
    wide, high = float(rng.uniform(0.4, 0.7)), float(rng.uniform(0.08, 0.2))
    rate = float(rng.uniform(1.2, 6.0))
    spans = random_spans(rng)
    onsets = onsets_within(rng, spans, rate)
    lift = float(rng.uniform(0.03, 0.16))
    has_tool = bool(rng.random() < 0.5)
    marks = int(rng.integers(0, 7))

    def draw(canvas: Canvas, t: float) -> None:
        canvas.box((x, y + 0.3), (1.8, 0.55), 0.0, shade(plate, 0.55))
        canvas.box((x, y), (wide, high), 0.0, plate)
        for mark in range(marks):
            px = x + wide * ((mark + 0.5) / marks - 0.5)
            canvas.box((px, y), (wide / marks * 0.6, high * 0.6), 0.0, shade(plate, 0.75))
        for index, side in enumerate((-1.0, 1.0)):
            own = onsets[index::2] if not has_tool else onsets if index else ()
            following = min((o for o in own if o > t), default=99.0) - t
            raised = max(0.0, 1 - following * rate * 0.7) if following < 1 / rate else 0.0
            up = lift * (raised * math.sin(math.pi * min(1.0, following * rate)) + 0.1)
            hand = (x + side * wide * 0.24 + 0.02 * math.sin(3 * t + index), y - 0.01 - up)
            canvas.line((x + side * 0.42, 1.15), hand, 0.11, outfit.top)
            if has_tool and index:
                head = (hand[0] - 0.1, hand[1] - 0.02)
                canvas.line((hand[0] + 0.03, hand[1]), head, 0.025, shade(tool, 1.3))
                canvas.box(head, (0.06, 0.12), 0.0, tool)
            canvas.disc(hand, 0.055, outfit.skin)

    what = rng.choice(
        (
            "work up and down",
            "tap at a flat thing",
            "move busily over a surface",
            "strike downwards again and again",
        )
    )
    return Picture(
        draw,
        Timeline(onsets, spans, rate, lift * 5),
        f"two arms in {colour_name(outfit.top)} {what}",
        {"x": x, "y": y, "rate_hz": rate},
    )


def hinged_panel(rng: np.random.Generator, floor_y: float) -> Picture:
    """A tall panel in a frame that opens, shuts and shakes."""
    leaf = random_colour(rng, (0.0, 0.85), (0.25, 0.95))
    frame = random_colour(rng, (0.0, 0.5), (0.3, 0.95))
    x, base = float(rng.uniform(-0.35, 0.3)), float(rng.uniform(floor_y, floor_y + 0.08))
    wide, high = float(rng.uniform(0.2, 0.34)), float(rng.uniform(0.42, 0.62))
    onsets = random_onsets(rng, 1, 5, 1.0, 8.8, 1.1)
    swing = float(rng.uniform(0.1, 1.0))
    closing = float(rng.uniform(0.15, 0.5))
    outfit = draw_outfit(rng)
    visitor = bool(rng.random() < 0.5)
    tall = float(rng.uniform(0.45, 0.6))

    def openness(t: float) -> float:
        last = 0.0
        for onset in onsets:
            if t < onset:
                return (
                    swing
                    * ease(t, last + 0.3, onset - closing - 0.1)
                    * (1 - ease(t, onset - closing, onset))
                )
            last = onset
        return swing * 0.3 * ease(t, last + 0.5, last + 3)

    def draw(canvas: Canvas, t: float) -> None:
        shake = 0.006 * kick(onsets, t, 0.2) * math.sin(70 * t)
        canvas.box((x + wide / 2, base - high / 2), (wide + 0.06, high + 0.05), 0.0, frame)
        canvas.box((x + wide / 2, base - high / 2), (wide, high), 0.0, shade(frame, 0.25))
        away = openness(t)
        reach = wide * (1 - 0.75 * away)
        drop = 0.1 * away
        canvas.convex(
            [
                (x + shake, base - high),
                (x + reach + shake, base - high + drop * 0.4),
                (x + reach + shake, base + drop),
                (x + shake, base),
            ],
            shade(leaf, 1 - 0.35 * away),
        )
        canvas.disc((x + reach * 0.86 + shake, base - high * 0.45 + drop * 0.5), 0.014, frame)
        if visitor:
            pose = walking(0.0)
            draw_person(canvas, (x + wide + 0.14, base + 0.12), tall, pose, outfit, -1.0)

    what = rng.choice(
        ("swings and shuts", "moves on its hinge", "opens and closes", "shakes in its frame")
    )
    return Picture(
        draw,
        Timeline(onsets, tuple((t, t + 0.6) for t in onsets), 3.0, high),
        f"a tall {colour_name(leaf)} panel {what}",
        {"x": x, "base_y": base, "swing": swing},
    )


def small_dropper(rng: np.random.Generator, floor_y: float) -> Picture:
    """A small round thing falls again and again, hopping or vanishing below."""
    colour = random_colour(rng, (0.1, 1.0), (0.4, 1.0))
    spout = random_colour(rng, (0.0, 0.5), (0.4, 0.9))
    x = float(rng.uniform(-0.35, 0.35))
    top, ground = float(rng.uniform(0.15, 0.45)), float(rng.uniform(max(0.75, floor_y), 0.92))
    radius = float(rng.uniform(0.02, 0.07))
    spans = random_spans(rng)
    rate = float(rng.uniform(0.7, 2.6))
    onsets = onsets_within(rng, spans, rate)
    hops = bool(rng.random() < 0.5)
    drift = float(rng.uniform(-0.04, 0.04))
    basin = bool(rng.random() < 0.5)

    def draw(canvas: Canvas, t: float) -> None:
        if basin:
            canvas.convex(
                [
                    (x - 0.22, ground - 0.06),
                    (x + 0.22, ground - 0.06),
                    (x + 0.15, ground + 0.06),
                    (x - 0.15, ground + 0.06),
                ],
                spout,
            )
        if not hops:
            canvas.box((x, top - 0.05), (0.05, 0.1), 0.0, spout)
            canvas.box((x - 0.1, top - 0.09), (0.2, 0.035), 0.0, spout)
        before = max((o for o in onsets if o <= t), default=None)
        after = min((o for o in onsets if o > t), default=None)
        if after is not None and (before is None or after - before > 1.6 / rate):
            before = after - 1 / rate
        if before is None or after is None or t < before:
            canvas.disc((x, ground - radius if hops else top + radius), radius, colour)
            return
        share = (t - before) / (after - before)
        if hops:
            y = ground - radius - (ground - top) * 4 * share * (1 - share)
        else:
            y = top + (ground - top) * max(0.0, 2 * share - 1) ** 2
        canvas.disc((x + drift * t, y), radius, colour)
        splash = 1 - share * 3
        if splash > 0 and not hops:
            canvas.ring((x + drift * t, ground), radius * (2 - splash), 0.01, shade(colour, 1.2))

    what = rng.choice(
        (
            "falls again and again",
            "goes up and down",
            "comes down over and over",
            "drops to the ground repeatedly",
        )
    )
    return Picture(
        draw,
        Timeline(onsets, spans, rate, radius * 12),
        f"a small round {colour_name(colour)} thing {what}",
        {"x": x, "radius": radius, "rate_hz": rate, "spans": [list(s) for s in spans]},
    )


def pouring_vessel(rng: np.random.Generator, floor_y: float) -> Picture:
    """A vessel or pipe with a wavering plume or stream coming out."""
    vessel = random_colour(rng, (0.0, 0.85), (0.25, 0.95))
    plume = random_colour(rng, (0.0, 0.5), (0.7, 1.0))
    x, y = float(rng.uniform(-0.3, 0.3)), float(rng.uniform(0.45, 0.65))
    size = float(rng.uniform(0.1, 0.18))
    upward = bool(rng.random() < 0.5)
    spans = random_spans(rng, 1, 2)
    strands = int(rng.integers(4, 9))
    tempo = float(rng.uniform(1.5, 5))
    lean = float(rng.uniform(-0.15, 0.15))

    def draw(canvas: Canvas, t: float) -> None:
        canvas.box((x, max(0.82, y + 0.24)), (1.0, 0.1), 0.0, shade(vessel, 0.5))
        mouth = (x + size * 1.35, y - size * 0.5)
        canvas.ellipse((x, y), (size, size * 0.95), 0.0, vessel)
        canvas.line((x + size * 0.5, y), mouth, 0.05, vessel)
        canvas.box((x, y - size), (size * 0.9, 0.035), 0.0, shade(vessel, 0.7))
        canvas.line(
            (x - size, y - size * 0.3), (x - size * 1.4, y + size * 0.3), 0.03, shade(vessel, 0.7)
        )
        if not busy(spans, t):
            return
        way = -1.0 if upward else 1.0
        for strand in range(strands):
            share = (t * tempo * 0.4 + strand / strands) % 1.0
            wave = 0.03 * math.sin(tempo * t * 2 + 5 * share + strand)
            centre = (mouth[0] + lean * share + wave * share, mouth[1] + way * share * 0.32)
            canvas.disc(
                centre,
                0.02 + (0.05 * share if upward else 0.012 * share),
                shade(plume, 1 - 0.2 * share),
            )
            if not upward:
                canvas.line(mouth, centre, 0.03, plume)

    what = rng.choice(("rises from", "streams out of", "comes out of", "pours from"))
    return Picture(
        draw,
        Timeline(tuple(s[0] for s in spans), spans, tempo, size * 5),
        f"something {colour_name(plume)} {what} a {colour_name(vessel)} vessel",
        {"x": x, "y": y, "upward": upward, "spans": [list(s) for s in spans]},
    )
