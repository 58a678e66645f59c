"""The connection's safety settings, and sessions that are whole or nothing."""

from __future__ import annotations

import sqlite3
import threading

import pytest
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.exc import IntegrityError
from sqlalchemy.schema import CreateIndex, CreateTable

from smp_core.storage.engine import wal_is_safe
from smp_core.storage.runs import begin_run, list_runs
from smp_core.storage.schema import Base


@pytest.mark.parametrize(
    ("version", "safe"),
    [
        ((3, 40, 1), False),
        ((3, 44, 5), False),
        ((3, 44, 6), True),
        ((3, 45, 9), False),
        ((3, 50, 6), False),
        ((3, 50, 7), True),
        ((3, 51, 2), False),
        ((3, 51, 3), True),
        ((3, 52, 0), True),
        ((4, 0, 0), True),
    ],
)
def test_wal_is_used_only_where_it_cannot_corrupt(version, safe):
    assert wal_is_safe(version) is safe


def test_every_connection_is_set_up_for_safety(project):
    with project.database.read() as session:

        def ask(name: str) -> object:
            return session.execute(sa.text(f"PRAGMA {name}")).scalar_one()

        wanted = "wal" if wal_is_safe(sqlite3.sqlite_version_info) else "delete"
        assert ask("journal_mode") == wanted
        assert ask("foreign_keys") == 1
        assert ask("synchronous") == 2  # FULL
        assert ask("busy_timeout") == 10_000


def test_a_failed_change_leaves_nothing_not_even_a_table(project):
    with pytest.raises(ZeroDivisionError), project.database.write() as session:
        session.execute(sa.text("CREATE TABLE half (id INTEGER)"))
        session.execute(sa.text("UPDATE project SET name = 'half'"))
        _ = 1 / 0
    with project.database.read() as session:
        assert not sa.inspect(session.connection()).has_table("half")
        assert session.scalar(sa.text("SELECT name FROM project")) == "ward 7"


def test_reading_changes_nothing(project):
    with project.database.read() as session:
        session.execute(sa.text("UPDATE project SET name = 'x'"))
    with project.database.read() as session:
        assert session.scalar(sa.text("SELECT name FROM project")) == "ward 7"


def test_foreign_keys_are_kept(project):
    with pytest.raises(IntegrityError), project.database.write() as session:
        session.execute(
            sa.text(
                "INSERT INTO prompts (clip_id, captioner, captioner_version, generated, created)"
                " VALUES (99, '', '', '', '2026-01-01')"
            )
        )


def test_a_session_inside_a_session_is_a_bug_and_does_not_hang(project):
    with (
        pytest.raises(RuntimeError, match="session inside a session"),
        project.database.read(),
        project.database.write(),
    ):
        pass
    with project.database.write() as session:  # and the lock is free again
        assert session.scalar(sa.text("SELECT 1")) == 1


def test_threads_take_turns(project):
    def work() -> None:
        for _ in range(5):
            begin_run(project, captioner="", preset="", config={}, class_names="ab", n_clips=0)
            with project.database.write() as session:
                n = int(session.scalar(sa.text("SELECT pack_name FROM project")) or 0)
                session.execute(sa.text("UPDATE project SET pack_name = :n"), {"n": str(n + 1)})

    with project.database.write() as session:
        session.execute(sa.text("UPDATE project SET pack_name = '0'"))
    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with project.database.read() as session:
        assert session.scalar(sa.text("SELECT pack_name FROM project")) == "20"
    assert len(list_runs(project)) == 20


def test_the_tables_are_valid_for_postgresql():
    dialect = postgresql.dialect()
    tables = {
        table.name: str(CreateTable(table).compile(dialect=dialect))
        for table in Base.metadata.sorted_tables
    }
    for table in Base.metadata.sorted_tables:
        for index in table.indexes:
            assert str(CreateIndex(index).compile(dialect=dialect)).startswith("CREATE INDEX")
    assert "SERIAL" in tables["predictions"]
    assert "TIMESTAMP WITH TIME ZONE" in tables["runs"]
    assert "DOUBLE PRECISION" in tables["clips"]
    names = [
        constraint.name
        for table in Base.metadata.sorted_tables
        for constraint in (*table.constraints, *table.indexes)
    ]
    assert len(names) == len(set(names))
    assert all(name and len(name) <= 63 for name in names)  # longer ones PostgreSQL cuts
