"""The list of clips to look at, with a search line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QItemSelection,
    QModelIndex,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
    Signal,
)
from PySide6.QtWidgets import QComboBox, QLineEdit, QListView, QVBoxLayout, QWidget

from app.context import Context
from app.models.attention_subjects import SUBJECT, WORDS, AttentionSubjects
from app.operations.attention import Shelf
from app.theme import S
from app.views.attention.subject_rows import SubjectRows
from app.widgets.thumbnails import Thumbnails

if TYPE_CHECKING:
    from smp_core.workflows.explain import Subject


class _Filter(QSortFilterProxyModel):
    """Subjects of a kind whose name or class holds some words."""

    kind = ""
    words = ""

    def narrow(self, kind: str, words: str) -> None:
        """Show only these."""
        self.beginFilterChange()
        self.kind, self.words = kind, words.casefold()
        self.endFilterChange(QSortFilterProxyModel.Direction.Rows)

    def filterAcceptsRow(self, row: int, parent: QModelIndex | QPersistentModelIndex) -> bool:
        """Whether a row is shown."""
        index = self.sourceModel().index(row, 0, parent)
        subject = index.data(SUBJECT)
        if self.kind and subject.kind != self.kind:
            return False
        text = f"{subject.path.name} {index.data(WORDS)}".casefold()
        return all(word in text for word in self.words.split())


class Chooser(QWidget):
    """Labelled clips and incoming windows.

    Attributes:
        chosen: A `Subject`: the operator wants to look at it.

    Args:
        context: The window's shared parts. thumbnails: For the pictures.
    """

    chosen = Signal(object)

    def __init__(self, context: Context, thumbnails: Thumbnails) -> None:
        super().__init__()
        self.model = AttentionSubjects(self)
        self._filter = _Filter(self)
        self._filter.setSourceModel(self.model)
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Find a clip"))
        self.search.setAccessibleName(self.tr("Find a clip"))
        self.search.setClearButtonEnabled(True)
        self.kind = QComboBox()
        self.kind.setAccessibleName(self.tr("Which clips"))
        for text, kind in (
            (self.tr("All clips"), ""),
            (self.tr("Training clips"), "clip"),
            (self.tr("Incoming videos"), "window"),
        ):
            self.kind.addItem(text, kind)
        self.list = QListView()
        self.list.setModel(self._filter)
        self.list.setUniformItemSizes(True)
        self.list.setMouseTracking(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setAccessibleName(self.tr("Clips to look at"))
        self.rows = SubjectRows(context, thumbnails, self.list)
        self.list.setItemDelegate(self.rows)
        self.setMinimumWidth(200)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(S, S, 0, S)
        layout.setSpacing(S)
        layout.addWidget(self.search)
        layout.addWidget(self.kind)
        layout.addWidget(self.list, 1)
        self.search.textChanged.connect(self._narrow)
        self.kind.currentIndexChanged.connect(self._narrow)
        self.list.selectionModel().selectionChanged.connect(self._selected)

    @property
    def current(self) -> Subject | None:
        """The chosen one."""
        found = self.list.selectionModel().selectedIndexes()
        return found[0].data(SUBJECT) if found else None

    def set_shelf(self, shelf: Shelf) -> None:
        """Show others, the same one chosen if it is still there."""
        before = self.current
        self.rows.colours = {each.name: each.colour for each in shelf.classes}
        blocked = self.list.selectionModel().blockSignals(True)
        self.model.set_subjects(shelf.subjects)
        if before is not None:
            self._select(before.key)
        self.list.selectionModel().blockSignals(blocked)

    def choose(self, key: str) -> bool:
        """Choose a subject by its key, whatever the filter; whether it is there."""
        if self.model.row_of(key) < 0:
            return False
        if not self._select(key):
            self.search.clear()
            self.kind.setCurrentIndex(0)
            self._select(key)
        return True

    def step(self, by: int) -> None:
        """Choose the next or the one before."""
        rows = self.list.selectionModel().selectedIndexes()
        row = rows[0].row() + by if rows else 0
        if 0 <= row < self._filter.rowCount():
            self.list.setCurrentIndex(self._filter.index(row, 0))

    def _select(self, key: str) -> bool:
        source = self.model.index(self.model.row_of(key), 0)
        index = self._filter.mapFromSource(source)
        if not index.isValid():
            return False
        self.list.setCurrentIndex(index)
        return True

    def _narrow(self) -> None:
        self._filter.narrow(str(self.kind.currentData()), self.search.text())

    def _selected(self, chosen: QItemSelection, _before: QItemSelection) -> None:
        if not chosen.isEmpty():
            self.chosen.emit(chosen.indexes()[0].data(SUBJECT))
