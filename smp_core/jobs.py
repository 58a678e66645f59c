"""What every long job receives: a way to report, and a way to be stopped."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from smp_core.errors import Cancelled, SmpError


@dataclass(frozen=True)
class Progress:
    """One step of a job.

    Attributes:
        stage: A short verb phrase in the operator's words ("Reading clips").
        done: Units finished, 0 ≤ done ≤ total.
        total: Units in this stage.
        values: Live numbers by name (loss, accuracy, rho, …), for charts.
    """

    stage: str
    done: int
    total: int
    values: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Warned:
    """Something was set aside and the job went on.

    Attributes:
        message: What happened, naming the file.
        hint: What to do about it.
        code: The error family member it came from (see `smp_core.errors`), or "note".
        subject: The file or thing meant, empty if none.
    """

    message: str
    hint: str = ""
    code: str = "note"
    subject: str = ""


JobEvent = Progress | Warned


class JobContext:
    """Carries progress, warnings and cancellation for one job.

    Args:
        on_event: Called in the job's own thread with each `Progress` or `Warned`.
        stop: Set it to cancel; the job raises `Cancelled` at its next step.
    """

    def __init__(
        self,
        on_event: Callable[[JobEvent], None] | None = None,
        stop: threading.Event | None = None,
    ) -> None:
        self._on_event = on_event
        self._stop = stop if stop is not None else threading.Event()

    def progress(self, stage: str, done: int, total: int, **values: float) -> None:
        """Report a step and stop here if the operator cancelled."""
        self.raise_if_cancelled()
        if self._on_event is not None:
            self._on_event(Progress(stage, done, total, values))

    def warn(self, message: str, hint: str = "", *, subject: str = "") -> None:
        """Report something the operator should know although the job goes on."""
        if self._on_event is not None:
            self._on_event(Warned(message, hint, subject=subject))

    def set_aside(self, error: SmpError, subject: str = "") -> None:
        """Report an item that could not be used; the job goes on with the others."""
        if self._on_event is not None:
            self._on_event(Warned(error.message, error.hint, error.code, subject))

    def quiet(self) -> JobContext:
        """A context that reports nothing and stops together with this one."""
        return JobContext(stop=self._stop)

    def cancel(self) -> None:
        """Ask the job to stop at its next step; safe from any thread."""
        self._stop.set()

    def raise_if_cancelled(self) -> None:
        """Raises: Cancelled: if `cancel` was called."""
        if self._stop.is_set():
            raise Cancelled
