"""The few-shot tables: methods × shots over the same 25 sessions (paper IV-A2, Tables I–X)."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import as_completed
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from smp_core.bench.configurations import SWEPT
from smp_core.bench.datasets.examples import Dataset, Split
from smp_core.bench.datasets.loading import read_part
from smp_core.bench.datasets.opening import open_dataset
from smp_core.bench.datasets.prompting import Prompts
from smp_core.bench.lab import Lab
from smp_core.bench.methods import entrant
from smp_core.bench.preparing import (
    Place,
    Seats,
    n_workers,
    open_lab,
    prepare_methods,
    refuse_learned,
)
from smp_core.bench.robustness import (
    DELAYS,
    SHUFFLES,
    check_variants,
    prompt_donors,
    with_prompts_of,
)
from smp_core.bench.sessions import Session, draw_sessions, spread
from smp_core.bench.source_training import recipe
from smp_core.bench.tables import difference_rows, table_rows
from smp_core.errors import InputError
from smp_core.jobs import JobContext
from smp_core.model.inputs import ClipInputs
from smp_core.model.pack import Pack, open_pack
from smp_core.paths import atomic_write_json
from smp_core.processes import process_pool
from smp_core.training.support_set import SupportSet


@dataclass(frozen=True)
class FewshotRequest:
    """What to measure.

    Attributes:
        pack: A pack's folder.
        data: A data set's folder, see `datasets.opening`.
        methods: Keys of `methods.ENTRANTS`.
        shots: K of each column.
        out: JSON results, one entry per session; finished sessions are not run again.
        ways: N.
        sessions: Only so many of the 25, spread over the draws of classes.
        workers: Processes with one thread each; None for one a core, or one on a GPU.
        device: As everywhere.
        curves: Answer the queries after every epoch too, for the best-epoch rows (the paper's way
            of the published numbers; strict rows never look). It takes many times as long.
        source_list: See `datasets.opening`.
        variants: Changed queries that the same models answer too, see `robustness.VARIANTS`.
        source_training: A key of `source_training.RECIPES`.
    """

    pack: Path
    data: Path
    methods: tuple[str, ...]
    shots: tuple[int, ...]
    out: Path
    ways: int = 5
    sessions: int = 25
    workers: int | None = None
    device: str = "cpu"
    curves: bool = False
    source_list: Path | None = None
    variants: tuple[str, ...] = ()
    source_training: str = "paper"


@dataclass(frozen=True)
class _Task:
    method: str
    shots: int
    session: Session


def run_fewshot(request: FewshotRequest, ctx: JobContext) -> dict[str, Any]:
    """Run what is missing, write results after every session, and give the whole of them.

    Raises:
        InputError: Unknown methods, methods that this source training cannot serve, a data set that
            is too small, a pack that has learned its target classes, or a result file of another
            pack, data set or source training.
        Cancelled: Stopped; finished sessions are kept.
    """
    for key in request.methods:
        entrant(key)
    check_variants(request.variants)
    pack = open_pack(request.pack)
    data = open_dataset(request.data, request.source_list)
    refuse_learned(pack, data)
    results = _load(request, pack, data)
    _leave_superseded(results, request.methods)
    pool_sizes = {name: len(data.of([name], "train")) for name in data.target_classes}
    tasks = [
        _Task(method, shots, session)
        for shots in request.shots
        for method in request.methods
        for session in spread(draw_sessions(pool_sizes, request.ways, shots), request.sessions)
        if _is_missing(results["sessions"].get(_key(method, shots, session.index)), request)
    ]
    prepare_methods(sorted({task.method for task in tasks}), _place(request), ctx)
    _read_once(tasks, request, pack, data, ctx)
    # Whole sessions, method after method: a stopped run can be compared as far as it got.
    order = [session.index for session in spread(draw_sessions(pool_sizes, request.ways, 1))]
    tasks.sort(key=lambda task: (task.shots, order.index(task.session.index)))
    if tasks:
        workers = n_workers(request.workers, request.device)
        with process_pool(workers, _start, (request, Seats())) as pool:
            futures = {pool.submit(_run, task): task for task in tasks}
            try:
                for done, future in enumerate(as_completed(futures), 1):
                    task = futures[future]
                    key = _key(task.method, task.shots, task.session.index)
                    results["sessions"][key] = future.result()
                    _tabulate(results)
                    atomic_write_json(request.out, results)
                    ctx.progress("Sessions", done, len(tasks))
                    ctx.raise_if_cancelled()
            finally:
                pool.shutdown(cancel_futures=True)
    _tabulate(results)
    atomic_write_json(request.out, results)
    return results


def _read_once(
    tasks: list[_Task], request: FewshotRequest, pack: Pack, data: Dataset, ctx: JobContext
) -> None:
    """Read here what the processes will ask for; they find it kept, and warnings are heard."""
    for prompts in sorted({entrant(task.method).prompts for task in tasks}):
        delays = [DELAYS[name] for name in request.variants if name in DELAYS]
        parts: list[tuple[Split, float]] = [("train", 0.0), *(("test", d) for d in [0.0, *delays])]
        for split, delay_s in parts:
            classes = data.target_classes
            read_part(data, pack, classes, split, ctx, prompts=prompts, delay_s=delay_s)


@dataclass(frozen=True)
class _Worker:
    """What a process has: `part` gives clips by split, prompts and delay of the sound."""

    lab: Lab
    part: Callable[[Split, Prompts, float], SupportSet]
    request: FewshotRequest


_worker: _Worker | None = None


def _place(request: FewshotRequest) -> Place:
    return Place(
        request.pack, request.data, request.source_list, request.source_training,
        request.device, request.workers,
    )  # fmt: skip


def _no_source(_prompts: Prompts) -> SupportSet:
    raise RuntimeError("source training belongs to the preparation")


def _start(request: FewshotRequest, seats: Seats) -> None:
    global _worker
    torch.set_num_threads(1)
    lab = open_lab(_place(request), _no_source, seats.take())
    data = open_dataset(request.data, request.source_list)

    @cache
    def part(split: Split, prompts: Prompts, delay_s: float) -> SupportSet:
        classes = data.target_classes
        return read_part(
            data, lab.pack, classes, split, JobContext(), prompts=prompts, delay_s=delay_s
        )

    _worker = _Worker(lab, part, request)


def _run(task: _Task) -> dict[str, Any]:
    """One session: fixed last epoch; query labels are only read to count hits."""
    worker = _worker
    if worker is None:
        raise RuntimeError("the worker was not started")
    prompts = entrant(task.method).prompts
    support = support_of(worker.part("train", prompts, 0.0), task.session)
    clips, labels = queries(worker.part("test", prompts, 0.0), task.session)
    truth = torch.tensor(labels)
    variants = {
        name: queries(worker.part("test", prompts, DELAYS[name]), task.session)[0]
        if name in DELAYS
        else with_prompts_of(clips, prompt_donors(labels, share=SHUFFLES[name]))
        for name in worker.request.variants
    }
    curve: list[float] = []

    def hits(logits: Tensor) -> float:
        return float((logits[: len(truth)].argmax(dim=1) == truth).float().mean())

    everything = [*clips, *(clip for changed in variants.values() for clip in changed)]
    outcome = entrant(task.method).run(
        worker.lab,
        support,
        everything,
        (lambda answer: curve.append(hits(answer(clips)))) if worker.request.curves else None,
    )
    parts = outcome.logits.split(len(truth))
    trained = entrant(task.method).weights_file(worker.lab) is not None
    return {
        "edition": entrant(task.method).edition,
        **({"source_clips": len(worker.lab.source_clips)} if trained else {}),
        "classes": list(task.session.classes),
        "accuracy": hits(outcome.logits),
        "query_clips": len(clips),
        "training_seconds": round(outcome.seconds, 2),
        "trainable_parameters": outcome.trainable_parameters,
        **({"curve": curve or [hits(outcome.logits)]} if worker.request.curves else {}),
        **(
            {"variants": dict(zip(variants, map(hits, parts[1:]), strict=True))} if variants else {}
        ),
    }


def queries(part: SupportSet, session: Session) -> tuple[list[ClipInputs], list[int]]:
    """All queries of a session's classes, class by class, and their labels."""
    clips, labels = [], []
    for label, name in enumerate(session.classes):
        for row in rows_of(part, name):
            clips.append(part.clips[row])
            labels.append(label)
    return clips, labels


