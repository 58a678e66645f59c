"""Everything that a key or the command palette can do, by name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from app.settings import Settings


@dataclass(frozen=True)
class Command:
    """One thing that the operator can do at once.

    Attributes:
        id: Never shown and never changed: "classes.merge". Kept with a rebound shortcut.
        title: What the palette shows: "Merge classes".
        run: Does it.
        keys: Its shortcuts unless the operator chose others, in Qt's notation: "Ctrl+M".
        icon: Of resources/icons, may be empty.
    """

    id: str
    title: str
    run: Callable[[], object]
    keys: tuple[str, ...] = ()
    icon: str = ""


class Commands(QObject):
    """Keeps commands as actions of the widget that they belong to.

    A command works while its widget is shown: those of the window always, those of a station while
    it is in front and has the focus within.

    Attributes:
        rebound: Shortcuts were changed.
    """

    rebound = Signal()

    def __init__(self, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._actions: dict[str, tuple[Command, QAction, QWidget]] = {}

    def add(self, widget: QWidget, commands: Sequence[Command], *, always: bool = False) -> None:
        """Add a widget's commands.

        Args:
            widget: Whose they are.
            commands: Their ids must be new.
            always: Work in the whole window, wherever the focus is.

        Raises:
            ValueError: An id is taken.
        """
        for command in commands:
            if command.id in self._actions:
                raise ValueError(f"the command {command.id!r} exists already")
            action = QAction(command.title, widget)
            action.setObjectName(command.id)
            action.setShortcuts([QKeySequence(keys) for keys in self.keys(command)])
            action.setShortcutContext(
                Qt.ShortcutContext.WindowShortcut
                if always
                else Qt.ShortcutContext.WidgetWithChildrenShortcut
            )
            run = command.run
            action.triggered.connect(lambda _checked=False, run=run: run())
            widget.addAction(action)
            self._actions[command.id] = (command, action, widget)

    def remove(self, widget: QWidget) -> None:
        """Forget a widget's commands, because it goes."""
        for command_id, (_, action, owner) in list(self._actions.items()):
            if owner is widget:
                widget.removeAction(action)
                action.deleteLater()
                del self._actions[command_id]

    def keys(self, command: Command) -> tuple[str, ...]:
        """The shortcuts of a command: the operator's, otherwise its own."""
        chosen = self._settings.get("shortcuts", {}).get(command.id)
        return tuple(chosen) if isinstance(chosen, list) else command.keys

    def rebind(self, command_id: str, keys: Sequence[str]) -> None:
        """Give a command other shortcuts, kept between starts; its own ones count as no choice."""
        command, _, _ = self._actions[command_id]
        chosen = dict(self._settings.get("shortcuts", {}))
        chosen.pop(command_id, None)
        if tuple(keys) != command.keys:
            chosen[command_id] = list(keys)
        self._keep(chosen)

    def reset(self) -> None:
        """Give every command its own shortcuts again."""
        self._keep({})

    def clashes(self, command_id: str, keys: str) -> list[Command]:
        """Which other commands those keys would start where this one works.

        Two stations may use the same keys, because only one of them is in front.

        Args:
            command_id: Is to get the keys.
            keys: In Qt's notation.
        """
        _, wanted, place = self._actions[command_id]
        everywhere = Qt.ShortcutContext.WindowShortcut
        return [
            command
            for command, action, widget in self._actions.values()
            if action is not wanted
            and QKeySequence(keys) in action.shortcuts()
            and (
                widget is place
                or everywhere in (action.shortcutContext(), wanted.shortcutContext())
            )
        ]

    def _keep(self, chosen: dict[str, list[str]]) -> None:
        self._settings.set("shortcuts", chosen)
        for command, action, _ in self._actions.values():
            action.setShortcuts([QKeySequence(each) for each in self.keys(command)])
        self.rebound.emit()

    def action(self, command_id: str) -> QAction:
        """A command's action: to enable it, put it in a menu, or trigger it."""
        return self._actions[command_id][1]

    def all(self) -> list[tuple[Command, QAction]]:
        """Every command, for the list of shortcuts."""
        return [(command, action) for command, action, _ in self._actions.values()]

    def usable(self) -> list[tuple[Command, QAction]]:
        """The commands that work now: enabled, and of a widget that is shown."""
        return [
            (command, action)
            for command, action, widget in self._actions.values()
            if action.isEnabled() and widget.isVisible()
        ]
