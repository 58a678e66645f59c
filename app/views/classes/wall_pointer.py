"""What the pointer does on the wall: choose, scrub, drag clips and lanes, rubber band."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from app.views.classes.geometry import Hit
from app.views.classes.wall_paint import Motion, menu_area

if TYPE_CHECKING:
    from app.views.classes.wall import ClassWall

_EDGE_PX = 28
_CTRL, _SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


class WallPointer:
    """Turns the events of the pointer into choices and the wall's signals."""

    def __init__(self, wall: ClassWall) -> None:
        self._wall = wall
        self._press: QPoint | None = None  # in the wall's coordinates
        self._found = Hit(None)
        self._before: frozenset[int] = frozenset()
        self._choose_at_release = False

    @property
    def motion(self) -> Motion:
        """What is shown of it."""
        return self._wall.motion

    def pressed(self, event: QMouseEvent) -> None:
        """Choose what is there."""
        wall, board = self._wall, self._wall.board
        found = wall.hit(event.position().toPoint())
        toggle, extend = bool(event.modifiers() & _CTRL), bool(event.modifiers() & _SHIFT)
        clip = self._clip(found)
        left = event.button() == Qt.MouseButton.LeftButton
        if not left and event.button() != Qt.MouseButton.RightButton:
            return
        self._choose_at_release = False
        if clip is not None and clip in board.selected and not extend and not (left and toggle):
            self._choose_at_release = left  # it may be the start of a drag of all chosen ones
        elif clip is not None:
            board.choose(clip, toggle=toggle and left, extend=extend and left)
        elif found.header:
            board.choose_class(wall.class_at(found.lane))
        elif not (toggle or extend):
            board.clear()
        if left:
            self._press, self._found = wall.wall_point(event.position().toPoint()), found
            self._before = board.selected if toggle else frozenset()
        if not left or self._on_menu(event, found):
            self._press = None
            wall.menu_wanted.emit(event.globalPosition().toPoint())

    def moved(self, event: QMouseEvent) -> None:
        """Scrub, or go on with what was begun."""
        point = event.position().toPoint()
        at = self._wall.wall_point(point)
        if self._press is None:
            self._hover(point)
            return
        far = (at - self._press).manhattanLength() >= QApplication.startDragDistance()
        begun = self.motion.band or self.motion.dragged or self.motion.insert is not None
        if not (far or begun):
            return
        self._scroll_at_edge(point)
        found = self._wall.hit(point)
        self.motion.pointer = at
        self.motion.hover = None
        if self._found.clip is not None:
            self.motion.dragged = len(self._wall.board.selected)
            self.motion.copying = bool(event.modifiers() & _CTRL)
            self.motion.target = found.lane
        elif self._found.header:
            self.motion.insert = self._insert_at(at)
        else:
            self._stretch_band(at)
        self._wall.viewport().update()

    def released(self, event: QMouseEvent) -> None:
        """Drop what was dragged."""
        if event.button() != Qt.MouseButton.LeftButton or self._press is None:
            return
        wall, motion, found = self._wall, self.motion, self._found
        dragged, target, insert, band = motion.dragged, motion.target, motion.insert, motion.band
        self.cancel()
        if dragged:
            if target is not None and (target != found.lane or event.modifiers() & _CTRL):
                wall.clips_dropped.emit(wall.class_at(target), bool(event.modifiers() & _CTRL))
        elif insert is not None:
            wall.lane_dropped.emit(wall.class_at(found.lane), insert)
        elif band is None and self._choose_at_release:
            clip = self._clip(found)
            if clip is not None:
                wall.board.choose(clip)

    def left(self) -> None:
        """The pointer is elsewhere."""
        if self._press is None and (self.motion.hover or self.motion.hover_lane is not None):
            self.motion.hover = self.motion.hover_lane = None
            self._wall.viewport().update()

    def cancel(self) -> bool:
        """Leave what was begun; whether there was something."""
        begun = self._press is not None
        self._press = None
        motion = self.motion
        motion.band = motion.insert = motion.target = motion.pointer = None
        motion.dragged = 0
        self._wall.viewport().update()
        return begun

    def _clip(self, found: Hit) -> int | None:
        if found.clip is None or found.lane is None:
            return None
        return self._wall.board.lanes[found.lane].clips[found.clip].id

    def _on_menu(self, event: QMouseEvent, found: Hit) -> bool:
        if not found.header or found.lane is None:
            return False
        header = self._wall.geometry_of_wall.header(found.lane)
        return menu_area(header).contains(self._wall.wall_point(event.position().toPoint()))

    def _hover(self, point: QPoint) -> None:
        wall, motion = self._wall, self.motion
        found = wall.hit(point)
        hover = (
            (found.lane, found.clip) if found.clip is not None and found.lane is not None else None
        )
        share = 0.0
        if hover is not None:
            area = wall.geometry_of_wall.clip(*hover)
            share = (point.x() - area.left()) / max(1, area.width())
        lane = found.lane if found.lane is not None and found.lane < len(wall.board.lanes) else None
        if (hover, share, lane) == (motion.hover, motion.share, motion.hover_lane):
            return
        old = (motion.hover, motion.hover_lane)
        motion.hover, motion.share, motion.hover_lane = hover, share, lane
        top = wall.verticalScrollBar().value()
        for each in {old[0], hover} - {None}:
            if each is not None and each[0] < len(wall.board.lanes):
                area = wall.geometry_of_wall.clip(*each)
                wall.viewport().update(area.adjusted(-4, -4, 4, 4).translated(0, -top))
        if old[1] != lane:
            for index in {old[1], lane} - {None}:
                if index is not None and index < len(wall.board.lanes):
                    area = wall.geometry_of_wall.header(index)
                    wall.viewport().update(area.translated(0, -top))

    def _stretch_band(self, at: QPoint) -> None:
        if self._press is None:
            return
        self.motion.band = QRect(self._press, at).normalized()
        wall = self._wall
        inside = [
            wall.board.lanes[lane].clips[clip].id
            for lane, clip in wall.geometry_of_wall.clips_in(self.motion.band)
        ]
        chosen = self._before | frozenset(inside)
        if chosen != wall.board.selected:
            wall.board.choose_many(sorted(chosen, key=list(wall.board.order).index))

    def _insert_at(self, at: QPoint) -> int:
        geometry = self._wall.geometry_of_wall
        lanes = range(len(geometry.counts))
        return sum(geometry.lane(index).center().y() < at.y() for index in lanes)

    def _scroll_at_edge(self, point: QPoint) -> None:
        bar = self._wall.verticalScrollBar()
        if point.y() < _EDGE_PX:
            bar.setValue(bar.value() - _EDGE_PX)
        elif point.y() > self._wall.viewport().height() - _EDGE_PX:
            bar.setValue(bar.value() + _EDGE_PX)
