"""Try a desktop bundle as a person would: look at the machine, open the window on its demo.

The window makes the demo's clips, trains, and classifies; so every process that the program starts
is started from the bundle, and every library that it reads is read there.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from failure import SetupFailed

PATIENCE_S = 900.0  # a slow laptop needs two minutes
EVERY_S = 1.0
_DEMO = "demo-project"  # where the window makes it, in the data folder
_ERROR = " ERROR "  # as a line of the log has it
_INCOMING = 30  # as many videos has it


def program(bundle: Path, name: str) -> Path:
    """One of the bundle's two programs: `smp-studio`, the window, or `smp`."""
    return bundle / (f"{name}.exe" if sys.platform == "win32" else name)


def try_bundle(bundle: Path, scratch: Path) -> None:
    """Let the bundle do the whole job, with no Python and no data folder but its own.

    Args:
        bundle: Its folder.
        scratch: A folder that does not exist, for what the program writes.

    Raises:
        SetupFailed: What did not work, and where its traces are.
    """
    print("Trying it: the machine, then the window with its demo…", flush=True)
    home = scratch / "home"
    home.mkdir(parents=True)
    environment = _bare_environment(home)
    _doctor(bundle, environment, scratch)
    _window(bundle, environment, scratch)
    log = home / "logs" / "smp.log"
    if log.exists() and _ERROR in log.read_text("utf-8", "replace"):
        raise SetupFailed(f"the bundle did its demo, but {log} tells of errors.")


def _bare_environment(home: Path) -> dict[str, str]:
    """No Python of this machine, no settings for one, no screen."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PYTHON", "VIRTUAL_ENV", "CONDA", "LD_"))
    }
    path = os.environ.get("SYSTEMROOT", "") if sys.platform == "win32" else os.defpath
    return {
        **kept,
        "PATH": path,
        "SMP_HOME": str(home),
        "QT_QPA_PLATFORM": "offscreen",
    }


def _doctor(bundle: Path, environment: dict[str, str], scratch: Path) -> None:
    """`smp doctor` finds all that is required."""
    command = [str(program(bundle, "smp")), "doctor", "--json"]
    done = subprocess.run(
        command, env=environment, cwd=scratch, stdout=subprocess.PIPE, check=False
    )
    last = done.stdout.decode("utf-8", "replace").splitlines()[-1:]
    if done.returncode != 0:
        raise SetupFailed(f"the bundle's smp doctor ended with {done.returncode}: {''.join(last)}")


def _window(bundle: Path, environment: dict[str, str], scratch: Path) -> None:
    """The window opens the demo, trains it and classifies its videos."""
    with (scratch / "window.log").open("wb") as log:
        process = subprocess.Popen(
            [str(program(bundle, "smp-studio")), "--demo"],
            env=environment,
            cwd=scratch,
            stdout=log,
            stderr=log,
        )
        try:
            home = Path(environment["SMP_HOME"])
            _wait(process, lambda: _classified(home) >= _INCOMING, log.name)
        finally:
            process.kill()  # its engine ends with it
            process.wait()


def _classified(home: Path) -> int:
    """How many of the demo's videos have an answer."""
    address = f"{(home / _DEMO / 'project.db').as_uri()}?mode=ro"
    try:
        with contextlib.closing(sqlite3.connect(address, uri=True)) as stored:
            query = "SELECT count(DISTINCT incoming_id) FROM predictions"
            return int(stored.execute(query).fetchone()[0])
    except sqlite3.Error:  # it is being made
        return 0


def _wait(process: subprocess.Popen[bytes], done: Callable[[], bool], log: str) -> None:
    end_s = time.monotonic() + PATIENCE_S
    while not done():
        if process.poll() is not None:
            raise SetupFailed(f"the bundle's window ended with {process.returncode}; see {log}.")
        if time.monotonic() > end_s:
            raise SetupFailed(
                f"the bundle's window did not finish its demo in {PATIENCE_S / 60:.0f} minutes; "
                f"see {log}."
            )
        time.sleep(EVERY_S)
