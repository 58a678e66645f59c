"""Where videos come from: the watched folders and what state each is in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from app import icons
from app.theme import XS, M, S, ThemeSwitch
from app.widgets.buttons import button, icon_button
from app.widgets.labels import ElidedLabel, label

if TYPE_CHECKING:
    from smp_core.workflows.watching import WatchedFolder

WIDTH_PX = 248


class Sources(QFrame):
    """The left column.

    Args:
        theme: For icons.
        add_folder, add_files: Ask for them.
        pause: With a folder's id and whether to hold it.
        remove: With a folder.
    """

    def __init__(
        self,
        theme: ThemeSwitch,
        add_folder: Callable[[], None],
        add_files: Callable[[], None],
        pause: Callable[[int, bool], None],
        remove: Callable[[WatchedFolder], None],
    ) -> None:
        super().__init__()
        self.setProperty("kind", "bar")
        self._theme, self._pause, self._remove = theme, pause, remove
        self._shown: tuple[object, ...] = ()
        self._rows = QVBoxLayout()
        self._rows.setSpacing(XS)
        self._none = label(
            self.tr("No folder is watched. Videos that arrive in a watched folder are classified."),
            "quiet",
            wrap=True,
        )
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(M, 0, M, M)
        column.setSpacing(S)
        column.addLayout(self._rows)
        column.addWidget(self._none)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidget(body)
        area.setWidgetResizable(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, M, 0, M)
        layout.setSpacing(S)
        heading = label(self.tr("Sources"), "section")
        heading.setContentsMargins(M, 0, M, 0)
        layout.addWidget(heading)
        layout.addWidget(area, 1)
        buttons = QVBoxLayout()
        buttons.setContentsMargins(M, 0, M, 0)
        buttons.setSpacing(S)
        self.add = button(self.tr("Watch a folder…"), add_folder, icon="folder-plus", theme=theme)
        self.files = button(
            self.tr("Add files…"), add_files, "quiet", icon="file-plus", theme=theme
        )
        buttons.addWidget(self.add)
        buttons.addWidget(self.files)
        layout.addLayout(buttons)

    def set_folders(
        self, folders: Sequence[WatchedFolder], away: Sequence[int], *, held: bool = False
    ) -> None:
        """Show these; `away` are the ids of those that cannot be reached now.

        With `held` none is looked into, whatever is stored about each.
        """
        if (tuple(folders), tuple(away), held) == self._shown:
            return
        self._shown = (tuple(folders), tuple(away), held)
        while self._rows.count():
            item = self._rows.takeAt(0)
            widget = None if item is None else item.widget()
            if widget is not None:
                widget.setParent(None)
                widget.deleteLater()
        for folder in folders:
            self._rows.addWidget(self._row(folder, folder.id in away, held))
        self._none.setVisible(not folders)

    def _row(self, folder: WatchedFolder, away: bool, held: bool) -> QWidget:
        rests = folder.paused or held
        row = QFrame()
        row.setAccessibleName(folder.path.name)
        picture = QLabel()
        token = "quiet" if rests else "warn" if away else "good"
        name = "pause-circle" if rests else "link-break" if away else "folder-open"
        picture.setPixmap(icons.pixmap(name, self._theme, 20, token, self.devicePixelRatioF()))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(ElidedLabel(folder.path.name or str(folder.path), "strong"))
        words.addWidget(ElidedLabel(str(folder.path.parent), "caption"))
        if rests:
            state = label(self.tr("Held"), "caption")
        elif away:
            state = label(self.tr("Not reachable, looking again"), "warn", wrap=True)
        else:
            state = label(self.tr("Watching"), "caption")
        words.addWidget(state)
        pause = icon_button(
            "play" if folder.paused else "pause",
            (self.tr("Watch {0} again") if folder.paused else self.tr("Hold {0}")).format(
                folder.path.name
            ),
            self._theme,
            lambda: self._pause(folder.id, not folder.paused),
            size_px=16,
        )
        remove = icon_button(
            "x",
            self.tr("Watch {0} no longer").format(folder.path.name),
            self._theme,
            lambda: self._remove(folder),
            size_px=16,
        )
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, XS, 0, XS)
        layout.setSpacing(S)
        layout.addWidget(picture)
        layout.addLayout(words, 1)
        layout.addWidget(pause)
        layout.addWidget(remove)
        return row
