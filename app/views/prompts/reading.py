"""Text set for reading inside item views: lines of 1.5, cut with an ellipsis, and small chips."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen, QTextLayout, QTextOption

from app import theme as look

LINE_HEIGHT = 1.5
_CHIP_PAD_PX, _CHIP_HEIGHT_PX = 7, 18


def draw_text(
    painter: QPainter, rect: QRect, text: str, font: QFont, colour: QColor, line_height: float
) -> int:
    """Draw wrapped text; what does not fit ends in an ellipsis.

    Args:
        painter: Where.
        rect: Within.
        text: Plain.
        font, colour: How.
        line_height: Share of the font's size in pixels.

    Returns:
        The height used, in px.
    """
    step_px = font.pixelSize() * line_height
    metrics = QFontMetrics(font)
    layout = QTextLayout(text, font)
    options = QTextOption()
    options.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(options)
    most = max(1, int(rect.height() / step_px))
    painter.setPen(colour)
    painter.setFont(font)
    lines: list[tuple[int, int]] = []
    layout.beginLayout()
    while len(lines) < most + 1 and (line := layout.createLine()).isValid():
        line.setLineWidth(rect.width())
        lines.append((line.textStart(), line.textLength()))
    layout.endLayout()
    lead_px = (step_px - metrics.height()) / 2
    for number, (start, length) in enumerate(lines[:most]):
        words = text[start : start + length]
        if number == most - 1 and len(lines) > most:
            words = metrics.elidedText(text[start:], Qt.TextElideMode.ElideRight, rect.width())
        top = rect.top() + number * step_px + lead_px
        painter.drawText(QPointF(rect.left(), top + metrics.ascent()), words)
    return round(min(len(lines), most) * step_px)


def chip_width(text: str) -> int:
    """The width of `draw_chip` in px."""
    return QFontMetrics(look.font(look.CAPTION)).horizontalAdvance(text) + 2 * _CHIP_PAD_PX


def draw_chip(
    painter: QPainter, left: int, middle: int, text: str, theme: look.Theme, token: str = "quiet"
) -> int:
    """Draw a word in a rounded line.

    Args:
        painter: Where.
        left, middle: Its left end and its vertical middle, px.
        text: Short.
        theme, token: Colours: of the words; the line is the hairline.

    Returns:
        Its right end, px.
    """
    width = chip_width(text)
    box = QRectF(left + 0.5, middle - _CHIP_HEIGHT_PX / 2 + 0.5, width - 1, _CHIP_HEIGHT_PX - 1)
    painter.setPen(QPen(theme.colour("hairline"), 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(box, 8, 8)
    painter.setPen(theme.colour(token))
    painter.setFont(look.font(look.CAPTION))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
    return left + width


def draw_bar(painter: QPainter, rect: QRect, share: float, colour: QColor, ground: QColor) -> None:
    """Draw a thin bar filled to a share in [0, 1]."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    painter.drawRoundedRect(rect, 2, 2)
    filled = QRect(rect)
    filled.setWidth(round(rect.width() * min(max(share, 0.0), 1.0)))
    if filled.width() > 0:
        painter.setBrush(colour)
        painter.drawRoundedRect(filled, 2, 2)
