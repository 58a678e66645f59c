"""Asking where to, and writing the heat there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from app.context import Context
from app.operations import attention

if TYPE_CHECKING:
    from smp_core.workflows.explain import Explanation
    from smp_core.workflows.heat import View
    from smp_core.workflows.projects import Project

Seen = Sequence[tuple["Explanation", "View"]]


class Export(QObject):
    """Writes pictures and videos.

    Args:
        context: The window's shared parts. parent: Whose dialogs they are.
    """

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context, self._window = context, parent

    def picture(self, project: Project, seen: Seen) -> None:
        """Ask for a name and write a PNG of what is seen."""
        if not seen:
            return
        self._ask(project, seen, ".png", lambda path: self.write_picture(seen, path))

    def video(self, project: Project, seen: Seen) -> None:
        """Ask for a name and write an mp4 of the first run's heat."""
        if not seen:
            return
        self._ask(project, seen, ".mp4", lambda path: self.write_video(seen, path))

    def write_picture(self, seen: Seen, path: Path) -> None:
        """Write a PNG."""
        explanations, views = [each for each, _ in seen], [view for _, view in seen]
        operation = attention.export_picture(explanations, views, path)
        self._context.start(operation, owner=self, done=self._written)

    def write_video(self, seen: Seen, path: Path) -> None:
        """Write an mp4."""
        operation = attention.export_video(*seen[0], path)
        self._context.start(operation, owner=self, done=self._written)

    def _ask(self, project: Project, seen: Seen, suffix: str, then: Callable[[Path], None]) -> None:
        name = f"{seen[0][0].path.stem} attention{suffix}"
        kind = self.tr("Picture") if suffix == ".png" else self.tr("Video")
        dialog = QFileDialog(self._window, self.tr("Export heat"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(f"{kind} (*{suffix})")
        dialog.setDefaultSuffix(suffix[1:])
        dialog.setDirectory(str(project.exports_folder))
        dialog.selectFile(name)
        dialog.fileSelected.connect(lambda chosen: then(Path(chosen)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _written(self, path: Path) -> None:
        self._context.notices.info(self.tr("{0} is written.").format(path.name), str(path.parent))
