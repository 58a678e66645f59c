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
    """

    done = Signal(int, str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
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
        wall = self.parentWidget().parentWidget() if self.parentWidget() else None
        if focused and wall is not None:
            wall.setFocus(Qt.FocusReason.OtherFocusReason)
