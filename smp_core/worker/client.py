"""The window's side of the engine: start it, hand it a job, hear how it ended."""

from __future__ import annotations

import contextlib
import os
import queue
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from smp_core.errors import (
    Cancelled,
    InputError,
    MediaError,
    ModelError,
    ResourceError,
    SmpError,
    StorageError,
)
from smp_core.jobs import JobEvent, Progress, Warned
from smp_core.media.child_process import child_environment
from smp_core.media.wire import WireError, read_header, write_message
from smp_core.processes import module_command
from smp_core.worker.codec import decode, encode
from smp_core.worker.job import Job

# Loading torch from a cold disk is slow; the engine is ready before it loads it, though.
_START_S = 60.0
_CANCEL_S = 10.0
_POLITE_S = 1.0
_END_S = 2.0
_WORDS = 4000

_ERRORS: dict[str, type[SmpError]] = {
    kind.code: kind
    for kind in (SmpError, InputError, MediaError, ModelError, StorageError, ResourceError)
}

Request = TypeVar("Request")
Result = TypeVar("Result")


class EngineDied(SmpError):
    """The engine process ended in the middle of a job.

    Attributes:
        details: Its last words, for a report.
    """

    code = "engine"

    def __init__(self, message: str, hint: str = "", details: str = "") -> None:
        super().__init__(message, hint)
        self.args = (message, hint, details)  # so that it survives pickling
        self.details = details


class EngineBug(RuntimeError):
    """A job met an error that is ours; the message is its traceback."""


def engine_command() -> list[str]:
    """The command line that starts an engine."""
    return module_command("smp_core.worker")


