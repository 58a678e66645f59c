"""What uneven classes cost, and what a class for ordinary footage is worth.

The tables of the paper have equally many clips of every class; people do not. Two questions, asked
of the preset `fast` with and without `balance_classes`:

* *Uneven*: five classes with twelve to two clips; how often is each one recognised?
* *Ordinary*: five events with five clips each, and a class of what is none of them, made of some
  other kinds of scenes; how many events are taken for ordinary, and how much else for an event?
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from concurrent.futures import as_completed
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import mean
from typing import Any

import torch
from torch import Tensor

from smp_core.bench.datasets.loading import read_part
from smp_core.bench.datasets.opening import open_dataset
from smp_core.bench.fewshot import queries, rows_of, support_of
from smp_core.bench.preparing import n_workers, refuse_learned
from smp_core.bench.sessions import Session, draw_sessions, spread
from smp_core.bench.statistics import mean_and_deviation, paired_difference
from smp_core.jobs import JobContext
from smp_core.model.pack import Pack, open_pack
from smp_core.model.smp import SMP
from smp_core.processes import process_pool
from smp_core.training.config import preset, preset_settings
from smp_core.training.finetune import start_model
from smp_core.training.loop import train
from smp_core.training.overrides import apply_overrides
from smp_core.training.support_set import SupportSet, run_all


@dataclass(frozen=True)
class Plan:
    """What is asked.

    Attributes:
        counts: Clips of the classes in *uneven*; which class has how many is drawn each session.
        event_clips: Of each event in *ordinary*.
        ordinary_kinds: Kinds of scenes in the ordinary class; the others stay unseen.
        ordinary_clips: Sizes of the ordinary class, equally many clips of each kind.
        sessions: How many.
    """

    counts: tuple[int, ...] = (12, 8, 5, 3, 2)
    event_clips: int = 5
    ordinary_kinds: int = 4
    ordinary_clips: tuple[int, ...] = (4, 20)
    sessions: int = 5

    @property
    def ways(self) -> int:
        """N of both questions."""
        return len(self.counts)


_SEED = 42
_ORDINARY = "ordinary"
_FEW = 3


@dataclass(frozen=True)
class Case:
    """One training and its questions.

    Attributes:
        session: Classes and the clips to draw from. balance_classes: As in `TrainConfig`.
        ordinary_clips: Of the ordinary class; 0 for the question of uneven classes.
    """

    session: Session
    balance_classes: bool
    ordinary_clips: int

    @property
    def question(self) -> str:
        """Which of the two."""
        return "ordinary" if self.ordinary_clips else "uneven"


def run_uneven(pack: Path, data: Path, ctx: JobContext, plan: Plan | None = None) -> dict[str, Any]:
    """Train and ask every case, one thread each, several side by side.

    Args:
        pack: A pack's folder.
        data: A data set's, as for `run_fewshot`, with enough target classes and clips.
        plan: What to ask; the usual if None.

    Returns:
        Plain JSON: every case's numbers, and their means and deviations over the sessions.

    Raises:
        InputError: A pack or a data set that cannot be used.
        Cancelled: Stopped.
    """
    plan = plan or Plan()
    opened, kept = open_pack(pack), open_dataset(data)
    refuse_learned(opened, kept)
    for split in ("train", "test"):
        read_part(kept, opened, kept.target_classes, split, ctx)
    pool_sizes = {name: len(kept.of([name], "train")) for name in kept.target_classes}
    sessions = spread(draw_sessions(pool_sizes, plan.ways, max(plan.counts)), plan.sessions)
    cases = [
        Case(session, balance, clips)
        for session in sessions
        for balance in (True, False)
        for clips in (0, *plan.ordinary_clips)
    ]
    found: list[dict[str, Any]] = []
    with process_pool(n_workers(None, "cpu"), _start, (pack, data, plan)) as pool:
        try:
            for future in as_completed([pool.submit(_ask, case) for case in cases]):
                found.append(future.result())
                ctx.progress("Uneven classes", len(found), len(cases))
                ctx.raise_if_cancelled()
        finally:
            pool.shutdown(cancel_futures=True)
    found.sort(key=lambda each: (each["question"], each["ordinary_clips"], each["session"]))
    return {
        "pack": {"name": opened.name, "digest": opened.digest},
        "data": kept.name,
        "plan": asdict(plan),
        "cases": found,
        "table": uneven_rows(found),
    }


def uneven_rows(cases: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Each number with balanced classes and without, in %, and what balancing changes.

    Args:
        cases: Of every session once with and once without.
    """
    rows = []
    for question, clips in sorted({(case["question"], case["ordinary_clips"]) for case in cases}):
        own = [
            {case["session"]: case for case in cases if _is(case, question, clips, balance)}
            for balance in (True, False)
        ]
        sessions = sorted(own[0])
        draws = [tuple(own[0][index]["classes"]) for index in sessions]
        for name in own[0][sessions[0]]["measured"]:
            on, off = ([100 * each[i]["measured"][name] for i in sessions] for each in own)
            change = paired_difference(on, off, draws)
            rows.append(
                {
                    "question": question,
                    "ordinary_clips": clips,
                    "measured": name,
                    "sessions": len(sessions),
                    "balanced": _spread(on),
                    "not_balanced": _spread(off),
                    "change": [round(v, 2) for v in (change.mean, change.low, change.high)],
                }
            )
    return rows


