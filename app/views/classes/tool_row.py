"""The row above the wall: adding, undoing, and what was just done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app import texts
from app import theme as look
from app.context import Context
from app.views.classes.actions import ClassActions
from app.widgets.buttons import button, icon_button
from app.widgets.labels import ElidedLabel, line, plain_tip

if TYPE_CHECKING:
    from PySide6.QtWidgets import QToolButton

    from smp_core.workflows.edit_journal import EditHistory


class ToolRow(QWidget):
    """Buttons for what is done most; everything else is in the menus and commands."""

    def __init__(self, context: Context, actions: ClassActions) -> None:
        super().__init__()
        theme = context.theme
        self._told = self._counts = ""
        self.add = button(
            self.tr("Add clips…"), actions.add_dialog, "primary", icon="plus", theme=theme
        )
        self.new_class = button(self.tr("New class"), actions.new_class, icon="tag", theme=theme)
        self.said = ElidedLabel("", "quiet", Qt.TextElideMode.ElideRight)
        self.undo = icon_button(
            "arrow-counter-clockwise", self.tr("Undo"), theme, actions.undo, keys="Ctrl+Z"
        )
        self.redo = icon_button(
            "arrow-clockwise", self.tr("Redo"), theme, actions.redo, keys="Ctrl+Y"
        )
        self._row = QHBoxLayout()
        self._row.setContentsMargins(look.M, look.S, look.L, look.S)
        self._row.setSpacing(look.S)
        for each in (self.add, self.new_class):
            self._row.addWidget(each)
        self._row.addSpacing(look.S)
        self._row.addWidget(self.said, 1)
        for each in (self.undo, self.redo):
            self._row.addWidget(each)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._row)
        column.addWidget(line())

    def add_button(self, made: QWidget) -> None:
        """One more at the right."""
        self._row.insertWidget(self._row.count() - 2, made)

    def tell(self, words: str) -> None:
        """Say what was done, until something else is chosen or done."""
        self._told = words
        self.said.set_text(words)

    def set_counts(self, n_classes: int, n_clips: int) -> None:
        """Say how much there is, while nothing else is to be said."""
        one, many = self.tr("1 class, {0}"), self.tr("{1} classes, {0}")
        self._counts = (one if n_classes == 1 else many).format(texts.clips(n_clips), n_classes)
        if not self._told:
            self.said.set_text(self._counts)

    def quiet(self) -> None:
        """What was said was read."""
        self._told = ""
        self.said.set_text(self._counts)

    def set_history(self, history: EditHistory) -> None:
        """Say what can be undone and redone."""
        self._show(self.undo, self.tr("Undo"), history.undo, "Ctrl+Z")
        self._show(self.redo, self.tr("Redo"), history.redo, "Ctrl+Y")

    def _show(self, made: QToolButton, verb: str, label: str | None, keys: str) -> None:
        made.setEnabled(label is not None)
        native = QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
        words = f"{verb}: {label}" if label else verb
        made.setToolTip(plain_tip(f"{words}  ({native})"))
        made.setAccessibleName(words)
