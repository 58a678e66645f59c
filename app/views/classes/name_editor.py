"""A class's name, edited in its place."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget


class NameEditor(QLineEdit):
    """Enter and a click elsewhere take the name, Escape leaves it.

    Attributes:
        done: A class (id) gets this name; only if it is another one.
        class_id: Whose name is edited.

    Args:
        parent: On which it lies.
        after: Gets the focus back.
    """

    done = Signal(int, str)

    def __init__(self, parent: QWidget, after: QWidget) -> None:
        super().__init__(parent)
        self._after = after
        self.class_id = 0
        self._before = ""
        self.setMaxLength(100)
        self.setAccessibleName(self.tr("Name of the class"))
        self.returnPressed.connect(self.finish)
        self.hide()

    def start(self, class_id: int, name: str) -> None:
        """Edit that name; the caller puts the field in its place."""
        self.class_id, self._before = class_id, name
        self.setText(name)
        self.selectAll()
        self.show()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def finish(self) -> None:
        """Take what is written."""
        if self.isHidden():
            return
        name = " ".join(self.text().split())
        self._leave()
        if name and name != self._before:
            self.done.emit(self.class_id, name)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape leaves the name as it was."""
        if event.key() == Qt.Key.Key_Escape:
            self._leave()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """A click elsewhere takes the name."""
        super().focusOutEvent(event)
        if event.reason() not in (
            Qt.FocusReason.PopupFocusReason,
            Qt.FocusReason.ActiveWindowFocusReason,
        ):
            self.finish()

    def _leave(self) -> None:
        focused = self.hasFocus()
        self.hide()
        if focused:
            self._after.setFocus(Qt.FocusReason.OtherFocusReason)
