"""A spectrogram with heat over it, with seconds and kilohertz beside."""

from __future__ import annotations

from math import log10
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.theme import CAPTION, ThemeSwitch, font
from app.widgets.heatmap import overlay_image
from app.widgets.thumbnails import image_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_LEFT_PX, _BOTTOM_PX = 34, 16
_TOP_HZ = 8000.0
_TICKS_KHZ = (0.5, 1, 2, 4)


def mel_share(frequency_hz: float) -> float:
    """Where a frequency lies on the spectrogram's axis: 0 = bottom, 1 = 8 kHz at the top."""
    return log10(1 + frequency_hz / 700) / log10(1 + _TOP_HZ / 700)


class HeatSpectrogram(QWidget):
    """The sound of a clip with heat.

    Args:
        theme: For the axes.
        parent: The owner.
    """

    def __init__(self, theme: ThemeSwitch, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._picture: QImage | None = None
        self._heat: QImage | None = None
        self._span_s = 10.0
        self._start_s = 0.0
        self._opacity = 0.65
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(150)
        theme.changed.connect(self.update)

    def set_sound(self, grey: NDArray[np.uint8] | None, start_s: float, span_s: float) -> None:
        """Show another spectrogram, without heat.

        Args:
            grey: uint8 (h, w), high frequencies on top; None for none.
            start_s: Time of its left edge within the file. span_s: Its length.
        """
        self._picture = None if grey is None else image_of(grey)
        self._start_s, self._span_s, self._heat = start_s, span_s, None
        self.setAccessibleName(self.tr("Spectrogram of {0} seconds").format(f"{span_s:.0f}"))
        self.update()

    def set_heat(self, heat: NDArray[np.uint8] | None) -> None:
        """Lay heat over it: RGBA, uint8 (h, w, 4); None takes it off."""
        self._heat = None if heat is None else overlay_image(heat)
        self.update()

    def set_opacity(self, opacity: float) -> None:
        """How strong the heat is, 0…1."""
        self._opacity = opacity
        self.update()

    @property
    def has_heat(self) -> bool:
        """Whether any heat is shown."""
        return self._heat is not None

    def sizeHint(self) -> QSize:
        """Flat and wide."""
        return QSize(720, 150)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint sound, heat and axes."""
        painter = QPainter(self)
        now = self._theme.theme
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setFont(font(CAPTION, numbers=True))
        area = QRectF(self.rect()).adjusted(_LEFT_PX, 0, 0, -_BOTTOM_PX)
        if self._picture is None:
            painter.setPen(now.colour("quiet"))
            text = self.tr("This run does not listen to sound.")
            painter.drawText(area, int(Qt.AlignmentFlag.AlignCenter), text)
            painter.end()
            return
        painter.drawImage(area, self._picture)
        if self._heat is not None:
            painter.setOpacity(self._opacity)
            painter.drawImage(area, self._heat)
            painter.setOpacity(1.0)
        painter.setPen(now.colour("quiet"))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for khz in _TICKS_KHZ:
            y = area.bottom() - mel_share(khz * 1000) * area.height()
            painter.drawLine(QPointF(area.left() - 4, y), QPointF(area.left() - 1, y))
            box = QRectF(0, y - 8, _LEFT_PX - 6, 16)
            painter.drawText(box, int(right), f"{khz:g}")
        painter.drawText(QRectF(0, 0, _LEFT_PX - 6, 14), int(right), self.tr("kHz"))
        every = 1 if self._span_s / 10 < area.width() / 400 else 2
        for second in range(0, int(self._span_s) + 1, every):
            x = area.left() + second / self._span_s * area.width()
            painter.drawLine(QPointF(x, area.bottom()), QPointF(x, area.bottom() + 3))
            words = f"{self._start_s + second:.0f} s"
            box = QRectF(x - 24, area.bottom() + 2, 48, _BOTTOM_PX - 2)
            if box.right() > self.width():
                box.moveRight(self.width())
            painter.drawText(box, int(Qt.AlignmentFlag.AlignHCenter), words)
        painter.end()
