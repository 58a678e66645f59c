"""What arrives, live: picture, class, probability, time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from app import icons, texts
from app.context import Context
from app.core_texts import core_text
from app.models.incoming_arrivals import ARRIVAL_ROLE, ArrivalsModel, headline
from app.theme import BODY, CAPTION, XS, M, S, ThemeSwitch, font
from app.widgets.filmstrip import paint_clip
from app.widgets.thumbnails import Thumbnails

if TYPE_CHECKING:
    from smp_core.workflows.arrivals import Arrival

_ROW_PX = 72
_PICTURE_PX = QSize(99, 56)
_BAR_PX = 180
Index = QModelIndex | QPersistentModelIndex
_ICONS = {
    "queued": ("hourglass", "quiet"),
    "decoding": ("eye", "accent"),
    "failed": ("warning-circle", "bad"),
    "classified": ("check", "quiet"),
}


class ArrivalDelegate(QStyledItemDelegate):
    """Paints a line. `colours` gives a class's colour."""

    def __init__(
        self,
        theme: ThemeSwitch,
        thumbnails: Thumbnails,
        colours: Callable[[str], QColor],
        parent: QListView,
    ) -> None:
        super().__init__(parent)
        self._theme, self._thumbnails, self._colours = theme, thumbnails, colours

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """All are equally high."""
        return QSize(240, _ROW_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one arrival."""
        arrival: Arrival | None = index.data(ARRIVAL_ROLE)
        if arrival is None:
            return
        now = self._theme.theme
        area = QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, now.colour("selection"))
        painter.fillRect(
            QRectF(area.left() + M, area.bottom() - 1, area.width() - 2 * M, 1),
            now.colour("hairline"),
        )
        place = QRectF(
            area.left() + M,
            area.center().y() - _PICTURE_PX.height() / 2,
            _PICTURE_PX.width(),
            _PICTURE_PX.height(),
        )
        paint_clip(
            painter, place, self._theme, self._thumbnails, arrival, ribbon=False, badge=False
        )
        words = QRectF(place.right() + M, area.top() + 10, area.right() - place.right() - 2 * M, 20)
        self._time(painter, words, arrival)
        first = words.adjusted(0, 0, -88, 0)
        if arrival.status == "classified" and arrival.class_name:
            self._answer(painter, first, arrival)
        else:
            self._state(painter, first, arrival)
        painter.setFont(font(CAPTION))
        painter.setPen(now.colour("quiet"))
        below = words.translated(0, 32)
        said = arrival.path.name
        if arrival.status == "failed":
            said += "  ·  " + core_text(arrival.reason).replace(f"{arrival.path} ", "")
        if arrival.n_windows > 1:
            said += "  ·  " + texts.translate("Incoming", "{0} windows, the surest at {1}").format(
                arrival.n_windows, texts.duration(arrival.start_s)
            )
        _draw(painter, below, said, Qt.TextElideMode.ElideMiddle)
        painter.restore()

    def _answer(self, painter: QPainter, area: QRectF, arrival: Arrival) -> None:
        now = self._theme.theme
        colour = self._colours(arrival.class_name)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawRoundedRect(QRectF(area.left(), area.center().y() - 5, 10, 10), 3, 3)
        painter.setPen(now.colour("text"))
        painter.setFont(font(BODY, bold=True))
        _draw(
            painter, area.adjusted(10 + S, 0, 0, 0), arrival.class_name, Qt.TextElideMode.ElideRight
        )
        bar = QRectF(area.left(), area.bottom() + 3, min(_BAR_PX, area.width() - 56), 5)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(now.colour("hairline"))
        painter.drawRoundedRect(bar, 2.5, 2.5)
        filled = QRectF(bar)
        filled.setWidth(max(5.0, bar.width() * arrival.probability))
        painter.setBrush(colour)
        painter.drawRoundedRect(filled, 2.5, 2.5)
        painter.setPen(now.colour("text"))
        painter.setFont(font(CAPTION, numbers=True))
        painter.drawText(
            QRectF(bar.right() + S, bar.center().y() - 8, 56, 16),
            Qt.AlignmentFlag.AlignVCenter,
            texts.percent(arrival.probability),
        )

    def _state(self, painter: QPainter, area: QRectF, arrival: Arrival) -> None:
        name, token = _ICONS[arrival.status]
        ratio = painter.device().devicePixelRatioF()
        drawn = icons.pixmap(name, self._theme, 16, token, ratio)
        painter.drawPixmap(round(area.left()), round(area.center().y() - 8), drawn)
        painter.setPen(self._theme.theme.colour(token))
        painter.setFont(font(BODY))
        _draw(
            painter,
            area.adjusted(16 + XS + 2, 0, 0, 0),
            headline(arrival),
            Qt.TextElideMode.ElideRight,
        )

    def _time(self, painter: QPainter, area: QRectF, arrival: Arrival) -> None:
        painter.setFont(font(CAPTION, numbers=True))
        painter.setPen(self._theme.theme.colour("quiet"))
        day, _, clock = texts.clock_time(arrival.since.timestamp()).partition(" ")
        said = clock if day == datetime.now().strftime("%Y-%m-%d") else f"{day[5:]} {clock[:5]}"
        painter.drawText(area, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, said)


class ArrivalsView(QListView):
    """The list."""

    def __init__(
        self,
        context: Context,
        model: ArrivalsModel,
        thumbnails: Thumbnails,
        colours: Callable[[str], QColor],
    ) -> None:
        super().__init__()
        self.setAccessibleName(self.tr("Arrived videos, newest first"))
        self.setModel(model)
        self.setItemDelegate(ArrivalDelegate(context.theme, thumbnails, colours, self))
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        thumbnails.ready.connect(lambda _key: self.viewport().update())
        context.theme.changed.connect(self.viewport().update)

    def chosen(self) -> list[Arrival]:
        """What is selected."""
        return [each.data(ARRIVAL_ROLE) for each in self.selectedIndexes()]


def _draw(painter: QPainter, area: QRectF, text: str, mode: Qt.TextElideMode) -> None:
    shown = painter.fontMetrics().elidedText(text, mode, int(area.width()))
    painter.drawText(area, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
