"""Find a Python that SMP Studio runs on."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from typing import NamedTuple

SUPPORTED = ((3, 11), (3, 12), (3, 13))
NEEDED = "Python 3.11, 3.12 or 3.13 is needed"

_PROBE = "import sys; print(sys.version_info[0], sys.version_info[1], sys.maxsize > 2**32)"


class Interpreter(NamedTuple):
    """A Python that runs: how to start it, and its version."""

    command: list[str]
    version: tuple[int, int]


def probe(command: list[str]) -> Interpreter | None:
    """Start a Python and ask for its version; None when it does not run or is not 64-bit.

    A name on the PATH proves nothing: version managers leave stubs there that only print an error.
    """
    try:
        answer = subprocess.run(
            [*command, "-c", _PROBE], capture_output=True, text=True, timeout=30, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    words = answer.stdout.split()
    if answer.returncode != 0 or len(words) != 3 or words[2] != "True":
        return None
    return Interpreter(command, (int(words[0]), int(words[1])))


def candidates() -> list[list[str]]:
    """Commands that may be a suitable Python, the running one first, then the newest."""
    found = [[sys.executable]] if sys.executable else []
    for major, minor in reversed(SUPPORTED):
        path = shutil.which(f"python{major}.{minor}")
        if path:
            found.append([path])
    if sys.platform == "win32" and shutil.which("py"):
        found += [["py", f"-{major}.{minor}"] for major, minor in reversed(SUPPORTED)]
    for name in ("python3", "python"):
        path = shutil.which(name)
        if path:
            found.append([path])
    return found


def find_interpreter(
    versions: tuple[tuple[int, int], ...] = SUPPORTED,
    commands: list[list[str]] | None = None,
    ask: Callable[[list[str]], Interpreter | None] = probe,
) -> Interpreter | None:
    """The first command that starts a Python of one of these versions, or None."""
    for command in candidates() if commands is None else commands:
        interpreter = ask(command)
        if interpreter is not None and interpreter.version in versions:
            return interpreter
    return None
