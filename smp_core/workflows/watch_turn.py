"""One program at a time watches a project: two would look at the same video twice.

PROJECT/.watch.lock     held by the program that watches; the system lets go of it at a kill
PROJECT/.watcher.json   which program that is, for whoever finds the lock held
"""

from __future__ import annotations

import json
import logging
import os
import platform
import threading
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, cast

from smp_core.errors import SmpError
from smp_core.paths import atomic_write_json

if TYPE_CHECKING:
    from filelock import BaseFileLock

Program = Literal["window", "command", "unknown"]

_LOCK, _WHO = ".watch.lock", ".watcher.json"
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Watcher:
    """Who watches a project.

    Attributes:
        program: The window, or `smp watch`; "unknown" while it has not said so yet.
        machine: The machine's name; empty if it is this one.
        process: Its number on that machine; 0 if unknown.
    """

    program: Program
    machine: str = ""
    process: int = 0


class WatchTurn:
    """This program's turn at watching a project; safe from several threads.

    Args:
        folder: The project's.
        program: What the others are told.

    Attributes:
        wanted: Whether this program wants to watch. Setting it does nothing yet: `settle` does,
            which may be slow on a network share.
    """

    def __init__(self, folder: Path, program: Program) -> None:
        self._folder, self._program = folder, program
        self._alone = threading.Lock()
        self._held: BaseFileLock | None = None
        self.wanted = False

    def settle(self, *, needed: bool = True) -> Watcher | None:
        """Take the turn if it is wanted and needed, and give it up if not.

        Where the folder cannot be written or its file system knows no locks, nobody is kept out:
        nothing can be stored there, or the database alone keeps every result single.

        Args:
            needed: Whether there is anything to watch or to classify.

        Returns:
            Who has it, if this program would take it and another one watches; None otherwise.
        """
        with self._alone:
            if not (self.wanted and needed):
                if self._held is not None:
                    self._held.release()
                    self._held = None
                return None
            return None if self._held is not None else self._take()

    def _take(self) -> Watcher | None:
        from filelock import FileLock, Timeout

        if not self._folder.is_dir():  # its share is away; the lock would make the folder anew
            return None
        # Not of one thread: the window takes it in one and gives it up in another.
        lock = FileLock(self._folder / _LOCK, timeout=0, thread_local=False)
        try:
            lock.acquire()
        except Timeout:
            return _watcher(self._folder)
        except OSError as error:
            _log.warning("no lock in %s: %s", self._folder, error)
            return None
        self._held = lock
        me = Watcher(self._program, platform.node(), os.getpid())
        try:
            atomic_write_json(self._folder / _WHO, asdict(me))
        except SmpError as error:  # the lock counts; the others cannot be told who has it
            _log.warning("%s", error.message)
        return None


def _watcher(folder: Path) -> Watcher:
    try:
        told = json.loads((folder / _WHO).read_text(encoding="utf-8"))
        program, machine, process = told["program"], str(told["machine"]), int(told["process"])
    except (OSError, ValueError, KeyError, TypeError):  # it has only just begun
        return Watcher("unknown")
    if program not in ("window", "command"):
        return Watcher("unknown")
    here = machine == platform.node()
    return Watcher(cast(Program, program), "" if here else machine, process)
