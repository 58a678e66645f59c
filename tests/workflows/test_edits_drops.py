"""Which files of a drop go into which class."""

from __future__ import annotations

from pathlib import Path

import pytest
from locked_folder import lock, lock_within

from smp_core.errors import InputError
from smp_core.workflows.clip_drops import Drop, into_new_classes, into_one_class


@pytest.fixture
def drop(tmp_path: Path) -> Path:
    for name in ("falls/2.mp4", "falls/1.MKV", "falls/deep/3.wav", "falls/note.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    for name in ("all/calm/4.mp4", "all/cough/far/5.mp4", "all/.hidden/6.mp4", "all/empty/x.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    (tmp_path / "7.mp4").touch()
    return tmp_path


def named(found: Drop) -> list[tuple[str, str]]:
    return [(name, path.name) for name, path in found.labelled]


def told(found: Drop) -> list[str]:
    return [each.message for each in found.unread.values()]


def test_a_class_takes_files_as_they_are_and_folders_with_all_below(drop):
    found = into_one_class("fall", [drop / "falls", drop / "7.mp4", drop / "falls" / "note.txt"])
    assert named(found) == [
        ("fall", name) for name in ("1.MKV", "2.mp4", "3.wav", "7.mp4", "note.txt")
    ]


def test_folders_name_the_new_classes(drop):
    found = into_new_classes([drop / "falls", drop / "all", drop / "7.mp4"], "New class")
    assert named(found) == [
        ("falls", "1.MKV"),
        ("falls", "2.mp4"),
        ("falls", "3.wav"),
        ("calm", "4.mp4"),
        ("cough", "5.mp4"),
        ("New class", "7.mp4"),
    ]


def test_a_drop_without_clips_names_what_was_looked_through(drop):
    with pytest.raises(InputError, match="no video or sound in .*empty"):
        into_one_class("fall", [drop / "all" / "empty"])
    with pytest.raises(InputError, match="any of the 2 folders"):
        into_new_classes([drop / "all" / "empty", drop / "all" / "empty"], "x")


def test_a_locked_folder_of_a_drop_is_told_and_the_others_are_taken(drop, monkeypatch):
    locked = drop / "all" / "cough" / "far"
    lock(locked, monkeypatch)
    words = [f"{locked} cannot be read: Permission denied."]
    found = into_one_class("fall", [drop / "all"])
    assert (named(found), told(found)) == ([("fall", "4.mp4")], words)
    assert "right to read" in found.unread[locked].hint
    found = into_new_classes([drop / "all"], "x")
    assert (named(found), told(found)) == ([("calm", "4.mp4")], words)
    found = into_new_classes([locked, drop / "7.mp4"], "x")
    assert (named(found), told(found)) == ([("x", "7.mp4")], words)


def test_a_drop_of_a_locked_folder_alone_is_refused_with_its_name(drop, monkeypatch):
    lock(drop / "falls", monkeypatch)
    for find in (lambda paths: into_one_class("fall", paths), lambda p: into_new_classes(p, "x")):
        with pytest.raises(InputError, match=f"{drop / 'falls'} cannot be read"):
            find([drop / "falls"])


def test_a_dropped_folder_whose_files_are_locked_is_told(drop, monkeypatch):
    lock_within(drop / "falls", monkeypatch)
    found = into_new_classes([drop / "falls", drop / "7.mp4"], "x")
    assert named(found) == [("x", "7.mp4")]
    assert told(found)[0] == f"{drop / 'falls'} cannot be read: Permission denied."
