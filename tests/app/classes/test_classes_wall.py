"""Where things lie on the wall, and that a thousand clips cost no more than what is in sight."""

from __future__ import annotations

import time
from pathlib import Path

from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QWidget

from app.models.classes_board import ClassesBoard
from app.operations.classes import Board
from app.views.classes.drops import paths_of_text
from app.views.classes.geometry import Hit, WallGeometry
from app.views.classes.wall import ClassWall
from app.widgets.thumbnails import Thumbnails
from smp_core.records import ClassRecord, ClipRecord
from smp_core.workflows.edit_journal import EditHistory


def board_of(counts: list[int]) -> Board:
    classes = [ClassRecord(n, f"class {n}", n, "#e69f00", c) for n, c in enumerate(counts, 1)]
    clips = [
        ClipRecord(
            id=each.id * 10_000 + number,
            class_id=each.id,
            class_name=each.name,
            path=Path(f"/clips/{each.id}-{number}.mp4"),
            content_hash=f"sha256:{each.id}-{number}",
            size_bytes=1,
            start_s=0.0,
            end_s=10.0,
            duration_s=10.0,
            has_audio=True,
            has_video=True,
            width_px=64,
            height_px=48,
            fps=10.0,
            note="",
            missing=False,
        )
        for each in classes
        for number in range(each.n_clips)
    ]
    return Board(tuple(classes), tuple(clips), EditHistory(None, None))


def test_every_clip_is_found_where_it_is_drawn():
    geometry = WallGeometry(948, [7, 0, 9])
    assert geometry.columns == 5
    for lane, count in enumerate(geometry.counts):
        assert geometry.at(geometry.header(lane).center()) == Hit(lane, header=True)
        for clip in range(count):
            area = geometry.clip(lane, clip)
            assert geometry.lane(lane).contains(area)
            assert geometry.at(area.center()) == Hit(lane, clip)
            assert list(geometry.clips_in(area)) == [(lane, clip)]
    assert geometry.at(geometry.new_lane().center()) == Hit(3)
    assert geometry.at(QPoint(5, geometry.height_px + 1)) == Hit(None)
    between = QPoint(geometry.clip(0, 0).right() + 4, geometry.clip(0, 0).center().y())
    assert geometry.at(between) == Hit(0)
    assert len(list(geometry.clips_in(QRect(0, 0, 948, geometry.height_px)))) == 16
    assert geometry.beside(0, 1, 1) == (0, 6)
    assert geometry.beside(0, 6, 1) == (2, 1)  # over the class without clips
    assert geometry.beside(2, 3, -1) == (0, 6)
    assert geometry.beside(0, 0, -1) == (0, 0)


def test_a_thousand_clips_are_no_widgets_and_only_those_in_sight_are_asked_for(
    context, project, qtbot, monkeypatch
):
    asked: list[str] = []
    monkeypatch.setattr(
        Thumbnails, "request", lambda _self, clip, visible_first=True: asked.append(clip.path.name)
    )
    board = ClassesBoard()
    wall = ClassWall(context, board, Thumbnails(context, project))
    qtbot.addWidget(wall)
    wall.resize(960, 700)
    wall.show()
    before = len(wall.findChildren(QWidget))
    start = time.thread_time()  # other programs' work does not count
    board.set_board(board_of([500, 3, 497]))
    image = wall.grab()
    spent_s = time.thread_time() - start
    assert image.width() == 960 and spent_s < 1.0
    assert len(wall.findChildren(QWidget)) == before
    assert set(asked) == {f"1-{number}.mp4" for number in range(30)}
    asked.clear()
    board.choose_many(board.order)
    wall.show_clip(board.order[-1])
    wall.grab()
    assert {"3-496.mp4"} < set(asked) and len(set(asked)) <= 35


def test_what_is_gone_is_no_longer_chosen():
    board = ClassesBoard()
    board.set_board(board_of([3, 2]))
    ids = list(board.order)
    board.choose_many([ids[1], ids[4], 99])
    assert board.selected == {ids[1], ids[4]} and board.current == ids[1]
    board.set_board(board_of([1, 2]))
    assert board.selected == {ids[4]} and board.current == ids[4]
    assert board.chosen_class().name == "class 2"
    assert board.free_name("CLASS 1") == "CLASS 1 2"
    assert [lane.n_wanted for lane in board.lanes] == [4, 3]


def test_paths_are_read_out_of_text(tmp_path):
    blank = tmp_path / "in bed.mp4"
    blank.touch()
    text = (
        f"{blank}\n'{tmp_path}/a b.mp4'\nfile://{tmp_path}/c%20d.mp4\nrelative/e.mp4\n\n"
        f'"{blank}"\n{tmp_path}/f\\ g.mp4'
    )
    assert paths_of_text(text) == [
        blank,
        tmp_path / "a b.mp4",
        tmp_path / "c d.mp4",
        tmp_path / "f g.mp4",
    ]
