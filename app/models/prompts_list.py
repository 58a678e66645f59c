"""The prompts of one captioner as rows: a class, then its clips."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from app import texts
from app.texts import translate
from smp_core.records import ClassQuality, ClassRecord, ClipRecord, PromptRecord

if TYPE_CHECKING:
    from smp_core.workflows.prompt_sheet import PromptSheet

ROW = Qt.ItemDataRole.UserRole
"""The `ClassRow` or `ClipRow` of an index."""

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class ClassRow:
    """The heading of a class.

    Attributes:
        record: The class.
        n_prompts: How many of its clips have a prompt.
        quality: What its prompts tell about it; None if that is not measured now.
    """

    record: ClassRecord
    n_prompts: int
    quality: ClassQuality | None


@dataclass(frozen=True)
class ClipRow:
    """A clip and its prompt.

    Attributes:
        clip: The clip.
        colour: Of its class, "#rrggbb".
        prompt: What is said about it; None if nothing yet.
        source: Where the words come from, for people.
        n_tokens: Tokens of the words; None if they cannot be counted.
        limit: Most tokens that are read.
        names_class: The words give the class away.
    """

    clip: ClipRecord
    colour: str
    prompt: PromptRecord | None
    source: str
    n_tokens: int | None
    limit: int
    names_class: bool

    @property
    def edited(self) -> bool:
        """Whether the words are the operator's."""
        return self.prompt is not None and self.prompt.operator_text is not None

    @property
    def text(self) -> str:
        """The words, empty without."""
        return "" if self.prompt is None else self.prompt.text


class PromptsList(QAbstractListModel):
    """Rows of a sheet.

    Attributes:
        worded: The operator ended an edit: row, text.
    """

    worded = Signal(object, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[ClassRow | ClipRow] = []
        self._by_clip: dict[int, int] = {}

    def show_sheet(self, sheet: PromptSheet, captioner: str) -> None:
        """Show the prompts of one captioner; selection stays where the rows are the same."""
        rows = list(_rows_of(sheet, captioner))
        before = [_identity(row) for row in self._rows]
        if before == [_identity(row) for row in rows]:
            changed = [n for n, row in enumerate(rows) if row != self._rows[n]]
            self._rows = rows
            for number in changed:
                self.dataChanged.emit(self.index(number), self.index(number))
            return
        self.beginResetModel()
        self._rows = rows
        self._by_clip = {
            row.clip.id: number for number, row in enumerate(rows) if isinstance(row, ClipRow)
        }
        self.endResetModel()

    @property
    def clip_rows(self) -> list[ClipRow]:
        """The clips in order."""
        return [row for row in self._rows if isinstance(row, ClipRow)]

    def row(self, index: Index) -> ClassRow | ClipRow | None:
        """What an index stands for."""
        return self._rows[index.row()] if index.isValid() else None

    def index_of(self, clip_id: int) -> QModelIndex:
        """Where a clip is; an invalid index if it is not there."""
        number = self._by_clip.get(clip_id)
        return QModelIndex() if number is None else self.index(number)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Classes and clips."""
        return 0 if parent.isValid() else len(self._rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Clips can be chosen, and edited once they have a prompt; headings cannot."""
        row = self.row(index)
        if not isinstance(row, ClipRow):
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
        if isinstance(row, ClassRow):
            spoken = f"{row.record.name}, {texts.clips(row.record.n_clips)}"
            return spoken if role == Qt.ItemDataRole.DisplayRole else None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return row.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{row.clip.path.name}, {row.source}: {row.text or no_prompt()}"
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Tell what the operator wrote; the row changes once it is stored."""
        row = self.row(index)
        if role != Qt.ItemDataRole.EditRole or not isinstance(row, ClipRow):
            return False
        self.worded.emit(row, str(value))
        return True


def no_prompt() -> str:
    """What stands where there are no words."""
    return translate("Prompts", "No prompt yet")


def source_name(kind: str, name: str = "") -> str:
    """Where words come from, for people.

    Args:
        kind: Of a `CaptionerChoice`, or "operator".
        name: Said where the kind is not known.
    """
    names = {
        "constant": translate("Prompts", "Constant"),
        "descriptor": translate("Prompts", "Descriptor"),
        "vision-language": translate("Prompts", "Vision-language"),
        "audio": translate("Prompts", "Audio"),
        "both": translate("Prompts", "Picture and sound"),
        "operator": translate("Prompts", "Operator"),
    }
    return names.get(kind, name or kind)


def clip_row(sheet: PromptSheet, clip: ClipRecord, colour: str, captioner: str) -> ClipRow:
    """A clip with its prompt by one captioner."""
    prompt = sheet.prompts.get(captioner, {}).get(clip.id)
    info = sheet.captioner(captioner)
    text = "" if prompt is None else prompt.text
    edited = prompt is not None and prompt.operator_text is not None
    return ClipRow(
        clip=clip,
        colour=colour,
        prompt=prompt,
        source=source_name("operator" if edited else info.kind, info.title),
        n_tokens=sheet.n_tokens.get(text) if prompt is not None else None,
        limit=sheet.limit,
        names_class=bool(text) and sheet.names_class(text, clip.class_name),
    )


def _rows_of(sheet: PromptSheet, captioner: str) -> Sequence[ClassRow | ClipRow]:
    quality = sheet.quality.get(captioner)
    measured = {} if quality is None else {each.class_name: each for each in quality.classes}
    rows: list[ClassRow | ClipRow] = []
    for record in sheet.classes:
        clips = [
            clip_row(sheet, clip, record.colour, captioner)
            for clip in sheet.clips
            if clip.class_id == record.id
        ]
        if clips:
            written = sum(row.prompt is not None for row in clips)
            rows += [ClassRow(record, written, measured.get(record.name)), *clips]
    return rows


def _identity(row: ClassRow | ClipRow) -> tuple[str, int]:
    return ("clip", row.clip.id) if isinstance(row, ClipRow) else ("class", row.record.id)
