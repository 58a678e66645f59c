"""Captioners side by side: a clip a row, a captioner a column."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from app import theme as look
from app.models.prompts_compare import PromptsCompare
from app.models.prompts_list import ROW, ClipRow, Index
from app.texts import translate
from app.theme import ThemeSwitch
from app.views.prompts import choice
from app.views.prompts.row_painter import THUMB_PX, RowPainter
from app.views.prompts.toolbar import captioner_words
from app.widgets.thumbnails import Thumbnails

if TYPE_CHECKING:
    from smp_core.workflows.prompt_sheet import PromptSheet

_ROW_PX, _HEADER_PX = 148, 56
_CLIP_PX = look.XL + THUMB_PX.width() + look.M
_COLUMN_PX = 300
_SCROLL_PX = 40


class _CellPainter(RowPainter):
    """Draws a clip, or what one captioner says about it."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """All rows are equally high."""
        return QSize(_COLUMN_PX, _ROW_PX)

    def words_rect(self, row: QRect) -> QRect:
        """Nearly the whole cell."""
        return row.adjusted(look.L, look.M, -look.L, -look.XS)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw a cell."""
        row, model = index.data(ROW), index.model()
        if not isinstance(row, ClipRow) or not isinstance(model, PromptsCompare):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if index.column() == 0:
            self._paint_clip_cell(painter, option.rect, row)
        else:
            self.paint_ground(painter, option)
            if model.is_used(index):
                bar = QRectF(option.rect.left() + look.S, option.rect.top() + look.M, 3, 18)
                painter.fillRect(bar, self._theme.theme.colour("accent"))
            self.paint_words(painter, self.words_rect(option.rect), row, look.BODY)
        painter.restore()

    def _paint_clip_cell(self, painter: QPainter, rect: QRect, row: ClipRow) -> None:
        box = QRect(rect.left() + look.XL, rect.top() + look.M, THUMB_PX.width(), THUMB_PX.height())
        self.paint_picture(painter, box, row)
        font = look.font(look.CAPTION)
        painter.setFont(font)
        painter.setPen(self._theme.theme.colour("quiet"))
        name = QFontMetrics(font).elidedText(
            row.clip.class_name, Qt.TextElideMode.ElideRight, box.width()
        )
        painter.drawText(QRect(box.left(), box.bottom() + 4, box.width(), 16), 0, name)


