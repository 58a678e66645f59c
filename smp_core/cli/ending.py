"""Ctrl-C around a command: while the program starts, and when all is said.

Nothing heavy is imported here: before this module is loaded, Ctrl-C is Python's own.
"""

from __future__ import annotations

import json
import os
import signal
from types import FrameType

EXIT_CANCELLED = 130
CANCELLED = ("cancelled", "Stopped before the end.", "")
"""Code, message and hint of an end that the person wished."""

_told = False


def begin() -> None:
    """A command starts to report to a program; it owes one last line."""
    global _told
    _told = False


def told() -> None:
    """The last line is written."""
    global _told
    _told = True


def error_value(code: str, message: str, hint: str) -> dict[str, object]:
    """The "error" line's object."""
    return {"event": "error", "code": code, "message": message, "hint": hint}


def stop_at_once(json_lines: bool) -> None:
    """From now on Ctrl-C says that we were stopped, in the last line too, and ends the process.

    Not by an exception: libraries that are just being loaded swallow it, or turn it into another.
    A running job has its own way to stop (see `session`).

    Args:
        json_lines: Report to a program instead of to a person.
    """
    code, message, hint = CANCELLED
    line = json.dumps(error_value(code, message, hint)) if json_lines else f"stopped: {message}"
    # A copy: descriptor 1 may be turned to standard error for libraries that chat.
    target = os.dup(1 if json_lines else 2)

    def stop(_number: int, _frame: FrameType | None) -> None:
        if _told:
            return
        try:
            os.write(target, f"{line}\n".encode())
        finally:
            os._exit(EXIT_CANCELLED)

    try:
        signal.signal(signal.SIGINT, stop)
    except ValueError:  # not the main thread: then Ctrl-C is not ours to handle
        os.close(target)
