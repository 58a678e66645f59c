"""How the wall of classes is drawn."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen, QPixmap

from app import texts
from app import theme as look
from app.icons import pixmap as icon_pixmap
from app.models.classes_board import ClassesBoard, Lane
from app.operations.media import clip_key
from app.texts import translate
from app.theme import ThemeSwitch
from app.views.classes.geometry import LANE_PADDING_PX, LEFT_PX, WallGeometry
from app.widgets.filmstrip import RIBBON_PX, paint_clip
from app.widgets.thumbnails import Thumbnails
from smp_core.records import ClipRecord

_BAR_LEFT_PX, _BAR_PX = 12, 4
_EDITOR_PX = 320
MENU_PX = 24
_MAX_DRAWN = 160  # of 84 kB each


@dataclass
class Motion:
    """What the pointer does now, in the wall's coordinates.

    Attributes:
        hover: Lane and clip under the pointer; share: where in it, to scrub.
        hover_lane: Lane under the pointer.
        target: Lane that something would be dropped on; the number of lanes for a new one.
        dragged: Chosen clips follow the pointer; copying: they would be copied.
        pointer: Where it is.
        band: The rubber band.
        insert: Before which lane a dragged lane would go.
    """

    hover: tuple[int, int] | None = None
    share: float = 0.0
    hover_lane: int | None = None
    target: int | None = None
    dragged: int = 0
    copying: bool = False
    pointer: QPoint | None = None
    band: QRect | None = None
    insert: int | None = None


def mark_of(clip: ClipRecord, board: ClassesBoard) -> tuple[str, str, str] | None:
    """What is wrong with a clip: icon, colour token, words; None for nothing."""
    if clip.missing:
        words = translate("Classes", "This file is not where it was.")
        return "link-break", "bad", words
    if clip.id in board.marks:
        return "warning", "warn", board.marks[clip.id]
    if not clip.has_audio:
        return "speaker-slash", "quiet", translate("Classes", "Without sound")
    if not clip.has_video:
        return "eye-slash", "quiet", translate("Classes", "Without picture")
    return None


class WallPainter:
    """Draws lanes and clips with a painter that stands at the wall's top left."""

    def __init__(self, theme: ThemeSwitch, thumbnails: Thumbnails, board: ClassesBoard) -> None:
        self._theme, self._thumbnails, self._board = theme, thumbnails, board
        # A wave has hundreds of points: drawn once, then copied, scrolling stays smooth.
        self._drawn: OrderedDict[tuple[str, float], QPixmap] = OrderedDict()
        theme.changed.connect(self._drawn.clear)
        thumbnails.ready.connect(self._forget)

    def draw(
        self,
        painter: QPainter,
        area: QRect,
        geometry: WallGeometry,
        motion: Motion,
        *,
        focus: bool,
    ) -> None:
        """Draw what an area shows."""
        now = self._theme.theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for index in geometry.lanes_in(area):
            self._lane(painter, geometry, index, motion)
        # The last one asked for is made first: so the ones on top are.
        for lane, clip in reversed(list(geometry.clips_in(area))):
            record = self._board.lanes[lane].clips[clip]
            share = motion.share if motion.hover == (lane, clip) else None
            self._clip(painter, QRectF(geometry.clip(lane, clip)), record, share, focus)
        if geometry.new_lane().intersects(area):
            self._new_lane(painter, geometry, motion)
        if motion.band is not None:
            fill = now.colour("accent")
            fill.setAlpha(40)
            painter.setPen(QPen(now.colour("accent"), 1))
            painter.setBrush(fill)
            painter.drawRect(motion.band)
        if motion.insert is not None:
            tops = [geometry.lane(i).top() for i in range(len(geometry.counts))]
            y = [*tops, geometry.new_lane().top()][motion.insert]
            painter.fillRect(QRect(0, y - 1, geometry.width_px, 3), now.colour("accent"))
        if motion.dragged and motion.pointer is not None:
            self._dragged(painter, motion)

    def _lane(self, painter: QPainter, geometry: WallGeometry, index: int, motion: Motion) -> None:
        now, lane = self._theme.theme, self._board.lanes[index]
        area = geometry.lane(index)
        chosen = self._board.class_id == lane.record.id
        header = geometry.header(index)
        if motion.target == index:
            painter.fillRect(area, now.colour("selection"))
        elif chosen:
            painter.fillRect(header, now.colour("selection"))
        elif motion.hover_lane == index:
            painter.fillRect(header, now.colour("hover"))
        painter.fillRect(QRect(0, area.bottom(), area.width(), 1), now.colour("hairline"))
        height = area.height() - header.top() + area.top() - LANE_PADDING_PX
        bar = QRectF(_BAR_LEFT_PX, header.top(), _BAR_PX, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(lane.record.colour))
        painter.drawRoundedRect(bar, 2, 2)
        self._header(painter, header, lane, index)
        if motion.hover_lane == index or chosen:
            self._icon(painter, menu_area(header), "dots-three-vertical", "quiet")
        if not lane.clips:
            hint = QRect(geometry.clip(index, 0))
            self._dashed(painter, QRectF(hint), now.colour("control"))
            painter.setPen(now.colour("quiet"))
            painter.setFont(look.font(look.CAPTION))
            said = translate("Classes", "Drop clips here")
            painter.drawText(hint, int(Qt.AlignmentFlag.AlignCenter), said)

    def _header(self, painter: QPainter, area: QRect, lane: Lane, index: int) -> None:
        now = self._theme.theme
        x, right = LEFT_PX, menu_area(area).left() - look.S
        if index < 9:  # its key
            cap = QRectF(x, area.center().y() - 8, 18, 18)
            painter.setFont(look.font(look.CAPTION, numbers=True))
            painter.setPen(QPen(now.colour("control"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(cap.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
            painter.setPen(now.colour("quiet"))
            painter.drawText(cap, int(Qt.AlignmentFlag.AlignCenter), str(index + 1))
            x += 18 + look.S
        said = texts.clips(len(lane.clips))
        if lane.n_wanted:
            said = f"{said} · {hint_of(lane)}"
        small, bold = look.font(look.CAPTION, numbers=True), look.font(look.BODY, bold=True)
        needed = QFontMetrics(small).horizontalAdvance(said) + look.M
        flags = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        painter.setFont(bold)
        painter.setPen(now.colour("text"))
        room = max(60, right - x - needed)
        # A name that is too long for its place is shortened; the tool tip tells all of it.
        name = painter.fontMetrics().elidedText(lane.record.name, Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRect(x, area.top(), room, area.height()), flags, name)
        x += painter.fontMetrics().horizontalAdvance(name) + look.M
        painter.setFont(small)
        painter.setPen(now.colour("quiet"))
        painter.drawText(QRect(x, area.top() + 1, right - x, area.height()), flags, said)

    def _clip(
        self, painter: QPainter, area: QRectF, clip: ClipRecord, share: float | None, focus: bool
    ) -> None:
        now = self._theme.theme
        if share is None:
            self._copy(painter, area, clip)
        else:
            paint_clip(painter, area, self._theme, self._thumbnails, clip, share=share)
        mark = mark_of(clip, self._board)
        if clip.missing:  # what is seen is a memory
            veil = now.colour("surface")
            veil.setAlpha(150)
            painter.fillRect(area, veil)
        if mark is not None:
            box = QRectF(area.left() + look.XS, area.top() + look.XS, 20, 20)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(now.colour("surface"))
            painter.drawRoundedRect(box, 4, 4)
            self._icon(painter, box.toRect(), mark[0], mark[1])
        if clip.id in self._board.selected:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(now.colour("accent"), 3))
            painter.drawRoundedRect(area.adjusted(-2.5, -2.5, 2.5, 2.5), 6, 6)
        if focus and clip.id == self._board.current:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(now.colour("text"), 1, Qt.PenStyle.DotLine))
            painter.drawRect(area.adjusted(1.5, 1.5, -1.5, -RIBBON_PX - 1.5))

    def _copy(self, painter: QPainter, area: QRectF, clip: ClipRecord) -> None:
        """Draw a clip at rest, from its picture of before where there is one."""
        ratio = painter.device().devicePixelRatioF()
        key = (clip_key(clip), ratio)
        drawn = self._drawn.get(key)
        if drawn is None:
            drawn = QPixmap((area.size() * ratio).toSize())
            drawn.setDevicePixelRatio(ratio)
            drawn.fill(Qt.GlobalColor.transparent)
            inner = QPainter(drawn)
            rest = QRectF(QPointF(0, 0), area.size())
            whole = paint_clip(inner, rest, self._theme, self._thumbnails, clip)
            inner.end()
            preview = self._thumbnails.get(clip)
            if whole and preview is not None and not preview.trouble:
                self._drawn[key] = drawn
                if len(self._drawn) > _MAX_DRAWN:
                    self._drawn.popitem(last=False)
        else:
            self._drawn.move_to_end(key)
        painter.drawPixmap(area.topLeft(), drawn)

    def _forget(self, clip: str) -> None:
        for key in [each for each in self._drawn if each[0] == clip]:
            del self._drawn[key]

    def _new_lane(self, painter: QPainter, geometry: WallGeometry, motion: Motion) -> None:
        now = self._theme.theme
        lit = motion.target == len(geometry.counts)
        box = QRectF(geometry.new_lane()).adjusted(12, LANE_PADDING_PX, -look.L, -LANE_PADDING_PX)
        if lit:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(now.colour("selection"))
            painter.drawRoundedRect(box, 6, 6)
        self._dashed(painter, box, now.colour("accent" if lit else "control"))
        painter.setFont(look.font(look.READING))
        painter.setPen(now.colour("text" if lit else "quiet"))
        centre = int(Qt.AlignmentFlag.AlignCenter)
        said = translate("Classes", "Drop clips here to make a class")
        painter.drawText(box.adjusted(0, -12, 0, -12), centre, said)
        painter.setFont(look.font(look.CAPTION))
        painter.setPen(now.colour("quiet"))
        more = translate("Classes", "A folder becomes a class of its name")
        painter.drawText(box.adjusted(0, 14, 0, 14), centre, more)

    def _dragged(self, painter: QPainter, motion: Motion) -> None:
        now = self._theme.theme
        words = (
            translate("Classes", "Copy {0}") if motion.copying else translate("Classes", "Move {0}")
        ).format(texts.clips(motion.dragged))
        painter.setFont(look.font(look.BODY, bold=True))
        width = painter.fontMetrics().horizontalAdvance(words) + 2 * look.M
        at = motion.pointer or QPoint()
        box = QRectF(at.x() + 12, at.y() + 12, width, 28)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(now.colour("accent"))
        painter.drawRoundedRect(box, 6, 6)
        painter.setPen(now.colour("on_accent"))
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), words)

    def _icon(self, painter: QPainter, area: QRect, name: str, token: str) -> None:
        ratio = painter.device().devicePixelRatioF()
        drawn = icon_pixmap(name, self._theme, 16, token, ratio)
        painter.drawPixmap(QPointF(area.center()) - QPointF(7.5, 7.5), drawn)

    def _dashed(self, painter: QPainter, box: QRectF, colour: QColor) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(colour, 1.5, Qt.PenStyle.DashLine))
        painter.drawRoundedRect(box, 6, 6)


def menu_area(header: QRect) -> QRect:
    """Where the header's menu opens from."""
    left = header.right() - MENU_PX - look.S
    return QRect(left, header.top() + (header.height() - MENU_PX) // 2, MENU_PX, MENU_PX)


def name_area(header: QRect) -> QRect:
    """Where the name can be edited in place."""
    return QRect(LEFT_PX + 18, header.top(), _EDITOR_PX, header.height())


def hint_of(lane: Lane) -> str:
    """How many more clips would help."""
    if lane.n_wanted == 1:
        return translate("Classes", "1 more clip would help")
    return translate("Classes", "{0} more clips would help").format(lane.n_wanted)
