"""Leave-out: nobody is asked about what it learned from, and the folds are even."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import torch
from tiny_pack import write_tiny_pack
from tiny_support import make_support

from smp_core.errors import Cancelled, InputError
from smp_core.jobs import JobContext, JobEvent, Progress
from smp_core.model.smp import SMP
from smp_core.training import evaluate
from smp_core.training.config import TrainConfig
from smp_core.training.support_set import SupportSet

CONFIG = TrainConfig(epochs=2, batch_size=4, rebalance=False)


def test_every_class_is_spread_evenly_over_the_folds() -> None:
    labels = [0] * 7 + [1] * 3 + [2] * 5
    folds = evaluate.make_folds(labels, [f"file {i}" for i in range(15)], seed=1)
    assert set(folds) == {0, 1, 2}  # k = the smallest class
    for label in (0, 1, 2):
        counts = [
            sum(f == fold and each == label for f, each in zip(folds, labels, strict=True))
            for fold in range(3)
        ]
        assert max(counts) - min(counts) <= 1
    sizes = [folds.count(fold) for fold in range(3)]
    assert sizes == [5, 5, 5]
    assert folds == evaluate.make_folds(labels, [f"file {i}" for i in range(15)], seed=1)


def test_stretches_of_one_file_are_never_on_both_sides() -> None:
    sources = ["a", "a", "b", "b", "c", "d", "e", "e"]
    folds = evaluate.make_folds([0] * 4 + [1] * 4, sources, seed=0)
    for source in set(sources):
        assert len({f for f, each in zip(folds, sources, strict=True) if each == source}) == 1
    assert max(folds) == 1  # the first class has two files


def test_the_only_file_of_a_class_is_always_learned_from() -> None:
    folds = evaluate.make_folds([0, 0, 1, 2, 2], ["a", "b", "c", "d", "e"], seed=0)
    assert folds[2] == evaluate.ALWAYS_LEARNED
    assert sorted(folds[:2]) == sorted(folds[3:]) == [0, 1]
    with pytest.raises(InputError, match="too few clips to judge"):
        evaluate.make_folds([0, 1], ["a", "b"], seed=0)


def test_each_clip_is_answered_by_a_model_that_never_saw_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pack = write_tiny_pack(tmp_path / "pack")
    support = replace(make_support(6), options=pack.inputs)
    seen: list[set[int]] = []
    asked: list[set[int]] = []
    real_train, real_run = evaluate.train, evaluate.run_all

    def note_train(model: SMP, part: SupportSet, *rest, **names):  # type: ignore[no-untyped-def]
        seen.append({id(clip) for clip in part.clips})
        return real_train(model, part, *rest, **names)

    def note_run(model: SMP, clips, *rest):  # type: ignore[no-untyped-def]
        asked.append({id(clip) for clip in clips})
        return real_run(model, clips, *rest)

    monkeypatch.setattr(evaluate, "train", note_train)
    monkeypatch.setattr(evaluate, "run_all", note_run)
    folds = evaluate.make_folds(support.labels.tolist(), list("abcdef"), seed=0)
    events: list[JobEvent] = []
    got = evaluate.leave_out(
        pack, support, folds, CONFIG, torch.device("cpu"), JobContext(events.append)
    )
    assert got.folds == 3 and got.rows == tuple(range(6))
    everything = {id(clip) for clip in support.clips}
    for learned, questioned in zip(seen, asked, strict=True):
        assert not learned & questioned and learned | questioned == everything
    assert torch.allclose(got.probabilities.sum(dim=1), torch.ones(6), atol=1e-5)
    steps = [event for event in events if isinstance(event, Progress)]
    assert [step.done for step in steps] == list(range(1, 7))  # 3 folds x 2 epochs x 1 step
    assert {step.total for step in steps} == {6}


def test_it_stops_within_a_step(tmp_path: Path) -> None:
    pack = write_tiny_pack(tmp_path / "pack")
    support = replace(make_support(4), options=pack.inputs)
    seen: list[JobEvent] = []
    ctx = JobContext(lambda event: (seen.append(event), ctx.cancel()))  # type: ignore[func-returns-value]
    with pytest.raises(Cancelled):
        evaluate.leave_out(pack, support, [0, 1, 1, 0], CONFIG, torch.device("cpu"), ctx)
    assert len(seen) == 1
