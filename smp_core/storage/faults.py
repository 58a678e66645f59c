"""Translate what a database raises into what a person can mend.

SQLite is asked for its result code, not for its wording.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy.exc

from smp_core.errors import ResourceError, SmpError, StorageError
from smp_core.storage.backup import newest_backup


@contextmanager
def translated(location: Path | str) -> Iterator[None]:
    """Raise database faults of the block as `StorageError` or `ResourceError`.

    Args:
        location: The database file, or the URL (without password) of a server.
    """
    try:
        yield
    except sqlalchemy.exc.IntegrityError:
        raise  # a broken rule of ours; whoever can provoke it handles it in place
    except sqlalchemy.exc.DBAPIError as error:
        fault = fault_of(error.orig, location)
        if fault is None:
            raise
        raise fault from error
    except sqlite3.Error as error:
        fault = fault_of(error, location)
        if fault is None:
            raise
        raise fault from error


def fault_of(error: BaseException | None, location: Path | str) -> SmpError | None:
    """What a person should read about `error`; None if it is a bug of ours."""
    if not isinstance(error, sqlite3.Error):
        if type(error).__name__ == "OperationalError":  # a server's driver
            return StorageError(
                f"The database {location} does not answer: {error}.",
                "Check that the server runs and can be reached.",
            )
        return None
    # The low byte is the primary code, the rest says more about it. Older drivers raise some
    # errors of their own without a code.
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code == sqlite3.SQLITE_FULL:
        return ResourceError(
            f"{location} could not be written: the disk is full.",
            "Free some space, then do it again; everything stored before is kept.",
        )
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return StorageError(
            f"{location} is in use by another program.",
            "Wait until it has finished or close it, then do it again.",
        )
    if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH):
        return StorageError(
            f"{location} may only be read, not written.",
            "Make the project folder writable, or copy it to where you may write.",
        )
    if code == sqlite3.SQLITE_CANTOPEN:
        return StorageError(
            f"{location} cannot be opened.",
            "Check that the folder exists and that you may read and write it.",
        )
    if code == sqlite3.SQLITE_IOERR:
        return StorageError(
            f"{location} cannot be read or written: the disk reports an error.",
            "Check the disk or the network share, then do it again.",
        )
    if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return damaged(location)
    return None


def damaged(location: Path | str) -> StorageError:
    """The error for a file that cannot be trusted, naming the newest backup to go back to."""
    backup = newest_backup(Path(location).parent) if isinstance(location, Path) else None
    hint = (
        f"Copy the newest backup {backup} over it, or restore your own copy."
        if backup is not None
        else "There is no backup in the project folder; restore your own copy."
    )
    return StorageError(f"{location} is damaged or is not a project database.", hint)
