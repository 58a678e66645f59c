"""The stream of arrivals as a list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from app import texts
from app.texts import translate

if TYPE_CHECKING:
    from smp_core.workflows.arrivals import Arrival

ARRIVAL_ROLE = Qt.ItemDataRole.UserRole
Index = QModelIndex | QPersistentModelIndex


class ArrivalsModel(QAbstractListModel):
    """Newest first. New ones come in on top, so that what is looked at stays where it is."""

    def __init__(self) -> None:
        super().__init__()
        self._arrivals: list[Arrival] = []

    @property
    def arrivals(self) -> Sequence[Arrival]:
        """What is shown."""
        return self._arrivals

    def set_arrivals(self, arrivals: Sequence[Arrival]) -> None:
        """Show these instead, touching only what is another."""
        old = [each.id for each in self._arrivals]
        new = [each.id for each in arrivals]
        fresh = len(new) - len(old)
        if fresh > 0 and new[fresh:] == old:
            self.beginInsertRows(QModelIndex(), 0, fresh - 1)
            self._arrivals = list(arrivals)
            self.endInsertRows()
        elif new != old:
            self.beginResetModel()
            self._arrivals = list(arrivals)
            self.endResetModel()
            return
        before, self._arrivals = self._arrivals, list(arrivals)
        for row, (one, other) in enumerate(zip(before, arrivals, strict=False)):
            if one != other or fresh > 0:
                self.dataChanged.emit(self.index(row), self.index(row))

    def row_of(self, arrival_id: int) -> int:
        """Where a video stands, -1 if it is not shown."""
        return next((i for i, each in enumerate(self._arrivals) if each.id == arrival_id), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """How many there are."""
        return 0 if parent.isValid() else len(self._arrivals)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The arrival for the delegate, words for screen readers."""
        if not index.isValid() or index.row() >= len(self._arrivals):
            return None
        arrival = self._arrivals[index.row()]
        if role == ARRIVAL_ROLE:
            return arrival
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{arrival.path.name}, {headline(arrival)}"
        return None


def headline(arrival: Arrival) -> str:
    """What became of a video, in a few words."""
    if arrival.status == "failed":
        return translate("Incoming", "Could not be used")
    if arrival.status == "decoding":
        return translate("Incoming", "Looking at it now")
    if arrival.status == "queued":
        return translate("Incoming", "Waiting")
    if not arrival.class_name:
        return translate("Incoming", "Classified by an earlier run")
    return f"{arrival.class_name}, {texts.percent(arrival.probability)}"
