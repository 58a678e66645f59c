"""Finding videos in folders: all of them, and none passed over in silence."""

from __future__ import annotations

from pathlib import Path

import pytest
from locked_folder import lock, lock_within

from smp_core.errors import InputError
from smp_core.media.folders import media_files
from smp_core.workflows.folder_clips import class_folders


def _touch(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()
    return path


@pytest.fixture
def locked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a video that may not be read."""
    folder = _touch(tmp_path / "mix" / "locked" / "a.mp4").parent
    lock(folder, monkeypatch)
    return folder


def test_videos_of_all_levels_are_found_in_order_and_nothing_else(tmp_path: Path) -> None:
    deep, top = _touch(tmp_path / "a" / "b" / "z.MP4"), _touch(tmp_path / "c.wav")
    _touch(tmp_path / "notes.txt")
    (tmp_path / "folder.mp4").mkdir()
    (tmp_path / "nowhere.mp4").symlink_to(tmp_path / "gone")
    (tmp_path / "a" / "again").symlink_to(tmp_path, target_is_directory=True)
    assert media_files(tmp_path) == ([deep, top], {})


def test_a_folder_that_may_not_be_read_is_told_and_the_others_are_searched(locked: Path) -> None:
    good = _touch(locked.parent / "open" / "b.mp4")
    found, unread = media_files(locked.parent)
    assert found == [good]
    assert list(unread) == [locked]
    assert unread[locked].message == f"{locked} cannot be read: Permission denied."
    assert "right to read" in unread[locked].hint


def test_a_folder_that_may_be_listed_and_not_entered_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = _touch(tmp_path / "listed" / "a.mp4").parent
    _touch(folder / "b.txt")
    good = _touch(tmp_path / "c.mp4")
    lock_within(folder, monkeypatch)
    found, unread = media_files(tmp_path)
    assert found == [good]
    assert [each.message for each in unread.values()] == [
        f"{folder} cannot be read: Permission denied."
    ]


def test_classes_are_not_learned_without_one_that_may_not_be_read(locked: Path) -> None:
    for name in ("red", "blue"):
        _touch(locked.parent / name / "b.mp4")
    with pytest.raises(InputError, match=f"{locked} cannot be read"):
        class_folders(locked.parent)
