"""The one place where operations are started and where they end."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Signal

from app.changes import Changes
from app.jobs.engine_lane import EngineLane
from app.jobs.handle import JobHandle, State
from app.jobs.inbox import Inbox
from app.jobs.messages import Done, End, Failed, Message, Started, Task
from app.jobs.operation import Lane, Operation
from app.jobs.thread_lane import ThreadLane
from smp_core.jobs import Progress, Warned

Result = TypeVar("Result")

_IO_THREADS = 3
_SIDE_IDLE_S = 120.0


class _Entry:
    """A handle and what its end calls."""

    def __init__(
        self,
        handle: JobHandle,
        task: Task,
        owner: QObject | None,
        done: Callable[[Any], None] | None,
        failed: Callable[[Exception], None] | None,
        cancelled: Callable[[], None] | None,
    ) -> None:
        self.handle, self.task, self.owner = handle, task, owner
        self.done, self.failed, self.cancelled = done, failed, cancelled
        self.superseded = False

    @property
    def listens(self) -> bool:
        """Whether anybody still wants to hear of the end."""
        return not self.superseded and (self.owner is None or shiboken6.isValid(self.owner))


class Runner(QObject):
    """Does operations in their lanes; every one of them ends exactly once.

    Attributes:
        started: A `JobHandle`, for the job panel.
        finished: A `JobHandle` whose callbacks have been called.
        unhandled: A failed `JobHandle` whose starter gave no `failed`, or is gone.
        idle: Nothing runs or waits any more.

    Args:
        changes: Told of what operations changed.
        engine_command: Starts an engine; None for the real one.
        parent: The owner.
    """

    started = Signal(object)
    finished = Signal(object)
    unhandled = Signal(object)
    idle = Signal()

    def __init__(
        self,
        changes: Changes,
        engine_command: Sequence[str] | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._changes = changes
        self._number = 0
        self._entries: dict[int, _Entry] = {}
        self._closed = False
        self._inbox = Inbox(self._receive, self)
        post = self._inbox.post
        self.engine = EngineLane("engine", post, engine_command, parent=self)
        self._lanes: dict[Lane, ThreadLane | EngineLane] = {
            Lane.DB: ThreadLane("db", 1, post),
            Lane.IO: ThreadLane("io", _IO_THREADS, post),
            Lane.ENGINE: self.engine,
            Lane.SIDE: EngineLane("side", post, engine_command, _SIDE_IDLE_S, self),
        }

    @property
    def closed(self) -> bool:
        """Whether the window is going: nothing can be started any more."""
        return self._closed

    def start(
        self,
        operation: Operation[Result],
        *,
        owner: QObject | None = None,
        done: Callable[[Result], None] | None = None,
        failed: Callable[[Exception], None] | None = None,
        cancelled: Callable[[], None] | None = None,
    ) -> JobHandle:
        """Do an operation in the background.

        Args:
            operation: What.
            owner: If it is gone at the end, nothing is called.
            done: Called with the result, in the window's thread, after the changes were told.
            failed: Called with the error instead of showing it to the operator.
            cancelled: Called if it was stopped.

        Returns:
            Its handle, valid until a little after its end. Of a closed runner it has ended already,
            and nothing is called.
        """
        if self._closed:  # a timer of a station that is going: nothing is done any more
            handle = JobHandle(0, operation, self)
            handle.state = State.CANCELLED
            return handle
        if operation.key:
            self._supersede(operation.key)
        self._number += 1
        handle = JobHandle(self._number, operation, self)
        task = Task(self._number, operation.work)
        self._entries[self._number] = _Entry(handle, task, owner, done, failed, cancelled)
        self._inbox.set_ticking(True)
        self._lanes[operation.lane].submit(task)
        self.started.emit(handle)
        return handle

    def take_over(
        self,
        handle: JobHandle,
        *,
        owner: QObject,
        done: Callable[[Any], None],
        failed: Callable[[Exception], None],
        cancelled: Callable[[], None],
    ) -> None:
        """Hear of the end of what somebody else started, who then does not; see `start`."""
        entry = self._entries.get(handle.number)
        if entry is not None:
            entry.owner = owner
            entry.done, entry.failed, entry.cancelled = done, failed, cancelled

    def running(self, *, quiet: bool = False) -> list[JobHandle]:
        """What runs or waits, oldest first; with `quiet` also what the panel does not show."""
        return [
            entry.handle
            for entry in self._entries.values()
            if quiet or not entry.handle.operation.quiet
        ]

    def cancel(self, handle: JobHandle) -> None:
        """Ask an operation to stop at its next step; harmless after its end."""
        entry = self._entries.get(handle.number)
        if entry is None:
            return
        handle.state = State.STOPPING
        self._lanes[handle.operation.lane].cancel(entry.task)
        handle.changed.emit()

    def pause(self, handle: JobHandle, paused: bool) -> None:
        """Hold an engine's job at its next step, or let it go on."""
        entry = self._entries.get(handle.number)
        if entry is None or not handle.can_pause:
            return
        if self._lanes[handle.operation.lane].pause(entry.task, paused):
            handle.state = State.PAUSED if paused else State.RUNNING
            handle.changed.emit()

    def cancel_all(self) -> None:
        """Ask everything to stop."""
        for entry in list(self._entries.values()):
            if entry.handle.state is not State.STOPPING:  # otherwise the operator stopped it
                entry.handle.swept = True
            self.cancel(entry.handle)

    def close(self, deadline_s: float = 5.0) -> bool:
        """Stop everything and end all threads and processes; whether all ended in time.

        Nothing is called back any more.
        """
        if self._closed:
            return True
        self._closed = True
        self.cancel_all()
        end = time.monotonic() + deadline_s
        ended = True
        # Engines first: they are the ones that need force.
        for lane in reversed(self._lanes.values()):
            ended = lane.close(max(0.1, end - time.monotonic())) and ended
        self._inbox.close()
        self._entries.clear()
        return ended

    def _supersede(self, key: str) -> None:
        for entry in list(self._entries.values()):
            if entry.handle.operation.key == key and not entry.superseded:
                entry.superseded = True
                self.cancel(entry.handle)

    def _receive(self, number: int, message: Message) -> None:
        entry = self._entries.get(number)
        if entry is None:
            return
        handle = entry.handle
        if isinstance(message, Started):
            if handle.state is State.WAITING:
                handle.state = State.RUNNING
            handle.changed.emit()
        elif isinstance(message, Progress):
            handle.note(message)
        elif isinstance(message, Warned):
            handle.warnings.append(message)
            handle.changed.emit()
        else:
            self._end(entry, message)

    def _end(self, entry: _Entry, end: End) -> None:
        handle = entry.handle
        del self._entries[handle.number]
        self._inbox.set_ticking(bool(self._entries))
        if isinstance(end, Done):
            handle.state, handle.result = State.DONE, end.result
        elif isinstance(end, Failed):
            handle.state, handle.error, handle.details = State.FAILED, end.error, end.details
        else:
            handle.state = State.CANCELLED
        try:
            self._changes.tell(handle.operation.changes)
            self._call_back(entry, end)
        finally:  # an exception in a callback must not leave the panel waiting
            handle.changed.emit()
            handle.ended.emit()
            self.finished.emit(handle)
            handle.deleteLater()
            if not self._entries:
                self.idle.emit()

    def _call_back(self, entry: _Entry, end: End) -> None:
        if isinstance(end, Failed):
            if entry.superseded:
                return
            if entry.failed is not None and entry.listens:
                entry.failed(end.error)
            elif entry.failed is None or not entry.handle.operation.quiet:
                self.unhandled.emit(entry.handle)
        elif not entry.listens:
            return
        elif isinstance(end, Done):
            if entry.done is not None:
                entry.done(end.result)
        elif entry.cancelled is not None:
            entry.cancelled()
