"""Backups of a project database, by SQLite's online backup.

A plain copy of an open database can lose rows; the backup interface cannot.
"""

from __future__ import annotations

import contextlib
import logging
import os
import sqlite3
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from smp_core.paths import sync_folder

KEEP = 8
"""Automatic backups kept; backups made before a migration are never removed."""

INTERVAL = timedelta(hours=1)
"""Least time between two automatic backups."""

AUTOMATIC = "auto"
"""The label of backups that come and go by themselves."""

_log = logging.getLogger(__name__)


def backups_folder(project_folder: Path) -> Path:
    """Where a project's backups lie."""
    return project_folder / "backups"


def newest_backup(project_folder: Path) -> Path | None:
    """The newest backup of a project, None if there is none."""
    found = sorted(backups_folder(project_folder).glob("*.db"), key=_made)
    return found[-1] if found else None


def backup(database: Path, label: str) -> Path:
    """Write a backup beside the project database.

    Args:
        database: The database file; it may be open elsewhere.
        label: Part of the file's name, for example "before-0002".

    Returns:
        The new file, complete: it gets its name only when all of it is on disk.

    Raises:
        sqlite3.Error, OSError: To be translated by the caller, who knows what it was for.
    """
    folder = backups_folder(database.parent)
    folder.mkdir(exist_ok=True)
    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S-%f")
    target = folder / f"{stamp}-{label}.db"
    temporary = target.with_suffix(".part")
    try:
        with (
            contextlib.closing(sqlite3.connect(database, timeout=10)) as source,
            contextlib.closing(sqlite3.connect(temporary)) as copy,
        ):
            source.backup(copy)
            # A backup must be one file, whatever the original's journal was.
            copy.execute("PRAGMA journal_mode=DELETE")
        with open(temporary, "rb+") as file:
            os.fsync(file.fileno())
        os.replace(temporary, target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    sync_folder(folder)
    return target


def automatic_backup(database: Path) -> Path | None:
    """Write a backup if the database changed since the newest one and that one is an hour old.

    A project that cannot be backed up (full disk, read-only folder) still opens: this logs and
    returns None.
    """
    newest = newest_backup(database.parent)
    if newest is not None:
        since_s = _made(database) - _made(newest)
        if since_s <= 0 or time.time() - _made(newest) < INTERVAL.total_seconds():
            return None
    try:
        written = backup(database, AUTOMATIC)
        for old in sorted(written.parent.glob(f"*-{AUTOMATIC}.db"), key=_made)[:-KEEP]:
            old.unlink()
    except (OSError, sqlite3.Error) as error:
        _log.warning("no backup of %s: %s", database, error)
        return None
    return written


def _made(path: Path) -> float:
    """Modification time, 0 for a file that has just gone."""
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0
