"""Backups hold every row, come by themselves, and stay few."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing

from smp_core.storage import backup as backups
from smp_core.storage.project import open_project
from smp_core.storage.runs import begin_run


def begin(project):
    return begin_run(project, captioner="", preset="", config={}, class_names="ab", n_clips=0)


def count(path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("SELECT count(*) FROM runs").fetchone()[0]


def age(path, seconds: float) -> None:
    made = path.stat().st_mtime - seconds
    os.utime(path, (made, made))


def test_a_backup_of_an_open_database_holds_every_row(project):
    for _ in range(30):
        begin(project)
    made = backups.backup(project.folder / "project.db", "auto")
    assert count(made) == 30
    assert backups.newest_backup(project.folder) == made
    assert os.listdir(made.parent) == [made.name]


def test_opening_backs_up_what_changed_at_most_once_an_hour(project):
    path = project.folder / "project.db"
    begin(project)
    with open_project(project.folder):
        first = backups.newest_backup(project.folder)
    assert count(first) == 1
    begin(project)
    assert backups.automatic_backup(path) is None  # too soon
    age(first, 4000)
    second = backups.automatic_backup(path)
    assert count(second) == 2
    age(first, 4000)
    age(second, 4000)
    age(path, 5000)
    assert backups.automatic_backup(path) is None  # nothing changed since


def test_old_automatic_backups_go_and_others_stay(project):
    path = project.folder / "project.db"
    kept = backups.backup(path, "before-0002")
    age(kept, 100_000)
    for number in range(backups.KEEP + 2):
        made = backups.backup(path, "auto")
        age(made, 50_000 - number)
    assert backups.automatic_backup(path) is not None
    names = sorted(os.listdir(path.parent / "backups"))
    assert sum(name.endswith("-auto.db") for name in names) == backups.KEEP
    assert kept.name in names


def test_a_backup_that_fails_leaves_nothing_and_does_not_stop_the_opening(project, monkeypatch):
    def full(_source, _target):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(backups.os, "replace", full)
    with open_project(project.folder) as again:
        assert again.info == project.info
    assert os.listdir(project.folder / "backups") == []
