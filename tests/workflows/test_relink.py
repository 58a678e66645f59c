"""Files that were moved are found again by what is in them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from locked_folder import lock, lock_within
from studio_project import make_project, write_video

from smp_core.errors import InputError
from smp_core.jobs import JobContext, JobEvent, Warned
from smp_core.workflows.clips import list_clips
from smp_core.workflows.edit_journal import undo
from smp_core.workflows.projects import Project, open_project
from smp_core.workflows.relink import Ambiguous, missing_folders, relink


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with open_project(make_project(tmp_path / "p")) as opened:
        yield opened


def test_a_moved_folder_is_found_whatever_its_files_are_called_now(
    project: Project, tmp_path: Path
) -> None:
    old, new = project.folder / "clips", tmp_path / "usb" / "footage"
    shutil.move(old, new)
    files = sorted(new.iterdir())
    (new / "deep").mkdir()
    files[0].rename(new / "deep" / "renamed.mp4")
    files[1].unlink()
    write_video(files[1], seed=99)  # the name is right, the content is not
    assert missing_folders(project) == [(old, 5)]
    done = relink(project, old, new, JobContext())
    assert len(done.found) == 4 and len(done.missing) == 1
    assert done.missing[0].path.name == files[1].name
    paths = {clip.path for clip in list_clips(project) if not clip.missing}
    assert new / "deep" / "renamed.mp4" in paths and files[1] not in paths
    undo(project)
    assert all(clip.missing for clip in list_clips(project))


def test_one_clip_takes_only_its_own_content(project: Project, tmp_path: Path) -> None:
    first, other, *_ = list_clips(project)
    moved = tmp_path / "moved.mp4"
    first.path.rename(moved)
    with pytest.raises(InputError, match="content differs"):
        relink(project, first.id, other.path, JobContext())
    assert list_clips(project)[0].missing
    done = relink(project, first.id, moved, JobContext())
    assert [clip.path for clip in done.found] == [moved] and done.missing == ()
    with pytest.raises(InputError, match="is missing"):
        relink(project, None, tmp_path, JobContext())
    with pytest.raises(InputError, match="not there"):
        relink(project, first.id, tmp_path / "nowhere", JobContext())


def test_several_files_with_the_content_are_named(project: Project, tmp_path: Path) -> None:
    first, second, *_ = list_clips(project)
    drive = tmp_path / "drive"
    (drive / "z").mkdir(parents=True)
    shutil.move(first.path, drive / "z" / first.path.name)
    for name in ("a.mp4", "b.mp4"):
        shutil.copy(drive / "z" / first.path.name, drive / name)
    shutil.copy(second.path, drive / "not missing.mp4")
    done = relink(project, None, drive, JobContext())
    # The one that kept its name is taken, though the others come before it.
    assert [clip.path for clip in done.found] == [drive / "z" / first.path.name]
    assert done.ambiguous == (
        Ambiguous(drive / "z" / first.path.name, (drive / "a.mp4", drive / "b.mp4")),
    )


def test_a_file_is_no_folder_to_look_in(project: Project) -> None:
    first, other, *_ = list_clips(project)
    first.path.unlink()
    with pytest.raises(InputError, match="is not a folder"):
        relink(project, None, other.path, JobContext())


def test_folders_that_may_not_be_read_are_told(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second, third, *_ = list_clips(project)
    drive = tmp_path / "drive"
    for clip, name in ((first, "open"), (second, "locked"), (third, "listed")):
        (drive / name).mkdir(parents=True)
        shutil.move(clip.path, drive / name / "renamed.mp4")
    lock(drive / "locked", monkeypatch)
    lock_within(drive / "listed", monkeypatch)
    events: list[JobEvent] = []
    done = relink(project, None, drive, JobContext(events.append))
    assert [clip.id for clip in done.found] == [first.id]
    assert {clip.id for clip in done.missing} == {second.id, third.id}
    said = {
        each: f"{each} cannot be read: Permission denied."
        for each in (drive / "locked", drive / "listed")
    }
    assert {each.path: each.reason for each in done.set_aside} == said
    assert all("right to read" in each.hint for each in done.set_aside)
    warned = {each.subject: each.message for each in events if isinstance(each, Warned)}
    assert warned == {str(path): words for path, words in said.items()}


def test_a_folder_to_look_in_that_may_not_be_read_is_refused(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, *_ = list_clips(project)
    (tmp_path / "drive").mkdir()
    shutil.move(first.path, tmp_path / "drive" / "renamed.mp4")
    lock(tmp_path / "drive", monkeypatch)
    with pytest.raises(InputError, match=f"{tmp_path / 'drive'} cannot be read"):
        relink(project, None, tmp_path / "drive", JobContext())
