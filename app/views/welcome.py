"""What is shown while no project is open."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app import theme as look
from app.texts import translate
from app.theme import ThemeSwitch
from app.widgets.buttons import button
from app.widgets.labels import ElidedLabel, label

_WIDTH_PX = 560
_SHOWN = 5


class RecentRow(QFrame):
    """A project that was open before."""

    def __init__(self, folder: Path, there: bool) -> None:
        super().__init__()
        self.open = QPushButton(folder.name.replace("&", "&&"))
        self.open.setProperty("kind", "link")
        self.open.setCursor(Qt.CursorShape.PointingHandCursor)
        self.open.setEnabled(there)
        self.open.setAccessibleName(translate("Welcome", "Open {0}").format(folder.name))
        where = str(folder.parent) if there else translate("Welcome", "not there at present")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.open)
        row.addWidget(ElidedLabel(where, "quiet"), 1)


class Welcome(QWidget):
    """Attributes:
    new_wanted, open_wanted, demo_wanted: A button was pressed.
    recent_wanted: The folder of a recent project.
    """

    new_wanted = Signal()
    open_wanted = Signal()
    demo_wanted = Signal()
    recent_wanted = Signal(object)

    def __init__(self, theme: ThemeSwitch) -> None:
        super().__init__()
        self.new = button(
            translate("Welcome", "New project…"), self.new_wanted.emit, "primary", icon="plus",
            theme=theme,
        )  # fmt: skip
        self.open = button(
            translate("Welcome", "Open a project…"), self.open_wanted.emit, icon="folder-open",
            theme=theme,
        )  # fmt: skip
        self.demo = button(
            translate("Welcome", "Try the demo"),
            self.demo_wanted.emit,
            icon="play-circle",
            theme=theme,
        )
        buttons = QHBoxLayout()
        buttons.setSpacing(look.S)
        for each in (self.new, self.open, self.demo):
            buttons.addWidget(each)
        buttons.addStretch(1)
        self._recent_title = label(translate("Welcome", "Recent projects"), "strong")
        self._recent = QVBoxLayout()
        self._recent.setSpacing(look.XS)
        column = QWidget()
        column.setFixedWidth(_WIDTH_PX)
        inside = QVBoxLayout(column)
        inside.setSpacing(look.S)
        inside.addWidget(label("SMP Studio", "title"))
        inside.addWidget(
            label(
                translate(
                    "Welcome",
                    "Show it a handful of clips of an event, and it finds that event in new "
                    "videos. Everything stays on this machine.",
                ),
                "reading",
                wrap=True,
            )
        )
        inside.addSpacing(look.M)
        inside.addLayout(buttons)
        inside.addSpacing(look.XL)
        inside.addWidget(self._recent_title)
        inside.addLayout(self._recent)
        across = QHBoxLayout()
        across.addStretch(1)
        across.addWidget(column)
        across.addStretch(1)
        layout = QVBoxLayout(self)
        layout.addStretch(2)
        layout.addLayout(across)
        layout.addStretch(3)
        self.set_recent([])

    def set_recent(self, folders: Sequence[tuple[Path, bool]]) -> None:
        """List projects, each with whether its folder is there."""
        while (item := self._recent.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.deleteLater()
        for folder, there in folders[:_SHOWN]:
            row = RecentRow(folder, there)
            row.open.clicked.connect(
                lambda _checked=False, folder=folder: self.recent_wanted.emit(folder)
            )
            self._recent.addWidget(row)
        self._recent_title.setVisible(bool(folders))
