"""The wheels of a kit: gather them with pip, and prove that nothing is missing among them."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from failure import SetupFailed
from kit import PROGRAM, Kit


def gather(python: Path, root: Path, folder: Path, scratch: Path) -> None:
    """Complete a folder of all wheels for a set-up of the program, in the pinned versions.

    What the package index has only as source is built into a wheel.

    Args:
        python: That of an environment with pip, which gets what builds the program, too.
        root: The checkout.
        folder: For the wheels; those that are there are used.
        scratch: For pip's downloads.

    Raises:
        SetupFailed: pip could not get everything; what it got stays.
    """
    folder.mkdir(exist_ok=True)
    done = subprocess.run(
        [str(python), "-I", str(root / "packaging" / "gathering.py"), str(folder)],
        cwd=root,
        env={**os.environ, "TMPDIR": str(scratch)},
        check=False,
    )
    if done.returncode != 0:
        raise SetupFailed(
            "pip could not get everything (the lines above say what). Check the network connection "
            "and the free space, then try again: it goes on where it stopped."
        )


def prove(python: Path, kit: Kit) -> None:
    """Let pip plan the set-up from the kit alone, installing nothing.

    Args:
        python: That of an environment with pip, of the kit's version.
        kit: With its wheels and the program.

    Raises:
        SetupFailed: Something is missing in the kit.
    """
    program = kit.folder / PROGRAM
    constraints = str(program / "packaging" / "constraints.txt")
    done = subprocess.run(
        [
            *(str(python), "-m", "pip", "install", "--dry-run", "--ignore-installed"),
            *("--quiet", "--disable-pip-version-check", "--no-input"),
            *kit.pip_options(),
            *("--constraint", constraints, "--editable", str(program)),
        ],
        env=kit.pip_environment(),
        check=False,
    )
    if done.returncode != 0:
        raise SetupFailed(
            "a set-up would not find everything in the kit (the lines above say what). Delete "
            f"{kit.folder} and make it again."
        )
