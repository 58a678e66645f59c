"""All commands with their keys; other keys are given by pressing them."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QSortFilterProxyModel, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QKeySequenceEdit,
    QLineEdit,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from app import theme as look
from app.commands import Command
from app.context import Context
from app.dialogs.shortcuts_model import COMMAND, ShortcutsModel, native
from app.widgets.buttons import button
from app.widgets.labels import label, line

_SIZE_PX = (640, 620)
_KEYS_PX = 190


class ShortcutsDialog(QDialog):
    """Changes are used and kept at once.

    Args:
        context: For the commands.
        titles: The stations' names by key, which are the groups.
        parent: The window.
    """

    def __init__(
        self, context: Context, titles: Mapping[str, str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Keyboard shortcuts"))
        self.resize(*_SIZE_PX)
        self._commands = context.commands
        self.model = ShortcutsModel(self._commands, titles, self)
        self.proxy = QSortFilterProxyModel(self)
        self.proxy.setSourceModel(self.model)
        self.proxy.setRecursiveFilteringEnabled(True)
        self.proxy.setFilterKeyColumn(-1)  # the command's name or its keys
        self.proxy.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Find a command or keys"))
        self.search.setAccessibleName(self.search.placeholderText())
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._filter)
        self.tree = self._make_tree()
        self.chosen = label("", "strong", wrap=True)
        self.keys = QKeySequenceEdit()
        self.keys.setMaximumSequenceLength(1)
        self.keys.setFixedWidth(_KEYS_PX)
        self.keys.setAccessibleName(self.tr("New keys: press them"))
        self.keys.keySequenceChanged.connect(self._pressed)
        self.none = button(self.tr("No keys"), self._remove)
        self.own = button(self.tr("Put back"), self._reset_one)
        self.problem = label("", "warn", wrap=True)
        self.take = button(self.tr("Use them here instead"), self._take)
        self.all = button(self.tr("Put all back"), self._commands.reset)
        self.close_button = button(self.tr("Close"), self.accept, "primary")
        self.close_button.setDefault(True)
        self._assemble()
        self._commands.rebound.connect(self._refresh)
        self._choose_first()

    def choose(self, command_id: str) -> None:
        """Go to a command."""
        found = self.model.index_of(command_id)
        if found is not None:
            self.tree.setCurrentIndex(self.proxy.mapFromSource(found))

    @property
    def command(self) -> Command | None:
        """The chosen command."""
        index = self.tree.currentIndex()
        value = index.siblingAtColumn(0).data(COMMAND) if index.isValid() else None
        return value if isinstance(value, Command) else None

    def _make_tree(self) -> QTreeView:
        tree = QTreeView()
        tree.setModel(self.proxy)
        tree.setAccessibleName(self.tr("Commands and their keys"))
        tree.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        tree.setRootIsDecorated(False)
        tree.setItemsExpandable(False)
        tree.setUniformRowHeights(True)
        tree.expandAll()
        header = tree.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        tree.selectionModel().currentChanged.connect(self._show)
        tree.activated.connect(lambda _index: self.keys.setFocus())
        return tree

    def _assemble(self) -> None:
        change = QHBoxLayout()
        for each in (self.keys, self.none, self.own):
            change.addWidget(each)
        change.addStretch(1)
        clash = QHBoxLayout()
        clash.addWidget(self.problem, 1)
        clash.addWidget(self.take)
        buttons = QHBoxLayout()
        buttons.addWidget(self.all)
        buttons.addStretch(1)
        buttons.addWidget(self.close_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(look.XL, look.XL, look.XL, look.L)
        layout.setSpacing(look.M)
        layout.addWidget(label(self.tr("Keyboard shortcuts"), "section"))
        layout.addWidget(self.search)
        layout.addWidget(self.tree, 1)
        layout.addWidget(line())
        layout.addWidget(self.chosen)
        layout.addLayout(change)
        layout.addLayout(clash)
        layout.addLayout(buttons)

    def _filter(self, words: str) -> None:
        self.proxy.setFilterFixedString(words)
        self.tree.expandAll()
        if self.command is None:
            self._choose_first()

    def _choose_first(self) -> None:
        group = self.proxy.index(0, 0)
        first = self.proxy.index(0, 0, group)
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect
        rows = QItemSelectionModel.SelectionFlag.Rows
        self.tree.selectionModel().setCurrentIndex(first, flags | rows)
        self._show(first)

    def _show(self, _now: QModelIndex, _before: QModelIndex | None = None) -> None:
        command = self.command
        self.problem.clear()
        self.take.hide()
        self.keys.blockSignals(True)
        self.keys.clear()
        if command is None:
            self.chosen.setText(self.tr("Choose a command, then press its new keys."))
        else:
            self.chosen.setText(self.tr("{0}: press new keys").format(command.title))
            now = self._commands.keys(command)
            self.keys.setKeySequence(QKeySequence(now[0] if now else ""))
            self.none.setEnabled(bool(now))
            self.own.setEnabled(now != command.keys)
        self.keys.blockSignals(False)
        self.keys.setEnabled(command is not None)

    def _pressed(self, pressed: QKeySequence) -> None:
        command = self.command
        keys = pressed.toString(QKeySequence.SequenceFormat.PortableText)
        if command is None or not keys:
            return
        others = self._commands.clashes(command.id, keys)
        if not others:
            self._commands.rebind(command.id, [keys])
            return
        names = ", ".join(other.title for other in others)
        self.problem.setText(self.tr("{0} already does: {1}").format(native((keys,)), names))
        self.take.show()

    def _take(self) -> None:
        command = self.command
        keys = self.keys.keySequence().toString(QKeySequence.SequenceFormat.PortableText)
        if command is None or not keys:
            return
        for other in self._commands.clashes(command.id, keys):
            kept = [each for each in self._commands.keys(other) if each != keys]
            self._commands.rebind(other.id, kept)
        self._commands.rebind(command.id, [keys])

    def _remove(self) -> None:
        if self.command is not None:
            self._commands.rebind(self.command.id, ())

    def _reset_one(self) -> None:
        command = self.command
        if command is None:
            return
        for keys in command.keys:
            others = self._commands.clashes(command.id, keys)
            if others:
                said = self.tr("{0} already does: {1}")
                self.problem.setText(said.format(native((keys,)), others[0].title))
                return
        self._commands.rebind(command.id, command.keys)

    def _refresh(self) -> None:
        self.model.refresh()
        self._show(self.tree.currentIndex())
