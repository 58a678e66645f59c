"""Random sounds: any timbre on any course, for learning without classes."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np

from smp_core.synth import sounds_random_long as long
from smp_core.synth import sounds_random_short as short
from smp_core.synth.timeline import Sound, Timeline

SOUNDS = (
    "struck",
    "puff",
    "pips",
    "drone",
    "wash",
    "sweep",
    "clicks",
    "grains",
    "vocal",
    "breath",
    "chirps",
)

# What tends to go with a motion; other pairs happen too.
_FITTING: dict[str, tuple[str, ...]] = {
    "slide": ("wash", "drone", "pips", "breath"),
    "fall": ("struck", "puff", "clicks"),
    "bounce": ("struck", "grains", "clicks"),
    "swing": ("struck", "grains", "sweep"),
    "rotate": ("drone", "wash", "pips"),
    "shake": ("clicks", "drone", "puff"),
    "pulse": ("sweep", "vocal", "pips"),
    "blink": ("sweep", "drone", "chirps"),
    "flow": ("wash", "chirps", "breath"),
    "drip": ("chirps", "clicks", "grains"),
    "pass": ("drone", "wash", "sweep"),
    "appear": ("vocal", "sweep", "pips"),
    "scatter": ("puff", "clicks", "wash"),
    "jolt": ("puff", "struck", "sweep"),
    "topple": ("struck", "breath", "grains"),
    "still": ("vocal", "breath", "wash"),
}

# The pairs of picture and sound that make up target classes are kept out of random scenes:
# pretraining may learn each half, never the class.
_KEPT_APART: dict[str, frozenset[str]] = {
    "blink": frozenset(("pips", "struck")),
    "shake": frozenset(("pips", "grains")),
    "scatter": frozenset(("grains", "struck")),
    "fall": frozenset(("grains",)),
    "figure": frozenset(("struck", "breath", "vocal")),
}


def kept_apart(names: Iterable[str]) -> frozenset[str]:
    """The kinds of sound that must not go with these motions and shapes."""
    return frozenset().union(*(_KEPT_APART.get(name, frozenset()) for name in names))


def random_sound(
    rng: np.random.Generator,
    line: Timeline,
    motion: str,
    avoid: frozenset[str] = frozenset(),
) -> Sound:
    """A sound on the picture's course, of a kind that mostly fits the motion.

    Args:
        rng: Draws everything.
        line: The picture's course.
        motion: One of the random pictures' motions.
        avoid: Kinds not to use.
    """
    names = _FITTING[motion] if rng.random() < 0.75 else SOUNDS
    if not line.onsets:
        names = ("drone", "wash", "sweep")
    allowed = [name for name in names if name not in avoid] or ["drone", "wash"]
    return _MAKERS[str(rng.choice(allowed))](rng, line)


_MAKERS: dict[str, Callable[[np.random.Generator, Timeline], Sound]] = {
    "struck": short.struck,
    "puff": short.puff,
    "pips": long.pips,
    "drone": long.drone,
    "wash": long.wash,
    "sweep": long.sweep,
    "clicks": short.clicks,
    "grains": short.grains,
    "vocal": long.vocal,
    "breath": short.breath,
    "chirps": short.chirps,
}