class EngineProcess:
    """A started engine. One thread calls `start` and `run`; any thread may call the rest.

    Args:
        command: Starts it; tests put a toy in its place.

    Raises:
        EngineDied: It could not be started.
    """

    def __init__(self, command: Sequence[str] | None = None) -> None:
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115  closed in `close`
        self._writing = threading.Lock()
        self._inbox: queue.SimpleQueue[dict[str, Any] | None] = queue.SimpleQueue()
        self._number = 0
        self._cancelled_at: float | None = None
        environment = child_environment()
        for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):  # those are for decoding
            environment.pop(name, None)
            if name in os.environ:
                environment[name] = os.environ[name]
        try:
            self._process = subprocess.Popen(
                list(command or engine_command()),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._errors,
                env=environment,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        except OSError as error:
            self._errors.close()
            raise _not_started(str(error)) from error
        self._reader = threading.Thread(target=self._read, name="smp-engine-pipe", daemon=True)
        self._reader.start()
        self._ready = False

    @property
    def pid(self) -> int:
        """Its process id."""
        return self._process.pid

    @property
    def alive(self) -> bool:
        """Whether it can take another job."""
        return self._process.poll() is None and self._reader.is_alive()

    def start(self) -> None:
        """Wait until the engine listens; `run` does it too.

        Raises:
            EngineDied: It could not be started.
        """
        deadline = time.monotonic() + _START_S
        while not self._ready:
            try:
                answer = self._inbox.get(timeout=max(0.0, deadline - time.monotonic()))
            except queue.Empty:
                answer = None
            if answer is None:
                self.kill()
                self._inbox.put(None)  # it stays dead for whoever asks next
                raise _not_started(self._last_words())
            self._ready = answer.get("is") == "ready"

    def run(
        self,
        job: Job[Request, Result],
        request: Request,
        on_event: Callable[[JobEvent], None],
        stop: threading.Event,
    ) -> Result:
        """Do a job and wait for its end.

        Args:
            job: What.
            request: With what.
            on_event: Called in this thread with each step and warning.
            stop: Set already if the job was cancelled before it began; later see `cancel`.

        Raises:
            SmpError: The job's own error.
            Cancelled: It was stopped. An engine that does not listen for 10 s is ended by force.
            EngineDied: The process ended.
            EngineBug: Our bug; the engine ends itself after it.
        """
        self.start()
        self._number += 1
        self._cancelled_at = None
        if stop.is_set():
            raise Cancelled
        message = {"do": "run", "id": self._number, "job": job.name, "request": encode(request)}
        if not self._send(message):
            raise _died(self._last_words())
        if stop.is_set():  # between the look above and the number that `cancel` needs
            self.cancel()
        while True:
            answer = self._next()
            if answer.get("id") != self._number:
                continue
            if answer["is"] == "end":
                return self._ended(job, answer)
            on_event(_event(answer))

    def cancel(self) -> None:
        """Ask the running job to stop at its next step; set its `stop` before."""
        if self._cancelled_at is None:
            self._cancelled_at = time.monotonic()
        self._send({"do": "cancel", "id": self._number})
        self._inbox.put({"is": "woken"})

    def pause(self, paused: bool) -> None:
        """Hold the running job at its next step, or let it go on."""
        self._send({"do": "pause" if paused else "resume", "id": self._number})

    def kill(self) -> None:
        """End the process at once; the thread in `run` gets `EngineDied`."""
        self._process.kill()

    def close(self, polite_s: float = _POLITE_S) -> None:
        """End the process, by force if it does not end by itself, and leave nothing behind."""
        if self._process.stdin is not None:
            with contextlib.suppress(OSError), self._writing:
                self._process.stdin.close()
        try:
            self._process.wait(polite_s)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait(_END_S)
        self._reader.join(_END_S)
        if self._process.stdout is not None:
            self._process.stdout.close()
        self._errors.close()

    def _next(self) -> dict[str, Any]:
        """The next answer; ends an engine that was asked to stop and does not."""
        while True:
            left_s = None
            if self._cancelled_at is not None:
                left_s = self._cancelled_at + _CANCEL_S - time.monotonic()
                if left_s <= 0:
                    self.kill()
                    raise Cancelled
            try:
                answer = self._inbox.get(timeout=left_s)
            except queue.Empty:
                continue
            if answer is None:
                self._inbox.put(None)  # it stays dead for whoever asks next
                raise _died(self._last_words())
            return answer

    def _ended(self, job: Job[Request, Result], answer: dict[str, Any]) -> Result:
        how = answer["how"]
        if how == "done":
            return decode(job.result, answer["result"])
        if how == "cancelled":
            raise Cancelled
        if how == "failed":
            kind = _ERRORS.get(str(answer["code"]), SmpError)
            raise kind(str(answer["message"]), str(answer["hint"]))
        raise EngineBug(str(answer["details"]))

    def _send(self, message: dict[str, Any]) -> bool:
        pipe = self._process.stdin
        if pipe is None:
            return False
        with self._writing:
            try:
                write_message(pipe, message)
            except (OSError, ValueError):
                return False
        return True

    def _read(self) -> None:
        pipe = self._process.stdout
        while pipe is not None:
            try:
                self._inbox.put(read_header(pipe))
            except (WireError, OSError, ValueError):
                break
        self._inbox.put(None)

    def _last_words(self) -> str:
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(_POLITE_S)
        self._errors.seek(0)
        words = self._errors.read()[-_WORDS:].decode(errors="replace").strip()
        return f"exit status {self._process.returncode}\n{words}".strip()


def _event(answer: dict[str, Any]) -> JobEvent:
    kind: type[Progress] | type[Warned] = Progress if answer["is"] == "progress" else Warned
    return decode(kind, {k: v for k, v in answer.items() if k not in ("is", "id")})


def _died(details: str) -> EngineDied:
    return EngineDied(
        "The engine stopped unexpectedly in the middle of its work.",
        "Everything stored so far is kept. Start the work again; the engine restarts by itself. "
        "If it happens again, close other programs: memory may have run out.",
        details,
    )


def _not_started(details: str) -> EngineDied:
    return EngineDied(
        "The engine, which does the learning, could not be started.",
        "Set up again: python packaging/bootstrap.py setup",
        details,
    )
