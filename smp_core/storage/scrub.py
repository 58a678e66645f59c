"""Make a project database forget what was deleted from it, also in the pages it no longer uses."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from pathlib import Path

import psutil

from smp_core.errors import StorageError
from smp_core.storage.faults import damaged, translated

_PATIENCE_S = 2.0


def check_alone(database: Path) -> None:
    """Refuse if another program of this account has the project open.

    SQLite tells only of programs that read or write at this moment; an idle one is found among
    the open files of processes, which Windows does not tell in a way that can be relied on.

    Args:
        database: Its path, links followed.

    Raises:
        StorageError: Naming the program.
    """
    if os.name == "nt":
        return
    for process in psutil.process_iter():
        if process.pid == os.getpid():
            continue
        # Those that end meanwhile, and those of other accounts, cannot be asked.
        with contextlib.suppress(psutil.Error, OSError):
            if any(each.path == str(database) for each in process.open_files()):
                raise StorageError(
                    f"{database.parent} is open in another program: "
                    f"{process.name()} (process {process.pid}).",
                    "Close the project there, then do it again.",
                )


def scrub(database: Path) -> int:
    """Forget the journal of edits, and write the file anew without anything that was deleted.

    A kill at any moment leaves the database as it was or without the journal, and whole. The file
    needs up to twice its size on the disk meanwhile.

    Returns:
        How many edits were forgotten.

    Raises:
        StorageError: Another program reads or writes it, or it is damaged. ResourceError: The disk
            is full.
    """
    with (
        translated(database),
        contextlib.closing(
            sqlite3.connect(database, timeout=_PATIENCE_S, isolation_level=None)
        ) as connection,
    ):
        # Kept from here to the end: nobody may write between the two steps. In WAL mode this also
        # fails while another program merely has it open.
        connection.execute("PRAGMA locking_mode=EXCLUSIVE")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA secure_delete=ON")
        connection.execute("BEGIN EXCLUSIVE")
        (verdict,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
        if verdict != "ok":  # its backups may be all that is left
            raise damaged(database)
        forgotten = connection.execute("DELETE FROM edits").rowcount
        connection.execute("COMMIT")
        connection.execute("VACUUM")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()  # does nothing without WAL
        return forgotten