def _is(case: Mapping[str, Any], question: str, clips: int, balance: bool) -> bool:
    own = (case["question"], case["ordinary_clips"], case["balance_classes"])
    return own == (question, clips, balance)


def _spread(values: Sequence[float]) -> list[float]:
    return [round(value, 2) for value in mean_and_deviation(values)]


def uneven_support(pool: SupportSet, session: Session, plan: Plan) -> tuple[SupportSet, list[int]]:
    """The session's classes with `plan.counts` clips, and how many each one has."""
    counts = random.Random(f"{_SEED}/counts/{session.index}").sample(plan.counts, plan.ways)
    picks = tuple(own[:n] for own, n in zip(session.support, counts, strict=True))
    return support_of(pool, Session(session.index, session.classes, picks)), counts


def ordinary_support(
    pool: SupportSet, session: Session, n_clips: int, plan: Plan
) -> tuple[SupportSet, list[str], list[str]]:
    """The session's classes with `plan.event_clips` clips, and one more of other kinds of scenes.

    Returns:
        The support set; the kinds in its last class; and the kinds that nobody has seen.
    """
    draw = random.Random(f"{_SEED}/ordinary/{session.index}")
    others = sorted(set(pool.class_names) - set(session.classes))
    draw.shuffle(others)
    kinds, unseen = others[: plan.ordinary_kinds], others[plan.ordinary_kinds :]
    picks = tuple(own[: plan.event_clips] for own in session.support)
    events = support_of(pool, Session(session.index, session.classes, picks))
    each = n_clips // plan.ordinary_kinds
    rows = [row for kind in kinds for row in draw.sample(rows_of(pool, kind), each)]
    support = SupportSet(
        [*events.clips, *(pool.clips[row] for row in rows)],
        torch.cat([events.labels, torch.full((len(rows),), plan.ways)]),
        (*session.classes, _ORDINARY),
        pool.options,
    )
    return support, kinds, unseen


@dataclass(frozen=True)
class _Worker:
    pack: Pack
    pool: SupportSet
    asked: SupportSet
    plan: Plan


_worker: _Worker | None = None


def _start(pack: Path, data: Path, plan: Plan) -> None:
    global _worker
    torch.set_num_threads(1)
    opened, kept = open_pack(pack), open_dataset(data)
    pool, asked = (
        read_part(kept, opened, kept.target_classes, split, JobContext())
        for split in ("train", "test")
    )
    _worker = _Worker(opened, pool, asked, plan)


def _ask(case: Case) -> dict[str, Any]:
    worker = _worker
    if worker is None:
        raise RuntimeError("the worker was not started")
    ask = _ordinary if case.ordinary_clips else _uneven
    return {
        "question": case.question,
        "session": case.session.index,
        "classes": list(case.session.classes),
        "balance_classes": case.balance_classes,
        "ordinary_clips": case.ordinary_clips,
        "measured": ask(worker, case),
    }


def _finetuned(pack: Pack, support: SupportSet, balance: bool) -> SMP:
    settings = (*preset_settings("fast"), f"balance_classes={balance}")
    model_config, config = apply_overrides(pack.model, preset("fast"), settings)
    model = start_model(pack, len(support.class_names), config.seed, model_config)
    train(model, support, config, JobContext())
    return model


def _uneven(worker: _Worker, case: Case) -> dict[str, float]:
    support, counts = uneven_support(worker.pool, case.session, worker.plan)
    clips, labels = queries(worker.asked, case.session)
    model = _finetuned(worker.pack, support, case.balance_classes)
    answers = run_all(model, clips, support.options, 32).logits.argmax(dim=1)
    truth = torch.tensor(labels)
    right = [_share(answers[truth == label] == label) for label in range(len(counts))]
    few = [share for share, count in zip(right, counts, strict=True) if count <= _FEW]
    return {"all": mean(right), "few": mean(few)}


def _ordinary(worker: _Worker, case: Case) -> dict[str, float]:
    support, kinds, unseen = ordinary_support(
        worker.pool, case.session, case.ordinary_clips, worker.plan
    )
    clips, labels = queries(worker.asked, case.session)
    model = _finetuned(worker.pack, support, case.balance_classes)
    ordinary = worker.plan.ways

    def answers(asked: list[Any]) -> Tensor:
        return run_all(model, asked, support.options, 32).logits.argmax(dim=1)

    def reported(names: list[str]) -> float:
        rows = [row for name in names for row in rows_of(worker.asked, name)]
        return _share(answers([worker.asked.clips[row] for row in rows]) != ordinary)

    events = answers(clips)
    return {
        "right": _share(events == torch.tensor(labels)),
        "missed": _share(events == ordinary),
        "seen_kinds_reported": reported(kinds),
        "unseen_kinds_reported": reported(unseen),
    }


def _share(which: Tensor) -> float:
    return float(which.float().mean())
