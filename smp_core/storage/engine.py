"""The one connection to a project database, and the sessions on it."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import Session, sessionmaker

from smp_core.storage.faults import translated

BUSY_TIMEOUT_MS = 10_000
"""How long a write waits for another program's write."""

_BEGIN = "smp_begin"


def wal_is_safe(version: tuple[int, ...]) -> bool:
    """Whether this SQLite has the fix for corruption at a WAL reset with two connections.

    Versions 3.7.0 to 3.51.2 can corrupt; fixed in 3.51.3 and carried back to 3.50.7 and 3.44.6.
    """
    if version >= (3, 51, 3):
        return True
    return (
        version[:2] in ((3, 50), (3, 44))
        and version >= {50: (3, 50, 7), 44: (3, 44, 6)}[version[1]]
    )


def sqlite_engine(
    path: Path, *, foreign_keys: bool = True, busy_timeout_ms: int = BUSY_TIMEOUT_MS
) -> sa.Engine:
    """An engine with one connection to a SQLite file, set up for safety.

    Args:
        path: The file; SQLite makes it if it is missing.
        foreign_keys: Off only for migrations, where they would empty child tables.
        busy_timeout_ms: Patience with other programs' locks.
    """
    engine = sa.create_engine(
        sa.URL.create("sqlite", database=str(path)),
        # One connection: two in one process would only wait for each other, and with the WAL
        # fault above they could damage the file.
        poolclass=sa.pool.QueuePool,
        pool_size=1,
        max_overflow=0,
        connect_args={"check_same_thread": False, "timeout": busy_timeout_ms / 1000},
    )
    journal = "WAL" if wal_is_safe(sqlite3.sqlite_version_info) else "DELETE"

    @event.listens_for(engine, "connect")
    def set_up(connection: sqlite3.Connection, _record: object) -> None:
        # The driver's own transactions start late and leave out DDL; ours start with BEGIN.
        connection.isolation_level = None
        connection.execute(f"PRAGMA busy_timeout={busy_timeout_ms:d}")
        (current,) = connection.execute("PRAGMA journal_mode").fetchone()
        if current.upper() != journal:  # asking costs no write, setting may
            connection.execute(f"PRAGMA journal_mode={journal}")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute(f"PRAGMA foreign_keys={'ON' if foreign_keys else 'OFF'}")

    @event.listens_for(engine, "begin")
    def begin(connection: sa.Connection) -> None:
        connection.exec_driver_sql(connection.get_execution_options().get(_BEGIN, "BEGIN"))

    return engine


class Database:
    """Short sessions on one database, one at a time, from any thread.

    Args:
        engine: From `sqlite_engine`, or any SQLAlchemy engine with the schema in place.
        location: For error messages: the file, or the server's name.
    """

    def __init__(self, engine: sa.Engine, location: Path | str) -> None:
        self.engine = engine
        self.location = location
        # Writers take SQLite's lock at BEGIN: one that starts reading and then writes could
        # fail at once when another program does the same.
        options: dict[str, Any] = (
            {_BEGIN: "BEGIN IMMEDIATE"} if engine.dialect.name == "sqlite" else {}
        )
        self._reading = sessionmaker(engine, expire_on_commit=False)
        self._writing = sessionmaker(engine.execution_options(**options), expire_on_commit=False)
        self._lock = threading.Lock()
        self._owner: int | None = None

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session for one reading action; changes are not kept."""
        with self._alone(), translated(self.location), self._reading() as session:
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """A session for one change: all of it is committed at the end, or nothing of it."""
        with self._alone(), translated(self.location), self._writing.begin() as session:
            yield session

    def version(self, session: Session) -> int:
        """A number that another connection's changes make another one, of whatever program.

        Changes through this database leave it as it is. Numbers of two `Database` objects have
        nothing to do with each other.
        """
        return int(session.execute(sa.text("PRAGMA data_version")).scalar_one())

    def close(self) -> None:
        """Close the connection; idempotent."""
        self.engine.dispose()

    @contextmanager
    def _alone(self) -> Iterator[None]:
        me = threading.get_ident()
        if self._owner == me:
            raise RuntimeError("a session inside a session: it would wait for itself")
        with self._lock:
            self._owner = me
            try:
                yield
            finally:
                self._owner = None
