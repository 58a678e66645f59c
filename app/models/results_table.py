"""A million results as a table that reads only the pages that are looked at."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)

from app import texts
from app.texts import translate

if TYPE_CHECKING:
    from smp_core.workflows.result_table import ResultRow

PAGE_ROWS = 100
_PAGES_KEPT = 60
STATE, PICTURE, KIND, PROBABILITY, TIME, VIDEO, FOLDER = range(7)
ROW_ROLE = Qt.ItemDataRole.UserRole
Index = QModelIndex | QPersistentModelIndex


class ResultsModel(QAbstractTableModel):
    """Rows by number; unknown ones are asked for, the newest wish first.

    Attributes:
        page_wanted: The number of a page; answer with `set_page`.
    """

    page_wanted = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._total = 0
        self._pages: OrderedDict[int, list[ResultRow]] = OrderedDict()
        self._asked: set[int] = set()
        self._wishes: list[int] = []
        self._ask = QTimer(self)
        self._ask.setSingleShot(True)
        self._ask.setInterval(0)
        self._ask.timeout.connect(self._send)

    @property
    def total(self) -> int:
        """Rows there are."""
        return self._total

    def reset(self, total: int, first: Iterable[ResultRow] = ()) -> None:
        """Begin anew: another filter or order."""
        self.beginResetModel()
        self._pages.clear()
        self._asked.clear()
        self._wishes.clear()
        rows = list(first)
        for start in range(0, len(rows), PAGE_ROWS):
            self._pages[start // PAGE_ROWS] = rows[start : start + PAGE_ROWS]
        self._total = total
        self.endResetModel()

    def set_total(self, total: int) -> None:
        """There are more or fewer rows than thought; those known stay."""
        if total > self._total:
            self.beginInsertRows(QModelIndex(), self._total, total - 1)
            self._total = total
            self.endInsertRows()
        elif total < self._total:
            self.beginRemoveRows(QModelIndex(), total, self._total - 1)
            self._total = total
            self.endRemoveRows()

    def set_page(self, number: int, rows: Iterable[ResultRow]) -> None:
        """Take in a page."""
        self._asked.discard(number)
        self._pages[number] = list(rows)
        self._pages.move_to_end(number)
        while len(self._pages) > _PAGES_KEPT:
            self._pages.popitem(last=False)
        first = number * PAGE_ROWS
        last = min(first + PAGE_ROWS, self._total) - 1
        if first <= last:
            self.dataChanged.emit(self.index(first, 0), self.index(last, FOLDER))

    def page_failed(self, number: int) -> None:
        """A page could not be read; it is asked for again when it is next looked at."""
        self._asked.discard(number)

    def update_rows(self, changed: dict[int, ResultRow]) -> None:
        """Show these results as they are now, where they are."""
        for number, page in self._pages.items():
            for at, row in enumerate(page):
                if row.id in changed:
                    page[at] = changed[row.id]
                    line = number * PAGE_ROWS + at
                    self.dataChanged.emit(self.index(line, 0), self.index(line, FOLDER))

    def row(self, number: int) -> ResultRow | None:
        """A result, None while it is not read; it is asked for then."""
        if not 0 <= number < self._total:
            return None
        page_number, at = divmod(number, PAGE_ROWS)
        page = self._pages.get(page_number)
        if page is None:
            if page_number not in self._asked and page_number not in self._wishes:
                self._wishes.append(page_number)
                self._ask.start()
            return None
        self._pages.move_to_end(page_number)
        return page[at] if at < len(page) else None

    def known(self) -> list[ResultRow]:
        """All rows in memory, for looking up what a mark stands for."""
        return [row for page in self._pages.values() for row in page]

    def line_of(self, result_id: int) -> int | None:
        """Where a result in memory stands."""
        for number, page in self._pages.items():
            for at, row in enumerate(page):
                if row.id == result_id:
                    return number * PAGE_ROWS + at
        return None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Rows there are."""
        return 0 if parent.isValid() else self._total

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Columns."""
        return 0 if parent.isValid() else FOLDER + 1

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Headings; rows have none."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return (
            translate("Results", "Review"),
            "",
            translate("Results", "Class"),
            translate("Results", "Probability"),
            translate("Results", "Time"),
            translate("Results", "Video"),
            translate("Results", "Folder"),
        )[section]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Words of a cell for screen readers and copying; the delegate paints by `ROW_ROLE`."""
        wanted = (
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.AccessibleTextRole,
            ROW_ROLE,
        )
        if not index.isValid() or role not in wanted:
            return None
        row = self.row(index.row())
        if role == ROW_ROLE or row is None:
            return row
        return cell_text(row, index.column())

    def _send(self) -> None:
        wishes, self._wishes = self._wishes, []
        for number in reversed(wishes[-4:]):  # scrolled over already: not worth reading
            self._asked.add(number)
            self.page_wanted.emit(number)


def cell_text(row: ResultRow, column: int) -> str:
    """What a cell says."""
    if column == STATE:
        return review_name(row.review)
    if column == KIND:
        return row.final_class
    if column == PROBABILITY:
        return texts.percent(row.probability)
    if column == TIME:
        return texts.clock_time(row.recorded_s)
    if column == VIDEO:
        begin, end = texts.duration(row.start_s), texts.duration(row.end_s)
        return f"{row.path.name}  {begin}–{end}"
    return row.folder if column == FOLDER else ""


def review_name(review: str) -> str:
    """A state of review in words."""
    return {
        "open": translate("Results", "Open"),
        "confirmed": translate("Results", "Confirmed"),
        "corrected": translate("Results", "Corrected"),
        "rejected": translate("Results", "Rejected"),
    }.get(review, review)
