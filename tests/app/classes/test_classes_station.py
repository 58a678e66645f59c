"""The station "Classes" in the window, with real clips."""

from __future__ import annotations

from pathlib import Path

import pytest
from locked_folder import lock
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication
from studio_project import write_video

from app.views.classes.station import ClassesStation
from smp_core.errors import InputError
from smp_core.workflows.clips import list_classes, list_clips
from smp_core.workflows.edit_journal import history

LEFT, CTRL = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier
NONE, SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def station(opened, settled) -> ClassesStation:
    opened.go("classes")
    settled()
    made = opened.deck.front
    made.wall.setFocus()
    return made


def lanes(station: ClassesStation) -> dict[str, list[str]]:
    """What the project holds, which is what the board shows."""
    found = {each.name: [] for each in list_classes(station.project)}
    for clip in list_clips(station.project):
        found[clip.class_name].append(clip.path.stem)
    shown = {lane.record.name: [c.path.stem for c in lane.clips] for lane in station.board.lanes}
    assert shown == found and list(shown) == list(found)
    return found


def at(station: ClassesStation, lane: int, clip: int | None = None) -> QPoint:
    """The middle of a clip, or of a lane's name, in the viewport."""
    wall = station.wall
    geometry = wall.geometry_of_wall
    area = geometry.header(lane) if clip is None else geometry.clip(lane, clip)
    return area.center() - QPoint(0, wall.verticalScrollBar().value())


