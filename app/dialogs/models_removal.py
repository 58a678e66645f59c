"""Packs and models that go, and come back until the dialog is closed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from app.context import Context
from app.operations import packs
from app.texts import translate
from app.widgets.buttons import button

if TYPE_CHECKING:
    from smp_core.workflows.removal import Removed


class Removals(QObject):
    """Puts aside, brings back, and deletes for good at the end.

    Attributes:
        undo: A button, hidden while there is nothing to bring back.

    Args:
        context: The window's shared parts.
        dialog: The dialog that shows the button.
        tell: Shows a sentence. failed: Shows an error.
        refresh: Reads again what is here.
    """

    def __init__(
        self,
        context: Context,
        dialog: QWidget,
        tell: Callable[[str], None],
        failed: Callable[[Exception], None],
        refresh: Callable[[], None],
    ) -> None:
        super().__init__(dialog)
        self._context = context
        self._tell, self._failed, self._refresh = tell, failed, refresh
        self._removed: list[Removed] = []
        self.undo = button(
            translate("ModelsDialog", "Undo"),
            self._bring_back,
            icon="arrow-counter-clockwise",
            theme=context.theme,
        )
        self.undo.hide()

    def remove(self, folder: Path, *, captioner: bool) -> None:
        """Put a pack or a captioner's model aside."""
        self._context.start(
            packs.remove_model(folder, captioner=captioner),
            owner=self,
            done=self._was_removed,
            failed=self._failed,
        )

    def discard(self) -> None:
        """Delete what was not brought back."""
        for removed in self._removed:
            self._context.start(packs.discard_model(removed))
        self._removed.clear()

    def _was_removed(self, removed: Removed) -> None:
        self._removed.append(removed)
        self._tell(translate("ModelsDialog", "{0} was removed.").format(removed.name))
        self.undo.show()
        self._refresh()

    def _bring_back(self) -> None:
        if self._removed:
            removed = self._removed.pop()
            self._context.start(
                packs.restore_model(removed),
                owner=self,
                done=lambda _folder: self._refresh(),
                failed=self._failed,
            )
            self._tell(translate("ModelsDialog", "{0} is back.").format(removed.name))
        self.undo.setVisible(bool(self._removed))
