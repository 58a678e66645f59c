"""Whole data sets of scenes: one folder per class, many clips, several processes."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path

import cv2

from smp_core.errors import InputError, ResourceError
from smp_core.jobs import JobContext
from smp_core.processes import process_pool
from smp_core.synth.classes import SOURCE_CLASSES, TARGET_CLASSES
from smp_core.synth.scene import make_scene
from smp_core.synth.seeds import clip_seed
from smp_core.synth.write import truth_path, write_clip

STAGE = "Making clips"
_SPLITS = {"source": SOURCE_CLASSES, "target": TARGET_CLASSES}


@dataclass(frozen=True)
class SynthResult:
    """What `synthesise` left behind.

    Attributes:
        folder: The data set's folder, one sub-folder per class.
        split: source or target.
        classes: Class names, which are the sub-folders' names.
        paths: All clips, class by class.
        written: Clips made now.
        skipped: Clips that were there already.
    """

    folder: Path
    split: str
    classes: tuple[str, ...]
    paths: tuple[Path, ...]
    written: int
    skipped: int


@dataclass(frozen=True)
class ClipTask:
    """One clip to make: where, and which scene.

    Attributes:
        path: Ends in .mp4.
        class_name: Any class. seed: Of the scene. difficulty: 0..1.
    """

    path: Path
    class_name: str
    seed: int
    difficulty: float


def synthesise(
    folder: Path,
    split: str,
    clips_per_class: int,
    seed: int,
    difficulty: float,
    ctx: JobContext,
    workers: int | None = None,
) -> SynthResult:
    """Writes `clips_per_class` clips of every class of a split; goes on where it was stopped.

    Args:
        folder: Made if missing; gets folder/<class name>/<slug>-0001.mp4 and .json.
        split: source (16 classes) or target (12 classes).
        clips_per_class: At least 1.
        seed: No clip of one seed equals a clip of another.
        difficulty: 0..1.
        ctx: Progress and cancelling.
        workers: Processes; None takes one per core, 1 stays in this process.

    Raises:
        InputError: Unknown split, number or difficulty out of range, folder is a file.
        ResourceError: The disk is full or a process died.
        Cancelled: Stopped by the operator; whole clips stay.
    """
    if split not in _SPLITS:
        raise InputError(f'There is no split "{split}".', 'Use "source" or "target".')
    if clips_per_class < 1:
        raise InputError(f"{clips_per_class} clips per class is too few.", "Use 1 or more.")
    if seed < 0 or not 0.0 <= difficulty <= 1.0:
        raise InputError(
            f"Seed {seed} or difficulty {difficulty} is out of range.",
            "Use a seed from 0 up and a difficulty from 0 to 1.",
        )
    if folder.exists() and not folder.is_dir():
        raise InputError(f"{folder} is a file.", "Choose a folder.")
    tasks = list(_tasks(folder, split, clips_per_class, seed, difficulty))
    written = make_clips(tasks, ctx, workers)
    return SynthResult(
        folder=folder,
        split=split,
        classes=_SPLITS[split],
        paths=tuple(task.path for task in tasks),
        written=written,
        skipped=len(tasks) - written,
    )


def make_clips(tasks: Sequence[ClipTask], ctx: JobContext, workers: int | None = None) -> int:
    """Makes the clips that are not there yet, and says how many those were.

    Args:
        tasks: Clips with paths of their own.
        ctx: Progress and cancelling.
        workers: As for `synthesise`.

    Raises:
        As `synthesise`.
    """
    open_tasks = [task for task in tasks if not _finished(task)]
    skipped = len(tasks) - len(open_tasks)
    ctx.progress(STAGE, skipped, len(tasks))
    count = min(workers if workers is not None else os.cpu_count() or 1, len(open_tasks))
    if count <= 1:
        for done, task in enumerate(open_tasks, skipped + 1):
            ctx.raise_if_cancelled()
            _make(task)
            ctx.progress(STAGE, done, len(tasks))
    else:
        _make_in_processes(open_tasks, count, skipped, ctx)
    return len(open_tasks)


def _tasks(
    folder: Path, split: str, clips: int, seed: int, difficulty: float
) -> Iterator[ClipTask]:
    for class_name in _SPLITS[split]:
        slug = class_name.replace(" ", "-")
        for index in range(1, clips + 1):
            path = folder / class_name / f"{slug}-{index:04d}.mp4"
            yield ClipTask(path, class_name, clip_seed(seed, split, class_name, index), difficulty)


def _finished(task: ClipTask) -> bool:
    """Whether this very clip lies there already (the clip is renamed after its truth)."""
    try:
        truth = json.loads(truth_path(task.path).read_text("utf-8"))
        size = task.path.stat().st_size
    except (OSError, ValueError):
        return False
    return (
        size > 0
        and isinstance(truth, dict)
        and truth.get("seed") == task.seed
        and truth.get("difficulty") == task.difficulty
    )


def _make(task: ClipTask) -> None:
    # A leftover of another seed must go before the new truth arrives beside it.
    task.path.unlink(missing_ok=True)
    write_clip(make_scene(task.class_name, task.seed, task.difficulty), task.path)


def _start_worker() -> None:
    cv2.setNumThreads(1)


def _make_in_processes(tasks: list[ClipTask], count: int, done: int, ctx: JobContext) -> None:
    """Keeps a short queue per process, so that cancelling takes effect within about a clip."""
    total = done + len(tasks)
    waiting = iter(tasks)
    with process_pool(count, _start_worker) as pool:
        running: set[Future[None]] = set()
        try:
            for task in waiting:
                running.add(pool.submit(_make, task))
                if len(running) >= 2 * count:
                    finished, running = wait(running, return_when=FIRST_COMPLETED)
                    done = _collect(finished, done, total, ctx)
            while running:
                finished, running = wait(running, timeout=0.5, return_when=FIRST_COMPLETED)
                done = _collect(finished, done, total, ctx)
        except BrokenProcessPool as error:
            raise ResourceError(
                "A process that makes clips was ended by the system.",
                "Free some memory or use fewer workers, then start again: finished clips stay.",
            ) from error
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def _collect(finished: set[Future[None]], done: int, total: int, ctx: JobContext) -> int:
    for future in finished:
        future.result()
        done += 1
    ctx.progress(STAGE, done, total)
    return done
