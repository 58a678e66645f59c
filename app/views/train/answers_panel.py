"""The clips behind a cell of the confusion matrix, in the inspector, with a player."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from app import theme as look
from app.context import Context
from app.operations.media import clip_key
from app.texts import percent
from app.widgets.labels import label, plain_tip
from app.widgets.player import Player

if TYPE_CHECKING:
    from app.widgets.thumbnails import Thumbnails
    from smp_core.workflows.projects import Project
    from smp_core.workflows.quality import ClipAnswer

_ICON = QSize(80, 45)


class AnswersPanel(QWidget):
    """A list of clips with what was answered, and the chosen one playing.

    Args:
        context: The window's shared parts.
        project: Whose clips.
        thumbnails: The project's.
    """

    def __init__(self, context: Context, project: Project, thumbnails: Thumbnails) -> None:
        super().__init__()
        self._thumbnails = thumbnails
        self._answers: list[ClipAnswer] = []
        self.title = label("", "strong", wrap=True)
        self.player = Player(context, project)
        self.player.setMinimumHeight(300)
        self.list = QListWidget()
        self.list.setIconSize(_ICON)
        self.list.setAccessibleName(self.tr("Clips behind the cell"))
        self.list.currentRowChanged.connect(self._show)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(look.M, look.M, look.M, look.M)
        layout.setSpacing(look.S)
        layout.addWidget(self.title)
        layout.addWidget(self.player)
        layout.addWidget(self.list, 1)
        thumbnails.ready.connect(self._ready)

    def show_answers(self, title: str, answers: Sequence[ClipAnswer]) -> None:
        """Show these clips."""
        self.title.setText(title)
        self._answers = list(answers)
        self.list.blockSignals(True)
        self.list.clear()
        for each in self._answers:
            said = self.tr("{0}\n{1}, {2} sure").format(
                each.path.name, each.answer, percent(each.probability)
            )
            item = QListWidgetItem(said)
            item.setToolTip(plain_tip(str(each.path)))
            item.setData(Qt.ItemDataRole.UserRole, clip_key(each))
            self.list.addItem(item)
            self._ready(self._thumbnails.request(each, visible_first=False))
        self.list.blockSignals(False)
        if self._answers:
            self.list.setCurrentRow(0)
        else:
            self.player.set_clip(None)

    def stop(self) -> None:
        """Stop playing."""
        self.player.pause()

    def _show(self, row: int) -> None:
        if 0 <= row < len(self._answers):
            each = self._answers[row]
            self.player.set_clip(
                each.path, each.start_s, each.end_s, content_hash=each.content_hash
            )

    def _ready(self, key: str) -> None:
        for row in range(self.list.count()):
            item = self.list.item(row)
            if item.data(Qt.ItemDataRole.UserRole) == key:
                picture = self._thumbnails.picture(key)
                if picture is not None:
                    item.setIcon(QIcon(picture))
