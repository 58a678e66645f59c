"""The event classes: which picture and which sound programme each one pairs.

Most programmes serve two classes, so that neither picture nor sound alone can tell all classes
apart: among the targets every picture and every sound programme serves exactly two, in two rings
(people: going down, resting, grappling; things: unit, edge, hand).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from smp_core.errors import InputError
from smp_core.synth import pictures_source_fixed as psf
from smp_core.synth import pictures_source_moving as psm
from smp_core.synth import pictures_target as pt
from smp_core.synth import sounds_source as ss
from smp_core.synth import sounds_target as st
from smp_core.synth.timeline import Picture, Sound, Timeline

PictureProgramme = Callable[[np.random.Generator, float], Picture]
SoundProgramme = Callable[[np.random.Generator, Timeline], Sound]


@dataclass(frozen=True)
class Recipe:
    """One class: a name for people, a picture programme and a sound programme."""

    name: str
    picture: PictureProgramme
    sound: SoundProgramme


_SOURCE = (
    Recipe("rolling trolley", psm.pushed_box, ss.wheel_rumble),
    Recipe("vacuum cleaner", psm.pushed_box, ss.motor_hum),
    Recipe("electric fan", psf.turning_blades, ss.motor_hum),
    Recipe("clock ticking", psf.turning_blades, ss.dry_ticks),
    Recipe("typing on a keyboard", psf.busy_hands, ss.dry_ticks),
    Recipe("hammering", psf.busy_hands, ss.hard_knocks),
    Recipe("knocking on a door", psf.hinged_panel, ss.hard_knocks),
    Recipe("door slam", psf.hinged_panel, ss.broad_bang),
    Recipe("ball bouncing", psf.small_dropper, ss.broad_bang),
    Recipe("dripping tap", psf.small_dropper, ss.water_bubbles),
    Recipe("running water", psf.pouring_vessel, ss.water_bubbles),
    Recipe("kettle whistling", psf.pouring_vessel, ss.gliding_whistle),
    Recipe("ambulance passing", psm.long_vehicle, ss.gliding_whistle),
    Recipe("train passing", psm.long_vehicle, ss.wheel_rumble),
    Recipe("footsteps", psm.passer, ss.soft_steps),
    Recipe("crowd murmur", psm.many_heads, ss.talking_crowd),
)

_TARGET = (
    Recipe("person falls", pt.going_down, st.body_thuds),
    Recipe("person collapses coughing", pt.going_down, st.cough_bursts),
    Recipe("patient coughing", pt.resting_body, st.cough_bursts),
    Recipe("patient crying", pt.resting_body, st.wailing_voice),
    Recipe("shouting quarrel", pt.two_grappling, st.wailing_voice),
    Recipe("fight", pt.two_grappling, st.body_thuds),
    Recipe("alarm lamp beeping", pt.blinking_unit, st.tone_pattern),
    Recipe("jammed machine clanking", pt.blinking_unit, st.metal_clang),
    Recipe("dropped tray", pt.off_the_edge, st.metal_clang),
    Recipe("glass breaking", pt.off_the_edge, st.bright_grains),
    Recipe("keys jingling", pt.held_in_hand, st.bright_grains),
    Recipe("phone ringing", pt.held_in_hand, st.tone_pattern),
)

SOURCE_CLASSES: tuple[str, ...] = tuple(recipe.name for recipe in _SOURCE)
TARGET_CLASSES: tuple[str, ...] = tuple(recipe.name for recipe in _TARGET)
_BY_NAME = {recipe.name: recipe for recipe in (*_SOURCE, *_TARGET)}


def recipe_of(class_name: str) -> Recipe:
    """The recipe of a class.

    Raises:
        InputError: No such class.
    """
    recipe = _BY_NAME.get(class_name)
    if recipe is None:
        raise InputError(
            f'There is no scene class "{class_name}".',
            f"Choose one of: {', '.join(_BY_NAME)}.",
        )
    return recipe
