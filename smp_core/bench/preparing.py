"""Source training of everything that takes part, several at once, before the sessions begin."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, wait
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any

import torch

from smp_core.bench.datasets.examples import Dataset
from smp_core.bench.datasets.loading import read_part
from smp_core.bench.datasets.opening import open_dataset
from smp_core.bench.datasets.prompting import Prompts
from smp_core.bench.lab import Lab
from smp_core.bench.methods import entrant
from smp_core.bench.source_training import recipe
from smp_core.device import pick_device
from smp_core.errors import InputError
from smp_core.jobs import JobContext, JobEvent, Progress
from smp_core.model.pack import Pack, open_pack
from smp_core.paths import user_cache_folder
from smp_core.processes import SPAWN, process_pool
from smp_core.training.support_set import SupportSet

STAGE = "Source training"
_LOOK_S = 0.5
_NAMED = 5


@dataclass(frozen=True)
class Place:
    """Where the training happens; the fields are those of `FewshotRequest`."""

    pack: Path
    data: Path
    source_list: Path | None
    source_training: str
    device: str
    workers: int | None


def open_lab(place: Place, source: Callable[[Prompts], SupportSet], seat: int = 0) -> Lab:
    """The lab of a comparison, in whichever process.

    Args:
        seat: Which of the processes; several GPUs are dealt to them in turn.
    """
    clips = open_dataset(place.data, place.source_list).source
    return Lab(
        open_pack(place.pack),
        user_cache_folder() / "bench",
        source,
        dealt(pick_device(place.device), seat, torch.cuda.device_count()),
        recipe(place.source_training),
        [[clip.label, clip.media.name, clip.start_s, clip.end_s, clip.prompt] for clip in clips],
    )


def dealt(device: torch.device, seat: int, n_gpus: int) -> torch.device:
    """A process's own GPU where there are several."""
    if device.type != "cuda" or n_gpus < 2:
        return device
    return torch.device("cuda", seat % n_gpus)


def n_workers(asked: int | None, device: str) -> int:
    """Processes: as many as asked for, else one a core, or one a GPU."""
    kind = pick_device(device).type
    by_device = {"cpu": os.cpu_count() or 1, "cuda": torch.cuda.device_count()}
    return asked or by_device.get(kind, 1)


class Seats:
    """Numbers the processes of a pool, as each takes its seat."""

    def __init__(self) -> None:
        self._next = SPAWN.Value("i", 0)

    def take(self) -> int:
        """The next number, from 0."""
        with self._next.get_lock():
            self._next.value += 1
            return int(self._next.value) - 1


def refuse_learned(pack: Pack, data: Dataset) -> None:
    """Few-shot classes are new ones: what a pack has learned is no test of it.

    Raises:
        InputError: The pack has learned some of the target classes.
    """
    learned = sorted(set(data.target_classes) & set(pack.source_classes))
    if learned:
        more = f" and {len(learned) - _NAMED} more" if len(learned) > _NAMED else ""
        raise InputError(
            f"The pack {pack.name} has already learned what is to be tested: "
            f"{', '.join(learned[:_NAMED])}{more}.",
            "Train one with `smp pretrain` that leaves these classes out (--source-classes), "
            "or take another pack.",
        )


def prepare_methods(methods: Sequence[str], place: Place, ctx: JobContext) -> None:
    """Source-train what is not trained yet, each method in a process of its own.

    Raises:
        InputError: The data set has other source classes than the pack learned from, or a method
            cannot be trained so.
        Cancelled: Stopped; finished methods are kept.
    """
    lab = open_lab(place, partial(read_source, place, ctx))
    files = {key: entrant(key).weights_file(lab) for key in methods}
    missing = [key for key, file in files.items() if file is not None and not file.is_file()]
    if not missing:
        return
    for prompts in sorted({entrant(key).prompts for key in missing}):
        lab.source(prompts)  # kept for the processes; and what is wrong is said before they start
    workers = min(n_workers(place.workers, place.device), len(missing))
    threads = max(1, (os.cpu_count() or 1) // workers)
    news, stop = SPAWN.SimpleQueue(), SPAWN.Event()
    start = (place, threads, news, stop, Seats())
    with process_pool(workers, _start, start) as pool:
        running = {pool.submit(_train, key) for key in missing}
        steps: dict[str, tuple[int, int]] = {}
        try:
            while running:
                done, running = wait(running, _LOOK_S, FIRST_COMPLETED)
                while not news.empty():
                    key, step, total = news.get()
                    steps[key] = (step, total)
                for future in done:
                    future.result()
                finished = sum(step / total for step, total in steps.values())
                ctx.progress(STAGE, round(100 * finished), 100 * len(missing))
        finally:
            stop.set()
            pool.shutdown(cancel_futures=True)
    ctx.progress(STAGE, 100 * len(missing), 100 * len(missing))


def read_source(place: Place, ctx: JobContext, prompts: Prompts) -> SupportSet:
    """The clips to learn from of the source classes.

    Raises:
        InputError: They are other classes than those that the pack learned from.
    """
    pack, data = open_pack(place.pack), open_dataset(place.data, place.source_list)
    if data.source_classes != pack.source_classes:
        raise InputError(
            f"{place.data} has other source classes than those that the pack {pack.name} "
            "learned from.",
            "Take a pack that was trained on this data set with `smp pretrain`.",
        )
    return read_part(data, pack, data.source_classes, "train", ctx, prompts=prompts)


@dataclass(frozen=True)
class _Trainer:
    lab: Lab
    news: Any
    stop: Any


_trainer: _Trainer | None = None


def _start(place: Place, threads: int, news: Any, stop: Any, seats: Seats) -> None:
    global _trainer
    torch.set_num_threads(threads)
    source = cache(partial(read_source, place, JobContext()))
    _trainer = _Trainer(open_lab(place, source, seats.take()), news, stop)


def _train(key: str) -> None:
    trainer = _trainer
    if trainer is None:
        raise RuntimeError("the process was not started")

    def tell(event: JobEvent) -> None:
        if isinstance(event, Progress):
            trainer.news.put((key, event.done, event.total))

    file = entrant(key).weights_file(trainer.lab)
    if file is not None:
        file.parent.mkdir(parents=True, exist_ok=True)
        entrant(key).prepare(trainer.lab, file, JobContext(tell, trainer.stop))
