"""Every row that a comparison can have, by the key that one types."""

from __future__ import annotations

from dataclasses import replace

from smp_core.bench.configurations import CONFIGURATIONS
from smp_core.bench.datasets.prompting import WORDS, can_prompt, in_words, is_known
from smp_core.bench.entrants import Entrant, FreeEntrant, SmpEntrant, TrainedEntrant
from smp_core.bench.peers.registry import TRAINED, TRAINING_FREE
from smp_core.errors import InputError
from smp_core.model.config import ModelConfig
from smp_core.training.config import TrainConfig
from smp_core.training.overrides import apply_overrides


def _from_configurations() -> dict[str, Entrant]:
    return {key: SmpEntrant(each.row, each.settings) for key, each in CONFIGURATIONS.items()}


ENTRANTS: dict[str, Entrant] = {
    **_from_configurations(),
    "smp": SmpEntrant("SMP, paper preset"),
    "smp-fast": SmpEntrant("SMP, fast preset", preset_name="fast"),
    "smp-scratch": SmpEntrant("SMP, paper preset, from scratch", scratch=True),
    "smp-fast-scratch": SmpEntrant("SMP, fast preset, from scratch", preset_name="fast",
                                   scratch=True),
    "audio-scratch": SmpEntrant("Audio Model, from scratch", ("streams=audio", "pavel=false"),
                                scratch=True),
    "visual-scratch": SmpEntrant("Visual Model, from scratch", ("streams=visual", "pavel=false"),
                                 scratch=True),
    "late-fusion": SmpEntrant("Late fusion, finetuned", ("pavel=false",)),
    "late-fusion-scratch": SmpEntrant("Late fusion, from scratch", ("pavel=false",), scratch=True),
    **{key: TrainedEntrant(peer) for key, peer in TRAINED.items()},
    **{key: FreeEntrant(peer) for key, peer in TRAINING_FREE.items()},
}  # fmt: skip


ALL_ROWS = (
    *ENTRANTS,
    *(f"{key}@constant" for key in ("smp", "audio-smp", "visual-smp")),  # Table I
    *(f"{key}@sound" for key in ("smp", "text")),  # Table IX
)
"""Keys of all rows of the paper's tables and ours; sweeps (Fig. 7) are named by the asker."""


def named(text: str, captioner: str) -> tuple[str, ...]:
    """Keys from a list with commas.

    Args:
        text: "all" stands for `ALL_ROWS`, but for those that the pack cannot prompt.
        captioner: The pack's.
    """
    every = [key for key in ALL_ROWS if can_prompt(captioner, entrant(key).prompts)]
    keys = [part.strip() for part in text.split(",")]
    wanted = (every if key == "all" else [key] for key in keys)
    return tuple(dict.fromkeys(key for each in wanted for key in each))


def entrant(key: str) -> Entrant:
    """An entrant by key.

    "smp:setting=value" is SMP with one setting more, for sweeps (Fig. 7). "KEY@constant", "@sound",
    "@picture" and "@" with a captioner's name are a configuration of SMP with other prompts.

    Raises:
        InputError: There is none; those there are, are named.
    """
    first, at, prompts = key.partition("@")
    if at:
        found = entrant(first)
        if not is_known(prompts) or not isinstance(found, SmpEntrant):
            raise InputError(
                f"There is no method {key!r}.",
                f"Write a configuration of SMP and @ with one of: {', '.join(WORDS)}, or the name "
                "of a captioner.",
            )
        return replace(found, name=f"{found.name}, {in_words(prompts)}", prompts=prompts)
    first, colon, setting = key.partition(":")
    if colon and first == "smp" and "/" not in setting:
        apply_overrides(ModelConfig(), TrainConfig(), (setting,))
        return SmpEntrant(f"SMP, {setting}", (setting,))
    if key not in ENTRANTS:
        raise InputError(f"There is no method {key!r}.", f"Use some of: {', '.join(ENTRANTS)}.")
    return ENTRANTS[key]
