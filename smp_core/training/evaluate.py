"""Honest quality on few clips: every clip is answered by a model that never saw it.

Stratified k-fold over the support set. All stretches of one file go into the same fold, so that no
model is asked about a file that it learned from. Nothing is tuned on the answers.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import torch
from torch import Tensor

from smp_core.device import release_memory
from smp_core.errors import InputError
from smp_core.jobs import JobContext
from smp_core.model.config import ModelConfig
from smp_core.model.pack import Pack
from smp_core.training.config import TrainConfig
from smp_core.training.finetune import start_model
from smp_core.training.loop import train
from smp_core.training.stopping import stop_points
from smp_core.training.support_set import SupportSet, run_all

MOST_FOLDS = 5
ALWAYS_LEARNED = -1
_STAGE = "Judging"


@dataclass(frozen=True)
class LeftOutAnswers:
    """What models said about clips that they had not seen.

    Attributes:
        rows: Rows of the support set that were left out once, ascending.
        probabilities: float32 (len(rows), C) on the CPU.
        folds: How many trainings it took.
    """

    rows: tuple[int, ...]
    probabilities: Tensor
    folds: int


def make_folds(labels: Sequence[int], sources: Sequence[str], seed: int) -> list[int]:
    """Deal clips into folds, class by class.

    Args:
        labels: Class of each clip.
        sources: The file of each clip; clips of one file stay together.
        seed: Of the shuffle.

    Returns:
        The fold of each clip, 0 … k − 1 with k = min(5, files in the smallest class that has at
        least two), or `ALWAYS_LEARNED` for clips whose class has only one file: leaving it out
        would leave nothing to learn the class from.

    Raises:
        InputError: No class has clips of two files.
    """
    files = {
        label: sorted({s for s, each in zip(sources, labels, strict=True) if each == label})
        for label in sorted(set(labels))
    }
    counts = [len(each) for each in files.values() if len(each) >= 2]
    if not counts:
        raise InputError(
            "There are too few clips to judge: no class has two different ones.",
            "Add clips until every class has at least three, better five.",
        )
    k = min(MOST_FOLDS, *counts)
    generator = torch.Generator().manual_seed(seed)
    fold_of: dict[str, int] = {}
    start = 0  # dealing goes on where the last class ended, so that the folds stay equally large
    for own in files.values():
        order = [own[int(i)] for i in torch.randperm(len(own), generator=generator)]
        for turn, source in enumerate(order):
            fold = (start + turn) % k if len(own) >= 2 else ALWAYS_LEARNED
            fold_of.setdefault(source, fold)
        start += len(own) if len(own) >= 2 else 0
    folds = [fold_of[source] for source in sources]
    return _leave_something_to_learn(folds, labels, k)


def count_steps(folds: Sequence[int], config: TrainConfig) -> int:
    """Training steps of all folds together."""
    return sum(
        config.epochs * math.ceil(sum(each != fold for each in folds) / config.batch_size)
        for fold in range(max(folds) + 1)
    )


def leave_out(
    pack: Pack,
    support: SupportSet,
    folds: Sequence[int],
    config: TrainConfig,
    device: torch.device,
    ctx: JobContext,
    *,
    model_config: ModelConfig | None = None,
) -> LeftOutAnswers:
    """Train once a fold with the same settings, each time without it, and ask about it.

    Args:
        folds: Of `make_folds`, one entry a clip.
        ctx: Told of the steps of all folds as one stage; stops within a step.

    Raises:
        ResourceError: Memory ran out.
        Cancelled: Stopped.
    """
    total = count_steps(folds, config)
    done = 0
    answers: dict[int, Tensor] = {}
    for fold in range(max(folds) + 1):
        kept = [row for row, each in enumerate(folds) if each != fold]
        asked = [row for row, each in enumerate(folds) if each == fold]
        part = replace(
            support, clips=[support.clips[row] for row in kept], labels=support.labels[kept]
        )
        model = start_model(pack, len(support.class_names), config.seed, model_config).to(device)
        inner = _FoldContext(ctx, done, total)
        with stop_points(model, ctx):
            result = train(model, part, config, inner, stage=_STAGE)
        done += config.epochs * math.ceil(len(kept) / config.batch_size)
        output = run_all(
            model,
            [support.clips[row] for row in asked],
            support.options,
            result.batch_size,
            lambda _done: ctx.raise_if_cancelled(),
        )
        answers.update(zip(asked, output.logits.softmax(dim=1), strict=True))
        del model, output
        release_memory()
    rows = tuple(sorted(answers))
    return LeftOutAnswers(rows, torch.stack([answers[row] for row in rows]), max(folds) + 1)


class _FoldContext(JobContext):
    """Counts the steps of one fold as part of all."""

    def __init__(self, outer: JobContext, offset: int, total: int) -> None:
        super().__init__()
        self._outer, self._offset, self._total = outer, offset, total

    def progress(self, stage: str, done: int, total: int, **values: float) -> None:
        """Report a step; halved batches make more steps than were counted."""
        self._outer.progress(stage, min(self._offset + done, self._total), self._total)

    def warn(self, message: str, hint: str = "", *, subject: str = "") -> None:
        """Pass on."""
        self._outer.warn(message, hint, subject=subject)

    def raise_if_cancelled(self) -> None:
        """Stop together with the whole."""
        self._outer.raise_if_cancelled()


def _leave_something_to_learn(folds: list[int], labels: Sequence[int], k: int) -> list[int]:
    """Files shared by classes may have put all of a class into one fold: then it stays in."""
    for fold in range(k):
        for label in set(labels):
            own = [row for row, each in enumerate(labels) if each == label]
            if all(folds[row] == fold for row in own):
                folds = [ALWAYS_LEARNED if row in own else each for row, each in enumerate(folds)]
    return folds