def rows_of(part: SupportSet, name: str) -> list[int]:
    """Where a class's clips stand."""
    found: list[int] = (part.labels == part.class_names.index(name)).nonzero()[:, 0].tolist()
    return found


def support_of(pool: SupportSet, session: Session) -> SupportSet:
    """A session's support set."""
    clips, labels = [], []
    for label, (name, picks) in enumerate(zip(session.classes, session.support, strict=True)):
        rows = rows_of(pool, name)
        # A clip that could not be read leaves a gap; the next one stands in.
        clips += [pool.clips[rows[pick % len(rows)]] for pick in picks]
        labels += [label] * len(picks)
    return SupportSet(clips, torch.tensor(labels), session.classes, pool.options)


def _load(request: FewshotRequest, pack: Pack, data: Dataset) -> dict[str, Any]:
    fresh: dict[str, Any] = {
        "pack": {"name": pack.name, "digest": pack.digest},
        "data": {
            "name": data.name,
            # What was learned from other source classes is not what the paper measured.
            "in_paper": data.in_paper and pack.source_classes == data.source_classes,
            "ways": request.ways,
            "target_classes": list(data.target_classes),
            "target_clips": len(data.of(data.target_classes)),
        },
        "source_training": asdict(recipe(request.source_training)),
        "source_clips": len(data.source),
        "sweeps_from": {name: getattr(pack.model, name) for name in SWEPT},
        "sessions": {},
    }
    out = request.out
    if not out.is_file():
        return fresh
    found: dict[str, Any] = json.loads(out.read_text(encoding="utf-8"))
    if other := [
        key for key in ("pack", "data", "source_training") if found.get(key) != fresh[key]
    ]:
        raise InputError(
            f"{out} holds results of another {other[0].replace('_', ' ')}.",
            "Choose another folder with --out, or move the file away.",
        )
    return {**found, "source_clips": fresh["source_clips"], "sweeps_from": fresh["sweeps_from"]}


def _leave_superseded(results: dict[str, Any], methods: tuple[str, ...]) -> None:
    """Drop what a method said when it was another: its row must be of one kind."""
    now = results["source_clips"]
    for key, entry in list(results["sessions"].items()):
        method = key.partition("/")[0]
        if method in methods and (
            entry.get("edition") != entrant(method).edition or entry.get("source_clips", now) != now
        ):
            del results["sessions"][key]


def _is_missing(entry: dict[str, Any] | None, request: FewshotRequest) -> bool:
    if entry is None or (request.curves and "curve" not in entry):
        return True
    return bool(set(request.variants) - set(entry.get("variants", {})))


def _tabulate(results: dict[str, Any]) -> None:
    # The paper's numbers are all 5-way.
    about = results["data"]
    paper_name = about["name"] if about["in_paper"] and about["ways"] == 5 else ""
    results["table"] = table_rows(results["sessions"], paper_name)
    results["differences"] = difference_rows(results["sessions"])


def _key(method: str, shots: int, index: int) -> str:
    return f"{method}/{shots}-shot/{index:02d}"
