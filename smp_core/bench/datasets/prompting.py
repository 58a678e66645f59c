"""What a clip's prompt is written from in a comparison (paper Tables I, II and IX)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from smp_core.errors import InputError
from smp_core.jobs import JobContext
from smp_core.model.pack import Pack
from smp_core.prompts import Captioner, CaptionerSettings, captioner, is_captioner
from smp_core.prompts.registry import captioner_kind
from smp_core.types import DecodedClip

Prompts = str
"""A key of `WORDS`, or any captioner's name.

"own": the data set's own or the pack's captioner's; "constant": the paper's constant sentence;
"sound", "picture": the pack's captioner's from sound or from picture alone.
"""

WORDS = {
    "own": "",
    "constant": "constant prompt",
    "sound": "prompts from sound alone",
    "picture": "prompts from picture alone",
}
_DEAF, _BLIND = "vision-language", "audio"


def in_words(prompts: Prompts) -> str:
    """What a row's label says of its prompts; empty for its own."""
    return WORDS.get(prompts, f"prompts by {prompts}")


def is_known(prompts: Prompts) -> bool:
    """Whether there is such a way to prompt, be a captioner's model here or not."""
    return prompts in WORDS or is_captioner(prompts)


def can_prompt(captioner_name: str, prompts: Prompts) -> bool:
    """Whether a pack's captioner has anything to say so: of sound alone it must hear.

    Raises:
        InputError: There is no captioner of that name.
    """
    return captioner_kind(captioner_name) != {"sound": _DEAF, "picture": _BLIND}.get(prompts)


def prompt_writer(pack: Pack, prompts: Prompts) -> Captioner:
    """Who writes the prompts.

    Raises:
        InputError: From sound or picture alone the pack's captioner has nothing to say.
        ModelError: A captioner's model is not on this machine, or not usable.
    """
    name = pack.captioner if prompts in ("own", "sound", "picture") else prompts
    if not can_prompt(name, prompts):
        sense, other = ("hears", "clap-tags") if prompts == "sound" else ("sees", "smolvlm2-500m")
        raise InputError(
            f"The captioner {name} of the pack {pack.name} {sense} nothing.",
            f"Name one that does after the @, for example @{other}; see `smp captioners`.",
        )
    settings = CaptionerSettings(count=pack.tokenizer().count, limit=pack.model.text.max_tokens)
    writer = captioner(name, settings)
    return _OneSense(writer, prompts) if prompts in ("sound", "picture") else writer


class _OneSense:
    """A captioner that gets to know the sound alone, or the picture alone."""

    def __init__(self, writer: Captioner, sense: Prompts) -> None:
        self.name = f"{writer.name} ({sense} alone)"
        self.version = writer.version
        self.at_once = getattr(writer, "at_once", 1)
        self._writer = writer
        self._sense = sense

    def caption(self, clips: Sequence[DecodedClip], ctx: JobContext | None = None) -> list[str]:
        """As `Captioner.caption`."""
        return self._writer.caption([self._told(clip) for clip in clips], ctx)

    def _told(self, clip: DecodedClip) -> DecodedClip:
        if self._sense == "sound":
            return replace(clip, frames=None, strip=None)
        return replace(clip, waveform=None)
