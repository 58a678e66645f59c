"""A clip as a small picture that one scrubs by moving the pointer over it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QEnterEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from app import texts
from app.context import Context
from app.core_texts import core_text
from app.icons import pixmap as icon_pixmap
from app.operations.media import ClipLike, clip_key
from app.theme import CAPTION, CONTROL_RADIUS_PX, XS, ThemeSwitch, font
from app.widgets.labels import plain_tip
from app.widgets.thumbnails import Thumbnails
from app.widgets.waveform import draw_wave

PICTURE_PX = QSize(176, 99)
RIBBON_PX = 20
"""Height of the wave under the picture."""

_REST = 0.35


def paint_clip(
    painter: QPainter,
    area: QRectF,
    theme: ThemeSwitch,
    thumbnails: Thumbnails,
    clip: ClipLike,
    *,
    share: float | None = None,
    ribbon: bool = True,
    badge: bool = True,
) -> bool:
    """Paint a clip: its picture, a ribbon of its sound, its length. For item delegates too.

    Args:
        painter: On the view.
        area: Where; with a ribbon its lowest `RIBBON_PX` are the wave.
        theme: Gives the colours.
        thumbnails: Asked for the preview; if it is not there a request is made.
        clip: What.
        share: Where the pointer is, 0 = left, 1 = right, to scrub; None for the resting picture.
        ribbon: Whether to show the wave.
        badge: Whether to show the length.

    Returns:
        Whether the preview was there; if not, paint again at `Thumbnails.ready`.
    """
    now = theme.theme
    preview = thumbnails.get(clip)
    picture_area = QRectF(area)
    if ribbon:
        picture_area.setHeight(area.height() - RIBBON_PX)
    painter.save()
    shape = QPainterPath()
    shape.addRoundedRect(area, CONTROL_RADIUS_PX, CONTROL_RADIUS_PX)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setClipPath(shape, Qt.ClipOperation.IntersectClip)
    painter.fillRect(area, now.colour("raised"))
    picture = None
    if preview is None:
        thumbnails.request(clip)
    else:
        picture = thumbnails.picture(clip, _REST if share is None else share)
    if picture is not None:
        draw_fitted(painter, picture_area, picture, QColor("#000000"))
    elif preview is not None:
        name = "warning-circle" if preview.trouble else "music-notes"
        token = "warn" if preview.trouble else "quiet"
        drawn = icon_pixmap(name, theme, 24, token, painter.device().devicePixelRatioF())
        painter.drawPixmap(picture_area.center() - QPointF(12, 12), drawn)
    if ribbon and preview is not None and not preview.trouble:
        wave = QRectF(area.left(), picture_area.bottom(), area.width(), RIBBON_PX)
        draw_wave(painter, wave.adjusted(2, 2, -2, -2), preview, now.colour("quiet"))
    if share is not None and picture is not None:
        painter.setPen(QPen(now.colour("accent"), 2))
        x = area.left() + share * area.width()
        painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))
    if badge:
        _draw_badge(painter, picture_area, texts.duration(clip.end_s - clip.start_s))
    painter.restore()
    return preview is not None


def draw_fitted(painter: QPainter, area: QRectF, picture: QPixmap, around: QColor) -> QRectF:
    """Draw a picture whole and in the middle; gives where it is. The rest is filled."""
    painter.fillRect(area, around)
    size = picture.size().scaled(area.size().toSize(), Qt.AspectRatioMode.KeepAspectRatio)
    # A sliver of one pixel beside a picture that nearly fits looks like a fault.
    width = area.width() if area.width() - size.width() <= 2 else size.width()
    height = area.height() if area.height() - size.height() <= 2 else size.height()
    target = QRectF(0, 0, width, height)
    target.moveCenter(area.center())
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawPixmap(target, picture, QRectF(picture.rect()))
    return target


def _draw_badge(painter: QPainter, area: QRectF, text: str) -> None:
    painter.setFont(font(CAPTION, numbers=True))
    width = painter.fontMetrics().horizontalAdvance(text) + 8
    box = QRectF(area.right() - width - XS, area.bottom() - 16 - XS, width, 16)
    # Over footage, not over the theme: light on dark in every theme.
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(0, 0, 0, 190))
    painter.drawRoundedRect(box, 3, 3)
    painter.setPen(QColor("#FFFFFF"))
    painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), text)


class Filmstrip(QWidget):
    """One clip as a thumbnail with hover scrubbing.

    Attributes:
        clicked: By the pointer, Enter or Space.
        activated: By a double click.
        scrubbed: Where the pointer is, seconds within the file.

    Args:
        context: The window's shared parts.
        thumbnails: Where previews come from.
        ribbon: Whether the wave is shown under the picture.
        parent: The owner.
    """

    clicked = Signal()
    activated = Signal()
    scrubbed = Signal(float)

    def __init__(
        self,
        context: Context,
        thumbnails: Thumbnails,
        *,
        ribbon: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme, self._thumbnails, self._ribbon = context.theme, thumbnails, ribbon
        self._clip: ClipLike | None = None
        self._share: float | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        context.theme.changed.connect(self.update)
        thumbnails.ready.connect(self._ready)
        self.set_clip(None)

    @property
    def clip(self) -> ClipLike | None:
        """What is shown."""
        return self._clip

    @property
    def share(self) -> float | None:
        """Where the pointer is, 0 … 1; None when it is not here."""
        return self._share

    def set_clip(self, clip: ClipLike | None) -> None:
        """Show a clip, or nothing."""
        self._clip, self._share = clip, None
        name = clip.path.name if clip is not None else self.tr("No clip")
        self.setAccessibleName(name)
        self.setToolTip("")
        self.update()

    def sizeHint(self) -> QSize:
        """A thumbnail, with the ribbon if it is shown."""
        return QSize(PICTURE_PX.width(), PICTURE_PX.height() + (RIBBON_PX if self._ribbon else 0))

    def minimumSizeHint(self) -> QSize:
        """Half of that."""
        return self.sizeHint() / 2

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the clip, and the focus around it."""
        painter = QPainter(self)
        area = QRectF(self.rect())
        if self._clip is None:
            painter.fillRect(area, self._theme.theme.colour("raised"))
        else:
            paint_clip(
                painter,
                area,
                self._theme,
                self._thumbnails,
                self._clip,
                share=self._share,
                ribbon=self._ribbon,
            )
        if self.hasFocus():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(self._theme.theme.colour("accent"), 2))
            painter.drawRoundedRect(
                area.adjusted(1, 1, -1, -1), CONTROL_RADIUS_PX, CONTROL_RADIUS_PX
            )
        painter.end()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Scrub."""
        self._scrub(event.position().x())

    def enterEvent(self, event: QEnterEvent) -> None:
        """Scrub."""
        self._scrub(event.position().x())

    def leaveEvent(self, _event: QEvent) -> None:
        """Back to the resting picture."""
        self._share = None
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose it."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.clicked.emit()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open it."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.activated.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Space choose; left and right scrub."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.clicked.emit()
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right) and self._clip is not None:
            step = 0.1 if event.key() == Qt.Key.Key_Right else -0.1
            now = _REST if self._share is None else self._share
            self._scrub(min(max(now + step, 0.0), 0.999) * self.width())
        else:
            super().keyPressEvent(event)

    def _scrub(self, x: float) -> None:
        if self._clip is None or self.width() < 1:
            return
        self._share = min(max(x / self.width(), 0.0), 1.0)
        length_s = self._clip.end_s - self._clip.start_s
        self.scrubbed.emit(self._clip.start_s + self._share * length_s)
        self.update()

    def _ready(self, key: str) -> None:
        if self._clip is None or key != clip_key(self._clip):
            return
        preview = self._thumbnails.get(key)
        if preview is not None and preview.trouble:
            self.setToolTip(
                plain_tip(f"{core_text(preview.trouble)} {core_text(preview.hint)}".strip())
            )
        self.update()
