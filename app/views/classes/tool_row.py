"""The row above the wall: adding, undoing, and what was just done."""

from __future__ import annotations

from collections.abc import Callable
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
        theme = self._theme = context.theme
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
        for tool in (self.undo, self.redo):
            self._row.addWidget(tool)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._row)
        column.addWidget(line())

    def add_care(self, check: Callable[[], object], find: Callable[[], object]) -> None:
        """Put in the check, and the search for missing files."""
        theme = self._theme
        self.check = button(self.tr("Check"), check, icon="first-aid", theme=theme)
        self.check.setToolTip(plain_tip(self.tr("Look for repeats, silence and missing files")))
        self.missing = button("", find, "danger", icon="link-break", theme=theme)
        self.missing.hide()
        for each in (self.missing, self.check):
            self._row.insertWidget(self._row.count() - 2, each)

    def set_missing(self, n_missing: int) -> None:
        """Say how many clips are missing, and offer to find them."""
        one, many = self.tr("1 clip missing: find…"), self.tr("{0} clips missing: find…")
        words = one if n_missing == 1 else many.format(n_missing)
        self.missing.setText(f" {words}")
        self.missing.setAccessibleName(words)
        self.missing.setVisible(n_missing > 0)

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
