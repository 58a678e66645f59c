"""The few-shot table: methods × shots over the same 25 sessions (paper IV-A2, Table I)."""

from __future__ import annotations

import json
import multiprocessing
import os
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch

from smp_core.bench.methods import METHODS, session_model, source_weights
from smp_core.bench.sessions import Session, draw_sessions, mean_and_deviation
from smp_core.errors import InputError
from smp_core.jobs import JobContext
from smp_core.media.cache import ClipCache
from smp_core.media.decoder import Decoder
from smp_core.model.pack import Pack, open_pack
from smp_core.paths import atomic_write_json, user_cache_folder
from smp_core.training.loop import train
from smp_core.training.support_set import SupportSet, run_all
from smp_core.workflows.folder_clips import labelled_clips

# Half of each target class is the pool that support clips are drawn from, half is the query set.
_QUERY_SHARE = 0.5


@dataclass(frozen=True)
class FewshotRequest:
    """What to measure.

    Attributes:
        pack: A pack's folder.
        source, target: Folders with one sub-folder of clips per class.
        methods: Keys of `METHODS`.
        shots: K of each column.
        out: JSON results, one entry per session; finished sessions are not run again.
        ways: N.
        sessions: Only the first so many of the 25, for a quick look.
        workers: Processes with one thread each.
    """

    pack: Path
    source: Path
    target: Path
    methods: tuple[str, ...]
    shots: tuple[int, ...]
    out: Path
    ways: int = 5
    sessions: int = 25
    workers: int | None = None


@dataclass(frozen=True)
class _Task:
    method: str
    shots: int
    session: Session


def run_fewshot(request: FewshotRequest, ctx: JobContext) -> dict[str, Any]:
    """Run what is missing, write results after every session, and give the whole of them."""
    pack = open_pack(request.pack)
    results = _load(request.out, pack)
    pool_sizes = _pool_sizes(request.target)
    tasks = [
        _Task(method, shots, session)
        for shots in request.shots
        for method in request.methods
        for session in draw_sessions(pool_sizes, request.ways, shots)[: request.sessions]
        if _key(method, shots, session.index) not in results["sessions"]
    ]
    weights = _source_weights(request, pack, sorted({task.method for task in tasks}), ctx)
    context = multiprocessing.get_context("spawn")
    workers = request.workers or os.cpu_count() or 1
    if tasks:
        with ProcessPoolExecutor(
            workers, context, _start, (request.pack, request.target, weights)
        ) as pool:
            futures = {pool.submit(_run, task): task for task in tasks}
            try:
                for done, future in enumerate(as_completed(futures), 1):
                    task = futures[future]
                    key = _key(task.method, task.shots, task.session.index)
                    results["sessions"][key] = future.result()
                    results["table"] = _table(results["sessions"])
                    atomic_write_json(request.out, results)
                    ctx.progress("Sessions", done, len(tasks))
            finally:
                pool.shutdown(cancel_futures=True)
    results["table"] = _table(results["sessions"])
    atomic_write_json(request.out, results)
    return results


def _source_weights(
    request: FewshotRequest, pack: Pack, methods: Sequence[str], ctx: JobContext
) -> dict[str, Path]:
    needs_data = [m for m in methods if METHODS[m].adapt(pack.model) != pack.model]
    source = _read(request.source, pack, ctx)[0] if needs_data else None
    if source is not None and source.class_names != pack.source_classes:
        raise InputError(
            f"{request.source} does not hold the classes that the pack {pack.name} learned from.",
            "Make them with: smp synth FOLDER --split source",
        )
    folder = user_cache_folder() / "bench"
    weights = {}
    for name in methods:
        empty = SupportSet([], torch.zeros(0, dtype=torch.int64), (), pack.inputs)
        weights[name] = source_weights(METHODS[name], pack, source or empty, folder, ctx)
    return weights


@dataclass(frozen=True)
class _Worker:
    pack: Pack
    pool: SupportSet
    query: SupportSet
    weights: dict[str, Path]


