"""When something happened in each folder: ticks in the colours of the classes, zoomable."""

from __future__ import annotations

import math
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QToolTip, QWidget

from app import texts
from app.theme import CAPTION, XS, M, S, ThemeSwitch, font
from app.views.results.table import Colours
from app.widgets.labels import plain_tip

if TYPE_CHECKING:
    from smp_core.workflows.result_timeline import Timeline, TimelineTick

_NAMES_PX, _RULER_PX, _ROW_PX, _TICK_PX = 132, 20, 24, 2.0
_MOST_ROWS = 6
_SHORTEST_S = 30.0
_STEPS_S = (
    *(1, 5, 10, 30, 60, 300, 600, 1800, 3600, 3 * 3600, 6 * 3600, 12 * 3600),
    *(86400, 2 * 86400, 7 * 86400, 14 * 86400, 30 * 86400, 91 * 86400, 365 * 86400),
)


class TimelineView(QWidget):
    """One row for each folder; wheel zooms, dragging moves, a click jumps.

    Attributes:
        span_changed: Another stretch of time is shown: give new ticks by `set_timeline`.
        time_chosen: The operator clicked a moment (seconds since 1970 UTC).
    """

    span_changed = Signal(float, float)
    time_chosen = Signal(float)

    def __init__(self, theme: ThemeSwitch, colours: Colours, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._colours = theme, colours
        self._timeline: Timeline | None = None
        self._whole = (0.0, 1.0)
        self._span = (0.0, 1.0)
        self._now_s: float | None = None
        self._drag: tuple[float, tuple[float, float]] | None = None
        self._dragged = False
        self._top = 0
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Timeline of events in each folder"))
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(120)
        self._settle.timeout.connect(lambda: self.span_changed.emit(*self._span))
        theme.changed.connect(self.update)

    @property
    def span(self) -> tuple[float, float]:
        """The stretch of time that is shown, seconds since 1970 UTC."""
        return self._span

    @property
    def zoomed(self) -> bool:
        """Whether less than everything is shown."""
        return self._span != self._whole

    def set_whole(self, begin_s: float, end_s: float) -> None:
        """Say what can be shown; what is shown stays if it lies within."""
        was_whole = not self.zoomed
        room = max((end_s - begin_s) * 0.01, 5.0)
        self._whole = (begin_s - room, end_s + room)
        if was_whole or not self._whole[0] <= self._span[0] < self._span[1] <= self._whole[1]:
            self._span = self._whole
        self.update()

    def set_span(self, begin_s: float, end_s: float) -> None:
        """Show another stretch, kept within the whole."""
        low, high = self._whole
        length = min(max(end_s - begin_s, _SHORTEST_S), high - low)
        begin_s = min(max(begin_s, low), high - length)
        self._span = (begin_s, begin_s + length)
        self._settle.start()
        self.update()

    def show_all(self) -> None:
        """Zoom out as far as it goes."""
        self.set_span(*self._whole)

    def zoom(self, factor: float, around_s: float | None = None) -> None:
        """Show a longer (factor > 1) or shorter stretch around a moment."""
        begin, end = self._span
        if around_s is None:
            here = self._now_s
            around_s = here if here is not None and begin <= here <= end else (begin + end) / 2
        self.set_span(around_s - (around_s - begin) * factor, around_s + (end - around_s) * factor)

    def set_timeline(self, timeline: Timeline) -> None:
        """Show these ticks."""
        self._timeline = timeline
        self._top = min(self._top, max(0, len(timeline.folders) - _MOST_ROWS))
        self.updateGeometry()
        self.update()

    def set_now(self, seconds: float | None) -> None:
        """Mark the moment of the chosen result, and bring it in sight."""
        self._now_s = seconds
        begin, end = self._span
        if seconds is not None and not begin <= seconds <= end:
            self.set_span(seconds - (end - begin) / 2, seconds + (end - begin) / 2)
        self.update()

    def sizeHint(self) -> QSize:
        """As high as its folders, within reason."""
        rows = 1 if self._timeline is None else len(self._timeline.folders)
        return QSize(400, _RULER_PX + S + _ROW_PX * min(max(rows, 1), _MOST_ROWS))

    def minimumSizeHint(self) -> QSize:
        """At least what is hinted: the table below takes the rest."""
        return QSize(200, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw rows, ticks, ruler and the moment of the chosen result."""
        painter = QPainter(self)
        now = self._theme.theme
        painter.fillRect(self.rect(), now.colour("surface"))
        folders = [] if self._timeline is None else list(self._timeline.folders)
        shown = folders[self._top : self._top + _MOST_ROWS]
        for line, folder in enumerate(shown):
            self._row(painter, line, folder)
        self._ruler(painter, S / 2 + _ROW_PX * max(1, len(shown)))
        if self._now_s is not None and self._span[0] <= self._now_s <= self._span[1]:
            painter.setPen(QPen(now.colour("text"), 1.5))
            x = self._x(self._now_s)
            painter.drawLine(QPointF(x, 0), QPointF(x, self.height() - _RULER_PX))
        if self.hasFocus():
            painter.setPen(QPen(now.colour("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(self.rect()).adjusted(1, 1, -1, -1))
        painter.end()

    def _row(self, painter: QPainter, line: int, folder: int) -> None:
        now = self._theme.theme
        timeline = self._timeline
        if timeline is None:
            return
        top = S / 2 + line * _ROW_PX
        painter.setFont(font(CAPTION))
        painter.setPen(now.colour("quiet"))
        name = painter.fontMetrics().elidedText(
            timeline.names[folder], Qt.TextElideMode.ElideLeft, _NAMES_PX - M - XS
        )
        painter.drawText(
            QRectF(M, top, _NAMES_PX - M, _ROW_PX), Qt.AlignmentFlag.AlignVCenter, name
        )
        band = QRectF(_NAMES_PX, top + 2, self.width() - _NAMES_PX - M, _ROW_PX - 4)
        painter.fillRect(band, now.colour("ground"))
        painter.setClipRect(band)
        same: dict[float, list[TimelineTick]] = {}
        for tick in timeline.folders[folder]:
            same.setdefault(tick.begin_s, []).append(tick)
        for begin_s, ticks in same.items():
            left, right = self._x(begin_s), self._x(ticks[0].end_s)
            width = min(max(_TICK_PX, right - left), 6.0)
            n_events = sum(each.count for each in ticks)
            y = band.top()
            for tick in sorted(ticks, key=lambda each: each.class_name):
                height = band.height() * tick.count / n_events
                colour = self._colours(tick.class_name)
                colour.setAlphaF(0.45 + 0.55 * min(1.0, tick.best))
                painter.fillRect(QRectF(left, y, width, height), colour)
                y += height
        painter.setClipping(False)

    def _ruler(self, painter: QPainter, top: float) -> None:
        now = self._theme.theme
        begin, end = self._span
        room = max(1.0, self.width() - _NAMES_PX - M)
        wanted = (end - begin) / max(1.0, room / 110)
        step = next((each for each in _STEPS_S if each >= wanted), _STEPS_S[-1])
        painter.setFont(font(CAPTION, numbers=True))
        try:
            midnight = datetime.fromtimestamp(begin).replace(
                hour=0, minute=0, second=0, microsecond=0
            )
        except (OverflowError, OSError, ValueError):
            return
        start = midnight.timestamp()
        first = start + math.ceil((begin - start) / step) * step
        for number in range(40):
            at = first + number * step
            if at > end:
                break
            x = self._x(at)
            painter.setPen(now.colour("hairline"))
            painter.drawLine(QPointF(x, 0), QPointF(x, top + 4))
            painter.setPen(now.colour("quiet"))
            painter.drawText(
                QRectF(x - 60, top + 2, 120, 16),
                Qt.AlignmentFlag.AlignHCenter,
                _tick_text(at, step),
            )

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom around the pointer; with Shift or sideways, move."""
        turned = event.angleDelta()
        begin, end = self._span
        sideways = turned.x() or (
            turned.y() if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 0
        )
        if sideways:
            shift = -sideways / 1200 * (end - begin)
            self.set_span(begin + shift, end + shift)
        elif turned.y():
            self.zoom(0.8 ** (turned.y() / 120), self._time(event.position().x()))
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move and scroll, plus and minus zoom, Home shows everything."""
        begin, end = self._span
        step = (end - begin) / 8
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            shift = step if key == Qt.Key.Key_Right else -step
            self.set_span(begin + shift, end + shift)
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom(0.6)
        elif key == Qt.Key.Key_Minus:
            self.zoom(1 / 0.6)
        elif key == Qt.Key.Key_Home:
            self.show_all()
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down) and self._timeline is not None:
            most = max(0, len(self._timeline.folders) - _MOST_ROWS)
            self._top = min(max(self._top + (1 if key == Qt.Key.Key_Down else -1), 0), most)
            self.update()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to move, or a click."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._drag, self._dragged = (event.position().x(), self._span), False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move the stretch, or say what is under the pointer."""
        if self._drag is None:
            self._tip(event)
            return
        from_x, (begin, end) = self._drag
        moved = event.position().x() - from_x
        if abs(moved) > 4 or self._dragged:
            self._dragged = True
            shift = -moved / max(1.0, self.width() - _NAMES_PX - M) * (end - begin)
            self.set_span(begin + shift, end + shift)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click without moving chooses a moment."""
        if self._drag is not None and not self._dragged and event.position().x() >= _NAMES_PX:
            at = self._tick_at(event.position())
            self.time_chosen.emit(
                at.begin_s if at is not None else self._time(event.position().x())
            )
        self._drag = None

    def leaveEvent(self, event: QEvent) -> None:
        """Forget the tip."""
        QToolTip.hideText()
        super().leaveEvent(event)

    def _tip(self, event: QMouseEvent) -> None:
        tick = self._tick_at(event.position())
        if tick is None:
            QToolTip.hideText()
            return
        said = f"{tick.class_name} · {texts.percent(tick.best)}\n{texts.clock_time(tick.begin_s)}"
        if tick.count > 1:
            said += "\n" + self.tr("{0} results").format(tick.count)
        QToolTip.showText(event.globalPosition().toPoint(), plain_tip(said), self)

    def _tick_at(self, at: QPointF) -> TimelineTick | None:
        timeline = self._timeline
        line = int((at.y() - S / 2) // _ROW_PX) + self._top
        if timeline is None or not 0 <= line < len(timeline.folders):
            return None
        ticks = list(timeline.folders.values())[line]
        time_s = self._time(at.x())
        reach = (self._span[1] - self._span[0]) / max(1, self.width() - _NAMES_PX) * 4
        near = [each for each in ticks if each.begin_s - reach <= time_s <= each.end_s + reach]
        return min(near, key=lambda each: abs(each.begin_s - time_s), default=None)

    def _x(self, time_s: float) -> float:
        begin, end = self._span
        return _NAMES_PX + (time_s - begin) / (end - begin) * (self.width() - _NAMES_PX - M)

    def _time(self, x: float) -> float:
        begin, end = self._span
        return begin + (x - _NAMES_PX) / max(1, self.width() - _NAMES_PX - M) * (end - begin)


def _tick_text(at: float, step: float) -> str:
    moment = datetime.fromtimestamp(at) + timedelta(microseconds=1)
    if step >= 86400:
        return moment.strftime("%Y-%m-%d")
    if moment.hour == 0 and moment.minute == 0 and moment.second == 0:
        return moment.strftime("%m-%d")
    return moment.strftime("%H:%M:%S" if step < 60 else "%H:%M")
