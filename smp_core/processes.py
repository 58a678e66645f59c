"""Processes that work beside this one: each begins afresh, and none outlives it."""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from typing import Any

SPAWN = multiprocessing.get_context("spawn")
"""The one way to start them: forking a process that has threads can hang it."""


def process_pool(
    count: int | None, start: Callable[..., None], arguments: tuple[Any, ...] = ()
) -> ProcessPoolExecutor:
    """A pool of processes.

    Args:
        count: None for one a core.
        start: Runs first in each of them, with `arguments`.
    """
    return ProcessPoolExecutor(count, SPAWN, _begin, (start, arguments))


def _begin(start: Callable[..., None], arguments: tuple[Any, ...]) -> None:
    threading.Thread(target=_end_with_parent, name="smp-parent-watch", daemon=True).start()
    start(*arguments)


def _end_with_parent() -> None:
    """A pool's process waits for work forever: nothing tells it that its program was killed."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
