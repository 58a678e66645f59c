"""Clips by captioners: what each of them says about the same clip."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt, Signal

from app.models.prompts_list import ROW, ClipRow, Index, clip_row, no_prompt

if TYPE_CHECKING:
    from smp_core.workflows.prompt_sheet import PromptSheet


class PromptsCompare(QAbstractTableModel):
    """The first column is the clip, each other one a captioner.

    Attributes:
        worded: The operator ended an edit: row, text.
    """

    worded = Signal(object, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.names: tuple[str, ...] = ()
        self._rows: list[list[ClipRow]] = []  # clip × captioner
        self._used: list[str] = []
        self._numbers: dict[int, int] = {}  # row by clip id

    def show_sheet(self, sheet: PromptSheet) -> None:
        """Show all captioners that are ready or have written."""
        names = tuple(
            each.name for each in sheet.captioners if not each.missing or each.name in sheet.prompts
        )
        colours = {each.id: each.colour for each in sheet.classes}
        rows = [
            [clip_row(sheet, clip, colours.get(clip.class_id, "#808080"), name) for name in names]
            for clip in sheet.clips
        ]
        used = sheet.prompts.get(sheet.chosen, {})
        texts = [used[clip.id].text if clip.id in used else "" for clip in sheet.clips]
        same = names == self.names and self._clips(rows) == self._clips(self._rows)
        if not same:
            self.beginResetModel()
        self.names, self._rows, self._used = names, rows, texts
        self._numbers = {row[0].clip.id: number for number, row in enumerate(rows) if row}
        if not same:
            self.endResetModel()
        elif rows:
            last = self.index(len(rows) - 1, len(names))
            self.dataChanged.emit(self.index(0, 0), last)

    def row(self, index: Index) -> ClipRow | None:
        """The clip and prompt of a cell; the first captioner's in the column of clips."""
        if not index.isValid() or not self.names:
            return None
        return self._rows[index.row()][max(0, index.column() - 1)]

    def captioner(self, index: Index) -> str:
        """Whose words a cell holds; empty in the column of clips."""
        return self.names[index.column() - 1] if index.column() > 0 else ""

    def is_used(self, index: Index) -> bool:
        """Whether these are the words that the clip is trained with."""
        row = self.row(index)
        return row is not None and bool(row.text) and row.text == self._used[index.row()]

    def index_of(self, clip_id: int, captioner: str) -> QModelIndex:
        """The cell of a clip and a captioner; invalid if there is none."""
        number = self._numbers.get(clip_id)
        if number is None or captioner not in self.names:
            return QModelIndex()
        return self.index(number, self.names.index(captioner) + 1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """One a clip."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """The clip, and one a captioner."""
        return 0 if parent.isValid() else len(self.names) + 1

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Words can be chosen, and edited where there are some."""
        row = self.row(index)
        if row is None or index.column() == 0:
            return Qt.ItemFlag.ItemIsEnabled
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return flags | Qt.ItemFlag.ItemIsEditable if row.prompt is not None else flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The row itself, its words, and what a screen reader says."""
        row = self.row(index)
        if row is None:
            return None
        if role == ROW:
            return row
        if index.column() == 0:
            return row.clip.path.name if role == Qt.ItemDataRole.DisplayRole else None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return row.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{row.clip.path.name}, {row.source}: {row.text or no_prompt()}"
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Tell what the operator wrote; the cell changes once it is stored."""
        row = self.row(index)
        if role != Qt.ItemDataRole.EditRole or row is None or index.column() == 0:
            return False
        self.worded.emit(row, str(value))
        return True

    @staticmethod
    def _clips(rows: list[list[ClipRow]]) -> list[int]:
        return [row[0].clip.id for row in rows if row]
