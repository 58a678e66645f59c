"""Sound and time of a clip: wave, spectrogram, playhead and the chosen stretch on one axis."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from app import texts
from app.theme import CAPTION, ThemeSwitch, font
from app.widgets.player_marks import Marks, Part
from app.widgets.spectrogram_view import draw_spectrogram, spectrogram_image
from app.widgets.waveform import draw_wave

if TYPE_CHECKING:
    from smp_core.workflows.browse import Preview

_RULER_PX = 18
_WAVE_PX, _LARGE_WAVE_PX = 40, 64
_SPECTRUM_PX, _LARGE_SPECTRUM_PX = 64, 120
_GRIP_PX = 7
_STEPS_S = (0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60)
_LABEL_GAP_PX = 52


class PlayerAxis(QWidget):
    """One time axis under the player's picture.

    Attributes:
        sought: The operator wants to be at this time, seconds.
        marks_moved: The chosen stretch while it is being moved.
        marks_set: The chosen stretch when the gesture is over.
    """

    sought = Signal(float)
    marks_moved = Signal(float, float)
    marks_set = Signal(float, float)

    def __init__(self, theme: ThemeSwitch, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._from_s, self._to_s = 0.0, 1.0
        self._preview: Preview | None = None
        self._spectrum: QImage | None = None
        self._position_s = 0.0
        self._marks: Marks | None = None
        self._held: Part | None = None
        self._grip_s = 0.0
        self._seeking = False
        self._wave_px, self._spectrum_px = _WAVE_PX, _SPECTRUM_PX
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Time axis: sound, position and chosen stretch"))
        theme.changed.connect(self.update)

    @property
    def marks(self) -> Marks | None:
        """The chosen stretch, None if it is not to be chosen."""
        return self._marks

    def set_large(self, large: bool) -> None:
        """Be higher, where there is room."""
        self._wave_px = _LARGE_WAVE_PX if large else _WAVE_PX
        self._spectrum_px = _LARGE_SPECTRUM_PX if large else _SPECTRUM_PX
        self.updateGeometry()

    def set_span(self, from_s: float, to_s: float) -> None:
        """What time the axis shows."""
        self._from_s, self._to_s = from_s, max(to_s, from_s + 0.1)
        self.update()

    def set_preview(self, preview: Preview | None) -> None:
        """Whose sound to show; it may cover only a part of the axis."""
        self._preview = preview
        self._spectrum = spectrogram_image(preview) if preview is not None else None
        self.update()

    def set_position(self, position_s: float) -> None:
        """Move the playhead."""
        if abs(self._x(position_s) - self._x(self._position_s)) >= 0.25:
            self.update()
        self._position_s = position_s

    def set_marks(self, marks: Marks | None) -> None:
        """Show the chosen stretch, to be moved; None for none."""
        self._marks = marks
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as there is room."""
        return QSize(296, _RULER_PX + self._wave_px + self._spectrum_px)

    def minimumSizeHint(self) -> QSize:
        """As high, in any column."""
        return QSize(120, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint from the back to the front."""
        painter = QPainter(self)
        now = self._theme.theme
        area = QRectF(self.rect())
        painter.fillRect(area, now.colour("surface"))
        self._draw_ruler(painter)
        wave = QRectF(0, _RULER_PX, area.width(), self._wave_px)
        spectrum = QRectF(0, _RULER_PX + self._wave_px, area.width(), self._spectrum_px)
        painter.fillRect(spectrum, QColor("#000004"))
        if self._preview is not None and not self._preview.trouble:
            left, right = self._x(self._preview.start_s), self._x(self._preview.end_s)
            part = wave.adjusted(0, 3, 0, -3)
            part.setLeft(left)
            part.setRight(right)
            draw_wave(painter, part, self._preview, now.colour("quiet"))
            if self._spectrum is not None:
                place = QRectF(left, spectrum.top(), right - left, spectrum.height())
                draw_spectrogram(painter, place, self._spectrum)
            elif not self._preview.has_audio:
                painter.setFont(font(CAPTION))
                painter.setPen(QColor("#C8CCD0"))
                painter.drawText(spectrum, int(Qt.AlignmentFlag.AlignCenter), self.tr("No sound"))
        if self._marks is not None:
            self._draw_marks(painter, self._marks)
        x = self._x(self._position_s)
        # Seen on bright and on dark parts of the spectrogram.
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(0, 0, 0, 160), 4))
        painter.drawLine(QPointF(x, _RULER_PX), QPointF(x, area.bottom()))
        painter.setPen(QPen(QColor("#FFFFFF"), 2))
        painter.drawLine(QPointF(x, _RULER_PX - 6), QPointF(x, area.bottom()))
        if self.hasFocus():
            painter.setPen(QPen(now.colour("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(area.adjusted(1, 1, -1, -1))
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the stretch, or go there."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        self._held = self._part_at(event.position())
        if self._held is None:
            self._seeking = True
            self.sought.emit(self._time(event.position().x()))
        elif self._marks is not None:
            self._grip_s = self._time(event.position().x(), inside=False) - (
                self._marks.end_s if self._held == "end" else self._marks.start_s
            )

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move what is held."""
        if self._held is not None and self._marks is not None:
            to_s = self._time(event.position().x(), inside=False) - self._grip_s
            to_s = min(max(to_s, self._from_s), self._to_s)
            self.set_marks(self._marks.moved(self._held, to_s))
            self.marks_moved.emit(self._marks.start_s, self._marks.end_s)
        elif self._seeking:
            self.sought.emit(self._time(event.position().x()))
        else:
            shapes = {
                None: Qt.CursorShape.ArrowCursor,
                "whole": Qt.CursorShape.SizeHorCursor,
                "start": Qt.CursorShape.SplitHCursor,
                "end": Qt.CursorShape.SplitHCursor,
            }
            self.setCursor(shapes[self._part_at(event.position())])

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Let go."""
        held, self._held, self._seeking = self._held, None, False
        if held is not None and self._marks is not None:
            self.marks_set.emit(self._marks.start_s, self._marks.end_s)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """With Ctrl the arrows move the stretch by 0.1 s, with Shift too by 1 s."""
        sign = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if self._marks is None or sign is None or not control:
            super().keyPressEvent(event)
            return
        step_s = 1.0 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 0.1
        self.move_marks("whole", self._marks.start_s + sign * step_s)

    def move_marks(self, part: Part, to_s: float) -> None:
        """Move the stretch or one of its ends, and tell."""
        if self._marks is None:
            return
        moved = self._marks.moved(part, to_s)
        if moved != self._marks:
            self.set_marks(moved)
            self.marks_set.emit(moved.start_s, moved.end_s)

    def _x(self, time_s: float) -> float:
        return (time_s - self._from_s) / (self._to_s - self._from_s) * self.width()

    def _time(self, x: float, *, inside: bool = True) -> float:
        time_s = self._from_s + x / max(self.width(), 1) * (self._to_s - self._from_s)
        return min(max(time_s, self._from_s), self._to_s) if inside else time_s

    def _part_at(self, at: QPointF) -> Part | None:
        if self._marks is None:
            return None
        left, right = self._x(self._marks.start_s), self._x(self._marks.end_s)
        near_left, near_right = abs(at.x() - left), abs(at.x() - right)
        if min(near_left, near_right) <= _GRIP_PX:
            return "start" if near_left < near_right else "end"
        # The ruler above the stretch is its handle; below it one seeks.
        return "whole" if at.y() < _RULER_PX and left < at.x() < right else None

    def _draw_ruler(self, painter: QPainter) -> None:
        now = self._theme.theme
        px_per_s = self.width() / (self._to_s - self._from_s)
        step_s = next((s for s in _STEPS_S if s * px_per_s >= _LABEL_GAP_PX), _STEPS_S[-1])
        painter.setFont(font(CAPTION, numbers=True))
        count = int((self._to_s - self._from_s) / step_s) + 2
        first = int(self._from_s / step_s)
        for index in range(first, first + count):
            time_s = index * step_s
            x = self._x(time_s)
            if not -1 <= x <= self.width():
                continue
            painter.setPen(now.colour("hairline"))
            painter.drawLine(QPointF(x, _RULER_PX - 5), QPointF(x, _RULER_PX))
            painter.setPen(now.colour("quiet"))
            text = texts.duration(time_s) if step_s >= 1 else f"{time_s:.1f}"
            if x + _LABEL_GAP_PX / 2 < self.width():
                painter.drawText(QPointF(x + 3, _RULER_PX - 5), text)

    def _draw_marks(self, painter: QPainter, marks: Marks) -> None:
        now = self._theme.theme
        left, right, bottom = self._x(marks.start_s), self._x(marks.end_s), self.height()
        shade = now.colour("ground")
        shade.setAlpha(165)
        painter.fillRect(QRectF(0, _RULER_PX, left, bottom), shade)
        painter.fillRect(QRectF(right, _RULER_PX, self.width() - right, bottom), shade)
        accent = now.colour("accent")
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(accent)
        painter.drawRect(QRectF(left, _RULER_PX - 3, right - left, 3))
        for x, inward in ((left, 0.0), (right, -4.0)):
            painter.drawRoundedRect(QRectF(x + inward, _RULER_PX - 3, 4, bottom), 2, 2)
