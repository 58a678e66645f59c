"""Text on the screen, always plain: a file name must never become markup."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget

Role = Literal[
    "body", "caption", "quiet", "strong", "reading", "section", "title", "good", "warn", "bad"
]


def label(text: str = "", role: Role = "body", *, wrap: bool = False) -> QLabel:
    """A plain label.

    Args:
        text: Shown as it is.
        role: How it looks; see resources/style/studio.qss.
        wrap: Break long text into lines.
    """
    made = QLabel()
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setText(text)
    made.setWordWrap(wrap)
    set_role(made, role)
    return made


def chip(text: str) -> QLabel:
    """A small quiet label in a rounded line: a source, a state."""
    made = label(text)
    made.setProperty("kind", "chip")
    made.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)
    return made


def set_role(widget: QWidget, role: Role) -> None:
    """Change how a label looks."""
    set_look(widget, "role", role)


def set_look(widget: QWidget, name: Literal["role", "kind"], value: str) -> None:
    """Change the property that the style sheet looks at, and let it look again."""
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def line(*, upright: bool = False) -> QFrame:
    """A hairline."""
    made = QFrame()
    made.setProperty("kind", "upright" if upright else "line")
    return made


class ElidedLabel(QLabel):
    """A plain label of one line that shortens its text where it does not fit.

    The whole text is its tool tip and its accessible name.
    """

    def __init__(
        self,
        text: str = "",
        role: Role = "body",
        mode: Qt.TextElideMode = Qt.TextElideMode.ElideMiddle,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._mode = mode
        self.setTextFormat(Qt.TextFormat.PlainText)
        set_role(self, role)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.set_text(text)

    def set_text(self, text: str) -> None:
        """Show another text."""
        self.setText(text)
        self.setAccessibleName(text)
        # A tool tip shows markup; a zero-width space in front would not stop that, entities do.
        self.setToolTip(plain_tip(text))

    def minimumSizeHint(self) -> QSize:
        """Any width will do."""
        return QSize(0, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw as much as fits."""
        painter = QPainter(self)
        text = self.fontMetrics().elidedText(self.text(), self._mode, self.width())
        self.style().drawItemText(
            painter,
            self.rect(),
            int(self.alignment()),
            self.palette(),
            self.isEnabled(),
            text,
            self.foregroundRole(),
        )
        painter.end()


def plain_tip(text: str) -> str:
    """Make text safe for a tool tip, which has no plain format of its own."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f"<span style='white-space:pre-wrap'>{escaped}</span>" if text else ""
