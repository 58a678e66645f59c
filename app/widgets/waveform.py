"""The sound of a clip as a shape."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPolygonF

if TYPE_CHECKING:
    from smp_core.workflows.browse import Preview

# A quiet clip shall still be seen to have sound, and a loud one shall still look louder.
_LEAST_FULL_SCALE = 0.15


def draw_wave(
    painter: QPainter,
    area: QRectF,
    preview: Preview,
    colour: QColor,
    *,
    left: float = 0.0,
    right: float = 1.0,
) -> None:
    """Draw the wave of a preview, or a flat line where there is no sound.

    Args:
        painter: On the widget.
        area: Where.
        preview: Of the whole stretch.
        colour: Of the wave.
        left, right: Which part of the stretch fills the area, as shares of it.
    """
    middle = area.center().y()
    painter.save()
    painter.setClipRect(area, Qt.ClipOperation.IntersectClip)
    peaks = preview.peaks
    if peaks is None or preview.silent:
        painter.setPen(colour)
        painter.drawLine(QPointF(area.left(), middle), QPointF(area.right(), middle))
        painter.restore()
        return
    scale = area.height() / 2 / max(float(np.abs(peaks).max()), _LEAST_FULL_SCALE)
    span = max(right - left, 1e-6)
    # Quiet moments stay a thin line: half a pixel each way.
    xs = area.left() + ((np.arange(len(peaks)) + 0.5) / len(peaks) - left) / span * area.width()
    tops = middle - np.maximum(peaks[:, 1] * scale, 0.5)
    bottoms = middle - np.minimum(peaks[:, 0] * scale, -0.5)
    points = [QPointF(x, y) for x, y in zip(xs, tops, strict=True)]
    points += [QPointF(x, y) for x, y in zip(xs[::-1], bottoms[::-1], strict=True)]
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawPolygon(QPolygonF(points))
    painter.restore()
