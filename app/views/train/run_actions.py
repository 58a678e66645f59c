"""What is done to past runs: note, go back to one, export."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from app.context import Context
from app.models.train_words import run_title
from app.operations import runs

if TYPE_CHECKING:
    from smp_core.workflows.projects import Project
    from smp_core.workflows.run_history import PastRun


class RunActions(QObject):
    """Does them, and says what was done.

    Args:
        context: The window's shared parts.
        project: Whose runs.
        parent: The owner, and of dialogs.
    """

    def __init__(self, context: Context, project: Project, parent: QWidget) -> None:
        super().__init__(parent)
        self._context, self._project, self._window = context, project, parent

    def set_note(self, run_id: str, note: str) -> None:
        """Keep the operator's words."""
        self._context.start(runs.set_note(self._project, run_id, note), owner=self)

    def use(self, run_id: str, past: Sequence[PastRun]) -> None:
        """Classify with this run from now on; going back is the same step again."""
        before = next((each for each in past if each.run.active), None)
        title = next((run_title(each) for each in past if each.run.id == run_id), "")
        hint = (
            self.tr("{0} was in use before; choose it to go back.").format(run_title(before))
            if before is not None
            else ""
        )
        said = self.tr("{0} is in use now.").format(title)
        self._context.start(
            runs.use_run(self._project, run_id),
            owner=self,
            done=lambda _: self._context.notices.info(said, hint),
        )

    def export(self, run_id: str, past: Sequence[PastRun]) -> None:
        """Ask for a folder and export into it."""
        number = next((each.number for each in past if each.run.id == run_id), 0)
        start = self._project.folder / "exports" / f"run-{number}"
        dialog = QFileDialog(
            self._window, self.tr("Export the adapter to a new folder"), str(start.parent)
        )
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setFileMode(QFileDialog.FileMode.AnyFile)
        dialog.setOption(QFileDialog.Option.DontConfirmOverwrite, True)
        dialog.setLabelText(QFileDialog.DialogLabel.Accept, self.tr("Export"))
        dialog.selectFile(start.name)
        dialog.fileSelected.connect(lambda chosen: self.export_to(run_id, Path(chosen)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def export_to(self, run_id: str, folder: Path) -> None:
        """Export into a new or empty folder."""
        self._context.start(
            runs.export_adapter(self._project, run_id, folder),
            owner=self,
            done=lambda where: self._context.notices.info(
                self.tr("The adapter lies in {0}.").format(where)
            ),
        )
