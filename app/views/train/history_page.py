"""All runs in a table: note, look at, compare two, go back to one, export, import."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelection, QItemSelectionModel, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from app import theme as look
from app.models.train_runs import NOTE, RunsModel
from app.theme import ThemeSwitch
from app.widgets.buttons import button, set_usable
from app.widgets.flow import FlowLayout
from app.widgets.labels import label

if TYPE_CHECKING:
    from smp_core.workflows.run_history import PastRun

_ROW_PX = 36


class HistoryPage(QWidget):
    """The run history.

    Attributes:
        opened: A run's id: show its report.
        use_asked, export_asked: A run's id.
        import_asked: Take one in from elsewhere.
        compare_asked: Two runs' ids, the older first.
        note_edited: (run id, note).

    Args:
        theme: For icons.
    """

    opened = Signal(str)
    use_asked = Signal(str)
    export_asked = Signal(str)
    import_asked = Signal()
    compare_asked = Signal(str, str)
    note_edited = Signal(str, str)

    def __init__(self, theme: ThemeSwitch) -> None:
        super().__init__()
        self._awaited = ""
        self._later: tuple[Sequence[PastRun], str] | None = None
        self.model = RunsModel()
        self.model.setParent(self)
        self.model.note_edited.connect(self.note_edited)
        self.table = QTableView()
        self.table.setModel(self.model)
        self.table.setAccessibleName(self.tr("Run history"))
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.table.setEditTriggers(
            QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.SelectedClicked
        )
        self.table.setShowGrid(False)
        self.table.setWordWrap(False)
        self.table.setTabKeyNavigation(False)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(_ROW_PX)
        header = self.table.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.table.setStyleSheet("QTableView::item { padding: 0 8px; }")
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(NOTE, QHeaderView.ResizeMode.Stretch)
        # Not within the signal: the table is still closing the field.
        self.table.itemDelegate().closeEditor.connect(
            self._show_later, Qt.ConnectionType.QueuedConnection
        )
        self.table.doubleClicked.connect(self._double_clicked)
        self.table.selectionModel().selectionChanged.connect(self._selected)
        self.show_button = button(self.tr("Show the report"), self.show_chosen)
        self.compare_button = button(
            self.tr("Compare"), self.compare_chosen, icon="columns", theme=theme
        )
        self.use_button = button(
            self.tr("Use this run"), self.use_chosen, icon="check-circle", theme=theme
        )
        self.note_button = button(
            self.tr("Edit note"), self.edit_note, icon="note-pencil", theme=theme
        )
        self.export_button = button(
            self.tr("Export adapter…"), self.export_chosen, icon="export", theme=theme
        )
        self.import_button = button(
            self.tr("Import adapter…"),
            self.import_asked.emit,
            icon="download-simple",
            theme=theme,
        )
        row = QWidget()
        buttons = FlowLayout(row, look.S, look.S)
        for each in (self.show_button, self.compare_button, self.use_button, self.note_button):
            buttons.addWidget(each)
        for each in (self.export_button, self.import_button):
            buttons.addWidget(each)
        self.hint = label("", "caption", wrap=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(look.L, look.L, look.L, look.L)
        layout.setSpacing(look.M)
        layout.addWidget(row)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.hint)
        self.set_importing(False)
        self._selected()

    def set_runs(self, runs: Sequence[PastRun], running_id: str) -> None:
        """Show these, keeping what is chosen; while a note is written, only after that."""
        if self.table.state() == QAbstractItemView.State.EditingState:
            self._later = (runs, running_id)
            return
        self._later = None
        chosen = self.chosen()
        self.model.set_runs(runs, running_id)
        if self.model.row_of(self._awaited) >= 0:
            chosen, self._awaited = [self._awaited], ""
        self.choose(chosen)

    def _show_later(self) -> None:
        if self._later is not None:
            self.set_runs(*self._later)

    def await_run(self, run_id: str) -> None:
        """Choose this run as soon as it is shown."""
        self._awaited = run_id

    def set_importing(self, importing: bool) -> None:
        """Offer the import, or say that one goes on."""
        why_not = self.tr("An adapter is being imported.") if importing else ""
        tip = self.tr(
            "Use an adapter that “Export adapter…” wrote elsewhere. Its folder can be dropped here."
        )
        set_usable(self.import_button, why_not, tip)

    def chosen(self) -> list[str]:
        """Ids of the chosen runs, in the order of the table."""
        rows = sorted(index.row() for index in self.table.selectionModel().selectedRows())
        return [self.model.runs[row].run.id for row in rows]

    def choose(self, run_ids: Sequence[str]) -> None:
        """Choose these, as far as they are there."""
        selection = self.table.selectionModel()
        selection.clearSelection()
        flags = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
        for run_id in run_ids:
            row = self.model.row_of(run_id)
            if row >= 0:
                selection.select(self.model.index(row, 0), flags)
                selection.setCurrentIndex(
                    self.model.index(row, 0), QItemSelectionModel.SelectionFlag.NoUpdate
                )
        self._selected()

    def show_chosen(self) -> None:
        """Open the report of the chosen run."""
        if len(chosen := self.chosen()) == 1:
            self.opened.emit(chosen[0])

    def compare_chosen(self) -> None:
        """Compare the two chosen runs."""
        if len(chosen := self.chosen()) == 2:
            self.compare_asked.emit(chosen[1], chosen[0])

    def use_chosen(self) -> None:
        """Classify with the chosen run."""
        if self.use_button.isEnabled() and len(chosen := self.chosen()) == 1:
            self.use_asked.emit(chosen[0])

    def export_chosen(self) -> None:
        """Export the chosen run's adapter."""
        if self.export_button.isEnabled() and len(chosen := self.chosen()) == 1:
            self.export_asked.emit(chosen[0])

    def edit_note(self) -> None:
        """Write a note into the table."""
        if len(chosen := self.chosen()) == 1:
            index = self.model.index(self.model.row_of(chosen[0]), NOTE)
            self.table.setFocus()
            self.table.setCurrentIndex(index)
            self.table.edit(index)

    def _double_clicked(self) -> None:
        index = self.table.currentIndex()
        if index.column() != NOTE:
            self.show_chosen()
        else:
            self.table.edit(index)

    def _selected(self, _on: QItemSelection | None = None, _off: object = None) -> None:
        chosen = [self.model.runs[self.model.row_of(each)] for each in self.chosen()]
        one = chosen[0] if len(chosen) == 1 else None
        whole = one is not None and one.run.status == "succeeded"
        if not self.model.runs:
            not_one = self.tr("There is no run yet.")
        elif one is None:
            not_one = self.tr("Choose one run in the table.")
        else:
            not_one = ""
        unfinished = "" if whole else self.tr("This training was not finished.")
        used = self.tr("This run is in use already.") if one is not None and one.run.active else ""
        two = "" if len(chosen) == 2 else self.tr("Choose two runs in the table.")
        reasons = (
            (self.show_button, not_one),
            (self.note_button, not_one),
            (self.compare_button, two),
            (self.use_button, not_one or unfinished or used),
            (self.export_button, not_one or unfinished),
        )
        for each, why_not in reasons:
            set_usable(each, why_not, each.accessibleName())
        self.hint.setText(
            self.tr("Incoming videos are classified with the run in use. Choose two to compare.")
        )
