"""The station "Results"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app import theme as look
from app.commands import Command
from app.context import Context
from app.models.results_table import KIND, PAGE_ROWS, PROBABILITY, TIME, VIDEO, ResultsModel
from app.operations import results
from app.views.results.commands import station_commands
from app.views.results.detail import ResultDetail
from app.views.results.export_box import ask_for_export
from app.views.results.filter_bar import FilterBar
from app.views.results.judging import Judging
from app.views.results.table import ResultsTable
from app.views.results.timeline_view import TimelineView
from app.views.station import Station
from app.widgets.labels import line
from app.widgets.pack_line import PackLine
from app.widgets.thumbnails import Thumbnails

if TYPE_CHECKING:
    from app.operations.results import Page, ResultsSetup
    from smp_core.workflows.projects import Project
    from smp_core.workflows.result_table import Order, ResultFilter, ResultRow

_ORDERS: dict[int, Order] = {
    TIME: "time",
    KIND: "class",
    PROBABILITY: "probability",
    VIDEO: "video",
}
_BINS = 400
_SETTLE_MS = 60


class ResultsStation(Station):
    """See `Station`.

    Attributes:
        model, table, filters, timeline, detail: Its parts.
        judging: What the operator says about results.
    """

    key = "results"

    def __init__(self, context: Context, project: Project) -> None:
        super().__init__(context, project)
        self._setup: ResultsSetup | None = None
        self._chosen: ResultFilter | None = None
        self._order, self._descending = TIME, True
        self._serial = 0
        self._stale = False  # another program may have changed rows that are shown
        self._pending_line = self._pending_id = 0
        self._state: dict[str, Any] = {}
        self.model = ResultsModel()
        self.model.setParent(self)
        thumbnails = Thumbnails.shared(context, project)
        self.table = ResultsTable(context, self.model, thumbnails, self.class_colour)
        self.timeline = TimelineView(context.theme, self.class_colour)
        self.filters = FilterBar(context.theme, lambda: self.timeline.span)
        self.judging = Judging(context, project, self)
        acts = {
            "confirm": self.judging.confirm,
            "reject": self.judging.reject,
            "train": self.judging.train,
        }
        self.detail = ResultDetail(context, project, self.class_colour, acts, self.judging.correct)
        self.set_content(self._assemble())
        self.show_nothing()
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLE_MS)
        self._settle.timeout.connect(self._refresh_in_sight)
        self._connect()
        self.refresh()

    def refresh(self) -> None:
        """Read again what there is."""
        self.context.start(results.read_setup(self.project), owner=self, done=self._take_setup)

    def class_colour(self, name: str) -> QColor:
        """The colour of a class, also of one that the project no longer has."""
        setup = self._setup
        if setup is None:
            return QColor(look.class_colour(0))
        if name in setup.colours:
            return QColor(setup.colours[name])
        position = setup.classes.index(name) if name in setup.classes else 0
        return QColor(look.class_colour(position))

    def rows(self) -> list[ResultRow]:
        """The chosen results that are read."""
        found = (self.model.row(each) for each in self.table.lines())
        return [each for each in found if each is not None]

    def own_classes(self) -> tuple[str, ...]:
        """The project's classes, in the order of the number keys."""
        setup = self._setup
        return () if setup is None else setup.own_classes or setup.classes

    def step_on(self) -> None:
        """To the next result, after one was judged."""
        if len(self.table.lines()) == 1 and self.table.line + 1 < self.model.total:
            self.table.go_to(self.table.line + 1)

    def show_rows(self, changed: dict[int, ResultRow]) -> None:
        """Show results as they are now, and where they are."""
        self.model.update_rows(changed)
        self._show_current()
        self.table.viewport().update()

    def go_to_result(self, result_id: int) -> None:
        """Choose a result if it is in memory."""
        at = self.model.line_of(result_id)
        if at is not None:
            self.table.go_to(at)

    def export(self) -> None:
        """Ask where to, and write what is shown."""
        if self._chosen is not None:
            ask_for_export(self, self.context, self.project, self._chosen)

    def show_nothing(self) -> None:
        """Nothing was classified yet: say so, and what comes first."""
        self.show_empty(
            "list-bullets",
            self.tr("No results yet"),
            self.tr("Every classified video appears here, to be confirmed or corrected."),
            self.tr("Go to Incoming"),
            lambda: self.go.emit("incoming"),
        )

    def commands(self) -> Sequence[Command]:
        """Judging, walking, zooming."""
        return station_commands(self)

    def inspector(self) -> QWidget | None:
        """The player and what to say, while there is a result."""
        return self.detail if self.model.total else None

    def entered(self) -> None:
        """Look again, and let the arrow keys walk."""
        self.refresh()
        if not self.is_empty:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def left(self) -> None:
        """Let go of the file."""
        self.detail.player.stop()

    def save_state(self) -> dict[str, Any]:
        """Filter, order, row and columns."""
        if self._setup is None or self._chosen is None:
            return self._state
        return {
            "filter": self.filters.save(),
            "order": self._order,
            "descending": self._descending,
            "line": max(0, self.table.line),
            "span": list(self.timeline.span) if self.timeline.zoomed else [],
            "columns": [self.table.columnWidth(each) for each in range(self.model.columnCount())],
        }

    def restore_state(self, state: dict[str, Any]) -> None:
        """Go back to that once the setup is read."""
        self._state = state
        self._order = state.get("order", TIME) if state.get("order") in _ORDERS else TIME
        self._descending = bool(state.get("descending", True))
        self._pending_line = int(state.get("line", 0))
        for column, width in enumerate(state.get("columns", [])):
            if column + 1 < self.model.columnCount() and isinstance(width, int) and width >= 48:
                self.table.setColumnWidth(column, width)
        self._show_order()

    def _refresh_in_sight(self) -> None:
        if self.isVisible():  # `entered` does it otherwise
            self.refresh()

    def _assemble(self) -> QWidget:
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.timeline)
        column.addWidget(line())
        column.addWidget(PackLine(self.context.pack))
        column.addWidget(self.filters)
        column.addWidget(line())
        column.addWidget(self.table, 1)
        return whole

    def _connect(self) -> None:
        self.model.page_wanted.connect(self._read_page)
        self.table.current_changed.connect(self._show_current)
        self.table.horizontalHeader().sectionClicked.connect(self._sort_by)
        self.filters.changed.connect(self.show_filtered)
        self.filters.export_wanted.connect(self.export)
        self.timeline.span_changed.connect(self._span_changed)
        self.timeline.time_chosen.connect(self._jump)
        changes = self.context.changes
        for signal in (changes.incoming_changed, changes.runs_changed, changes.clips_changed):
            signal.connect(self._settle.start)
        changes.results_changed_elsewhere.connect(self._changed_elsewhere)

    def _changed_elsewhere(self) -> None:
        self._stale = True
        self._settle.start()

    def _take_setup(self, setup: ResultsSetup) -> None:
        before, self._setup = self._setup, setup
        self.detail.set_classes(self.own_classes())
        if not setup.run_id or not setup.total or setup.span is None:
            self.model.reset(0)
            self._chosen = None
            self.show_nothing()
            self.inspector_changed.emit()
            return
        self.show_content()
        first = before is None or before.run_id != setup.run_id or self._chosen is None
        if before != setup:
            self.filters.set_setup(setup, self.class_colour)
            self.timeline.set_whole(*setup.span)
        if first:
            if self.isVisible():  # otherwise the timeline would have the arrow keys
                self.table.setFocus(Qt.FocusReason.OtherFocusReason)
            state, self._state = self._state, {}
            self.filters.restore(state.get("filter", {}))
            span = state.get("span", [])
            if len(span) == 2:
                self.timeline.set_span(*span)
        if first or before is None or before.total != setup.total or self._stale:
            self._stale = False
            if not first:  # what is looked at stays chosen, wherever new ones push it
                row = self.model.row(self.table.line)
                self._pending_id = 0 if row is None else row.id
                self._pending_line = max(0, self.table.line)
            self.show_filtered()

    def show_filtered(self) -> None:
        """Read the first rows, then how many there are, then the timeline."""
        if self._setup is None or not self._setup.run_id:
            return
        self._chosen = self.filters.result_filter(self._setup.run_id)
        self._serial += 1
        first_page = self._page_operation(0, None)
        serial = self._serial
        self.context.start(first_page, owner=self, done=lambda page: self._take_first(serial, page))

    def _take_first(self, serial: int, page: Page) -> None:
        if serial != self._serial or self._chosen is None:
            return
        self.model.reset(len(page.rows), page.rows)
        self.inspector_changed.emit()
        if len(page.rows) < PAGE_ROWS:
            self._take_count(serial, len(page.rows))
        else:
            operation = results.count_results(self.project, self._chosen)
            self.context.start(
                operation, owner=self, done=lambda total: self._take_count(serial, total)
            )

    def _take_count(self, serial: int, total: int) -> None:
        if serial != self._serial or self._setup is None:
            return
        self.model.set_total(total)
        if self.filters.active:
            said = self.tr("{0} of {1}").format(f"{total:,}", f"{self._setup.total:,}")
        else:
            said = self.tr("{0} results").format(f"{total:,}")
        self.filters.count.setText(said)
        line = self.model.line_of(self._pending_id) if self._pending_id else None
        self.table.go_to(self._pending_line if line is None else line)
        self._pending_line = self._pending_id = 0
        self._show_current()
        self.inspector_changed.emit()
        self._read_timeline()

    def _page_operation(self, number: int, total: int | None) -> Any:
        if self._chosen is None:
            raise RuntimeError("no filter yet")
        return results.read_page(
            self.project,
            self._chosen,
            _ORDERS[self._order],
            self._descending,
            number * PAGE_ROWS,
            PAGE_ROWS,
            total,
        )

    def _read_page(self, number: int) -> None:
        if self._chosen is None:
            return
        serial = self._serial

        def take(page: Page) -> None:
            if serial == self._serial:
                self.model.set_page(number, page.rows)
                self._show_current()

        def give_up(error: Exception) -> None:
            self.model.page_failed(number)  # looked at again, it is asked for again
            self.context.notices.error(error)

        self.context.start(
            self._page_operation(number, self.model.total), owner=self, done=take, failed=give_up
        )

    def _read_timeline(self) -> None:
        if self._chosen is not None:
            operation = results.read_timeline(
                self.project, self._chosen, *self.timeline.span, _BINS
            )
            self.context.start(operation, owner=self, done=self.timeline.set_timeline)

    def _span_changed(self, _begin_s: float, _end_s: float) -> None:
        if self.filters.follows_timeline:
            self.show_filtered()
        else:
            self._read_timeline()

    def _sort_by(self, column: int) -> None:
        if column in _ORDERS:
            same = column == self._order
            self._descending = not self._descending if same else column in (TIME, PROBABILITY)
            self._order = column
            self.show_filtered()
        self._show_order()

    def _show_order(self) -> None:
        order = Qt.SortOrder.DescendingOrder if self._descending else Qt.SortOrder.AscendingOrder
        self.table.horizontalHeader().setSortIndicator(self._order, order)

    def _jump(self, seconds: float) -> None:
        """To the result at a moment of the timeline."""
        if self._chosen is None:
            return
        if (self._order, self._descending) != (TIME, True):
            self._order, self._descending = TIME, True
            self._show_order()
            self.show_filtered()
        # The bin's own end: the first result within it, not the one before it.
        width = (self.timeline.span[1] - self.timeline.span[0]) / _BINS
        self.context.start(
            results.row_of_time(self.project, self._chosen, seconds + width),
            owner=self,
            done=self.table.go_to,
        )

    def next_open(self) -> None:
        """To the next result that nobody judged yet."""
        for at in range(self.table.line + 1, min(self.model.total, self.table.line + 5000)):
            row = self.model.row(at)
            if row is None or row.review == "open":  # unread: it is read on arriving
                self.table.go_to(at)
                return

    def _show_current(self) -> None:
        row = self.model.row(self.table.line) if self.table.line >= 0 else None
        self.detail.set_row(row)
        self.timeline.set_now(None if row is None else row.recorded_s)
