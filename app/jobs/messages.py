"""What a lane tells about a task, from its own thread."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from app.jobs.operation import Work
from smp_core.jobs import JobEvent


@dataclass(frozen=True)
class Started:
    """It left the queue."""


@dataclass(frozen=True)
class Done:
    """It succeeded."""

    result: Any


@dataclass(frozen=True)
class Failed:
    """It failed: a `SmpError`, or an `EngineBug` or other exception, which is ours.

    Attributes:
        error: What was raised.
        details: Its story, for a report; empty for a plain `SmpError`.
    """

    error: Exception
    details: str = ""


@dataclass(frozen=True)
class Stopped:
    """It was cancelled."""


End = Done | Failed | Stopped
Message = Started | JobEvent | End
Post = Callable[[int, Message], None]


@dataclass(frozen=True)
class Task:
    """One operation on its way through a lane."""

    id: int
    work: Work[Any]
    stop: threading.Event = field(default_factory=threading.Event)
