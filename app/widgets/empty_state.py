"""What a station shows before there is anything: one sentence, one button."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app import icons
from app.theme import M, S, ThemeSwitch
from app.widgets.buttons import button
from app.widgets.labels import label

_ICON_PX = 48
_WIDTH_PX = 440


class EmptyState(QWidget):
    """A picture, what belongs here, and the next step as a button.

    Args:
        theme: For the icon.
        icon: Of resources/icons.
        title: What is not there yet: "No clips yet".
        text: The one next step, in plain words.
        action: The button's text; without it there is no button.
        clicked: Does the next step.
        other: Another way for the few who need it, as a link below; without it there is none.
        other_clicked: Goes that way.
    """

    def __init__(
        self,
        theme: ThemeSwitch,
        icon: str,
        title: str,
        text: str,
        action: str = "",
        clicked: Callable[[], object] | None = None,
        other: str = "",
        other_clicked: Callable[[], object] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme, self._icon_name = theme, icon
        self._icon = QLabel()
        self._icon.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        heading = label(title, "section", wrap=True)
        words = label(text, "quiet", wrap=True)
        for each in (heading, words):
            each.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        column = QVBoxLayout()
        column.setSpacing(S)
        column.addStretch(2)
        column.addWidget(self._icon)
        column.addSpacing(S)
        column.addWidget(heading)
        column.addWidget(words)
        if action and clicked is not None:
            column.addSpacing(M)
            self.button = button(action, clicked, "primary")
            column.addWidget(self.button, alignment=Qt.AlignmentFlag.AlignHCenter)
        if other and other_clicked is not None:
            self.other = button(other, other_clicked, "link")
            column.addWidget(self.other, alignment=Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)
        # Stretches at the sides, not an alignment: that would cut the second line of a text.
        layout = QHBoxLayout(self)
        layout.addStretch(1)
        layout.addLayout(column)
        layout.addStretch(1)
        words.setMinimumWidth(_WIDTH_PX)
        words.setMaximumWidth(_WIDTH_PX)
        theme.changed.connect(self._tint)
        self._tint()

    def _tint(self) -> None:
        ratio = self.devicePixelRatioF()
        picture = icons.pixmap(self._icon_name, self._theme, _ICON_PX, "quiet", ratio)
        self._icon.setPixmap(picture)
