"""How many clips of each class are found, as dots with the range they may lie in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app import theme as look
from app.models.train_words import found_words
from app.texts import percent
from app.theme import ThemeSwitch

if TYPE_CHECKING:
    from smp_core.workflows.quality import ClassQuality

_ROW_PX, _HEAD_PX, _NAMES_PX, _NUMBERS_PX = 32, 24, 168, 108


class RecallChart(QWidget):
    """One row a class: name, a dot at the recall with whiskers, and the counts in words.

    With a second judgement its dots are drawn under the first ones, hollow.

    Args:
        theme: For colours.
    """

    def __init__(self, theme: ThemeSwitch, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._classes: Sequence[ClassQuality] = ()
        self._others: Mapping[str, ClassQuality] = {}
        self._colours: Mapping[str, str] = {}
        self.setAccessibleName(self.tr("Clips found, by class"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def set_classes(
        self,
        classes: Sequence[ClassQuality],
        colours: Mapping[str, str],
        others: Sequence[ClassQuality] = (),
    ) -> None:
        """Show a judgement.

        Args:
            colours: "#rrggbb" by class name.
            others: Of a second run, to compare.
        """
        self._classes, self._colours = tuple(classes), dict(colours)
        self._others = {each.name: each for each in others}
        self.setAccessibleDescription(
            ". ".join(
                found_words(each)
                if each.enough
                else self.tr("“{0}”: too few clips to judge").format(each.name)
                for each in self._classes
            )
        )
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """All rows."""
        return QSize(480, _HEAD_PX + _ROW_PX * len(self._classes) + look.XS)

    def minimumSizeHint(self) -> QSize:
        """Narrower, but all rows."""
        return QSize(360, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw scale, rows, whiskers and dots."""
        theme = self._theme.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        left, right = float(_NAMES_PX), float(self.width() - _NUMBERS_PX)
        bottom = _HEAD_PX + _ROW_PX * len(self._classes)
        painter.setFont(look.font(look.CAPTION, numbers=True))
        for share in (0.0, 0.25, 0.5, 0.75, 1.0):
            x = left + share * (right - left)
            painter.setPen(QPen(QColor(theme.hairline), 1))
            painter.drawLine(QPointF(x, _HEAD_PX), QPointF(x, bottom))
            painter.setPen(QColor(theme.quiet))
            painter.drawText(
                QRectF(x - 30, 0, 60, _HEAD_PX - 4),
                Qt.AlignmentFlag.AlignCenter,
                f"{share * 100:.0f} %",
            )
        for row, each in enumerate(self._classes):
            middle = _HEAD_PX + (row + 0.5) * _ROW_PX
            self._row(painter, each, middle, left, right)
        painter.end()

    def _row(
        self, painter: QPainter, each: ClassQuality, middle: float, left: float, right: float
    ) -> None:
        theme = self._theme.theme
        colour = QColor(self._colours.get(each.name, theme.accent))
        place = QRectF(0, middle - _ROW_PX / 2, left - look.M, _ROW_PX)
        painter.fillRect(QRectF(0, middle - 7, 4, 14), colour)
        painter.setFont(look.font(look.BODY))
        painter.setPen(QColor(theme.text))
        name = painter.fontMetrics().elidedText(
            each.name, Qt.TextElideMode.ElideRight, int(place.width() - look.M)
        )
        painter.drawText(place.adjusted(look.M, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, name)
        painter.setFont(look.font(look.CAPTION, numbers=True))
        numbers = QRectF(right + look.M, place.top(), _NUMBERS_PX - look.M, _ROW_PX)
        if not each.enough:
            painter.setPen(QColor(theme.quiet))
            area = QRectF(left + look.S, place.top(), right - left, _ROW_PX)
            painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, self.tr("too few clips to judge"))
            return
        other = self._others.get(each.name)
        if other is not None and other.enough:
            self._dot(painter, other, middle + 7, left, right, QColor(theme.quiet), hollow=True)
        offset = -3.0 if other is not None else 0.0
        self._dot(painter, each, middle + offset, left, right, colour, hollow=False)
        painter.setPen(QColor(theme.text))
        painter.drawText(
            numbers,
            Qt.AlignmentFlag.AlignVCenter,
            self.tr("{0} of {1} · {2}").format(each.found, each.judged, percent(each.recall)),
        )

    def _dot(
        self,
        painter: QPainter,
        each: ClassQuality,
        y: float,
        left: float,
        right: float,
        colour: QColor,
        *,
        hollow: bool,
    ) -> None:
        def at(share: float) -> float:
            return left + share * (right - left)

        theme = self._theme.theme
        whisker = QColor(theme.quiet) if hollow else QColor(theme.text)
        painter.setPen(QPen(whisker, 1 if hollow else 2))
        painter.drawLine(QPointF(at(each.low), y), QPointF(at(each.high), y))
        for end in (each.low, each.high):
            painter.drawLine(QPointF(at(end), y - 4), QPointF(at(end), y + 4))
        painter.setPen(QPen(colour if hollow else QColor(theme.ground), 2))
        painter.setBrush(QColor(theme.ground) if hollow else colour)
        radius = 4 if hollow else 6
        painter.drawEllipse(QPointF(at(each.recall), y), radius, radius)
