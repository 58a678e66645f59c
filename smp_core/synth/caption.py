"""Sentences on what is seen and heard, with varied wording and never a class's name."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

_BOTH = (
    "{seen} {place} while {heard} is heard.",
    "{seen} {place}, with {heard}.",
    "{heard} can be heard as {seen} {place}.",
    "{place}, {seen}; the sound is {heard}.",
    "{seen} and there is {heard}, {place}.",
    "We see {seen} {place} and hear {heard}.",
    "A clip of {seen} {place}, sounding like {heard}.",
    "{heard}: {seen} {place}.",
    "{seen}. It sounds like {heard}.",
)
_ASIDE = {
    "walker": "someone crosses behind",
    "light": "a small light winks in the back",
    "shadow": "a shadow moves",
    "hanger": "something hangs and sways",
    "hum": "there is a hum",
    "hiss": "there is some hiss",
    "babble": "someone talks far off",
    "bell": "a far bell sounds",
    "traffic": "there is traffic noise",
    "bumps": "there are small bumps",
    "chirping": "something chirps far off",
}


def compose(
    rng: np.random.Generator,
    seen: Sequence[str],
    heard: Sequence[str],
    place: str,
    asides: Sequence[str],
) -> str:
    """One or two plain sentences."""
    text = str(rng.choice(_BOTH)).format(
        seen=" and ".join(seen), heard=" and ".join(heard), place=place
    )
    text = text[0].upper() + text[1:]
    if asides and rng.random() < 0.35:
        extra = _ASIDE[str(rng.choice(list(asides)))]
        text += f" {extra[0].upper()}{extra[1:]}."
    return text