def drop(station: ClassesStation, point: QPoint, *paths: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    copy = Qt.DropAction.CopyAction
    station.wall.dropEvent(QDropEvent(QPointF(point), copy, data, LEFT, NONE))


def drag(qtbot, station: ClassesStation, start: QPoint, end: QPoint, keys=NONE) -> None:
    view = station.wall.viewport()
    qtbot.mousePress(view, LEFT, NONE, start)
    for point in ((start + end) / 2, end):
        qtbot.mouseMove(view, point)
    qtbot.mouseRelease(view, LEFT, keys, end)


FALLS = ["person falls 0", "person falls 1", "person falls 2"]
COUGHS = ["patient coughing 0", "patient coughing 1"]


def test_clips_are_moved_by_drag_and_by_key_and_taken_back(station, qtbot, settled):
    assert lanes(station) == {"person falls": FALLS, "patient coughing": COUGHS}
    drag(qtbot, station, at(station, 0, 1), at(station, 1, 1))
    settled()
    moved = {"person falls": [FALLS[0], FALLS[2]], "patient coughing": [FALLS[1], *COUGHS]}
    assert lanes(station) == moved
    assert [clip.path.stem for clip in station.board.chosen()] == [FALLS[1]]
    qtbot.mouseClick(station.wall.viewport(), LEFT, NONE, at(station, 0, 1))
    qtbot.keyClick(station.wall, Qt.Key.Key_2)
    settled()
    assert lanes(station)["person falls"] == [FALLS[0]]
    assert "Move 1 clip to patient coughing" in station.tools.undo.toolTip()
    qtbot.keyClick(station.wall, Qt.Key.Key_Z, CTRL)
    settled()
    assert lanes(station) == moved
    assert station.tools.said.text() == "Taken back: Move 1 clip to patient coughing"
    qtbot.keyClick(station.wall, Qt.Key.Key_Y, CTRL)
    settled()
    assert lanes(station)["person falls"] == [FALLS[0]]


def test_files_dropped_on_a_class_join_it_and_folders_become_classes(
    station, qtbot, settled, tmp_path
):
    for number, name in enumerate(("<b>bed</b>/a.mp4", "<b>bed</b>/b.mp4", "calm/c.mp4", "d.mp4")):
        write_video(tmp_path / "new" / name, 50 + number)
    (tmp_path / "new" / "calm" / "notes.txt").write_text("no clip")
    drop(station, at(station, 1, 0), tmp_path / "new" / "d.mp4")
    settled()
    assert lanes(station)["patient coughing"] == [*COUGHS, "d"]
    assert [clip.path.stem for clip in station.board.chosen()] == ["d"]
    nowhere = station.wall.geometry_of_wall.new_lane().center()
    drop(station, nowhere, tmp_path / "new" / "calm", tmp_path / "new" / "<b>bed<" / "b>")
    settled()
    assert lanes(station)["calm"] == ["c"] and lanes(station)["b>"] == ["a", "b"]
    station.acts.undo()
    settled()
    assert list(lanes(station)) == ["person falls", "patient coughing"]
    drop(station, at(station, 0, 0), tmp_path / "new" / "d.mp4")
    settled()
    assert "'patient coughing' already" in station.context.notices.history[-1].message


def test_a_locked_folder_within_a_drop_is_told_with_its_remedy(
    station, settled, tmp_path, monkeypatch
):
    write_video(tmp_path / "ward" / "calm" / "c.mp4", 60)
    locked = write_video(tmp_path / "ward" / "locked" / "d.mp4", 61).parent
    lock(locked, monkeypatch)
    drop(station, station.wall.geometry_of_wall.new_lane().center(), tmp_path / "ward")
    settled()
    assert lanes(station)["calm"] == ["c"] and "locked" not in lanes(station)
    notice = station.context.notices.history[-1]
    assert f"{locked} cannot be read: Permission denied." in notice.message
    assert "right to read" in notice.hint


def test_loose_files_make_a_class_that_is_named_in_its_place(station, qtbot, settled, tmp_path):
    path = write_video(tmp_path / "new" / "x.mp4", 77)
    drop(station, station.wall.geometry_of_wall.new_lane().center(), path)
    settled()
    editor = station.wall._editor
    assert editor.isVisible() and editor.text() == "New class"
    qtbot.keyClicks(editor, "12 <i>falls</i>")  # digits are no shortcuts in here
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    settled()
    assert lanes(station) == {
        "person falls": FALLS,
        "patient coughing": COUGHS,
        "12 <i>falls</i>": ["x"],
    }
    tip = station.wall._tip(at(station, 2))
    assert "&lt;i&gt;falls&lt;/i&gt;" in tip and "<i>" not in tip


def test_clips_are_chosen_by_click_range_band_and_all(station, qtbot):
    view, board = station.wall.viewport(), station.board
    ids = list(board.order)
    qtbot.mouseClick(view, LEFT, NONE, at(station, 0, 0))
    qtbot.mouseClick(view, LEFT, SHIFT, at(station, 1, 0))
    assert board.selected == set(ids[:4])
    qtbot.mouseClick(view, LEFT, CTRL, at(station, 0, 1))
    assert board.selected == {ids[0], ids[2], ids[3]}
    corner = station.wall.geometry_of_wall.clip(0, 2).bottomRight() + QPoint(6, 4)
    drag(qtbot, station, corner, at(station, 0, 1))
    assert board.selected == {ids[1], ids[2]}
    qtbot.keyClick(station.wall, Qt.Key.Key_Escape)
    assert not board.selected
    qtbot.keyClick(station.wall, Qt.Key.Key_A, CTRL)
    assert board.selected == set(ids)
    qtbot.keyClick(station.wall, Qt.Key.Key_Home)
    qtbot.keyClick(station.wall, Qt.Key.Key_Down)
    assert board.current == ids[3]
    qtbot.keyClick(station.wall, Qt.Key.Key_Up, SHIFT)
    assert board.selected == set(ids[:4])
    assert station.inspector().currentIndex() == 1


def test_classes_are_split_coloured_reordered_merged_and_removed(station, qtbot, settled):
    ids = list(station.board.order)
    station.board.choose_many(ids[1:4])
    station.acts.split()
    settled()
    qtbot.keyClicks(station.wall._editor, "mixed")
    qtbot.keyClick(station.wall._editor, Qt.Key.Key_Return)
    settled()
    assert lanes(station)["mixed"] == [*FALLS[1:], COUGHS[0]]
    mixed = station.board.lanes[2].record
    station.acts.colour(mixed, "#CC79A7")
    drag(qtbot, station, at(station, 2), at(station, 0) - QPoint(0, 30))
    settled()
    assert list(lanes(station)) == ["mixed", "person falls", "patient coughing"]
    assert station.board.lanes[0].record.colour == "#cc79a7"
    qtbot.keyClick(station.wall, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    settled()
    assert list(lanes(station)) == ["person falls", "mixed", "patient coughing"]
    station.acts.merge(station.board.lanes[1].record, station.board.lanes[0].record)
    settled()
    assert lanes(station) == {"person falls": [*FALLS, COUGHS[0]], "patient coughing": [COUGHS[1]]}
    station.board.choose_class(station.board.lanes[0].record.id)
    qtbot.keyClick(station.wall, Qt.Key.Key_Delete)
    settled()
    assert lanes(station) == {"patient coughing": [COUGHS[1]]}
    for _ in range(7):
        station.acts.undo()
    settled()
    assert lanes(station) == {"person falls": FALLS, "patient coughing": COUGHS}
    assert history(station.project).undo is None and not station.tools.undo.isEnabled()


def test_one_clip_is_played_beside_and_large_and_its_stretch_chosen(station, qtbot, settled):
    first = station.board.order[0]
    qtbot.mouseClick(station.wall.viewport(), LEFT, NONE, at(station, 0, 0))
    qtbot.waitUntil(lambda: station.side.player.path is not None)
    settled()
    assert station.inspector() is station.side and station.side.name.text() == f"{FALLS[0]}.mp4"
    station.side.player.marks_changed.emit(0.1, 0.4)
    settled()
    clip = station.board.clip(first)
    assert (clip.start_s, clip.end_s) == (0.1, 0.4)
    qtbot.keyClick(station.wall, Qt.Key.Key_F)
    assert station.large.isVisible() and station.side.player.parent() is station.large
    assert station.large.name.text() == f"{FALLS[0]}.mp4"
    station.step_clip(1)
    assert station.large.name.text() == f"{FALLS[1]}.mp4"
    qtbot.keyClick(station.large, Qt.Key.Key_Escape)
    assert not station.large.isVisible() and station.side.player.parent() is not station.large
    qtbot.keyClick(station.wall, Qt.Key.Key_Delete)
    settled()
    assert lanes(station)["person falls"] == [FALLS[0], FALLS[2]]
    assert [clip.path.stem for clip in station.board.chosen()] == [FALLS[2]]


def test_an_empty_class_is_reached_and_named_by_keys_alone(station, qtbot, settled):
    station.acts.new_class()
    settled()
    qtbot.keyClick(station.wall._editor, Qt.Key.Key_Escape)
    station.board.clear()
    for _ in range(4):
        qtbot.keyClick(station.wall, Qt.Key.Key_Down, CTRL)
    assert station.board.chosen_class().name == "New class"
    assert station.inspector().currentIndex() == 2
    area = station.wall.geometry_of_wall.header(2).center()
    shown = station.wall.viewport().mapFromGlobal(station.wall.place_of_chosen())
    assert station.wall.wall_point(shown) == area
    qtbot.keyClick(station.wall, Qt.Key.Key_F2)
    qtbot.keyClicks(station.wall._editor, "calm")
    qtbot.keyClick(station.wall._editor, Qt.Key.Key_Return)
    settled()
    qtbot.keyClick(station.wall, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    settled()
    assert list(lanes(station)) == ["person falls", "calm", "patient coughing"]


def test_a_copy_of_a_short_clip_is_explained_and_nothing_changes(station, settled):
    station.board.choose(station.board.order[0])
    station.acts.move_to(station.board.lanes[1].record.id, copy=True)
    settled()
    assert "has no other part to label" in station.context.notices.history[-1].message
    assert lanes(station) == {"person falls": FALLS, "patient coughing": COUGHS}


def test_pasted_paths_go_into_the_chosen_class(station, qtbot, settled, tmp_path):
    path = write_video(tmp_path / "new" / "in bed.mp4", 91)
    QGuiApplication.clipboard().setText(f'"{path}"\nnot a path\n')
    station.board.choose_class(station.board.lanes[1].record.id)
    qtbot.keyClick(station.wall, Qt.Key.Key_V, CTRL)
    settled()
    assert lanes(station)["patient coughing"] == [*COUGHS, "in bed"]
    QGuiApplication.clipboard().setText("nothing here")
    qtbot.keyClick(station.wall, Qt.Key.Key_V, CTRL)
    assert "no path" in station.context.notices.history[-1].message


def test_what_was_chosen_is_chosen_again_after_a_restart(station, settled, context):
    ids = list(station.board.order)
    station.board.choose_many(ids[1:3])
    state = station.save_state()
    again = ClassesStation(context, station.project)
    again.restore_state(state)
    settled()
    assert again.board.selected == set(ids[1:3])
    again.deleteLater()


def test_the_last_class_gone_leaves_the_empty_station_that_takes_files(station, settled, tmp_path):
    for lane in station.board.lanes:
        station.acts.remove_class(lane.record)
    settled()
    assert station.is_empty and list_classes(station.project) == []
    path = write_video(tmp_path / "new" / "falls" / "x.mp4", 77)
    station.acts.add(0, [path.parent])
    settled()
    assert lanes(station) == {"falls": ["x"]} and not station.is_empty


def test_a_bad_name_is_said_and_the_old_one_stays(station, settled):
    station.acts.rename(station.board.lanes[0].record.id, "Patient COUGHING")
    settled()
    notice = station.context.notices.history[-1]
    assert "class 'patient coughing' already" in notice.message and "merge" in notice.hint
    assert list(lanes(station)) == ["person falls", "patient coughing"]
    assert issubclass(InputError, Exception)
