"""Packs and models that come from a stick, or go to one: chosen, copied, and how that goes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from app.context import Context
from app.core_texts import core_text
from app.dialogs.models_jobs import Ends, bringing_ends
from app.dialogs.models_questions import choose_folder, choose_zip
from app.dialogs.models_work import WorkLine
from app.jobs.handle import JobHandle
from app.jobs.operation import Operation
from app.operations import packs
from app.texts import translate
from app.widgets.buttons import button, set_usable
from smp_core.worker.jobs.pack_add import Added


class Bringing(QObject):
    """Adds and copies, one at a time.

    Attributes:
        add_folder, add_zip: Buttons.
        line: How it goes.

    Args:
        context: The window's shared parts.
        dialog: The dialog that shows them.
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
        self._context, self._dialog = context, dialog
        self._tell, self._failed, self._refresh = tell, failed, refresh
        self._handle: JobHandle | None = None
        theme = context.theme
        folder = translate("ModelsDialog", "Add from a folder…")
        self.add_folder = button(folder, self._choose_folder, icon="folder-open", theme=theme)
        archive = translate("ModelsDialog", "Add from a zip file…")
        self.add_zip = button(archive, self._choose_zip, icon="archive", theme=theme)
        self.line = WorkLine(theme)
        self.line.ended.connect(self._ended)

    def add(self, source: Path) -> None:
        """Install a pack or a captioner's model from a folder or a zip file."""
        self._start(
            packs.add_model(source),
            source.name,
            translate("ModelsDialog", "Adding {0}…").format(source.name),
        )

    def copy(self, name: str, folder: Path, to: Path) -> None:
        """Copy what is here to another folder, on a stick say."""
        self._start(
            packs.copy_model(name, folder, to),
            name,
            translate("ModelsDialog", "Copying {0}…").format(name),
        )

    def choose_copy(self, name: str, folder: Path) -> None:
        """Let the operator choose where something is copied to."""
        title = translate("ModelsDialog", "Where to copy {0} to").format(name)
        choose_folder(self._dialog, title, lambda to: self.copy(name, folder, to))

    def take_over(self, handle: JobHandle) -> None:
        """Show what an earlier opening of the dialog started."""
        self._show(handle, handle.name)
        self._context.runner.take_over(handle, owner=self, **self._ends(handle.operation))

    def _start(self, operation: Operation[Added], name: str, doing: str) -> None:
        self._tell(doing)
        self._show(self._context.start(operation, owner=self, **self._ends(operation)), name)

    def _show(self, handle: JobHandle, name: str) -> None:
        self._handle = handle
        self._enable(False)
        self.line.name_it(name)
        self.line.watch(handle, self._context.runner)

    def _ends(self, operation: Operation[Added]) -> Ends:
        """What is called at the end of a job."""
        whole, stopped = bringing_ends(operation)

        def done(added: Added) -> None:
            warnings = [] if self._handle is None else self._handle.warnings
            warned = " ".join(core_text(each.message) for each in warnings)
            self._tell(f"{whole.format(added.name)} {warned}".strip())
            self._refresh()

        return {"done": done, "failed": self._failed, "cancelled": lambda: self._tell(stopped)}

    def _ended(self) -> None:
        self.line.say("")
        self._enable(True)

    def _enable(self, usable: bool) -> None:
        busy = translate("ModelsDialog", "Wait until this is copied, or stop it.")
        for each in (self.add_folder, self.add_zip):
            set_usable(each, "" if usable else busy)

    def _choose_folder(self) -> None:
        title = translate("ModelsDialog", "The folder of a pack or of a captioner's model")
        choose_folder(self._dialog, title, self.add)

    def _choose_zip(self) -> None:
        title = translate("ModelsDialog", "The zip file of a pack or of a captioner's model")
        choose_zip(self._dialog, title, self.add)
