"""A clip, large: the inspector's player with the whole station for itself."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app import theme as look
from app.context import Context
from app.widgets.buttons import button, icon_button
from app.widgets.labels import ElidedLabel
from app.widgets.player import Player


class LargeView(QWidget):
    """Borrows a player. `back` leaves, `step` goes to another clip (-1, 1)."""

    def __init__(
        self, context: Context, back: Callable[[], object], step: Callable[[int], object]
    ) -> None:
        super().__init__()
        theme = context.theme
        self.name = ElidedLabel("", "section")
        self.place = QVBoxLayout()
        previous = icon_button(
            "caret-left", self.tr("Clip before"), theme, lambda: step(-1), keys="Alt+Left"
        )
        following = icon_button(
            "caret-right", self.tr("Next clip"), theme, lambda: step(1), keys="Alt+Right"
        )
        row = QHBoxLayout()
        row.setContentsMargins(look.L, look.S, look.L, look.S)
        row.addWidget(button(self.tr("All clips"), back, icon="arrow-left", theme=theme))
        row.addSpacing(look.M)
        row.addWidget(self.name, 1)
        row.addWidget(previous)
        row.addWidget(following)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, look.S)
        column.setSpacing(0)
        column.addLayout(row)
        column.addLayout(self.place, 1)

    def borrow(self, player: Player) -> None:
        """Take the player in."""
        self.place.addWidget(player)
        player.setFocus()
