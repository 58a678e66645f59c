"""The wall of classes: lanes of thumbnails, painted, with everything a pointer or key can do."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QToolTip, QWidget

from app.context import Context
from app.core_texts import core_text
from app.models.classes_board import ClassesBoard
from app.operations.media import clip_key
from app.views.classes.drops import dropped_paths
from app.views.classes.geometry import CELL_PX, GAP_PX, Hit, WallGeometry
from app.views.classes.name_editor import NameEditor
from app.views.classes.wall_paint import Motion, WallPainter, mark_of, name_area
from app.views.classes.wall_pointer import WallPointer
from app.widgets.labels import plain_tip
from app.widgets.thumbnails import Thumbnails

_ARROWS = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Up: 0,
    Qt.Key.Key_Down: 0,
    Qt.Key.Key_Home: 0,
    Qt.Key.Key_End: 0,
}


class ClassWall(QAbstractScrollArea):
    """Shows a board. Only what is in sight is painted, so that 1,000 clips cost no more than 20.

    Attributes:
        clips_dropped: The chosen clips go to a class (id; 0 for a new one); copied if True.
        files_dropped: Paths (list of Path) onto a class (id; 0 for new ones).
        lane_dropped: A class (id) goes before the lane of that index.
        renamed: A class (id) gets a name.
        opened: A clip was double-clicked, or Enter pressed: show it large.
        play_wanted: Space was pressed. Not a shortcut, because buttons need that key.
        menu_wanted: At a global position, for what is chosen.

    Args:
        context: The window's shared parts.
        board: What is shown.
        thumbnails: Where pictures come from.
    """

    clips_dropped = Signal(int, bool)
    files_dropped = Signal(int, object)
    lane_dropped = Signal(int, int)
    renamed = Signal(int, str)
    opened = Signal()
    play_wanted = Signal()
    menu_wanted = Signal(QPoint)

    def __init__(
        self,
        context: Context,
        board: ClassesBoard,
        thumbnails: Thumbnails,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.board, self._thumbnails = board, thumbnails
        self.motion = Motion()
        self.geometry_of_wall = WallGeometry(self.viewport().width(), ())
        self._painter = WallPainter(context.theme, thumbnails, board)
        self._pointer = WallPointer(self)
        self._editor = NameEditor(self.viewport(), self)
        self._editor.done.connect(self.renamed)
        self._restore_scroll = 0
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName(self.tr("Classes and their clips"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAcceptDrops(True)
        self.viewport().setAcceptDrops(True)
        self.viewport().setMouseTracking(True)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        context.theme.changed.connect(self.viewport().update)
        thumbnails.ready.connect(self._ready)
        board.changed.connect(self.lay_out)
        board.selection_changed.connect(self._selection_changed)
        board.marks_changed.connect(self.viewport().update)

    def lay_out(self) -> None:
        """Put everything in its place anew."""
        counts = [len(lane.clips) for lane in self.board.lanes]
        self.geometry_of_wall = WallGeometry(self.viewport().width(), counts)
        bar = self.verticalScrollBar()
        bar.setPageStep(self.viewport().height())
        bar.setSingleStep((CELL_PX[1] + GAP_PX) // 2)
        bar.setRange(0, max(0, self.geometry_of_wall.height_px - self.viewport().height()))
        if self._restore_scroll and bar.maximum():
            bar.setValue(self._restore_scroll)
            self._restore_scroll = 0
        self.motion.hover = self.motion.hover_lane = None
        if self._editor.isVisible():
            self._place_editor()
        self.viewport().update()

    def scroll_to(self, value: int) -> None:
        """Scroll there, as soon as there is something to scroll."""
        self._restore_scroll = value
        self.lay_out()

    def wall_point(self, point: QPoint) -> QPoint:
        """From the viewport to the wall."""
        return point + QPoint(0, self.verticalScrollBar().value())

    def hit(self, point: QPoint) -> Hit:
        """What lies at a point of the viewport."""
        return self.geometry_of_wall.at(self.wall_point(point))

    def class_at(self, lane: int | None) -> int:
        """The class of a lane; 0 for the dashed one."""
        return self.board.lanes[lane].record.id if self._is_lane(lane) and lane is not None else 0

    def show_clip(self, clip_id: int | None) -> None:
        """Scroll so that a clip is in sight."""
        for index, lane in enumerate(self.board.lanes):
            for number, clip in enumerate(lane.clips):
                if clip.id == clip_id:
                    self._show(self.geometry_of_wall.clip(index, number))
                    return

    def show_lane(self, class_id: int) -> None:
        """Scroll so that the beginning of a class is in sight."""
        for index, lane in enumerate(self.board.lanes):
            if lane.record.id == class_id:
                area = self.geometry_of_wall.lane(index)
                area.setHeight(min(area.height(), self.viewport().height()))
                self._show(area)

    def place_of_chosen(self) -> QPoint:
        """Where a menu for what is chosen belongs, in global coordinates."""
        area = self.viewport().rect()
        for index, lane in enumerate(self.board.lanes):
            ids = [clip.id for clip in lane.clips]
            if self.board.current in ids:
                area = self.geometry_of_wall.clip(index, ids.index(self.board.current))
            elif self.board.class_id == lane.record.id:
                area = self.geometry_of_wall.header(index)
        point = area.center() - QPoint(0, self.verticalScrollBar().value())
        shown = self.viewport().rect()
        point.setY(min(max(point.y(), shown.top()), shown.bottom()))
        return self.viewport().mapToGlobal(point)

    def edit_name(self, class_id: int) -> None:
        """Let a class be renamed in its place."""
        lane = self.board.lane(class_id)
        if lane is not None:
            self.show_lane(class_id)
            self._editor.start(class_id, lane.record.name)
            self._place_editor()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what is in sight."""
        painter = QPainter(self.viewport())
        top = self.verticalScrollBar().value()
        painter.translate(0, -top)
        area = event.rect().translated(0, top)
        self._painter.draw(painter, area, self.geometry_of_wall, self.motion, focus=self.hasFocus())
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put everything in its place."""
        super().resizeEvent(event)
        self.lay_out()

    def viewportEvent(self, event: QEvent) -> bool:
        """Tool tips, and the pointer that leaves."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self._tip(event.pos()), self.viewport())
            return True
        if event.type() == QEvent.Type.Leave:
            self._pointer.left()
        return super().viewportEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose, or begin to drag."""
        self._editor.finish()
        self._pointer.pressed(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Scrub, drag, or stretch the rubber band."""
        self._pointer.moved(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Drop."""
        self._pointer.released(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open a clip, or rename a class."""
        found = self.hit(event.position().toPoint())
        if event.button() != Qt.MouseButton.LeftButton:
            return
        if found.clip is not None:
            self.opened.emit()
        elif found.header:
            self.edit_name(self.class_at(found.lane))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files."""
        self._drag(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Light up where files would go."""
        self._drag(event)

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        """They went elsewhere."""
        self._target(None)

    def dropEvent(self, event: QDropEvent) -> None:
        """Files for a class, or for new ones."""
        paths = dropped_paths(event.mimeData())
        found = self.hit(event.position().toPoint())
        self._target(None)
        if paths:
            event.acceptProposedAction()
            self.files_dropped.emit(self.class_at(found.lane), paths)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk with the arrows; Shift chooses on the way, Ctrl goes without choosing."""
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Escape and self._pointer.cancel():
            return
        if key == Qt.Key.Key_Space:
            self.play_wanted.emit()
            return
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit()
            return
        if key not in _ARROWS or not self.board.n_clips:
            super().keyPressEvent(event)
            return
        extend = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        self.board.choose(self._beside(key), extend=extend)
        self.show_clip(self.board.current)

    def _beside(self, key: Qt.Key) -> int:
        order = self.board.order
        if key == Qt.Key.Key_Home or self.board.current is None:
            return order[0]
        if key == Qt.Key.Key_End:
            return order[-1]
        if _ARROWS[key]:
            at = order.index(self.board.current) + _ARROWS[key]
            return order[min(max(at, 0), len(order) - 1)]
        for index, lane in enumerate(self.board.lanes):
            ids = [clip.id for clip in lane.clips]
            if self.board.current in ids:
                rows = 1 if key == Qt.Key.Key_Down else -1
                at = ids.index(self.board.current)
                to_lane, to_clip = self.geometry_of_wall.beside(index, at, rows)
                return self.board.lanes[to_lane].clips[to_clip].id
        return order[0]

    def _drag(self, event: QDragMoveEvent) -> None:
        if not event.mimeData().hasUrls():
            event.ignore()
            return
        event.acceptProposedAction()
        lane = self.hit(event.position().toPoint()).lane
        self._target(len(self.board.lanes) if lane is None else lane)

    def _target(self, lane: int | None) -> None:
        if lane != self.motion.target:
            self.motion.target = lane
            self.viewport().update()

    def _is_lane(self, lane: int | None) -> bool:
        return lane is not None and lane < len(self.board.lanes)

    def _show(self, area: QRect) -> None:
        bar = self.verticalScrollBar()
        if area.top() - GAP_PX < bar.value():
            bar.setValue(area.top() - 2 * GAP_PX)
        elif area.bottom() + GAP_PX > bar.value() + self.viewport().height():
            bar.setValue(area.bottom() + 2 * GAP_PX - self.viewport().height())

    def _tip(self, point: QPoint) -> str:
        found = self.hit(point)
        if found.lane is None or not self._is_lane(found.lane):
            return ""
        lane = self.board.lanes[found.lane]
        if found.clip is None:
            return plain_tip(lane.record.name) if found.header else ""
        clip = lane.clips[found.clip]
        mark = mark_of(clip, self.board)
        preview = self._thumbnails.get(clip)
        trouble = core_text(preview.trouble) if preview is not None else ""
        words = [clip.path.name, mark[2] if mark else "", trouble]
        return plain_tip("\n".join(each for each in words if each))

    def _place_editor(self) -> None:
        for index, lane in enumerate(self.board.lanes):
            if lane.record.id == self._editor.class_id:
                area = name_area(self.geometry_of_wall.header(index))
                area.translate(0, -self.verticalScrollBar().value())
                self._editor.setGeometry(area)
                return
        self._editor.hide()

    def _scrolled(self) -> None:
        if self._editor.isVisible():
            self._place_editor()
        self.viewport().update()

    def _ready(self, key: str) -> None:
        top = self.verticalScrollBar().value()
        area = self.viewport().rect().translated(0, top)
        for lane, clip in self.geometry_of_wall.clips_in(area):
            if clip_key(self.board.lanes[lane].clips[clip]) == key:
                self.viewport().update(self.geometry_of_wall.clip(lane, clip).translated(0, -top))

    def _selection_changed(self) -> None:
        clip = self.board.clip(self.board.current)
        lane = self.board.lane(clip.class_id if clip else self.board.class_id)
        said = lane.record.name if lane is not None else ""
        if clip is not None and lane is not None:
            place = self.tr("{0}, clip {1} of {2} in {3}")
            number = lane.clips.index(clip) + 1
            said = place.format(clip.path.name, number, len(lane.clips), said)
        self.setAccessibleDescription(said)
        self.viewport().update()
