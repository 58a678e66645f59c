"""The thread that owns an engine process: hands it tasks, relays what it says, starts it anew."""

from __future__ import annotations

import queue
import threading
import time
import traceback
from collections.abc import Sequence

from PySide6.QtCore import QObject, QThread

from app.jobs.messages import Done, End, Failed, Post, Started, Stopped, Task
from app.jobs.operation import EngineWork
from smp_core.errors import Cancelled, SmpError
from smp_core.worker.client import EngineBug, EngineDied, EngineProcess

_POLITE_END_S = 3.0


class EngineLane(QThread):
    """A queue, a thread, and the process behind it, which starts with the first task.

    Args:
        name: Of the thread.
        post: Where messages go, from the thread.
        command: Starts the process; None for the real engine.
        idle_s: End the process after this long without a task; None keeps it.
        parent: The owner.
    """

    def __init__(
        self,
        name: str,
        post: Post,
        command: Sequence[str] | None = None,
        idle_s: float | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._post, self._command, self._idle_s = post, command, idle_s
        self._tasks: queue.SimpleQueue[Task | None] = queue.SimpleQueue()
        self._lock = threading.Lock()  # over the two below
        self._process: EngineProcess | None = None
        self._current: Task | None = None
        self._closing = False

    @property
    def pid(self) -> int | None:
        """The process id of the engine, None while there is none."""
        with self._lock:
            return None if self._process is None else self._process.pid

    def submit(self, task: Task) -> None:
        """Put a task in the queue; from the window's thread."""
        if not self.isRunning():
            self.start()
        self._tasks.put(task)

    def cancel(self, task: Task) -> None:
        """Ask a task to stop at its next step."""
        task.stop.set()
        with self._lock:
            if self._current is task and self._process is not None:
                self._process.cancel()

    def pause(self, task: Task, paused: bool) -> bool:
        """Hold a running task, or let it go on; whether it was running."""
        with self._lock:
            if self._current is not task or self._process is None:
                return False
            self._process.pause(paused)
            return True

    def close(self, deadline_s: float) -> bool:
        """End thread and process, by force if need be; tasks must have been cancelled.

        Returns:
            Whether both ended in time.
        """
        self._closing = True
        self._tasks.put(None)
        if not self.isRunning():
            return True
        end = time.monotonic() + deadline_s
        if not self.wait(int(min(_POLITE_END_S, deadline_s * 0.7) * 1000)):
            with self._lock:
                if self._process is not None:
                    self._process.kill()
        return self.wait(max(1, int((end - time.monotonic()) * 1000)))

    def run(self) -> None:
        """The thread: one task after the other."""
        while True:
            try:
                task = self._tasks.get(timeout=self._idle_s)
            except queue.Empty:
                self._end_process()
                continue
            if task is None:
                break
            self._post(task.id, Started())
            self._post(task.id, self._do(task))
        self._end_process()

    def _do(self, task: Task) -> End:
        work = task.work
        if not isinstance(work, EngineWork):
            raise TypeError("a function in an engine's lane")
        try:
            if task.stop.is_set():
                return Stopped()
            process = self._ready_process(task)
            result = process.run(
                work.job, work.request, lambda event: self._post(task.id, event), task.stop
            )
            return Done(result)
        except Cancelled:
            return Stopped()
        except EngineDied as error:
            return Stopped() if self._closing else Failed(error, error.details)
        except SmpError as error:
            return Failed(error)
        except EngineBug as error:
            return Failed(error, str(error))
        except Exception as error:  # the one place where a bug becomes a message
            return Failed(error, "".join(traceback.format_exception(error)))
        finally:
            with self._lock:
                self._current = None

    def _ready_process(self, task: Task) -> EngineProcess:
        """The process, a new one if there is none or the last one died."""
        if self._process is not None and not self._process.alive:
            self._end_process()
        with self._lock:
            if self._process is None:
                self._process = EngineProcess(self._command)
            self._current = task
            return self._process

    def _end_process(self) -> None:
        with self._lock:
            process, self._process = self._process, None
        if process is not None:
            process.close()
