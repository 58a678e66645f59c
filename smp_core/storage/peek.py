"""A look into a project that is not opened: nothing is made, brought up to date or backed up."""

from __future__ import annotations

import contextlib
import json
import sqlite3
from pathlib import Path

_PATIENCE_S = 1.0


def class_names(database: Path) -> tuple[str, ...]:
    """The classes of a project and of its runs, which remember those that were removed.

    Returns:
        Each once; empty if there is no project, or none that can be read now.
    """
    found: dict[str, None] = {}
    # Read by SQLite alone: on POSIX, whoever opens and closes the file itself takes the locks
    # away that this process may hold on it.
    with contextlib.suppress(OSError, sqlite3.Error, ValueError, TypeError):
        address = f"{database.absolute().as_uri()}?mode=ro"
        with contextlib.closing(
            sqlite3.connect(address, uri=True, timeout=_PATIENCE_S)
        ) as connection:
            for (name,) in connection.execute("SELECT name FROM classes ORDER BY position"):
                found[str(name)] = None
            for (names,) in connection.execute("SELECT class_names FROM runs ORDER BY created"):
                found.update(dict.fromkeys(map(str, json.loads(names))))
    return tuple(found)
