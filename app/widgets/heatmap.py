"""Pictures with heat over them, in as many columns as make them largest."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.theme import CAPTION, XS, ThemeSwitch, font
from app.widgets.thumbnails import image_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

_CAPTION_PX = 16


def overlay_image(pixels: NDArray[Any]) -> QImage:
    """RGBA, uint8 (h, w, 4), as an image of its own memory."""
    pixels = np.ascontiguousarray(pixels)
    height_px, width_px = pixels.shape[:2]
    kind = QImage.Format.Format_RGBA8888
    made = QImage(pixels.data, width_px, height_px, pixels.strides[0], kind)
    return made.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)


class HeatPictures(QWidget):
    """A strip of frames with heat.

    Args:
        theme: For the captions.
        parent: The owner.
    """

    def __init__(self, theme: ThemeSwitch, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._pictures: list[QImage] = []
        self._captions: list[str] = []
        self._heat: list[QImage] = []
        self._opacity = 0.65
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(160, 80)
        theme.changed.connect(self.update)

    def set_pictures(self, pictures: Iterable[NDArray[np.uint8]], captions: Sequence[str]) -> None:
        """Show other frames, without heat.

        Args:
            pictures: uint8 (H, W, 3) each, all of one size.
            captions: Below each; read out as well.
        """
        self._pictures = [image_of(each) for each in pictures]
        self._captions, self._heat = list(captions), []
        self.setAccessibleName(self.tr("Frames at {0}").format(", ".join(captions)))
        self.updateGeometry()
        self.update()

    def set_heat(self, heat: Sequence[NDArray[np.uint8]]) -> None:
        """Lay heat over them: RGBA, uint8 (h, w, 4) each; none takes it off."""
        self._heat = [overlay_image(each) for each in heat]
        self.update()

    def set_opacity(self, opacity: float) -> None:
        """How strong the heat is, 0…1."""
        self._opacity = opacity
        self.update()

    @property
    def has_heat(self) -> bool:
        """Whether any heat is shown."""
        return bool(self._heat)

    def heightForWidth(self, width: int) -> int:
        """So high that two rows fill the width."""
        if not self._pictures:
            return 80
        return self._height(width, self._usual_columns(width))

    def hasHeightForWidth(self) -> bool:
        """It does."""
        return True

    def sizeHint(self) -> QSize:
        """Two rows."""
        return QSize(720, self.heightForWidth(720))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint frames, heat and times."""
        if not self._pictures:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setFont(font(CAPTION, numbers=True))
        for index, area in enumerate(self._areas()):
            painter.setOpacity(1.0)
            painter.drawImage(area, self._pictures[index])
            if index < len(self._heat):
                painter.setOpacity(self._opacity)
                painter.drawImage(area, self._heat[index])
                painter.setOpacity(1.0)
            painter.setPen(self._theme.theme.colour("quiet"))
            below = QRectF(area.left(), area.bottom(), area.width(), _CAPTION_PX)
            painter.drawText(below, int(Qt.AlignmentFlag.AlignCenter), self._captions[index])
        painter.end()

    def _usual_columns(self, width: int) -> int:
        return min(len(self._pictures), 8 if width > 1400 else 4)

    def _size(self) -> tuple[int, int]:
        return self._pictures[0].width(), self._pictures[0].height()

    def _height(self, width: int, columns: int) -> int:
        wide, high = self._size()
        rows = -(-len(self._pictures) // columns)
        each = (width - XS * (columns - 1)) / columns
        return round(rows * (each * high / wide + _CAPTION_PX) + XS * (rows - 1))

    def _areas(self) -> list[QRectF]:
        """Where each picture lies, with the number of columns that makes them largest."""
        number = len(self._pictures)
        wide, high = self._size()
        best = (0.0, 1)
        for columns in range(1, number + 1):
            rows = -(-number // columns)
            across = (self.width() - XS * (columns - 1)) / columns / wide
            down = ((self.height() - XS * (rows - 1)) / rows - _CAPTION_PX) / high
            best = max(best, (min(across, down), columns))
        scale, columns = max(best[0], 0.05), best[1]
        rows = -(-number // columns)
        step_x, step_y = wide * scale + XS, high * scale + _CAPTION_PX + XS
        left = max(0.0, (self.width() - columns * step_x + XS) / 2)
        return [
            QRectF(
                left + (i % columns) * step_x, (i // columns) * step_y, wide * scale, high * scale
            )
            for i in range(number)
        ]
