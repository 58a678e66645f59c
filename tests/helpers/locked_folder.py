"""A folder that may not be read, also not by root."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


def lock(folder: Path, patch: pytest.MonkeyPatch) -> None:
    """Refuse to list it, as to an ordinary user; the file rights stay, so it can be emptied."""
    scandir, listdir = os.scandir, os.listdir

    def refuse(path: object) -> None:
        if Path(str(path)) == folder:
            raise PermissionError(13, "Permission denied", str(folder))

    patch.setattr(os, "scandir", lambda path: (refuse(path), scandir(path))[1])
    patch.setattr(os, "listdir", lambda path: (refuse(path), listdir(path))[1])


def lock_within(folder: Path, patch: pytest.MonkeyPatch) -> None:
    """Refuse what is in it, while its names can still be listed."""
    stat = Path.stat

    def refusing(path: Path, *, follow_symlinks: bool = True) -> os.stat_result:
        if folder in path.parents:
            raise PermissionError(13, "Permission denied", str(path))
        return stat(path, follow_symlinks=follow_symlinks)

    patch.setattr(Path, "stat", refusing)
