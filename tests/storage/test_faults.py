"""What goes wrong with a database reads like a sentence, and loses nothing."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa

from smp_core.errors import ResourceError, StorageError
from smp_core.storage.backup import backup
from smp_core.storage.faults import fault_of
from smp_core.storage.project import open_project
from smp_core.storage.runs import begin_run, finish_run, list_runs


def pragma(project, text: str) -> None:
    """Set something on the project's one connection."""
    with project.database.engine.connect() as connection:
        connection.exec_driver_sql(f"PRAGMA {text}")


def begin(project, size: int = 1):
    return begin_run(
        project, captioner="", preset="", config={"x": "y" * size}, class_names="ab", n_clips=0
    )


def test_a_full_disk_keeps_everything_stored_before(project):
    run = begin(project)
    pragma(project, "max_page_count=1")  # SQLite then has as much room as it uses now
    with pytest.raises(ResourceError, match=r"project\.db could not be written: the disk is full"):
        begin(project, 100_000)
    assert list_runs(project) == [run]
    pragma(project, "max_page_count=1000000")
    assert begin(project, 100_000).status == "running"
    with project.database.read() as session:
        assert session.scalar(sa.text("PRAGMA integrity_check")) == "ok"


def test_a_read_only_database_can_be_read_but_not_written(project):
    run = begin(project)
    pragma(project, "query_only=ON")
    assert list_runs(project) == [run]
    with pytest.raises(StorageError, match="may only be read") as caught:
        begin(project)
    assert "writable" in caught.value.hint


def test_a_database_in_use_by_another_program_says_so_after_a_while(project):
    holder = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import sqlite3, sys\n"
            "c = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
            "c.execute('BEGIN IMMEDIATE')\n"
            "print('held', flush=True)\n"
            "sys.stdin.read()\n",
            str(project.folder / "project.db"),
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    try:
        assert holder.stdout.readline() == b"held\n"
        pragma(project, "busy_timeout=50")
        with pytest.raises(StorageError, match="in use by another program"):
            begin(project)
        assert list_runs(project) == []  # reading goes on
    finally:
        holder.communicate()
    assert begin(project).status == "running"


@pytest.mark.parametrize("damage", ["text", "empty", "torn", "foreign"])
def test_a_damaged_database_is_named_with_the_newest_backup(project, damage):
    for _ in range(20):
        begin(project, 5000)
    project.close()
    path = project.folder / "project.db"
    saved = backup(path, "auto")
    if damage == "text":
        path.write_text("hello " * 1000)
    elif damage == "empty":
        path.write_bytes(b"")
    elif damage == "torn":
        whole = path.read_bytes()
        path.write_bytes(whole[: len(whole) // 3])
    else:
        path.unlink()
        with closing(sqlite3.connect(path)) as connection, connection:
            connection.execute("CREATE TABLE other (id INTEGER)")
    with pytest.raises(StorageError, match=r"project\.db is damaged or is not a project") as caught:
        open_project(project.folder)
    assert str(saved) in caught.value.hint
    path.write_bytes(saved.read_bytes())  # what the hint says
    with open_project(project.folder) as again:
        assert len(list_runs(again)) == 20


def test_without_a_backup_the_hint_does_not_promise_one(project):
    project.close()
    (project.folder / "project.db").write_text("hello " * 1000)
    with pytest.raises(StorageError) as caught:
        open_project(project.folder)
    assert "no backup" in caught.value.hint


def test_damage_found_while_working_is_translated_too(project):
    begin(project, 50_000)
    path = project.folder / "project.db"
    with closing(sqlite3.connect(path)) as connection:
        (page,) = connection.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'runs'"
        ).fetchone()
        (size,) = connection.execute("PRAGMA page_size").fetchone()
    with open(path, "r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xff" * size)
    project.close()  # so that nothing is read from memory
    with pytest.raises(StorageError, match="is damaged"):
        list_runs(project)


def test_our_own_bugs_are_not_dressed_up(project):
    with pytest.raises(sa.exc.OperationalError), project.database.read() as session:
        session.execute(sa.text("SELECT * FROM nowhere"))
    assert fault_of(ValueError("x"), "somewhere") is None


WRITER = """
import sys
from pathlib import Path
import sqlalchemy as sa
from smp_core.storage.project import open_project

project = open_project(Path(sys.argv[1]))
number = 0
while True:
    number += 1
    with project.database.write() as session:
        for part in range(40):
            session.execute(
                sa.text(
                    "INSERT INTO classes (name, name_key, position, colour, created)"
                    " VALUES (:text, :key, :number, '#000000', '2026-01-01 00:00:00')"
                ),
                {"text": "x" * 500, "key": f"{number}-{part}", "number": number},
            )
            if part == 20 and number % 5 == 0:
                print(number, flush=True)
"""


def test_kill_9_in_the_middle_of_writing_leaves_whole_changes_only(project):
    project.close()
    for _ in range(3):
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(project.folder)], stdout=subprocess.PIPE
        )
        said = int(writer.stdout.readline())
        if hasattr(signal, "SIGKILL"):
            os.kill(writer.pid, signal.SIGKILL)
        else:
            writer.kill()
        writer.communicate()
        with open_project(project.folder) as again, again.database.write() as session:
            counts = session.execute(
                sa.text("SELECT position, count(*) FROM classes GROUP BY position")
            ).all()
            assert session.scalar(sa.text("PRAGMA integrity_check")) == "ok"
            session.execute(sa.text("DELETE FROM classes"))
        assert [number for number, _ in counts] == list(range(1, len(counts) + 1))
        assert {count for _, count in counts} == {40}
        assert len(counts) >= said - 1  # everything that was said to be stored is


def test_a_finished_run_survives_the_death_of_the_program(project):
    script = (
        "import os, sys\n"
        "from pathlib import Path\n"
        "from smp_core.storage.project import open_project\n"
        "from smp_core.storage.runs import begin_run, finish_run\n"
        "p = open_project(Path(sys.argv[1]))\n"
        "r = begin_run(p, captioner='', preset='', config={}, class_names='ab', n_clips=2)\n"
        "finish_run(p, r.id, metrics={'a': 1}, seconds=1)\n"
        "os._exit(9)\n"
    )
    project.close()
    died = subprocess.run([sys.executable, "-c", script, str(project.folder)], check=False)
    assert died.returncode == 9
    with open_project(project.folder) as again:
        (run,) = list_runs(again)
        assert (run.status, run.metrics, run.active) == ("succeeded", {"a": 1}, True)
        finish_run(again, run.id, metrics={}, seconds=2)
    assert Path(run.folder).is_dir()
