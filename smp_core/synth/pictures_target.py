"""Picture programmes of the target classes only."""

from __future__ import annotations

import math

import numpy as np

from smp_core.synth.canvas import Canvas, Point
from smp_core.synth.figure import (
    KNEEL,
    LIE_BACK,
    LIE_FRONT,
    SLUMP,
    STAND,
    Pose,
    draw_outfit,
    draw_person,
    walking,
)
from smp_core.synth.palette import colour_name, random_colour, shade
from smp_core.synth.timeline import (
    Picture,
    Timeline,
    busy,
    ease,
    kick,
    random_onsets,
    random_spans,
)


def going_down(rng: np.random.Generator, floor_y: float) -> Picture:
    """Someone on their feet ends up on the ground."""
    outfit = draw_outfit(rng)
    height = float(rng.uniform(0.45, 0.72))
    ground = float(rng.uniform(max(floor_y + 0.06, 0.74), 0.93))
    x = float(rng.uniform(-0.3, 0.3))
    facing = float(rng.choice((-1.0, 1.0)))
    end = (LIE_BACK, LIE_FRONT, SLUMP, KNEEL)[int(rng.choice(4, p=(0.35, 0.3, 0.2, 0.15)))]
    onsets = random_onsets(rng, 1, 5, 1.2, 8.4, 0.9)
    drop = float(rng.uniform(0.35, 0.9))
    speed = float(rng.uniform(0.02, 0.1)) if rng.random() < 0.6 else 0.0
    lift = float(rng.uniform(0.15, 0.45))
    first = onsets[0]

    def draw(canvas: Canvas, t: float) -> None:
        before = min(t, first - drop)
        place = x - facing * speed * (first - before)
        upright = walking(before * 1.2) if speed else STAND
        pose = upright.towards(end, ease(t, first - drop, first))
        # After the first time down: rising a little, then dropping back at each later onset.
        for last, then in zip(onsets[:-1], onsets[1:], strict=True):
            if last < t < then:
                up = ease(t, last + 0.2, then - 0.25) * (1 - ease(t, then - 0.25, then))
                pose = pose.towards(STAND, lift * up)
        wriggle = 3 * math.sin(7 * t) * kick(onsets, t, 1.2)
        pose = Pose(pose.hip, pose.torso + wriggle, pose.neck - wriggle, pose.legs, pose.arms)
        draw_person(canvas, (place, ground), height, pose, outfit, facing)

    how = rng.choice(
        (
            "sinks to the ground",
            "goes down",
            "ends up on the floor",
            "tumbles down",
            "drops to the floor",
            "topples over",
        )
    )
    who = rng.choice(("someone", "a figure", "a standing figure", "one upright figure"))
    return Picture(
        draw,
        Timeline(onsets, ((onsets[0], min(10.0, onsets[-1] + 1.0)),), 1.0, height),
        f"{who} in {outfit.phrase} {how}",
        {"x": x, "ground_y": ground, "height": height, "facing": facing},
    )


