"""A program whose turn it is to watch a project, as far as others can tell."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from smp_core.workflows.watch_turn import Program, Watcher, WatchTurn

_WATCHES = """
import sys
from pathlib import Path
from smp_core.workflows.watch_turn import WatchTurn
turn = WatchTurn(Path(sys.argv[1]), sys.argv[2])
turn.wanted = True
print(turn.settle(), flush=True)
sys.stdin.read()
"""


@contextmanager
def watching(folder: Path, program: Program = "command") -> Iterator[subprocess.Popen[str]]:
    """A process that watches until the end of the block, or until it is killed."""
    command = [sys.executable, "-c", _WATCHES, str(folder), program]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin is not None and process.stdout is not None
        assert process.stdout.readline() == "None\n"
        try:
            yield process
        finally:
            process.stdin.close()


def who_watches(folder: Path) -> Watcher | None:
    """Whose turn it is; of this process only where `smp` or the window took it."""
    turn = WatchTurn(folder, "command")
    turn.wanted = True
    found = turn.settle()
    turn.wanted = False
    turn.settle()
    return found
