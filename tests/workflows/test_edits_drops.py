"""Which files of a drop go into which class."""

from __future__ import annotations

from pathlib import Path

import pytest

from smp_core.errors import InputError
from smp_core.workflows.clip_drops import into_new_classes, into_one_class


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


def named(found: list[tuple[str, Path]]) -> list[tuple[str, str]]:
    return [(name, path.name) for name, path in found]


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