def resting_body(rng: np.random.Generator, floor_y: float) -> Picture:
    """Someone lying propped up under a cover, with a body that jerks."""
    outfit = draw_outfit(rng)
    height = float(rng.uniform(0.6, 0.85))
    base = float(rng.uniform(max(floor_y + 0.05, 0.72), 0.92))
    x = float(rng.uniform(-0.2, 0.2))
    facing = float(rng.choice((-1.0, 1.0)))
    frame = random_colour(rng, (0.0, 0.7), (0.25, 0.9))
    sheet = random_colour(rng, (0.0, 0.6), (0.5, 0.97))
    cover = random_colour(rng, (0.05, 0.9), (0.3, 0.95))
    level = float(rng.uniform(0.14, 0.24))
    prop = float(rng.uniform(15, 65))
    onsets = random_onsets(rng, 1, 5, 0.6, 8.8, 0.9)
    jerk = float(rng.uniform(8, 22))
    beat = float(rng.uniform(2.0, 5.0))
    rock = float(rng.uniform(1.0, 7.0))

    def draw(canvas: Canvas, t: float) -> None:
        top = base - level
        length = 0.62 * height
        for leg in (-length, length * 0.9):
            px = x + facing * leg * 0.8
            canvas.line((px, top), (px, base), 0.02, shade(frame, 0.7))
        canvas.box((x, top + 0.02), (2 * length, 0.05), 0.0, frame)
        canvas.box((x, top - 0.015), (1.96 * length, 0.045), 0.0, sheet)
        shock = kick(onsets, t, 0.45) * jerk * abs(math.sin(beat * 3.14 * t))
        lean = prop - shock + rock * math.sin(2.2 * t)
        pose = Pose(
            0.0,
            -90 + lean,
            -80 + 1.15 * lean - 0.5 * shock,
            (90, 90, 86, 94),
            (50 + shock, 75 + 2 * shock, 30, 60),
        )
        back = (x - facing * 0.12 * height, top - 0.06)
        lie = math.radians(90 - prop)
        pillow = (
            back[0] - facing * 0.34 * height * math.sin(lie),
            back[1] - 0.34 * height * math.cos(lie) + 0.06 * height,
        )
        turn = facing * math.radians(prop)
        canvas.ellipse(pillow, (0.13 * height, 0.06 * height), turn, sheet)
        draw_person(canvas, back, height, pose, outfit, facing)
        front = back[0] + facing * 0.02
        canvas.polygon(
            [
                (front, top - 0.1),
                (front + facing * 0.2 * height, top - 0.105),
                (x + facing * length * 0.97, top - 0.05),
                (x + facing * length * 0.97, top + 0.03),
                (front - facing * 0.02, top + 0.03),
            ],
            cover,
        )

    what = rng.choice(
        (
            "lies propped up under a cover",
            "rests half upright under a blanket",
            "lies on a raised surface",
            "is tucked in on a flat frame",
        )
    )
    move = rng.choice(
        ("shaking now and then", "with jerks of the chest", "and twitches", "moving in bursts")
    )
    return Picture(
        draw,
        Timeline(onsets, tuple((t, t + 0.8) for t in onsets), 1.0, height),
        f"someone in {outfit.phrase} {what}, {move}",
        {"x": x, "base_y": base, "height": height, "prop_deg": prop},
    )


def two_grappling(rng: np.random.Generator, floor_y: float) -> Picture:
    """Two people close together, pushing each other about."""
    outfits = (draw_outfit(rng), draw_outfit(rng))
    heights = rng.uniform(0.45, 0.72, 2).tolist()
    ground = float(rng.uniform(max(floor_y + 0.06, 0.74), 0.93))
    x = float(rng.uniform(-0.25, 0.25))
    onsets = random_onsets(rng, 1, 5, 0.8, 8.8, 0.9)
    gap = float(rng.uniform(0.1, 0.2))
    sway = float(rng.uniform(0.02, 0.08))
    tempo = float(rng.uniform(1.0, 2.6))
    reach = rng.uniform(60, 110, 2).tolist()

    def draw(canvas: Canvas, t: float) -> None:
        hit = kick(onsets, t, 0.35)
        middle = x + sway * math.sin(tempo * t) + 0.02 * math.sin(2.7 * tempo * t)
        for index, facing in enumerate((1.0, -1.0)):
            swing = math.sin(2.1 * tempo * t + 2 * index)
            push = 25 * hit * (1 if index == 0 else -0.6)
            pose = Pose(
                0.47,
                14 + 6 * swing + push,
                8 + 5 * swing,
                (18 + 8 * swing, -6, -22, -30 + 6 * swing),
                (
                    reach[index] + 14 * swing + push,
                    reach[index] + 25 * swing + 10,
                    reach[index] - 20 * swing,
                    reach[index] + 15,
                ),
            )
            spot = (middle - facing * (gap - 0.04 * hit), ground + 0.015 * index)
            draw_person(canvas, spot, heights[index], pose, outfits[index], facing)

    what = rng.choice(
        (
            "push and pull each other",
            "struggle at close quarters",
            "shove one another",
            "grab at each other",
            "wrestle back and forth",
        )
    )
    return Picture(
        draw,
        Timeline(onsets, tuple((t, t + 1.0) for t in onsets), tempo, float(np.mean(heights))),
        f"two figures in {colour_name(outfits[0].top)} and {colour_name(outfits[1].top)} {what}",
        {"x": x, "ground_y": ground, "gap": gap},
    )


