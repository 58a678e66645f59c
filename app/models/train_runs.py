"""The run history as a table; notes are edited in place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from app.models.train_words import moment, preset_title, run_state, run_title, spent
from app.remedies import window_words
from app.texts import percent
from app.theme import font
from app.widgets.labels import plain_tip

if TYPE_CHECKING:
    from smp_core.workflows.run_history import PastRun

Index = QModelIndex | QPersistentModelIndex
RUN, STARTED, STATE, PRESET, CLIPS, TIME, FOUND, NOTE = range(8)


class RunsModel(QAbstractTableModel):
    """Runs, newest first.

    Attributes:
        note_edited: (run id, new note), from the operator.
    """

    note_edited = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self.runs: list[PastRun] = []
        self._running_id = ""

    def set_runs(self, runs: Sequence[PastRun], running_id: str = "") -> None:
        """Show these.

        Args:
            running_id: The one that is being trained.
        """
        self.beginResetModel()
        self.runs, self._running_id = list(runs), running_id
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Runs."""
        return 0 if parent.isValid() else len(self.runs)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Columns."""
        return 0 if parent.isValid() else NOTE + 1

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Titles of the columns."""
        if orientation is not Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return (
            self.tr("Run"),
            self.tr("Started"),
            self.tr("State"),
            self.tr("Preset"),
            self.tr("Clips"),
            self.tr("Time"),
            self.tr("Found"),
            self.tr("Note"),
        )[section]

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Notes can be edited."""
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsEditable if index.column() == NOTE else flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """One cell."""
        past = self.runs[index.row()]
        column = index.column()
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return self._text(past, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(window_words(past.run.error) or self._text(past, column))
        if role == Qt.ItemDataRole.FontRole:
            return font(bold=past.run.active and column in (RUN, STATE), numbers=True)
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Take a new note; it is shown when it is stored."""
        if role != Qt.ItemDataRole.EditRole or index.column() != NOTE:
            return False
        past = self.runs[index.row()]
        if str(value).strip() != past.run.note:
            self.note_edited.emit(past.run.id, str(value))
        return True

    def row_of(self, run_id: str) -> int:
        """The row of a run, -1 if it is not there."""
        return next((i for i, each in enumerate(self.runs) if each.run.id == run_id), -1)

    def _text(self, past: PastRun, column: int) -> str:
        run = past.run
        if column == FOUND:
            if past.quality is None:
                return "–"
            right, judged = past.quality.right()
            return percent(right / judged) if judged else "–"
        if column == STATE:
            state = run_state(past, self._running_id)
            return self.tr("{0} · in use").format(state) if run.active else state
        return {
            RUN: run_title(past),
            STARTED: moment(run.created),
            PRESET: preset_title(run.preset).partition(":")[0],
            CLIPS: str(run.n_clips),
            TIME: spent(run.seconds),
            NOTE: run.note,
        }[column]