class _Header(QHeaderView):
    """Who wrote a column, and what the words are worth."""

    def __init__(self, theme: ThemeSwitch, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._theme = theme
        self.titles: list[tuple[str, str, bool]] = []
        self.setFixedHeight(_HEADER_PX)
        theme.changed.connect(self.viewport().update)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        """Draw a title, and below it what was measured."""
        theme = self._theme.theme
        painter.save()
        painter.fillRect(rect, theme.colour("ground"))
        painter.fillRect(
            QRect(rect.left(), rect.bottom(), rect.width(), 1), theme.colour("hairline")
        )
        if 0 < section <= len(self.titles):
            title, worth, used = self.titles[section - 1]
            box = rect.adjusted(look.L, look.S, -look.S, -look.S)
            font = look.font(look.BODY, bold=True)
            painter.setFont(font)
            painter.setPen(theme.colour("text"))
            shown = QFontMetrics(font).elidedText(title, Qt.TextElideMode.ElideRight, box.width())
            painter.drawText(box, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft, shown)
            painter.setFont(look.font(look.CAPTION, numbers=True))
            painter.setPen(theme.colour("quiet"))
            painter.drawText(box, Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft, worth)
            if used:
                bar = QRect(rect.left() + look.L, rect.bottom() - 2, rect.width() - look.XL, 3)
                painter.fillRect(bar, QColor(theme.accent))
        painter.restore()


class ComparisonView(QTableView):
    """What captioners say about the same clips; the words in use carry a bar.

    Attributes:
        write: Enter on a clip without a prompt.
        play: Space.
        chosen: The current cell or the selection changed.
        painter: Draws the cells; holds the sheet for its editor.
    """

    write = Signal()
    play = Signal()
    chosen = Signal()

    def __init__(
        self,
        model: PromptsCompare,
        thumbnails: Thumbnails,
        theme: ThemeSwitch,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._compare = model
        self.setModel(model)
        self.painter = _CellPainter(thumbnails, theme, self)
        self.setItemDelegate(self.painter)
        self.setAccessibleName(translate("Prompts", "Captioners side by side"))
        self.header = _Header(theme, self)
        self.setHorizontalHeader(self.header)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(_ROW_PX)
        self.setShowGrid(False)
        # The cells draw their own choice, with round corners.
        self.setStyleSheet("QTableView { selection-background-color: transparent; }")
        self.setEditTriggers(QAbstractItemView.EditTrigger.DoubleClicked)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalScrollBar().setSingleStep(_SCROLL_PX)
        self.setTabKeyNavigation(False)
        self.selectionModel().selectionChanged.connect(lambda *_: self.chosen.emit())
        self.selectionModel().currentChanged.connect(lambda *_: self.chosen.emit())
        thumbnails.ready.connect(self.viewport().update)
        theme.changed.connect(self.viewport().update)

    def show_sheet(self, sheet: PromptSheet) -> None:
        """Show all captioners of a sheet."""
        self.painter.sheet = sheet
        self._compare.show_sheet(sheet)
        self.header.titles = [
            (captioner_words(sheet.captioner(name)), _worth(sheet, name), name == sheet.chosen)
            for name in self._compare.names
        ]
        self._lay_out()
        self.header.viewport().update()

    @property
    def captioner(self) -> str:
        """Whose words are current, empty if none are."""
        return self._compare.captioner(self.currentIndex())

    @property
    def current_row(self) -> ClipRow | None:
        """The clip and the words with the focus."""
        return choice.current_row(self) if self.currentIndex().column() > 0 else None

    @property
    def selected_rows(self) -> list[ClipRow]:
        """The chosen clips with the current captioner's words, in order."""
        current = self.captioner
        rows = choice.selected_rows(self)
        found = [self._compare.row(self._compare.index_of(row.clip.id, current)) for row in rows]
        return [row for row in found if row is not None]

    @property
    def is_writing(self) -> bool:
        """Whether a prompt is being written."""
        return self.state() == QAbstractItemView.State.EditingState

    def choose(self, clip_id: int, captioner: str) -> bool:
        """Go to a cell; False if it is not there."""
        index: QModelIndex = self._compare.index_of(clip_id, captioner)
        if index.isValid():
            self.setCurrentIndex(index)
            self.scrollTo(index)
        return index.isValid()

    def edit_current(self) -> None:
        """Write the current words, or ask for some."""
        if not choice.edit_current(self):
            self.write.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter writes, Space plays; letters do not search, because commands may use them."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not self.is_writing:
            self.edit_current()
        elif event.key() == Qt.Key.Key_Space:
            self.play.emit()
        elif event.text().isprintable() and event.text():
            event.ignore()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width among the captioners."""
        super().resizeEvent(event)
        self._lay_out()

    def _lay_out(self) -> None:
        columns = len(self._compare.names)
        self.setColumnWidth(0, _CLIP_PX)
        share = (self.viewport().width() - _CLIP_PX) // max(1, columns)
        for column in range(1, columns + 1):
            self.setColumnWidth(column, max(_COLUMN_PX, share))


def _worth(sheet: PromptSheet, captioner: str) -> str:
    """What a captioner's words are worth, as far as it is known."""
    n_written = len(sheet.prompts.get(captioner, {}))
    words = translate("Prompts", "{0} of {1} written").format(n_written, len(sheet.clips))
    quality = sheet.quality.get(captioner)
    if quality is None or quality.accuracy is None or quality.delta is None:
        return words
    found = round(quality.accuracy * quality.n_judged)
    return translate("Prompts", "Words alone find {0} of {1} · δ {2}").format(
        found, quality.n_judged, f"{quality.delta:.2f}"
    )
