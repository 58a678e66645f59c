"""A station's name in the top bar: which one is shown, which is done, which comes next."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from app import theme as look
from app.models.project_status import Mark
from app.texts import translate
from app.theme import ThemeSwitch
from app.widgets.buttons import tip_with_keys

_MARK_PX = 12
_LINE_PX = 2


class StationButton(QAbstractButton):
    """Painted by hand: a check, a dot and a number need their places.

    Args:
        key: The station. title: Its name.
        theme: For the colours.
    """

    def __init__(self, key: str, title: str, theme: ThemeSwitch) -> None:
        super().__init__()
        self.key = key
        self._title, self._keys, self._theme = title, "", theme
        self._mark = Mark()
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setText(title)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        theme.changed.connect(self.update)
        self._describe()

    @property
    def mark(self) -> Mark:
        """What is shown beside the name."""
        return self._mark

    def set_mark(self, mark: Mark) -> None:
        """Show another mark."""
        if mark != self._mark:
            self._mark = mark
            self._describe()
            self.updateGeometry()
            self.update()

    def set_keys(self, keys: str) -> None:
        """Name its shortcut in the tip, as this system writes it; empty for none."""
        self._keys = keys
        self._describe()

    def sizeHint(self) -> QSize:
        """Room for the name in its bold form, so that nothing moves when it is chosen."""
        width = QFontMetrics(look.font(bold=True)).horizontalAdvance(self._title)
        return QSize(width + 2 * look.M + self._mark_width(), look.TOP_BAR_PX)

    minimumSizeHint = sizeHint

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Name, mark, and a line below the one that is shown."""
        theme = self._theme.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.underMouse() and not self.isChecked():
            painter.fillRect(self.rect(), theme.colour("hover"))
        lit = self.isChecked() or self._mark.following
        painter.setFont(look.font(bold=self.isChecked()))
        token = "text" if lit or self.underMouse() else "quiet"
        painter.setPen(theme.colour(token if self.isEnabled() else "control"))
        words = self.rect().adjusted(look.M, 0, -look.M - self._mark_width(), 0)
        painter.drawText(words, Qt.AlignmentFlag.AlignCenter, self._title)
        self._paint_mark(painter, QPointF(self.width() - look.M, self.height() / 2))
        if self.isChecked():
            below = QRectF(look.S, self.height() - _LINE_PX, self.width() - look.L, _LINE_PX)
            painter.fillRect(below, theme.colour("accent"))
        if self.hasFocus():
            painter.setPen(QPen(theme.colour("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            inner = QRectF(self.rect()).adjusted(3, 7, -3, -7)
            painter.drawRoundedRect(inner, look.CONTROL_RADIUS_PX, look.CONTROL_RADIUS_PX)
        painter.end()

    def _mark_width(self) -> int:
        if self._mark.waiting:
            return look.XS + self._badge_width()
        return look.XS + _MARK_PX if self._mark.done or self._mark.following else 0

    def _badge_width(self) -> int:
        width = QFontMetrics(look.font(look.CAPTION)).horizontalAdvance(self._count())
        return max(18, width + 10)

    def _count(self) -> str:
        return str(self._mark.waiting) if self._mark.waiting < 1000 else "999+"

    def _paint_mark(self, painter: QPainter, right: QPointF) -> None:
        theme = self._theme.theme
        if self._mark.waiting:
            width = self._badge_width()
            badge = QRectF(right.x() - width, right.y() - 9, width, 18)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accent"))
            painter.drawRoundedRect(badge, 9, 9)
            painter.setPen(theme.colour("on_accent"))
            painter.setFont(look.font(look.CAPTION, numbers=True))
            painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, self._count())
        elif self._mark.done:
            pen = QPen(theme.colour("good"), 1.6)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            x, y = right.x() - _MARK_PX, right.y()
            painter.drawPolyline(
                [QPointF(x + 1, y), QPointF(x + 4.5, y + 3.5), QPointF(x + 11, y - 3.5)]
            )
        elif self._mark.following:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accent"))
            painter.drawEllipse(QPointF(right.x() - _MARK_PX / 2, right.y()), 3, 3)

    def _describe(self) -> None:
        """Say in words what the mark shows."""
        said = [self._title]
        if self._mark.waiting:
            said.append(translate("Stations", "{0} waiting").format(self._mark.waiting))
        elif self._mark.done:
            said.append(translate("Stations", "done"))
        elif self._mark.following:
            said.append(translate("Stations", "next"))
        self.setAccessibleName(", ".join(said))
        self.setToolTip(tip_with_keys(", ".join(said), self._keys))
