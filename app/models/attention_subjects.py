"""Clips and windows to look at, as a list: labelled ones by class, then incoming ones."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from app import texts
from app.texts import translate
from app.widgets.labels import plain_tip

if TYPE_CHECKING:
    from smp_core.workflows.explain import Subject

SUBJECT = Qt.ItemDataRole.UserRole
"""The `Subject` of an index."""

WORDS = Qt.ItemDataRole.UserRole + 1
"""What is said about it, one line."""


class AttentionSubjects(QAbstractListModel):
    """Subjects in the order given."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._subjects: tuple[Subject, ...] = ()
        self._words: tuple[str, ...] = ()

    @property
    def subjects(self) -> tuple[Subject, ...]:
        """All of them."""
        return self._subjects

    def set_subjects(self, subjects: Sequence[Subject], words: Sequence[str] = ()) -> None:
        """Show others.

        Args:
            subjects: In order.
            words: What is said about each; `subject_words` if empty.
        """
        self.beginResetModel()
        self._subjects = tuple(subjects)
        self._words = tuple(words) or tuple(subject_words(each) for each in subjects)
        self.endResetModel()

    def row_of(self, key: str) -> int:
        """The row of a subject's key; −1 if it is not here."""
        for row, each in enumerate(self._subjects):
            if each.key == key:
                return row
        return -1

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        """One a subject."""
        return 0 if parent.isValid() else len(self._subjects)

    def data(
        self,
        index: QModelIndex | QPersistentModelIndex,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        """The subject, its name, and what is read out."""
        if not index.isValid():
            return None
        subject = self._subjects[index.row()]
        if role == SUBJECT:
            return subject
        if role == Qt.ItemDataRole.DisplayRole:
            return subject.path.name
        if role == WORDS:
            return self._words[index.row()]
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(str(subject.path))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{subject.path.name}, {self._words[index.row()]}"
        return None


def subject_words(subject: Subject) -> str:
    """What is known of it: its class, and how sure a run was."""
    if subject.probability is None:
        return subject.class_name
    return translate("Attention", "{0}, {1}").format(
        subject.class_name, texts.percent(subject.probability)
    )
