"""The player's picture: the video, before it comes the preview, or why there is neither."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPixmap, QTextOption
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.icons import pixmap as icon_pixmap
from app.theme import BODY, L, S, ThemeSwitch, font
from app.widgets.filmstrip import draw_fitted

_ICON_PX = 32


class PlayerPicture(QWidget):
    """Shows one picture, whole and in the middle, on black."""

    def __init__(self, theme: ThemeSwitch, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._picture: QPixmap | None = None
        self._icon, self._text = "film-strip", ""
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        theme.changed.connect(self.update)

    @property
    def text(self) -> str:
        """What is said instead of a picture."""
        return self._text

    @property
    def has_picture(self) -> bool:
        """Whether a picture is shown."""
        return self._picture is not None

    def show_picture(self, image: QImage | None) -> None:
        """Show a picture, or black."""
        self._picture = QPixmap.fromImage(image) if image is not None else None
        self.update()

    def show_text(self, text: str, icon: str = "film-strip") -> None:
        """Say something over black; empty to say nothing."""
        self._icon, self._text = icon, text
        self.setAccessibleDescription(text)
        self.update()

    def sizeHint(self) -> QSize:
        """16 : 9 as wide as the inspector's column."""
        return QSize(296, 167)

    def hasHeightForWidth(self) -> bool:
        """In a column it is as high as its width asks for."""
        return True

    def heightForWidth(self, width_px: int) -> int:
        """16 : 9."""
        return round(width_px * 9 / 16)

    def minimumSizeHint(self) -> QSize:
        """Small enough for any column."""
        return QSize(120, 90)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the picture, and the words over it."""
        painter = QPainter(self)
        area = QRectF(self.rect())
        if self._picture is not None:
            draw_fitted(painter, area, self._picture, QColor("#000000"))
        else:
            painter.fillRect(area, self._theme.theme.colour("raised"))
        if self._text:
            self._draw_text(painter, area)
        painter.end()

    def _draw_text(self, painter: QPainter, area: QRectF) -> None:
        now = self._theme.theme
        if self._picture is not None:  # dim what is behind the words
            painter.fillRect(area, QColor(0, 0, 0, 170))
        painter.setFont(font(BODY))
        option = QTextOption(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        wide = area.adjusted(L, 0, -L, 0)
        needed = painter.boundingRect(wide, self._text, option)
        height = _ICON_PX + S + needed.height()
        top = max(S, area.center().y() - height / 2)
        on_black = self._picture is not None
        drawn = icon_pixmap(self._icon, self._theme, _ICON_PX, "quiet", self.devicePixelRatioF())
        painter.drawPixmap(QPointF(area.center().x() - _ICON_PX / 2, top), drawn)
        painter.setPen(QColor("#FFFFFF") if on_black else now.colour("text"))
        words = QRectF(wide.left(), top + _ICON_PX + S, wide.width(), needed.height() + 4)
        painter.drawText(words, self._text, option)
