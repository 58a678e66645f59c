"""Threads that do tasks in the order they come."""

from __future__ import annotations

import queue
import threading
import time
import traceback

from app.jobs.messages import Done, End, Failed, Post, Started, Stopped, Task
from app.jobs.operation import EngineWork
from smp_core.errors import Cancelled, SmpError, machine_fault
from smp_core.jobs import JobContext


class ThreadLane:
    """A queue and its threads, which start with the first task.

    The threads are daemons: a file system that does not answer must not keep the program from
    ending.

    Args:
        name: Of the threads.
        n_threads: How many; one keeps the order.
        post: Where messages go, from the threads.
    """

    def __init__(self, name: str, n_threads: int, post: Post) -> None:
        self._name, self._n_threads, self._post = name, n_threads, post
        self._tasks: queue.SimpleQueue[Task | None] = queue.SimpleQueue()
        self._threads: list[threading.Thread] = []

    def submit(self, task: Task) -> None:
        """Put a task in the queue; from the window's thread."""
        if len(self._threads) < self._n_threads:
            name = f"{self._name}-{len(self._threads) + 1}"
            thread = threading.Thread(target=self._work, name=name, daemon=True)
            self._threads.append(thread)
            thread.start()
        self._tasks.put(task)

    def cancel(self, task: Task) -> None:
        """Ask a task to stop at its next step."""
        task.stop.set()

    def pause(self, _task: Task, _paused: bool) -> bool:
        """Only engines can pause."""
        return False

    def close(self, deadline_s: float) -> bool:
        """End the threads; tasks must have been cancelled. Whether all ended in time."""
        for _ in self._threads:
            self._tasks.put(None)
        end = time.monotonic() + deadline_s
        for thread in self._threads:
            thread.join(max(0.0, end - time.monotonic()))
        return not any(thread.is_alive() for thread in self._threads)

    def _work(self) -> None:
        while (task := self._tasks.get()) is not None:
            self._post(task.id, Started())
            self._post(task.id, self._do(task))

    def _do(self, task: Task) -> End:
        if isinstance(task.work, EngineWork):
            raise TypeError("engine work in a thread")
        ctx = JobContext(lambda event: self._post(task.id, event), task.stop)
        try:
            ctx.raise_if_cancelled()
            return Done(task.work(ctx))
        except Cancelled:
            return Stopped()
        except SmpError as error:
            return Failed(error)
        except Exception as error:  # the one place where a bug becomes a message
            known = machine_fault(error)
            if known is not None:
                return Failed(known)
            return Failed(error, "".join(traceback.format_exception(error)))
