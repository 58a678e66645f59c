"""The table of results: picture, class, probability, time; nothing that does not help to judge."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QItemSelectionModel,
    QItemSelectionRange,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from app import icons
from app.context import Context
from app.models.results_table import (
    FOLDER,
    KIND,
    PICTURE,
    PROBABILITY,
    ROW_ROLE,
    STATE,
    TIME,
    VIDEO,
    ResultsModel,
    cell_text,
    review_name,
)
from app.theme import BODY, CAPTION, XS, M, S, ThemeSwitch, font
from app.widgets.filmstrip import paint_clip
from app.widgets.thumbnails import Thumbnails

ROW_PX = 48
_PICTURE_PX = QSize(71, 40)
_WIDTHS_PX = {STATE: 92, PICTURE: 88, KIND: 176, PROBABILITY: 120, TIME: 164, VIDEO: 216}
_REVIEW_ICONS = {
    "open": ("circle-dashed", "quiet"),
    "confirmed": ("check-circle", "good"),
    "corrected": ("arrows-left-right", "accent"),
    "rejected": ("x-circle", "bad"),
}
if TYPE_CHECKING:
    from smp_core.workflows.result_table import ResultRow

Index = QModelIndex | QPersistentModelIndex
Colours = Callable[[str], QColor]


class ResultDelegate(QStyledItemDelegate):
    """Paints a cell. `colours` gives a class's colour."""

    def __init__(
        self, theme: ThemeSwitch, thumbnails: Thumbnails, colours: Colours, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._theme, self._thumbnails, self._colours = theme, thumbnails, colours

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """All rows are equally high: that is what keeps a million of them fast."""
        return QSize(80, ROW_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one cell."""
        now = self._theme.theme
        area = QRectF(option.rect)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if chosen:
            painter.fillRect(area, now.colour("selection"))
        painter.fillRect(
            QRectF(area.left(), area.bottom() - 1, area.width(), 1), now.colour("hairline")
        )
        row = index.data(ROW_ROLE)
        column = index.column()
        if row is None:
            if column == KIND:
                painter.fillRect(area.adjusted(S, 20, -XXL_PX, -20), now.colour("hairline"))
            painter.restore()
            return
        faded = row.review == "rejected"
        text = now.colour("quiet" if faded else "text")
        if column == STATE:
            self._state(painter, area, row.review)
        elif column == PICTURE:
            self._picture(painter, area, row)
        elif column == KIND:
            self._kind(painter, area, row, text)
        elif column == PROBABILITY:
            self._probability(painter, area, row, text)
        else:
            numbers = column == TIME
            painter.setFont(font(BODY, numbers=numbers))
            painter.setPen(text if column != FOLDER else now.colour("quiet"))
            self._words(painter, area.adjusted(S, 0, -S, 0), cell_text(row, column))
        painter.restore()

    def _state(self, painter: QPainter, area: QRectF, review: str) -> None:
        name, token = _REVIEW_ICONS.get(review, ("circle-dashed", "quiet"))
        ratio = painter.device().devicePixelRatioF()
        drawn = icons.pixmap(name, self._theme, 16, token, ratio)
        painter.drawPixmap(round(area.left() + M), round(area.center().y() - 8), drawn)
        painter.setFont(font(CAPTION))
        painter.setPen(self._theme.theme.colour(token))
        self._words(painter, area.adjusted(M + 16 + XS, 0, 0, 0), review_name(review))

    def _picture(self, painter: QPainter, area: QRectF, row: ResultRow) -> None:
        size = QSize(_PICTURE_PX)
        place = QRectF(
            area.left() + XS, area.center().y() - size.height() / 2, size.width(), size.height()
        )
        paint_clip(
            painter,
            place,
            self._theme,
            self._thumbnails,
            row,
            ribbon=False,
            badge=False,
        )

    def _kind(self, painter: QPainter, area: QRectF, row: ResultRow, text: QColor) -> None:
        final, said = row.final_class, row.class_name
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._colours(final))
        painter.drawRoundedRect(
            QRectF(area.left() + S, area.top() + S, 4, area.height() - 2 * S), 2, 2
        )
        words = area.adjusted(S + 4 + S, 0, -S, 0)
        painter.setPen(text)
        painter.setFont(font(BODY, bold=True))
        if final == said:
            self._words(painter, words, final)
            return
        self._words(painter, words.adjusted(0, XS, 0, -area.height() / 2 + 2), final)
        struck = font(CAPTION)
        struck.setStrikeOut(True)
        painter.setFont(struck)
        painter.setPen(self._theme.theme.colour("quiet"))
        self._words(painter, words.adjusted(0, area.height() / 2, 0, -XS), said)

    def _probability(self, painter: QPainter, area: QRectF, row: ResultRow, text: QColor) -> None:
        now = self._theme.theme
        share: float = row.probability
        bar = QRectF(area.left() + S, area.center().y() - 3, area.width() - 2 * S - 48, 6)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(now.colour("hairline"))
        painter.drawRoundedRect(bar, 3, 3)
        filled = QRectF(bar)
        filled.setWidth(max(6.0, bar.width() * share))
        painter.setBrush(self._colours(row.class_name))
        painter.drawRoundedRect(filled, 3, 3)
        painter.setPen(text)
        painter.setFont(font(BODY, numbers=True))
        words = QRectF(bar.right() + XS, area.top(), 48, area.height())
        painter.drawText(
            words,
            Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
            cell_text(row, PROBABILITY),
        )

    @staticmethod
    def _words(painter: QPainter, area: QRectF, text: str) -> None:
        shown = painter.fontMetrics().elidedText(
            text, Qt.TextElideMode.ElideMiddle, int(area.width())
        )
        painter.drawText(area, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)


XXL_PX = 32


class ResultsTable(QTableView):
    """The view.

    Attributes:
        current_changed: The row under the cursor is another one.
    """

    current_changed = Signal()

    def __init__(
        self, context: Context, model: ResultsModel, thumbnails: Thumbnails, colours: Colours
    ) -> None:
        super().__init__()
        self.setAccessibleName(self.tr("Results"))
        self.setModel(model)
        self.setItemDelegate(ResultDelegate(context.theme, thumbnails, colours, self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(ROW_PX)
        columns = self.horizontalHeader()
        columns.setHighlightSections(False)
        columns.setMinimumSectionSize(48)
        columns.setSortIndicatorShown(True)
        columns.setSectionsClickable(True)
        for column, width in _WIDTHS_PX.items():
            self.setColumnWidth(column, width)
        columns.setSectionResizeMode(FOLDER, QHeaderView.ResizeMode.Stretch)
        thumbnails.ready.connect(lambda _key: self.viewport().update())
        context.theme.changed.connect(self.viewport().update)
        self.selectionModel().currentRowChanged.connect(lambda *_: self.current_changed.emit())

    def go_to(self, line: int) -> None:
        """Choose a row and bring it in sight."""
        model = self.model()
        if model.rowCount() == 0:
            return
        index = model.index(min(max(line, 0), model.rowCount() - 1), 0)
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
        self.scrollTo(index)

    @property
    def line(self) -> int:
        """The row under the cursor, -1 for none."""
        return self.currentIndex().row()

    def lines(self) -> list[int]:
        """The chosen rows, at most a thousand: reviewing more at once is a slip of the hand."""
        found: list[int] = []
        for part in self._parts():
            found += range(part.top(), min(part.bottom(), part.top() + _MOST_LINES) + 1)
        return sorted(set(found))[:_MOST_LINES]

    def n_lines(self) -> int:
        """How many rows are chosen, all of them."""
        return sum(part.bottom() - part.top() + 1 for part in self._parts())

    def _parts(self) -> list[QItemSelectionRange]:
        return list(self.selectionModel().selection())  # type: ignore[call-overload]


_MOST_LINES = 1000
