"""The commands and their keys as a tree: stations, and what each can do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QModelIndex, QObject, Qt
from PySide6.QtGui import QKeySequence, QStandardItem, QStandardItemModel

from app import theme as look
from app.commands import Command, Commands
from app.texts import translate

COMMAND = Qt.ItemDataRole.UserRole
"""The `Command` of a row; None for a group."""


def native(keys: Sequence[str]) -> str:
    """Keys as this system writes them: "Ctrl+M", or "⌘M"."""
    shown = QKeySequence.SequenceFormat.NativeText
    return ", ".join(QKeySequence(each).toString(shown) for each in keys)


class ShortcutsModel(QStandardItemModel):
    """Two columns, the command and its keys. Keys that the operator chose are bold.

    Args:
        commands: Whose commands it lists, as they are now.
        titles: The stations' names by key; a command's id begins with its station's key.
        parent: The owner.
    """

    def __init__(
        self, commands: Commands, titles: Mapping[str, str], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._commands = commands
        self._rows: dict[str, QStandardItem] = {}
        self.setHorizontalHeaderLabels(
            [translate("Shortcuts", "Command"), translate("Shortcuts", "Keys")]
        )
        groups = {"": translate("Shortcuts", "Everywhere"), **titles}
        for key, title in groups.items():
            mine = [each for each, _ in commands.all() if _group(each, titles) == key]
            if mine:
                self._add(title, sorted(mine, key=lambda command: command.title.casefold()))
        self.refresh()

    def index_of(self, command_id: str) -> QModelIndex | None:
        """Where a command is."""
        item = self._rows.get(command_id)
        return None if item is None else self.index(item.row(), 0, item.parent().index())

    def refresh(self) -> None:
        """Read the keys again."""
        for keys in self._rows.values():
            command = keys.data(COMMAND)
            now = self._commands.keys(command)
            keys.setText(native(now))
            keys.setFont(look.font(bold=now != command.keys))

    def _add(self, title: str, commands: Sequence[Command]) -> None:
        group = QStandardItem(title)
        group.setFont(look.font(bold=True))
        group.setFlags(Qt.ItemFlag.ItemIsEnabled)
        beside = QStandardItem()
        beside.setFlags(Qt.ItemFlag.ItemIsEnabled)
        self.appendRow([group, beside])
        for command in commands:
            name, keys = QStandardItem(command.title), QStandardItem()
            for item in (name, keys):
                item.setData(command, COMMAND)
            group.appendRow([name, keys])
            self._rows[command.id] = keys


def _group(command: Command, titles: Mapping[str, str]) -> str:
    """The station's key; empty for what works everywhere."""
    key = command.id.partition(".")[0]
    return key if key in titles else ""
