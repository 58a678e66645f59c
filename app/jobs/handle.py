"""A running operation, as the window sees it."""

from __future__ import annotations

import time
from enum import Enum
from typing import Any

from PySide6.QtCore import QObject, Signal

from app.jobs.operation import Operation
from smp_core.jobs import Progress, Warned


class State(Enum):
    """Where an operation is."""

    WAITING = "waiting"
    RUNNING = "running"
    PAUSED = "paused"
    STOPPING = "stopping"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def ended(self) -> bool:
        """Whether it is over."""
        return self in (State.DONE, State.FAILED, State.CANCELLED)


class JobHandle(QObject):
    """Progress and end of one operation. Lives in the window's thread.

    Attributes:
        changed: Anything below changed; at most ten times a second by progress.
        progressed: Each `Progress`, for charts.
        ended: Exactly once, after the callbacks.
        state: Where it is.
        progress: The newest step, None before the first.
        warnings: What was set aside.
        result: What it gave, once it is done.
        error: What it raised, once it failed; details: the story for a report.
        swept: It was stopped with everything else, because its project or the window goes.
    """

    changed = Signal()
    progressed = Signal(object)
    ended = Signal()

    def __init__(self, number: int, operation: Operation[Any], parent: QObject) -> None:
        super().__init__(parent)
        self.number = number
        self.operation = operation
        self.state = State.WAITING
        self.progress: Progress | None = None
        self.warnings: list[Warned] = []
        self.result: Any = None
        self.error: Exception | None = None
        self.details = ""
        self.swept = False
        self._stage_began = time.monotonic()

    @property
    def name(self) -> str:
        """What the operator reads."""
        return self.operation.name

    @property
    def can_pause(self) -> bool:
        """Whether `Runner.pause` would do anything now."""
        return self.operation.lane.value in ("engine", "side") and self.state in (
            State.RUNNING,
            State.PAUSED,
        )

    def note(self, step: Progress) -> None:
        """Take in a step; called by the runner."""
        if self.progress is None or step.stage != self.progress.stage:
            self._stage_began = time.monotonic()
        self.progress = step
        self.progressed.emit(step)
        self.changed.emit()

    def seconds_left(self) -> float | None:
        """How long the present stage still takes, None while nobody can know."""
        step = self.progress
        spent = time.monotonic() - self._stage_began
        if step is None or self.state is not State.RUNNING or step.done < 1 or spent < 1:
            return None
        return spent / step.done * (step.total - step.done)
