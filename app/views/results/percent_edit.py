"""A whole percentage to type; arrows change it by five."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIntValidator, QKeyEvent
from PySide6.QtWidgets import QLineEdit

from app.theme import BODY, font

_STEP = 5
_WIDTH_PX = 48


class PercentEdit(QLineEdit):
    """The edit.

    Attributes:
        changed: Another number was entered.

    Args:
        name: For screen readers and the tip. value: 0 to 100.
    """

    changed = Signal()

    def __init__(self, name: str, value: int) -> None:
        super().__init__()
        self._value = self._resting = value
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.setValidator(QIntValidator(0, 100, self))
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setFont(font(BODY, numbers=True))
        self.setFixedWidth(_WIDTH_PX)
        self.set_value(value)
        self.editingFinished.connect(self._entered)

    @property
    def value(self) -> int:
        """The number."""
        return self._value

    def set_value(self, value: int) -> None:
        """Show a number, without telling."""
        self._value = min(max(value, 0), 100)
        self.setText(str(self._value))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down by five."""
        step = {Qt.Key.Key_Up: _STEP, Qt.Key.Key_Down: -_STEP}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        self.set_value(self._value + step)
        self.changed.emit()

    def _entered(self) -> None:
        text = self.text()
        value = min(max(int(text), 0), 100) if text.isdigit() else self._resting
        if value != self._value:
            self.set_value(value)
            self.changed.emit()
        else:
            self.setText(str(value))
