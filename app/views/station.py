"""What every station is: a surface of one project, with an empty state, a memory and commands."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.commands import Command
from app.context import Context
from app.widgets.empty_state import EmptyState

if TYPE_CHECKING:
    from smp_core.workflows.projects import Project


class Station(QWidget):
    """One station of one project; it is made when it is first shown and goes with the project.

    Attributes:
        key: Its folder in `app.views`, and its name in `windows.stations`.
        inspector_changed: `inspector()` gives something else now.
        go: Ask the window to show another station, by key.
        context: The window's shared parts.
        project: The project that it shows, open as long as the station lives.
    """

    key = ""
    inspector_changed = Signal()
    go = Signal(str)

    def __init__(self, context: Context, project: Project) -> None:
        super().__init__()
        self.context = context
        self.project = project
        self._content: QWidget | None = None
        self._empty: EmptyState | None = None
        self._stack = QStackedWidget()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._stack)

    def set_content(self, content: QWidget) -> None:
        """Give the station its surface; once, in `__init__`."""
        self._content = content
        self._stack.addWidget(content)

    def show_content(self) -> None:
        """Show the surface."""
        if self._content is not None:
            self._stack.setCurrentWidget(self._content)
        self._drop_empty()

    def show_empty(
        self,
        icon: str,
        title: str,
        text: str,
        action: str = "",
        clicked: Callable[[], object] | None = None,
        other: str = "",
        other_clicked: Callable[[], object] | None = None,
    ) -> None:
        """Show that there is nothing yet, and the one next step; see `EmptyState`."""
        old = self._empty
        self._empty = EmptyState(
            self.context.theme, icon, title, text, action, clicked, other, other_clicked
        )
        self._stack.addWidget(self._empty)
        self._stack.setCurrentWidget(self._empty)
        if old is not None:
            self._stack.removeWidget(old)
            old.deleteLater()

    @property
    def is_empty(self) -> bool:
        """Whether the empty state is shown."""
        return self._empty is not None

    def commands(self) -> Sequence[Command]:
        """What the palette offers while this station is in front; ids begin with its key."""
        return ()

    def inspector(self) -> QWidget | None:
        """What the inspector shows about the chosen thing; None for nothing chosen.

        The station owns the widget and gives the same one each time.
        """
        return None

    def entered(self) -> None:
        """The operator came here."""

    def left(self) -> None:
        """The operator went to another station: stop playing."""

    def save_state(self) -> dict[str, Any]:
        """Selection, scroll, zoom and splitters, as plain JSON."""
        return {}

    def restore_state(self, state: dict[str, Any]) -> None:
        """Go back to that; any part of it may be missing, or speak of what is gone."""

    def _drop_empty(self) -> None:
        if self._empty is not None:
            self._stack.removeWidget(self._empty)
            self._empty.deleteLater()
            self._empty = None
