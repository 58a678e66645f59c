"""Which files were on the disk, for sure, when a folder or file got its name."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


class SyncedFiles:
    """Listens to fsync and to renames from now on."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self._synced: set[int] = set()
        self._when_named: dict[str, frozenset[int]] = {}
        fsync, rename, replace = os.fsync, os.rename, os.replace

        def listening_fsync(handle: int) -> None:
            fsync(handle)
            self._synced.add(os.fstat(handle).st_ino)

        def listening_rename(source: str | Path, target: str | Path) -> None:
            self._when_named[str(target)] = frozenset(self._synced)
            rename(source, target)

        def listening_replace(source: str | Path, target: str | Path) -> None:
            self._when_named[str(target)] = frozenset(self._synced)
            replace(source, target)

        patch.setattr(os, "fsync", listening_fsync)
        patch.setattr(os, "rename", listening_rename)
        patch.setattr(os, "replace", listening_replace)

    def missing(self, path: Path) -> list[str]:
        """Files of `path` (one, or a folder of some) that were not synced when it got its name."""
        files = [each for each in path.rglob("*") if each.is_file()] if path.is_dir() else [path]
        synced = self._when_named[str(path)]
        return [each.name for each in files if each.stat().st_ino not in synced]

    def is_synced(self, path: Path) -> bool:
        """Whether a file or a folder's list of names was synced at any time."""
        return path.stat().st_ino in self._synced
