"""Bring a database to this program's schema: safely, and only when needed."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import sqlalchemy as sa

from smp_core.errors import StorageError
from smp_core.paths import write_error
from smp_core.storage.backup import backup
from smp_core.storage.engine import sqlite_engine
from smp_core.storage.faults import damaged, translated
from smp_core.storage.schema import REVISIONS

SCRIPTS = "smp_core.storage:migrations"
"""Where Alembic finds the migrations: a package and a folder in it."""


def current_revision(connection: sa.Connection) -> str | None:
    """The revision of a database, None if it has no schema of ours."""
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar()


def check_known(revision: str, location: Path | str) -> None:
    """Refuse a database written by a newer program.

    Raises:
        StorageError: Naming the database and the remedy.
    """
    if revision not in REVISIONS:
        raise StorageError(
            f"{location} was written by a newer version of this program (schema {revision}).",
            "Update the program, then open the project again.",
        )


def upgrade_file(path: Path, *, new: bool = False) -> Path | None:
    """Bring a SQLite file to the newest schema.

    The migration runs on an engine of its own with foreign keys off, because with them on a
    table made anew empties the tables that refer to it; it is one transaction, so a failure
    leaves the file as it was; and an older database is backed up first.

    Args:
        path: The database file.
        new: Make it; otherwise it must be a project database.

    Returns:
        The backup that was made, None if none was needed.

    Raises:
        StorageError: The file is damaged, no project database, newer, locked or read-only.
        ResourceError: The disk is full.
    """
    engine = sqlite_engine(path, foreign_keys=False)
    try:
        with translated(path):
            with engine.connect() as connection:
                revision = current_revision(connection)
                (verdict,) = connection.exec_driver_sql("PRAGMA quick_check(1)").one()
            if verdict != "ok" or (revision is None and not new):
                raise damaged(path)
            if revision is not None:
                check_known(revision, path)
            if revision == REVISIONS[-1]:
                return None
            made = None if revision is None else _backup_first(path)
            writer = engine.execution_options(smp_begin="BEGIN IMMEDIATE")
            with writer.begin() as connection:
                upgrade(connection)
                broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
                if broken:
                    raise StorageError(
                        f"{path} could not be brought to the newest schema: "
                        f"{len(broken)} rows would lose what they belong to.",
                        "Nothing was changed. Please report this, with the file if you can.",
                    )
            return made
    finally:
        engine.dispose()


def upgrade(connection: sa.Connection, revision: str = "head") -> None:
    """Run the migrations on an open connection, in its transaction."""
    # Imported here: most openings need no migration, and this costs a good part of a start.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", SCRIPTS)
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def _backup_first(path: Path) -> Path:
    try:
        return backup(path, f"before-{REVISIONS[-1]}")
    except OSError as error:
        raise write_error(path.parent / "backups", error) from error
    except sqlite3.Error:
        raise  # `translated` around the caller knows what to say