def blinking_unit(rng: np.random.Generator, floor_y: float) -> Picture:
    """A mounted housing with a light that goes on and off, jolting at times."""
    body = random_colour(rng, (0.0, 0.7), (0.2, 0.9))
    light = random_colour(rng, (0.5, 1.0), (0.85, 1.0))
    x, y = float(rng.uniform(-0.35, 0.35)), float(rng.uniform(0.2, 0.5))
    wide, high = rng.uniform(0.16, 0.36), rng.uniform(0.14, 0.32)
    lamp = float(rng.uniform(0.035, 0.075))
    spot = (x + float(rng.uniform(-0.3, 0.3)) * wide, y - high / 2 - lamp * 0.4)
    if rng.random() < 0.5:
        spot = (spot[0], y + float(rng.uniform(-0.2, 0.2)) * high)
    spans = random_spans(rng)
    onsets = random_onsets(rng, 1, 5, 0.8, 8.8, 0.9)
    blink = float(rng.uniform(0.7, 3.0))
    duty = float(rng.uniform(0.35, 0.65))
    stand = bool(rng.random() < 0.5)
    jolt = float(rng.uniform(0.004, 0.015))
    bars = int(rng.integers(0, 5))

    def draw(canvas: Canvas, t: float) -> None:
        hit = kick(onsets, t, 0.25)
        dx, dy = jolt * hit * math.sin(60 * t), jolt * hit * math.cos(47 * t)
        centre = (x + dx, y + dy)
        if stand:
            canvas.line((x, y), (x, max(0.8, floor_y + 0.05)), 0.035, shade(body, 0.55))
            canvas.line(
                (x - 0.09, max(0.8, floor_y + 0.05)),
                (x + 0.09, max(0.8, floor_y + 0.05)),
                0.03,
                shade(body, 0.5),
            )
        on = busy(spans, t) and (t * blink) % 1.0 < duty
        bulb = (spot[0] + dx, spot[1] + dy)
        if spot[1] < y - high / 2:
            canvas.disc(bulb, lamp, light if on else shade(light, 0.35))
        canvas.box(centre, (wide, high), 0.0, body)
        canvas.box((centre[0], centre[1] + high * 0.42), (wide, high * 0.16), 0.0, shade(body, 0.6))
        for bar in range(bars):
            level = centre[1] + high * (0.05 + 0.08 * bar)
            canvas.line(
                (centre[0] - wide * 0.35, level),
                (centre[0] + wide * 0.35, level),
                0.008,
                shade(body, 0.45),
            )
        if spot[1] >= y - high / 2:
            canvas.disc(bulb, lamp * 1.15, shade(body, 0.4))
            canvas.disc(bulb, lamp, light if on else shade(light, 0.35))
        if on:
            canvas.disc(bulb, lamp * 0.5, shade(light, 1.8))
            canvas.glow(bulb, lamp * 5, light, 0.75)

    where = "on a stand" if stand else "on the wall"
    what = rng.choice(
        ("a light goes on and off", "a light flashes", "a lit dot pulses", "a light winks")
    )
    return Picture(
        draw,
        Timeline(onsets, spans, blink, 1 - lamp * 8),
        f"on a {colour_name(body)} box {where} {what} in {colour_name(light)}",
        {"x": x, "y": y, "blink_hz": blink, "spans": [list(s) for s in spans]},
    )


def held_in_hand(rng: np.random.Generator, floor_y: float) -> Picture:
    """A hand from the edge of the picture holds something small and shakes it in bursts."""
    outfit = draw_outfit(rng)
    thing = random_colour(rng, (0.0, 0.8), (0.3, 0.98))
    side = float(rng.choice((-1.0, 1.0)))
    x, y = float(rng.uniform(-0.2, 0.2)), float(rng.uniform(0.3, 0.6))
    size = float(rng.uniform(0.09, 0.17))
    spans = random_spans(rng)
    onsets = random_onsets(rng, 1, 5, 0.8, 8.8, 0.9)
    shake = float(rng.uniform(0.012, 0.035))
    tempo = float(rng.uniform(3.0, 7.0))
    parts = int(rng.integers(2, 5))
    spread = rng.uniform(-0.5, 0.5, parts).tolist()
    lift = float(rng.uniform(-0.3, 0.3))
    dx, dy = side * (0.95 - side * x), 0.25 + lift

    def draw(canvas: Canvas, t: float) -> None:
        level = max(kick(onsets, t, 0.6), 0.35 if busy(spans, t) else 0.06)
        wave = math.sin(6.283 * tempo * t)
        centre: Point = (x + shake * level * wave, y + 0.6 * shake * level * math.sin(33 * t))
        elbow = (centre[0] + dx, centre[1] + dy)
        canvas.line((centre[0] + dx * 0.25, centre[1] + dy * 0.25), elbow, 0.15, outfit.top)
        canvas.line(centre, (centre[0] + dx * 0.3, centre[1] + dy * 0.3), 0.1, outfit.skin)
        for index, lean in enumerate(spread):
            angle = 0.6 * lean + 0.5 * level * math.sin(6.283 * tempo * t + index)
            tip = (centre[0] + size * math.sin(angle), centre[1] + size * math.cos(angle))
            canvas.line(centre, tip, size * 0.32, shade(thing, 0.7 + 0.15 * index))
            canvas.disc(tip, size * 0.22, shade(thing, 0.8 + 0.15 * index))
        canvas.disc(centre, 0.075, outfit.skin)
        for index in range(4):
            knuckle = (centre[0] - 0.045 + 0.03 * index, centre[1] + 0.045)
            canvas.disc(knuckle, 0.022, shade(outfit.skin, 0.85))

    what = rng.choice(
        (
            "shakes a small {} thing",
            "holds something small and {}",
            "jiggles a {} handful",
            "keeps moving a little {} object",
        )
    )
    return Picture(
        draw,
        Timeline(onsets, spans, tempo, size * 4),
        f"a hand from the side {str(what).format(colour_name(thing))}",
        {"x": x, "y": y, "size": size, "spans": [list(s) for s in spans]},
    )


