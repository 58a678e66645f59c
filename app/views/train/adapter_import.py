"""Takes an adapter from elsewhere into the project: chosen, or dropped on the station."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QMimeData, QObject, Signal
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QFileDialog, QWidget

from app.context import Context
from app.operations import runs

if TYPE_CHECKING:
    from smp_core.records import RunRecord
    from smp_core.workflows.projects import Project


class AdapterImport(QObject):
    """Imports one adapter at a time, and says what came of it.

    Attributes:
        running: Whether an import goes on now.
        imported: A `RunRecord`: the new run, in use already.

    Args:
        context: The window's shared parts.
        project: Into which.
        station: Takes drops, and is the parent of dialogs.
    """

    running = Signal(bool)
    imported = Signal(object)

    def __init__(self, context: Context, project: Project, station: QWidget) -> None:
        super().__init__(station)
        self._context, self._project, self._station = context, project, station
        self._busy = False
        station.setAcceptDrops(True)
        station.installEventFilter(self)

    def ask(self) -> None:
        """Ask for the folder, then import from it."""
        if self._busy:
            return
        dialog = QFileDialog(self._station, self.tr("Choose the folder of an exported adapter"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setLabelText(QFileDialog.DialogLabel.Accept, self.tr("Import"))
        dialog.fileSelected.connect(lambda chosen: self.import_from(Path(chosen)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def import_from(self, folder: Path) -> None:
        """Check an adapter and take it over; if it cannot be used, nothing changes."""
        if self._busy:
            return
        self._set_busy(True)
        before = self._context.status.record
        used = before is not None and before.active_run is not None
        handle = self._context.start(
            runs.import_adapter(self._project, folder),
            owner=self,
            done=lambda run: self._done(run, used),
        )
        handle.ended.connect(lambda: self._set_busy(False))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take a single folder that is dropped on the station."""
        if isinstance(event, QDropEvent) and event.type() in (
            QEvent.Type.DragEnter,
            QEvent.Type.Drop,
        ):
            dropped = _single(event.mimeData())
            if dropped is None or self._busy:
                event.ignore()
                return True
            event.acceptProposedAction()
            if event.type() == QEvent.Type.Drop:
                self.import_from(dropped)
            return True
        return super().eventFilter(watched, event)

    def _set_busy(self, busy: bool) -> None:
        self._busy = busy
        self.running.emit(busy)

    def _done(self, run: RunRecord, used: bool) -> None:
        said = self.tr("The adapter is imported and in use now. It tells apart: {0}.")
        hints = [self._differences(run)]
        if used:
            hints.append(
                self.tr("To go back, choose the run that was in use before in the history.")
            )
        self._context.notices.info(
            said.format(", ".join(run.class_names)), " ".join(each for each in hints if each)
        )
        self.imported.emit(run)

    def _differences(self, run: RunRecord) -> str:
        """Which classes only one of the two knows; no class is added to the project."""
        record = self._context.status.record
        own = [each.name for each in record.classes] if record is not None else []
        known = {name.casefold() for name in own}
        learned = {name.casefold() for name in run.class_names}
        foreign = [name for name in run.class_names if name.casefold() not in known]
        missing = [name for name in own if name.casefold() not in learned]
        parts = []
        if foreign and own:
            parts.append(
                self.tr("Not among this project's classes, and not added to them: {0}.").format(
                    ", ".join(foreign)
                )
            )
        if missing:
            parts.append(self.tr("It has not learned: {0}.").format(", ".join(missing)))
        return " ".join(parts)


def _single(data: QMimeData) -> Path | None:
    """The one local file or folder of a drop; what it holds is looked at in the background."""
    local = [url.toLocalFile() for url in data.urls() if url.isLocalFile()]
    return Path(local[0]) if len(local) == 1 == len(data.urls()) else None
