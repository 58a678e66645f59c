"""Processes that a test has started, and not those that were there before it.

Python's own helper of `multiprocessing` stays with the test program once anything has used it.
"""

from __future__ import annotations

import psutil


class NewProcesses:
    """Child processes of the test program since this was made."""

    def __init__(self) -> None:
        self._before = set(psutil.Process().children(recursive=True))

    def running(self) -> list[psutil.Process]:
        """Those that are there now."""
        return [
            each for each in psutil.Process().children(recursive=True) if each not in self._before
        ]
