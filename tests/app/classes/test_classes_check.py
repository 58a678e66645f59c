"""The check of the clips with its mends, and files that are found again."""

from __future__ import annotations

import shutil

import pytest
from locked_folder import lock

from app.views.classes.station import ClassesStation
from smp_core.workflows.clips import list_clips
from smp_core.workflows.dataset_check import Finding
from smp_core.workflows.edit_journal import undo


@pytest.fixture
def station(opened, settled) -> ClassesStation:
    opened.go("classes")
    settled()
    return opened.deck.front


def stems(station: ClassesStation) -> list[str]:
    return [clip.path.stem for clip in list_clips(station.project)]


def test_missing_files_are_told_marked_and_found_again(station, settled, tmp_path):
    clips = list_clips(station.project)
    away = tmp_path / "other drive" / "deep"
    away.mkdir(parents=True)
    for clip in clips[1:3]:
        shutil.move(clip.path, away / f"renamed {clip.path.name}")
    station.check()
    settled()
    panel = station.check_panel
    assert panel.isVisible() and panel.title.text() == f"{len(panel.findings)} things to look at"
    found = [each for each in panel.findings if each.kind == "missing"]
    assert [each.clip_ids for each in found] == [(clips[1].id,), (clips[2].id,)]
    assert set(station.board.marks) >= {clips[1].id, clips[2].id}
    panel.list.setCurrentRow(0)
    assert station.board.selected == {clips[1].id} and panel.mend_button.text() == "Find…"
    station.mends.look(clips[1].id, away / f"renamed {clips[1].path.name}")
    settled()
    assert list_clips(station.project)[1].path.parent == away
    assert [each.clip_ids for each in panel.findings if each.kind == "missing"] == [(clips[2].id,)]
    assert "1 clip missing" in station.tools.missing.text()
    station.mends.look(None, away.parent)
    settled()
    assert not any(clip.missing for clip in list_clips(station.project))
    assert station.tools.missing.isHidden() and station.tools.said.text() == "1 clip found again"
    station.mends.look(clips[0].id, away / f"renamed {clips[1].path.name}")
    settled()
    assert "is not the file" in station.context.notices.history[-1].message


def test_a_locked_folder_is_told_when_a_file_is_not_found(station, settled, tmp_path, monkeypatch):
    clip = list_clips(station.project)[1]
    locked = tmp_path / "drive" / "locked"
    locked.mkdir(parents=True)
    shutil.move(clip.path, locked / "renamed.mp4")
    lock(locked, monkeypatch)
    station.mends.look(None, locked.parent)
    settled()
    notice = station.context.notices.history[-1]
    assert f"{locked} cannot be read: Permission denied." in notice.message
    assert notice.message.startswith("None of the missing clips is there.")
    assert "right to read" in notice.hint


def test_clips_that_cannot_be_used_are_removed_at_once_and_come_back(station, settled):
    before = stems(station)
    station.check()  # all clips of this project are half a second long
    settled()
    panel = station.check_panel
    assert [each.kind for each in panel.findings].count("too_short") == 5
    panel.list.selectAll()
    assert panel.mend_button.text() == "Remove 5 clips"
    panel.list.clearSelection()
    panel.list.item(0).setSelected(True)
    panel.list.item(1).setSelected(True)
    assert panel.mend_button.text() == "Remove 2 clips" and len(station.board.selected) == 2
    panel.mend()
    settled()
    assert stems(station) == before[2:] and len(panel.findings) == 3
    assert undo(station.project) == "Remove 2 clips"
    assert stems(station) == before


def test_one_moment_in_two_classes_is_kept_in_one(station, settled):
    one, other = station.board.order[0], station.board.order[-1]
    names = ("person falls", "patient coughing")
    words = "<b>a.mp4</b> is in two classes."
    finding = Finding("two_classes", (one, other), names, words, "choose_class")
    station.check_panel.show()
    station.check_panel.show_findings([finding])
    station.check_panel.list.setCurrentRow(0)
    assert station.check_panel.mend_button.text() == "Keep in…"
    assert "<b>" not in station.check_panel.list.item(0).toolTip()
    station.mends.keep_in(finding, "patient coughing")
    settled()
    left = [clip.id for clip in list_clips(station.project)]
    assert one not in left and other in left
    assert station.check_panel.findings == []
