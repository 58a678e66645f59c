"""What is to be done, where, and what it changes: a plain value."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Any, Generic, TypeVar

from app.changes import Change
from smp_core.jobs import JobContext
from smp_core.worker.job import Job

Result = TypeVar("Result")


class Lane(Enum):
    """Where work is done; lanes work side by side.

    Attributes:
        DB: One thread, in order: short reads and edits of the project. Never decode here.
        IO: A few threads: files, decoding, exports, adding clips.
        ENGINE: The engine process: training, classification.
        SIDE: A second engine process, for questions that must not wait for a training.
    """

    DB = "db"
    IO = "io"
    ENGINE = "engine"
    SIDE = "side"


@dataclass(frozen=True)
class EngineWork(Generic[Result]):
    """A job for an engine process and its request; see `smp_core.worker.job`."""

    job: Job[Any, Result]
    request: Any


Work = Callable[[JobContext], Result] | EngineWork[Result]


@dataclass(frozen=True)
class Operation(Generic[Result]):
    """One thing to do in the background. `Runner.start` does it.

    Attributes:
        name: What the operator reads in the job panel: "Adding 12 clips".
        lane: Where.
        work: A function that takes a `JobContext`, or engine work for ENGINE and SIDE.
        changes: What it may have changed; told at its end, however it ended, because what was
            done before a fault or a stop is kept.
        quiet: Not in the job panel: reads, and everything shorter than a blink.
        key: A newer operation with the same key takes the place of this one, whose callbacks are
            then not called. For reads that only the newest of counts; empty for none.
        network: It fetches from the network; the status strip says so while it runs.
    """

    name: str
    lane: Lane
    work: Work[Result]
    changes: tuple[Change, ...] = ()
    quiet: bool = False
    key: str = ""
    network: bool = False

    def __post_init__(self) -> None:
        engine = isinstance(self.work, EngineWork)
        if engine != (self.lane in (Lane.ENGINE, Lane.SIDE)):
            raise ValueError(f"{self.name!r}: this work does not belong in the lane {self.lane}")


def read(name: str, work: Callable[[JobContext], Result], key: str = "") -> Operation[Result]:
    """A quiet read of the project."""
    return Operation(name, Lane.DB, work, quiet=True, key=key)
