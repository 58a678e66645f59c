"""The spectrogram as a picture, in colours that are evenly spaced to the eye."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from smp_core.workflows.browse import Preview

# Anchors of matplotlib's "inferno" (CC0), a tenth apart.
_INFERNO = (
    *((0, 0, 4), (22, 11, 57), (66, 10, 104), (106, 23, 110), (147, 38, 103), (188, 55, 84)),
    *((221, 81, 58), (243, 120, 25), (252, 165, 10), (246, 215, 70), (252, 255, 164)),
)


@lru_cache(maxsize=1)
def inferno() -> NDArray[np.uint8]:
    """The colour map, uint8 (256, 3)."""
    anchors = np.array(_INFERNO, np.float64)
    where, at = np.linspace(0, len(anchors) - 1, 256), np.arange(len(anchors))
    return np.stack([np.interp(where, at, anchors[:, c]) for c in range(3)], axis=1).astype(
        np.uint8
    )


def spectrogram_image(preview: Preview) -> QImage | None:
    """The spectrogram of a preview, a column for each part of the stretch; None without sound."""
    if preview.spectrogram is None:
        return None
    pixels = np.ascontiguousarray(inferno()[preview.spectrogram])
    height_px, width_px = preview.spectrogram.shape
    return QImage(
        pixels.data, width_px, height_px, width_px * 3, QImage.Format.Format_RGB888
    ).copy()


def draw_spectrogram(
    painter: QPainter, area: QRectF, image: QImage, *, left: float = 0.0, right: float = 1.0
) -> None:
    """Draw a part of a spectrogram.

    Args:
        painter: On the widget.
        area: Where.
        image: See `spectrogram_image`.
        left, right: Which part of it fills the area, as shares of its width.
    """
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    source = QRectF(
        left * image.width(), 0, max(right - left, 1e-6) * image.width(), image.height()
    )
    painter.drawImage(area, image, source)
