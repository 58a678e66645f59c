"""How the methods of a comparison learn from the source classes before any session."""

from __future__ import annotations

from dataclasses import dataclass, replace

import torch

from smp_core.errors import InputError
from smp_core.training.config import TrainConfig
from smp_core.training.support_set import SupportSet


@dataclass(frozen=True)
class SourceTraining:
    """One recipe, the same for every row of a table.

    Attributes:
        name: What results are filed under.
        epochs, learning_rate: In place of the paper's; P-PR and everything else stay the row's.
        clips_per_class: At most so many, the first ones; None for all.
        uses_pack: SMP itself takes the weights that the pack was source-trained to.
    """

    name: str
    epochs: int
    learning_rate: float
    clips_per_class: int | None = None
    uses_pack: bool = False

    def config(self, config: TrainConfig) -> TrainConfig:
        """A row's settings with this recipe's length and rate."""
        return replace(config, epochs=self.epochs, learning_rate=self.learning_rate)

    def clips(self, source: SupportSet) -> SupportSet:
        """The source clips that this recipe learns from."""
        if self.clips_per_class is None:
            return source
        seen = [0] * len(source.class_names)
        rows = []
        for row, label in enumerate(source.labels.tolist()):
            seen[label] += 1
            if seen[label] <= self.clips_per_class:
                rows.append(row)
        return SupportSet(
            [source.clips[row] for row in rows],
            source.labels[torch.tensor(rows)],
            source.class_names,
            source.options,
        )


PAPER = SourceTraining("paper", epochs=30, learning_rate=1e-4, uses_pack=True)
"""As published (paper IV-A3): 34 minutes of one core for SMP at the demo pack's size."""

SHORT = SourceTraining("short", epochs=4, learning_rate=1e-3, clips_per_class=16)
"""Fewer and larger steps on 16 clips a class. Rows that were trained so can be compared with each
other, but not with rows of the paper's recipe, and not for tables: large steps cost SMP more of
what carries over to new classes than others (docs/benchmarks.md)."""

RECIPES = {recipe.name: recipe for recipe in (PAPER, SHORT)}


def recipe(name: str) -> SourceTraining:
    """A recipe by name.

    Raises:
        InputError: There is none of that name.
    """
    if name not in RECIPES:
        raise InputError(f"There is no source training {name!r}.", f"Use {' or '.join(RECIPES)}.")
    return RECIPES[name]
