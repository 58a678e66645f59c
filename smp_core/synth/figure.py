"""People made of limbs: poses, clothes, and how to draw them."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from smp_core.synth.canvas import Canvas, Point
from smp_core.synth.palette import Colour, colour_name, colour_of, random_colour, shade, skin_colour

_THIGH, _SHIN, _TORSO, _ARM, _FORE, _HEAD = 0.25, 0.25, 0.29, 0.16, 0.16, 0.07


@dataclass(frozen=True)
class Pose:
    """Angles in degrees, forward positive; limbs from hanging, torso and neck from upright.

    Attributes:
        hip: Height of the hip above the ground, in body heights.
        torso, neck: Lean.
        legs: Thigh and shin of the near leg, then of the far leg.
        arms: Upper arm and forearm of the near arm, then of the far arm.
    """

    hip: float
    torso: float
    neck: float
    legs: tuple[float, float, float, float]
    arms: tuple[float, float, float, float]

    def towards(self, other: Pose, share: float) -> Pose:
        """The pose `share` (0..1) of the way to `other`."""

        def between(a: float, b: float) -> float:
            return a + (b - a) * share

        leg = tuple(between(a, b) for a, b in zip(self.legs, other.legs, strict=True))
        arm = tuple(between(a, b) for a, b in zip(self.arms, other.arms, strict=True))
        return Pose(
            between(self.hip, other.hip),
            between(self.torso, other.torso),
            between(self.neck, other.neck),
            (leg[0], leg[1], leg[2], leg[3]),
            (arm[0], arm[1], arm[2], arm[3]),
        )


STAND = Pose(0.5, 2, 0, (3, 0, -4, -2), (4, 10, -6, 4))
LIE_BACK = Pose(0.05, -86, -88, (88, 86, 80, 92), (-60, -70, 70, 80))
LIE_FRONT = Pose(0.05, 85, 82, (-88, -86, -82, -94), (110, 80, 60, 120))
SLUMP = Pose(0.06, -25, 20, (95, 75, 70, 100), (20, 60, 5, 30))
KNEEL = Pose(0.27, 30, 30, (10, -85, 5, -90), (25, 50, 15, 70))
SIT = Pose(0.27, 5, 8, (88, 3, 84, -4), (25, 70, 20, 60))


def walking(phase: float, swing: float = 28.0) -> Pose:
    """A step cycle; `phase` in cycles."""
    s = math.sin(2 * math.pi * phase)
    c = math.cos(2 * math.pi * phase)
    return Pose(
        0.49 + 0.012 * c * c,
        5,
        2,
        (swing * s, swing * s - max(0.0, 30 * c), -swing * s, -swing * s - max(0.0, -30 * c)),
        (-swing * s, -swing * s + 18, swing * s, swing * s + 18),
    )


@dataclass(frozen=True)
class Outfit:
    """The colours and build of one person."""

    skin: Colour
    hair: Colour
    top: Colour
    trousers: Colour
    shoes: Colour
    build: float

    @property
    def phrase(self) -> str:
        """The clothes in words."""
        return f"{colour_name(self.top)} clothes"


def draw_outfit(rng: np.random.Generator) -> Outfit:
    """Random clothes, skin, hair and build."""
    top = random_colour(rng, (0.05, 0.95), (0.15, 0.97))
    same = rng.random() < 0.35
    return Outfit(
        skin=skin_colour(rng),
        hair=colour_of(rng.uniform(0.02, 0.12), rng.uniform(0.05, 0.7), rng.uniform(0.08, 0.8)),
        top=top,
        trousers=shade(top, 0.8) if same else random_colour(rng, (0.05, 0.8), (0.12, 0.8)),
        shoes=random_colour(rng, (0.0, 0.6), (0.1, 0.7)),
        build=rng.uniform(0.8, 1.35),
    )


def _end(start: Point, angle_deg: float, length: float, facing: float) -> Point:
    angle = math.radians(angle_deg)
    return start[0] + math.sin(angle) * length * facing, start[1] + math.cos(angle) * length


def draw_person(
    canvas: Canvas,
    foot: Point,
    height: float,
    pose: Pose,
    outfit: Outfit,
    facing: float = 1.0,
) -> Point:
    """Draws a person standing (or lying …) at `foot`.

    Args:
        canvas: Drawn into.
        foot: The point on the ground below the hip.
        height: Body height in scene units.
        pose: See `Pose`.
        outfit: Colours.
        facing: 1 looks to the right, −1 to the left.

    Returns:
        The middle of the head, scene units.
    """
    hip = (foot[0], foot[1] - pose.hip * height)
    shoulder = _end(hip, 180 - pose.torso, _TORSO * height, facing)
    head = _end(shoulder, 180 - pose.neck, 1.45 * _HEAD * height, facing)
    limb = 0.062 * height * (0.6 + 0.4 * outfit.build)
    far = shade(outfit.top, 0.75)
    far_leg = shade(outfit.trousers, 0.75)

    def arm(upper: float, fore: float, colour: Colour) -> None:
        elbow = _end(shoulder, upper, _ARM * height, facing)
        hand = _end(elbow, fore, _FORE * height, facing)
        canvas.path((shoulder, elbow, hand), limb * 0.8, colour)
        canvas.disc(hand, limb * 0.5, outfit.skin)

    def leg(thigh: float, shin: float, colour: Colour) -> None:
        knee = _end(hip, thigh, _THIGH * height, facing)
        ankle = _end(knee, shin, _SHIN * height, facing)
        canvas.path((hip, knee, ankle), limb, colour)
        toe = _end(ankle, shin + 80, 0.06 * height, facing)
        canvas.line(ankle, toe, limb * 0.8, outfit.shoes)

    arm(pose.arms[2], pose.arms[3], far)
    leg(pose.legs[2], pose.legs[3], far_leg)
    leg(pose.legs[0], pose.legs[1], outfit.trousers)
    width = 0.13 * height * outfit.build
    canvas.line(hip, shoulder, width, outfit.top)
    canvas.disc(hip, width / 2, outfit.top)
    canvas.disc(shoulder, width / 2, outfit.top)
    canvas.disc(head, _HEAD * height, outfit.skin)
    back = _end(head, 180 - pose.neck - 35, 0.35 * _HEAD * height, facing)
    canvas.disc(back, 0.85 * _HEAD * height, outfit.hair)
    face = _end(head, 90 - pose.neck, 0.3 * _HEAD * height, facing)
    canvas.disc(face, 0.72 * _HEAD * height, outfit.skin)
    arm(pose.arms[0], pose.arms[1], shade(outfit.top, 1.1))
    return head
