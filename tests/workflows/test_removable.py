"""What would go is counted as it is, and nothing goes."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa
from studio_project import make_project

from smp_core.jobs import JobContext
from smp_core.storage.backup import backup, backups_folder
from smp_core.storage.project import DATABASE, Project, open_project
from smp_core.storage.schema import EditRow
from smp_core.workflows.class_edits import delete_class
from smp_core.workflows.clip_edits import move_clips, remove_clips, set_stretch
from smp_core.workflows.clips import list_classes, list_clips
from smp_core.workflows.edit_journal import redo, undo
from smp_core.workflows.erase import CACHES, erase_removed
from smp_core.workflows.removable import Removable, count_removable


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_project(tmp_path / "ward", {"falls": 2, "coughs": 2, "cries": 1}, prompts=True)


def _edits(project: Project) -> list[tuple[object, ...]]:
    with project.database.read() as session:
        return [tuple(row) for row in session.execute(sa.select(EditRow.id, EditRow.forward))]


def test_of_an_untouched_project_nothing_would_go(folder: Path) -> None:
    with open_project(folder) as project:  # opening made the first backup
        assert count_removable(project) == Removable(0, 0, 1, 0)


def test_only_clips_that_are_gone_count_however_they_went(folder: Path) -> None:
    with open_project(folder) as project:
        falls, coughs, cries = list_classes(project)
        one, two, three, *_ = list_clips(project)
        set_stretch(project, one.id, 0.1, 0.4)
        move_clips(project, [three.id], falls.id)
        assert count_removable(project).clips == 0
        remove_clips(project, [two.id])
        assert count_removable(project).clips == 1
        delete_class(project, cries.id)
        assert (count_removable(project).edits, count_removable(project).clips) == (4, 2)
        undo(project)  # the class is there again
        assert count_removable(project).clips == 1
        redo(project)
        before = _edits(project)
        assert count_removable(project).clips == 2
        assert _edits(project) == before
        assert len(list_clips(project, coughs.name)) == 1


def test_backups_and_caches_are_those_that_erasing_deletes(folder: Path) -> None:
    with open_project(folder) as project:
        for name in CACHES:
            place = project.cache_folder / name / "ab"
            place.mkdir(parents=True)
            (place / "x.json").write_bytes(bytes(1000))
        remove_clips(project, [list_clips(project)[0].id])
    backup(folder / DATABASE, "before-0002")
    (backups_folder(folder) / "my own copy.db").write_bytes(b"x")
    (folder / "cache" / "mine.mp4").write_bytes(bytes(5000))
    with open_project(folder) as project:
        counted = count_removable(project)
    assert counted == Removable(1, 1, 2, 1000 * len(CACHES))
    done = erase_removed(folder, JobContext())
    assert (done.edits, done.backups, done.cached) == (1, 2, len(CACHES))
    with open_project(folder) as project:
        assert count_removable(project) == Removable(0, 0, 1, 0)
