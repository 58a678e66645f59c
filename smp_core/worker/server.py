"""The engine's side: take requests from a pipe, do one job at a time, say how each ended.

Messages are JSON objects, one a line. To the engine: `run` (id, job, request), `cancel`, `pause`
and `resume` (id). From it: `ready`, then for each job `progress` and `warning`, and exactly one
`end` whose `how` is "done", "failed", "cancelled" or "bug".
"""

from __future__ import annotations

import logging
import os
import queue
import threading
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import IO, Any

from smp_core.errors import Cancelled, SmpError, machine_fault
from smp_core.jobs import JobContext, JobEvent, Progress
from smp_core.media.wire import WireError, read_header, write_message
from smp_core.worker.codec import decode, encode
from smp_core.worker.job import Job, find_job

_log = logging.getLogger(__name__)
_PROGRESS_EVERY_S = 0.05
_GRACE_S = 4.0


@dataclass
class _Task:
    """One request and the switches that the other side may turn while it is done."""

    id: int
    job: str
    request: Any
    stop: threading.Event = field(default_factory=threading.Event)
    going: threading.Event = field(default_factory=threading.Event)


class Engine:
    """Serves one pipe until it closes.

    Args:
        requests: Where messages come from.
        replies: Where answers go; nothing else may write there.
        find: Job by name.
    """

    def __init__(
        self,
        requests: IO[bytes],
        replies: IO[bytes],
        find: Callable[[str], Job[Any, Any]] = find_job,
    ) -> None:
        self._requests, self._replies, self._find = requests, replies, find
        self._waiting: queue.SimpleQueue[_Task | None] = queue.SimpleQueue()
        self._tasks: dict[int, _Task] = {}
        self._writing = threading.Lock()

    def serve(self) -> None:
        """Do jobs in the order they come; return when the pipe closed, or after a bug.

        After a bug nobody knows what state the model or the device is in: the process ends, and
        the window starts a fresh one for the next job.
        """
        reader = threading.Thread(target=self._read, name="smp-engine-reader", daemon=True)
        reader.start()
        self._send({"is": "ready", "pid": os.getpid()})
        while (task := self._waiting.get()) is not None:
            how = self._do(task)
            self._tasks.pop(task.id, None)
            if how == "bug":
                return

    def _read(self) -> None:
        while True:
            try:
                message = read_header(self._requests)
            except (WireError, OSError, ValueError):
                break
            self._take(message)
        # The window is gone: stop, and do not outlive it even if the job does not listen.
        for task in list(self._tasks.values()):
            task.stop.set()
            task.going.set()
        self._waiting.put(None)
        time.sleep(_GRACE_S)
        os._exit(1)

    def _take(self, message: dict[str, Any]) -> None:
        wanted, number = message.get("do"), int(message.get("id", -1))
        if wanted == "run":
            task = _Task(number, str(message["job"]), message["request"])
            task.going.set()
            self._tasks[number] = task
            self._waiting.put(task)
            return
        known = self._tasks.get(number)
        if known is None:
            return  # it ended while the message was under way
        if wanted == "cancel":
            known.stop.set()
            known.going.set()
        elif wanted == "pause":
            known.going.clear()
        elif wanted == "resume":
            known.going.set()

    def _do(self, task: _Task) -> str:
        end: dict[str, Any]
        try:
            job = self._find(task.job)
            request = decode(job.request, task.request)
            ctx = JobContext(_Relay(task, self._send), task.stop)
            ctx.raise_if_cancelled()
            end = {"how": "done", "result": encode(job.run(request, ctx))}
        except Cancelled:
            end = {"how": "cancelled"}
        except SmpError as error:
            _log.info("%s: %s: %s", task.job, error.code, error)
            end = _failed(error)
        except Exception as error:  # the one place where a bug becomes a message
            known = machine_fault(error)
            _log.error("%s failed", task.job, exc_info=error)
            details = "".join(traceback.format_exception(error))
            end = _failed(known) if known is not None else {"how": "bug", "details": details}
        self._send({"is": "end", "id": task.id, **end})
        return str(end["how"])

    def _send(self, message: dict[str, Any]) -> None:
        with self._writing:
            try:
                write_message(self._replies, message)
            except (OSError, ValueError):
                return  # the reader notices the end of the window


class _Relay:
    """Passes a job's events on, not more often than a person can see; holds it while paused."""

    def __init__(self, task: _Task, send: Callable[[dict[str, Any]], None]) -> None:
        self._task, self._send = task, send
        self._stage, self._sent = "", 0.0

    def __call__(self, event: JobEvent) -> None:
        now = time.monotonic()
        if isinstance(event, Progress):
            last = event.done >= event.total or event.stage != self._stage
            if last or now - self._sent >= _PROGRESS_EVERY_S:
                self._stage, self._sent = event.stage, now
                self._send({"is": "progress", "id": self._task.id, **encode(event)})
        else:
            self._send({"is": "warning", "id": self._task.id, **encode(event)})
        self._task.going.wait()


def _failed(error: SmpError) -> dict[str, Any]:
    return {"how": "failed", "code": error.code, "message": error.message, "hint": error.hint}