_worker: _Worker | None = None


def _start(pack_folder: Path, target: Path, weights: dict[str, Path]) -> None:
    global _worker
    torch.set_num_threads(1)
    pack = open_pack(pack_folder)
    pool, query = _read(target, pack, JobContext(), held_out=_QUERY_SHARE)
    _worker = _Worker(pack, pool, query, weights)


def _run(task: _Task) -> dict[str, Any]:
    """One session: fixed last epoch; query labels are only read to count hits."""
    worker = _worker
    if worker is None:
        raise RuntimeError("the worker was not started")
    started = time.monotonic()
    method = METHODS[task.method]
    support = _support(worker.pool, task.session)
    model = session_model(
        method, worker.pack, worker.weights[task.method], len(task.session.classes)
    )
    train(model, support, method.config, JobContext())
    seconds = time.monotonic() - started
    hits, total = 0, 0
    for label, name in enumerate(task.session.classes):
        rows = (worker.query.labels == worker.query.class_names.index(name)).nonzero()[:, 0]
        clips = [worker.query.clips[int(row)] for row in rows]
        out = run_all(model, clips, worker.query.options, 32)
        hits += int((out.logits.argmax(dim=1) == label).sum())
        total += len(clips)
    return {
        "classes": list(task.session.classes),
        "accuracy": hits / total,
        "query_clips": total,
        "training_seconds": round(seconds, 2),
        "trainable_parameters": sum(p.numel() for p in model.trainable().values()),
    }


def _support(pool: SupportSet, session: Session) -> SupportSet:
    clips, labels = [], []
    for label, (name, picks) in enumerate(zip(session.classes, session.support, strict=True)):
        rows = (pool.labels == pool.class_names.index(name)).nonzero()[:, 0]
        clips += [pool.clips[int(rows[pick])] for pick in picks]
        labels += [label] * len(picks)
    return SupportSet(clips, torch.tensor(labels), session.classes, pool.options)


def _read(
    folder: Path, pack: Pack, ctx: JobContext, held_out: float = 0.0
) -> tuple[SupportSet, SupportSet]:
    cache = ClipCache(user_cache_folder() / "clips", 8 << 30)
    with Decoder() as decoder:
        return labelled_clips(folder, pack, pack.captioner, ctx, decoder, cache, held_out=held_out)


def _pool_sizes(folder: Path) -> dict[str, int]:
    counts = {
        sub.name: len(list(sub.glob("*.mp4"))) for sub in sorted(folder.iterdir()) if sub.is_dir()
    }
    return {name: count - int(count * _QUERY_SHARE) for name, count in counts.items()}


def _load(out: Path, pack: Pack) -> dict[str, Any]:
    fresh: dict[str, Any] = {"pack": {"name": pack.name, "digest": pack.digest}, "sessions": {}}
    if not out.is_file():
        return fresh
    found: dict[str, Any] = json.loads(out.read_text(encoding="utf-8"))
    return found if found.get("pack") == fresh["pack"] else fresh


def _key(method: str, shots: int, index: int) -> str:
    return f"{method}/{shots}-shot/{index:02d}"


def _table(sessions: dict[str, Any]) -> list[dict[str, Any]]:
    rows: dict[str, list[dict[str, Any]]] = {}
    for key in sorted(sessions):
        rows.setdefault(key.rpartition("/")[0], []).append(sessions[key])
    table = []
    for key, entries in rows.items():
        method, _, shots = key.partition("/")
        mean, deviation = mean_and_deviation([entry["accuracy"] for entry in entries])
        seconds = sorted(entry["training_seconds"] for entry in entries)
        table.append(
            {
                "method": METHODS[method].name,
                "shots": int(shots.partition("-")[0]),
                "sessions": len(entries),
                "accuracy": round(100 * mean, 2),
                "deviation": round(100 * deviation, 2),
                "training_seconds_median": seconds[len(seconds) // 2],
                "trainable_parameters": entries[0]["trainable_parameters"],
            }
        )
    return table
