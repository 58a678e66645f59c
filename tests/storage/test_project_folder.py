"""Making and opening project folders."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from smp_core.errors import InputError, ResourceError, StorageError
from smp_core.paths import quoted
from smp_core.storage import project as module
from smp_core.storage.locations import real_path, stored_path
from smp_core.storage.project import create_project, open_project, takes_new_project


def make(folder: Path, **more: object):
    return create_project(folder, pack_name="demo", pack_digest="d" * 64, **more)


def test_a_project_says_the_same_after_opening_again(tmp_path):
    with make(tmp_path / "Station Süd" / "ward 7", pack_folder=tmp_path / "pack") as made:
        info = made.info
        assert made.folder == tmp_path / "Station Süd" / "ward 7"
        assert sorted(os.listdir(made.folder)) == ["cache", "exports", "project.db", "runs"]
    with open_project(made.folder) as again:
        assert again.info == info
    assert (info.name, info.pack_name, info.pack_digest, info.schema) == (
        "ward 7",
        "demo",
        "d" * 64,
        "0002",
    )
    assert info.pack_folder == tmp_path / "pack"
    assert info.created.utcoffset().total_seconds() == 0


def test_a_name_can_be_chosen_and_an_empty_folder_used(tmp_path):
    with make(tmp_path, name=" Ward 7 ") as made:
        assert made.info.name == "Ward 7"


@pytest.mark.skipif(os.name == "nt", reason="rights of POSIX")
def test_a_new_project_is_for_its_own_account_and_a_chosen_folder_stays_as_it_was(tmp_path):
    before = os.umask(0o022)
    try:
        with make(tmp_path / "Station" / "ward 7") as made:
            assert made.folder.stat().st_mode & 0o777 == 0o700
            assert made.folder.parent.stat().st_mode & 0o777 == 0o755
        shared = tmp_path / "shared"
        shared.mkdir()
        shared.chmod(0o770)
        make(shared).close()
        assert shared.stat().st_mode & 0o777 == 0o770
        made.folder.chmod(0o750)
        open_project(made.folder).close()
        assert made.folder.stat().st_mode & 0o777 == 0o750
    finally:
        os.umask(before)


def test_folders_that_hold_other_things_are_refused(tmp_path):
    (tmp_path / "thesis.txt").write_text("x")
    with pytest.raises(InputError, match="not an empty folder"):
        make(tmp_path)
    with pytest.raises(InputError, match="not an empty folder"):
        make(tmp_path / "thesis.txt")
    assert os.listdir(tmp_path) == ["thesis.txt"]
    with (
        make(tmp_path / "p") as made,
        pytest.raises(InputError, match="is a project already"),
    ):
        make(made.folder)


def test_whether_a_folder_takes_a_new_project_is_told_as_making_it_would_tell(tmp_path):
    free = tmp_path / "free"
    assert takes_new_project(free) and not free.exists()
    (free / "runs").mkdir(parents=True)
    (free / ".project.db.0123456789ab.part").touch()  # of an attempt that was killed
    assert takes_new_project(free) and len(os.listdir(free)) == 2
    with make(tmp_path / "p") as made:
        assert not takes_new_project(made.folder)
    assert not takes_new_project(tmp_path)
    assert not takes_new_project(tmp_path / "p" / "project.db")
    make(free).close()


def test_folders_without_a_project_say_how_to_make_one(tmp_path):
    with pytest.raises(InputError, match="There is no folder") as caught:
        open_project(tmp_path / "gone")
    assert caught.value.hint == f"Make one with: smp new {quoted(str(tmp_path / 'gone'))}"
    with pytest.raises(InputError, match=r"holds no project\.db") as caught:
        open_project(tmp_path)
    assert "smp new" in caught.value.hint
    (tmp_path / "file").touch()
    with pytest.raises(InputError, match="is a file"):
        open_project(tmp_path / "file")
    with pytest.raises(InputError, match=r"holds no project\.db") as caught:
        open_project(tmp_path)  # where no project can be made
    assert caught.value.hint == (
        "Name a project's folder, or make a project in a new or an empty one."
    )
    assert os.listdir(tmp_path) == ["file"]


def test_a_full_disk_leaves_nothing_and_does_not_bar_the_folder(tmp_path, monkeypatch):
    def full(_source, _target):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("smp_core.storage.project.os.replace", full)
        with pytest.raises(ResourceError, match="disk is full"):
            make(tmp_path / "p")
    assert os.listdir(tmp_path / "p") == []
    with make(tmp_path / "p", name="again") as made:
        assert made.info.name == "again"
    assert sorted(os.listdir(tmp_path / "p")) == ["cache", "exports", "project.db", "runs"]


@pytest.mark.parametrize("part", [".project.db.part", ".project.db.0123456789ab.part"])
def test_a_kill_while_a_project_is_made_does_not_bar_the_folder(tmp_path, part):
    with make(tmp_path / "p", name="first") as killed:
        database = killed.folder / "project.db"
    database.rename(database.with_name(part))  # killed just before it got its name
    database.with_name(f"{part}-journal").touch()
    with pytest.raises(InputError) as caught:
        open_project(tmp_path / "p")
    assert caught.value.hint == f"Make one with: smp new {quoted(str(tmp_path / 'p'))}"
    with make(tmp_path / "p", name="second") as made:
        assert made.info.name == "second"
    assert sorted(os.listdir(tmp_path / "p")) == ["cache", "exports", "project.db", "runs"]


@pytest.mark.parametrize("mine", ["runs/model.txt", "cache", ".project.db.parting", "docs/"])
def test_only_what_an_unfinished_attempt_leaves_is_taken_for_that(tmp_path, mine):
    for name in ("runs", "exports"):
        (tmp_path / name).mkdir()
    if mine.endswith("/"):
        (tmp_path / mine).mkdir()
    else:
        (tmp_path / mine).write_text("x")
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(InputError, match="not an empty folder"):
        make(tmp_path)
    assert sorted(tmp_path.rglob("*")) == before


def test_of_two_that_make_the_same_project_the_faster_one_wins(tmp_path, monkeypatch):
    really_upgrade = module.upgrade_file

    def overtaken(path, *, new=False):
        monkeypatch.setattr(module, "upgrade_file", really_upgrade)
        make(tmp_path / "p", name="faster").close()
        return really_upgrade(path, new=new)

    monkeypatch.setattr(module, "upgrade_file", overtaken)
    with pytest.raises(InputError, match="is a project already"):
        make(tmp_path / "p", name="slower")
    assert sorted(os.listdir(tmp_path / "p")) == ["cache", "exports", "project.db", "runs"]
    with open_project(tmp_path / "p") as found:
        assert found.info.name == "faster"


def test_a_place_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(StorageError, match="file"):
        make(tmp_path / "file" / "p")


def test_paths_inside_are_kept_relative_and_others_absolute(tmp_path):
    folder = tmp_path / "p"
    folder.mkdir()
    assert stored_path(folder, folder / "clips" / "a b.mp4") == "clips/a b.mp4"
    assert stored_path(folder, tmp_path / "a.mp4") == str(tmp_path / "a.mp4")
    assert stored_path(folder, folder / ".." / "a.mp4") == str(tmp_path / "a.mp4")
    for path in (folder / "clips" / "a b.mp4", tmp_path / "a.mp4"):
        assert real_path(folder, stored_path(folder, path)) == path
    try:
        (tmp_path / "link").symlink_to(folder)
    except OSError:
        pytest.skip("no right to make links here")
    assert stored_path(folder, tmp_path / "link" / "x.mp4") == "x.mp4"