def off_the_edge(rng: np.random.Generator, floor_y: float) -> Picture:
    """Things slide off a surface, hit the ground and scatter."""
    board = random_colour(rng, (0.05, 0.7), (0.2, 0.85))
    things = [random_colour(rng, (0.0, 0.9), (0.35, 0.98)) for _ in range(5)]
    high = float(rng.uniform(0.4, 0.6))
    ground = float(rng.uniform(max(floor_y + 0.05, 0.78), 0.94))
    side = float(rng.choice((-1.0, 1.0)))
    edge = side * float(rng.uniform(-0.05, 0.15))
    onsets = random_onsets(rng, 1, 5, 1.0, 8.6, 0.9)
    size = rng.uniform(0.07, 0.15, 5).tolist()
    shape = rng.uniform(0.3, 1.2, 5).tolist()
    pieces = int(rng.integers(3, 11))
    angles = rng.uniform(0, 2 * np.pi, (5, pieces)).tolist()
    speed = rng.uniform(0.06, 0.3, (5, pieces)).tolist()
    fall = 0.42

    def draw(canvas: Canvas, t: float) -> None:
        width = 1.4
        canvas.box((edge - side * width / 2, high), (width, 0.035), 0.0, board)
        leg = edge - side * 0.08
        canvas.line((leg, high), (leg, ground - 0.02), 0.035, shade(board, 0.7))
        for index, hit in enumerate(onsets):
            colour, wide = things[index], size[index]
            tall = wide * shape[index] * 2
            if t < hit - fall - 0.3:
                rest = (edge - side * (0.07 + 0.13 * index), high - 0.018 - tall / 2)
                canvas.box(rest, (wide, tall), 0.0, colour)
            elif t < hit:
                slide = ease(t, hit - fall - 0.3, hit - fall)
                start = edge - side * (0.07 + 0.13 * index)
                px = start + (edge + side * 0.05 - start) * slide
                down = max(0.0, (t - hit + fall) / fall)
                py = high - 0.018 - tall / 2 + (ground - high) * down * down
                spin = 2.5 * side * down
                canvas.box((px + side * 0.08 * down, py), (wide, tall), spin, colour)
            else:
                out = 1 - math.exp(-(t - hit) / 0.3)
                hop = abs(math.sin(9 * (t - hit))) * math.exp(-(t - hit) / 0.35) * 0.08
                for angle, fast in zip(angles[index], speed[index], strict=True):
                    px = edge + side * 0.13 + math.cos(angle) * fast * out
                    py = ground + 0.3 * math.sin(angle) * fast * out - hop
                    bit = wide * (0.25 + 0.35 * fast)
                    canvas.box((px, py), (bit, bit * 0.6), angle + 4 * out, colour)

    what = rng.choice(
        (
            "slides off an edge and scatters on the ground",
            "tips over and spills",
            "drops from a surface and spreads out",
            "goes over the edge in pieces",
        )
    )
    return Picture(
        draw,
        Timeline(onsets, tuple((t, t + 0.8) for t in onsets), 1.0, float(np.mean(size)) * 8),
        f"something {colour_name(things[0])} {what}",
        {"edge_x": edge, "ground_y": ground, "pieces": pieces},
    )
