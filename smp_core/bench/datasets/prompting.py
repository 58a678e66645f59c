"""What a clip's prompt is written from in a comparison (paper Tables I and II, "Constant")."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal, get_args

from smp_core.model.pack import Pack
from smp_core.prompts import captioner
from smp_core.prompts.captioner import Captioner
from smp_core.types import DecodedClip

Prompts = Literal["own", "constant", "sound", "picture"]
"""The data set's own or the pack's captioner's; the paper's constant sentence; the captioner's from
sound alone; from picture alone."""

WORDS = {
    "own": "",
    "constant": "constant prompt",
    "sound": "prompts from sound alone",
    "picture": "prompts from picture alone",
}
ALL: tuple[Prompts, ...] = get_args(Prompts)


def prompt_writer(pack: Pack, prompts: Prompts) -> Captioner:
    """Who writes the prompts."""
    return captioner("constant" if prompts == "constant" else pack.captioner)


def told_of(clip: DecodedClip, prompts: Prompts) -> DecodedClip:
    """What the writer gets to know of a clip."""
    if prompts == "sound":
        return replace(clip, frames=None, strip=None)
    if prompts == "picture":
        return replace(clip, waveform=None)
    return clip
