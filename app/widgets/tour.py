"""A short walk along the stations, laid over the window; the window stays visible beneath."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import shiboken6
from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app import theme as look
from app.texts import translate
from app.theme import ThemeSwitch
from app.widgets.buttons import button
from app.widgets.labels import label

_CARD_PX = 380
_DIM = 120  # of 255: what lies beneath can still be read
_FORWARD = (Qt.Key.Key_Right, Qt.Key.Key_PageDown)
_BACK = (Qt.Key.Key_Left, Qt.Key.Key_PageUp)


@dataclass(frozen=True)
class TourStep:
    """Attributes:
    key: The station to show; empty stays where one is.
    title, text: What is said about it.
    """

    key: str
    title: str
    text: str


class Tour(QWidget):
    """Covers the window, leaves a hole at the station's button, and says a few words under it.

    Right and left arrow, Enter and Escape work wherever the focus is on it.

    Attributes:
        station_wanted: A step shows a station, by key.
        ended: It was finished or skipped.

    Args:
        theme: For its colours.
        steps: In order.
        targets: What a step points at, by the station's key.
        parent: The window.
    """

    station_wanted = Signal(str)
    ended = Signal()

    def __init__(
        self,
        theme: ThemeSwitch,
        steps: Sequence[TourStep],
        targets: Mapping[str, QWidget],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._theme, self._steps, self._targets = theme, tuple(steps), targets
        self._over = parent
        self._before: QWidget | None = None
        self.number = 0
        self.setAccessibleName(translate("Tour", "Tour"))
        self.card = QFrame(self)
        self.card.setProperty("kind", "floating")
        self.card.setFixedWidth(_CARD_PX)
        self._column = QVBoxLayout(self.card)
        self.title = label("", "section", wrap=True)
        self.text = label("", "reading", wrap=True)
        self.place = label("", "caption")
        self.skip = button(translate("Tour", "Skip the tour"), self.end, "quiet")
        self.back = button(translate("Tour", "Back"), lambda: self.show_step(self.number - 1))
        self.next = button(translate("Tour", "Next"), self._go_on, "primary")
        for each in (self.skip, self.back, self.next):
            each.installEventFilter(self)
        self._lay_out()
        theme.changed.connect(self.update)
        parent.installEventFilter(self)
        self.hide()

    @property
    def step(self) -> TourStep:
        """The shown one."""
        return self._steps[self.number]

    def begin(self) -> None:
        """Show the first step."""
        if not self.isVisible():
            self._before = self.window().focusWidget()
        self.setGeometry(self._over.rect())
        self.show()
        self.raise_()
        self.show_step(0)

    def show_step(self, number: int) -> None:
        """Show a step, and its station beneath."""
        self.number = max(0, min(number, len(self._steps) - 1))
        step, last = self.step, self.number == len(self._steps) - 1
        if step.key:
            self.station_wanted.emit(step.key)
        self.title.setText(step.title)
        self.text.setText(step.text)
        said = translate("Tour", "{0} of {1}")
        self.place.setText(said.format(self.number + 1, len(self._steps)))
        words = translate("Tour", "Done") if last else translate("Tour", "Next")
        self.next.setText(words)
        self.next.setAccessibleName(f"{words}. {step.title}. {step.text}")
        self.back.setEnabled(self.number > 0)
        self.skip.setVisible(not last)
        self.raise_()
        self.next.setFocus()
        self._place_card()
        self.update()

    def end(self) -> None:
        """Put it away; the focus goes back."""
        if not self.isVisible():
            return
        # First the focus: a widget that hides with it looks for the next one, and here that is
        # always on the card.
        before = self._before
        if before is None or not shiboken6.isValid(before) or not before.isVisible():
            before = self._over
        before.setFocus()
        self.hide()
        self.ended.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay as large as the window; arrow keys walk instead of choosing another button."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in (*_FORWARD, *_BACK):
                self.keyPressEvent(event)
                return True
            return False
        if watched is self._over and event.type() == QEvent.Type.Resize:
            self.setGeometry(self._over.rect())
            self._place_card()
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk and leave; nothing else reaches the window beneath."""
        key = event.key()
        if key == Qt.Key.Key_Escape:
            self.end()
        elif key in _FORWARD and self.number < len(self._steps) - 1:
            self.show_step(self.number + 1)
        elif key in _BACK:
            self.show_step(self.number - 1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._go_on()
        event.accept()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab stays on the card."""
        stops = [each for each in (self.skip, self.back, self.next) if each.isVisible()]
        stops = [each for each in stops if each.isEnabled()]
        if not stops or not self.isAncestorOf(self.window().focusWidget() or self.window()):
            return super().focusNextPrevChild(forward)
        now = self.window().focusWidget()
        at = next((n for n, each in enumerate(stops) if each is now), -1)
        stops[(at + (1 if forward else -1)) % len(stops)].setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Dim what is not meant, and frame what is."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        shade = QPainterPath()
        shade.addRect(QRectF(self.rect()))
        hole = self._hole()
        if not hole.isEmpty():
            shade.addRoundedRect(QRectF(hole), look.CARD_RADIUS_PX, look.CARD_RADIUS_PX)
        painter.fillPath(shade, QColor(0, 0, 0, _DIM))
        if not hole.isEmpty():
            painter.setPen(QPen(self._theme.theme.colour("accent"), 2))
            painter.drawRoundedRect(hole, look.CARD_RADIUS_PX, look.CARD_RADIUS_PX)
        painter.end()

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.addWidget(self.skip)
        buttons.addStretch(1)
        buttons.addWidget(self.back)
        buttons.addWidget(self.next)
        layout = self._column
        layout.setContentsMargins(look.L, look.M, look.L, look.M)
        layout.setSpacing(look.S)
        for each in (self.place, self.title, self.text):
            layout.addWidget(each)
        layout.addSpacing(look.XS)
        layout.addLayout(buttons)

    def _go_on(self) -> None:
        if self.number < len(self._steps) - 1:
            self.show_step(self.number + 1)
        else:
            self.end()

    def _hole(self) -> QRect:
        target = self._targets.get(self.step.key)
        if target is None or not target.isVisible():
            return QRect()
        corner = target.mapTo(self._over, QPoint(0, 0))
        return QRect(corner, target.size()).adjusted(-2, 2, 2, -2)

    def _place_card(self) -> None:
        width = self.card.width()
        self.card.setFixedHeight(self._column.totalHeightForWidth(width))
        hole = self._hole()
        left, top = (self.width() - width) // 2, look.TOP_BAR_PX + 3 * look.XXL
        if not hole.isEmpty():
            left, top = hole.center().x() - width // 2, hole.bottom() + look.L
        self.card.move(max(look.L, min(left, self.width() - width - look.L)), top)
