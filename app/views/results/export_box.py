"""Where results are written to, and as what."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from app.context import Context
from app.operations import results
from app.texts import translate

if TYPE_CHECKING:
    from smp_core.workflows.projects import Project
    from smp_core.workflows.result_table import ResultFilter


def filters() -> dict[str, tuple[str, str]]:
    """The dialog's kinds of file: text → format, ending."""
    return {
        translate("Results", "Table for spreadsheets (*.csv)"): ("csv", ".csv"),
        translate("Results", "JSON (*.json)"): ("json", ".json"),
        translate("Results", "ELAN, one file for each video (*.eaf)"): ("eaf", ".eaf"),
        translate("Results", "BORIS project (*.boris)"): ("boris", ".boris"),
    }


def ask_for_export(
    owner: QWidget, context: Context, project: Project, chosen: ResultFilter
) -> QFileDialog:
    """Ask for a file, then write the results that are shown."""
    kinds = filters()
    dialog = QFileDialog(owner, translate("Results", "Export the results that are shown"))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilters(list(kinds))
    dialog.setDefaultSuffix("csv")
    dialog.setDirectory(str(project.exports_folder))
    dialog.selectFile("results.csv")

    def kind_changed(name: str) -> None:
        dialog.setDefaultSuffix(kinds[name][1][1:])

    def write(file: str) -> None:
        kind, ending = kinds[dialog.selectedNameFilter()]
        path = Path(file)
        endings = {each[1]: each[0] for each in kinds.values()}
        if path.suffix.lower() in endings:  # what the operator typed counts
            kind = endings[path.suffix.lower()]
        else:
            path = path.with_name(path.name + ending)
        start_export(owner, context, project, chosen, path, kind)

    dialog.filterSelected.connect(kind_changed)
    dialog.fileSelected.connect(write)
    dialog.open()
    return dialog


def start_export(
    owner: QWidget,
    context: Context,
    project: Project,
    chosen: ResultFilter,
    path: Path,
    kind: str,
) -> None:
    """Write, and say where it is."""

    def done(written: tuple[Path, int]) -> None:
        where, count = written
        said = translate("Results", "{0} results were written to {1}").format(f"{count:,}", where)
        context.notices.info(said)

    operation = results.export_results(project, chosen, path, kind)
    context.start(operation, owner=owner, done=done)
