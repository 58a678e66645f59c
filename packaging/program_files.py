"""Which files of a checkout are the program, and a copy of them."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
from pathlib import Path

from environment import LEFT_BY_TOOLS

_NEVER = (".git", "__pycache__", "demo-project", *LEFT_BY_TOOLS)


def program_files(root: Path) -> list[str]:
    """The files that git tracks; without git all but what tools and the demo left there.

    Args:
        root: The checkout.

    Returns:
        Names relative to it, with slashes, sorted.
    """
    if (root / ".git").exists():
        with contextlib.suppress(OSError):  # there is no git
            done = subprocess.run(
                ["git", "-C", str(root), "ls-files", "-z"], stdout=subprocess.PIPE, check=False
            )
            if done.returncode == 0:
                names = done.stdout.decode("utf-8", "surrogateescape").split("\0")
                return sorted(name for name in names if name and (root / name).is_file())
    found = []
    for folder, folders, names in os.walk(root):
        folders[:] = [name for name in folders if not _left_out(name)]
        found += [(Path(folder) / name).relative_to(root).as_posix() for name in names]
    return sorted(found)


def copy_program(root: Path, target: Path) -> list[str]:
    """Copy the program's files into a new folder, and give their names."""
    names = program_files(root)
    for name in names:
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(root / name, target / name)
        with contextlib.suppress(OSError):  # a stick's file system knows no such rights
            shutil.copymode(root / name, target / name)
    return names


def _left_out(name: str) -> bool:
    return name in _NEVER or name.endswith(".egg-info")
