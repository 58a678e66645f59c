"""Which class was taken for which: a matrix whose cells open the clips behind them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from app import theme as look
from app.theme import ThemeSwitch
from app.widgets.labels import plain_tip

_NAMES_PX, _PICTURE_PX, _HEAD_PX = 176, 56, 76
_LEAST_CELL_PX, _MOST_CELL_PX, _CELL_HEIGHT_PX = 44, 104, 44
_MOVES = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}


class ConfusionMatrix(QWidget):
    """Rows are what the clips show, columns what was answered. Arrow keys walk, Enter opens.

    Attributes:
        opened: A cell was chosen: (true class, answer), by number.

    Args:
        theme: For colours.
    """

    opened = Signal(int, int)

    def __init__(self, theme: ThemeSwitch, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._names: Sequence[str] = ()
        self._matrix: Sequence[Sequence[int]] = ()
        self._colours: Mapping[str, str] = {}
        self._pictures: dict[int, QPixmap] = {}
        self.current = (0, 0)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Confusion matrix"))
        theme.changed.connect(self.update)

    def set_matrix(
        self, names: Sequence[str], matrix: Sequence[Sequence[int]], colours: Mapping[str, str]
    ) -> None:
        """Show counts.

        Args:
            matrix: Row = true class, column = answer.
            colours: "#rrggbb" by class name.
        """
        self._names, self._matrix, self._colours = list(names), matrix, dict(colours)
        self._pictures = {}
        self._go(0, 0)
        self.updateGeometry()
        self.update()

    def set_picture(self, number: int, picture: QPixmap) -> None:
        """Give a class a face on both axes."""
        self._pictures[number] = picture
        self.update()

    def sizeHint(self) -> QSize:
        """All cells."""
        n = len(self._names)
        return QSize(_NAMES_PX + n * 72, _HEAD_PX + n * _CELL_HEIGHT_PX + look.XL)

    def minimumSizeHint(self) -> QSize:
        """The smallest cells that can still be read."""
        return QSize(_NAMES_PX + len(self._names) * _LEAST_CELL_PX, self.sizeHint().height())

    def cell(self, row: int, column: int) -> QRectF:
        """Where a cell is drawn."""
        width = (self.width() - _NAMES_PX) / max(1, len(self._names))
        width = min(max(width, _LEAST_CELL_PX), _MOST_CELL_PX)
        return QRectF(
            _NAMES_PX + column * width, _HEAD_PX + row * _CELL_HEIGHT_PX, width, _CELL_HEIGHT_PX
        ).adjusted(1, 1, -1, -1)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw axes and cells."""
        theme = self._theme.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for number, name in enumerate(self._names):
            self._draw_row_name(painter, number, name)
            self._draw_column_name(painter, number, name)
        for row, counts in enumerate(self._matrix):
            total = max(1, sum(counts))
            for column, count in enumerate(counts):
                area = self.cell(row, column)
                fill = QColor(theme.good if row == column else theme.bad)
                fill.setAlphaF(0.0 if not count else 0.15 + 0.55 * count / total)
                painter.setPen(QPen(QColor(theme.hairline), 1))
                painter.setBrush(fill)
                painter.drawRoundedRect(area, 4, 4)
                if count:
                    painter.setPen(QColor(theme.text))
                    painter.setFont(look.font(look.READING, bold=row == column, numbers=True))
                    painter.drawText(area, Qt.AlignmentFlag.AlignCenter, str(count))
        if self.hasFocus() and self._names:
            painter.setPen(QPen(QColor(theme.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(self.cell(*self.current), 4, 4)
        painter.setPen(QColor(theme.quiet))
        painter.setFont(look.font(look.CAPTION))
        painter.drawText(
            QRectF(0, 0, _NAMES_PX - look.S, _HEAD_PX - look.S),
            Qt.AlignmentFlag.AlignBottom,
            self.tr("shown ↓   answered →"),
        )
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose and open the cell."""
        found = self._at(event.position().toPoint())
        if found is not None:
            self._go(*found)
            self.opened.emit(*found)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk, and open."""
        move = _MOVES.get(Qt.Key(event.key()))
        last = len(self._names) - 1
        if move is not None and last >= 0:
            row, column = self.current
            self._go(min(max(row + move[0], 0), last), min(max(column + move[1], 0), last))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and last >= 0:
            self.opened.emit(*self.current)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where the keys are."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide it."""
        super().focusOutEvent(event)
        self.update()

    def event(self, event: QEvent) -> bool:
        """Tool tips of the cells."""
        if isinstance(event, QHelpEvent):
            found = self._at(event.pos())
            if found is not None:
                QToolTip.showText(event.globalPos(), plain_tip(self.words(*found)), self)
            return True
        return super().event(event)

    def words(self, row: int, column: int) -> str:
        """A cell in words."""
        count, total = self._matrix[row][column], sum(self._matrix[row])
        if row == column:
            said = self.tr("{0} of {1} clips of “{2}” were found.")
            return said.format(count, total, self._names[row])
        said = self.tr("{0} of {1} clips of “{2}” were taken for “{3}”.")
        return said.format(count, total, self._names[row], self._names[column])

    def _go(self, row: int, column: int) -> None:
        self.current = (row, column)
        if self._matrix:
            self.setAccessibleDescription(self.words(row, column))
        self.update()

    def _at(self, point: QPoint) -> tuple[int, int] | None:
        for row in range(len(self._names)):
            for column in range(len(self._names)):
                if self.cell(row, column).contains(point.toPointF()):
                    return row, column
        return None

    def _draw_row_name(self, painter: QPainter, number: int, name: str) -> None:
        area = QRectF(0, _HEAD_PX + number * _CELL_HEIGHT_PX, _NAMES_PX - look.S, _CELL_HEIGHT_PX)
        picture = QRectF(area.left() + 8, area.top() + 5, _PICTURE_PX, _CELL_HEIGHT_PX - 10)
        self._draw_face(painter, number, name, picture, QRectF(0, area.top() + 5, 4, 34))
        painter.setPen(self._theme.theme.colour("text"))
        painter.setFont(look.font(look.BODY))
        words = area.adjusted(_PICTURE_PX + 16, 0, 0, 0)
        painter.drawText(
            words, int(Qt.AlignmentFlag.AlignVCenter) | int(Qt.TextFlag.TextWordWrap), name
        )

    def _draw_column_name(self, painter: QPainter, number: int, name: str) -> None:
        cell = self.cell(0, number)
        width = min(cell.width() - 4, float(_PICTURE_PX))
        picture = QRectF(cell.center().x() - width / 2, 4, width, width * 9 / 16)
        bar = QRectF(cell.left() + 2, _HEAD_PX - 5, cell.width() - 4, 3)
        self._draw_face(painter, number, name, picture, bar)
        painter.setPen(self._theme.theme.colour("text"))
        painter.setFont(look.font(look.CAPTION))
        words = QRectF(cell.left() - 2, 37, cell.width() + 4, _HEAD_PX - 43)
        painter.drawText(
            words, int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextWordWrap), name
        )

    def _draw_face(
        self, painter: QPainter, number: int, name: str, area: QRectF, bar: QRectF
    ) -> None:
        theme = self._theme.theme
        painter.fillRect(bar, QColor(self._colours.get(name, theme.accent)))
        found = self._pictures.get(number)
        if found is None:
            painter.fillRect(area, theme.colour("raised"))
            return
        ratio = max(area.width() / found.width(), area.height() / found.height())
        width, height = area.width() / ratio, area.height() / ratio
        part = QRectF((found.width() - width) / 2, (found.height() - height) / 2, width, height)
        painter.drawPixmap(area, found, part)
