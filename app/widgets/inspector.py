"""The column on the right: the chosen thing, its facts and its actions."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QWidget

from app import theme as look
from app.texts import translate
from app.widgets.labels import label, line


class Inspector(QFrame):
    """Shows what the station in front gives it; 320 px, or nothing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "bar")
        self.setAccessibleName(translate("Inspector", "Inspector"))
        self.setFixedWidth(look.INSPECTOR_PX)
        self._stack = QStackedWidget()
        nothing = label(translate("Inspector", "Choose something to see it here."), "quiet")
        nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._stack.addWidget(nothing)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(line(upright=True))
        layout.addWidget(self._stack)

    def show_widget(self, widget: QWidget | None) -> None:
        """Show a station's widget, or that nothing is chosen."""
        if widget is None:
            self._stack.setCurrentIndex(0)
            return
        if self._stack.indexOf(widget) < 0:
            self._stack.addWidget(widget)
        self._stack.setCurrentWidget(widget)

    def forget(self, widget: QWidget | None) -> None:
        """Let go of a station's widget; the station ends it."""
        if widget is not None and self._stack.indexOf(widget) >= 0:
            self._stack.removeWidget(widget)
