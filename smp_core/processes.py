"""Processes that work beside this one: each begins afresh, and none outlives it."""

from __future__ import annotations

import multiprocessing
import os
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

SPAWN = multiprocessing.get_context("spawn")
"""The one way to start them: forking a process that has threads can hang it."""


MODULE_ARGUMENT = "--module"
"""After it the bundle's `smp` takes the name of a module of ours, to run as `python -m` does."""


def bundled() -> bool:
    """Whether this program is a desktop bundle, which has no Python to start."""
    return bool(getattr(sys, "frozen", False))


def module_command(module: str) -> list[str]:
    """The command line that runs a module of ours in a process of its own.

    Args:
        module: Its full name, as `python -m` takes it.
    """
    if bundled():
        # Never the window's program: on Windows that one has no standard streams.
        terminal = Path(sys.executable).with_name("smp.exe" if sys.platform == "win32" else "smp")
        return [str(terminal), MODULE_ARGUMENT, module]
    return [sys.executable, "-m", module]


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
