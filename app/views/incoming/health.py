"""How the queue is doing: rate, backlog, and what could not be used, with its reason."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.core_texts import core_text
from app.remedies import window_hint
from app.theme import XS, M, S, ThemeSwitch
from app.widgets.buttons import button
from app.widgets.labels import ElidedLabel, label, line

if TYPE_CHECKING:
    from smp_core.workflows.arrivals import Arrival, IncomingHealth

_SHOWN = 30


class Health(QFrame):
    """The inspector of the incoming videos.

    Args:
        theme: For icons.
        retry: Tries failed videos again, by their ids.
    """

    def __init__(self, theme: ThemeSwitch, retry: Callable[[Sequence[int]], None]) -> None:
        super().__init__()
        self._theme, self._retry = theme, retry
        self._failures: tuple[Arrival, ...] = ()
        self._numbers: dict[str, tuple[QWidget, QWidget]] = {}
        grid = QGridLayout()
        grid.setHorizontalSpacing(M)
        grid.setVerticalSpacing(M)
        self.rate, self.backlog = label("–", "title"), label("–", "title")
        self.done, self.failed = label("–", "title"), label("–", "title")
        for number, (value, name) in enumerate(
            (
                (self.backlog, self.tr("waiting")),
                (self.rate, self.tr("an hour, lately")),
                (self.done, self.tr("classified")),
                (self.failed, self.tr("not usable")),
            )
        ):
            cell = QVBoxLayout()
            cell.setSpacing(0)
            cell.addWidget(value)
            cell.addWidget(label(name, "caption"))
            grid.addLayout(cell, number // 2, number % 2)
        self.outlook = label("", "quiet", wrap=True)
        self._title = label(self.tr("Could not be used"), "strong")
        self.retry_all = button(self.tr("Try all again"), self._retry_all, "link")
        heading = QHBoxLayout()
        heading.addWidget(self._title, 1)
        heading.addWidget(self.retry_all)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(M)
        self._none = label(self.tr("Every video could be used."), "quiet", wrap=True)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(M, M, M, M)
        column.setSpacing(S)
        column.addLayout(grid)
        column.addWidget(self.outlook)
        column.addSpacing(XS)
        column.addWidget(line())
        column.addSpacing(XS)
        column.addLayout(heading)
        column.addWidget(self._none)
        column.addLayout(self._rows)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidget(body)
        area.setWidgetResizable(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(area)

    def set_health(self, health: IncomingHealth, failures: Sequence[Arrival]) -> None:
        """Show these numbers and faults."""
        self.backlog.setText(f"{health.waiting:,}")
        self.rate.setText(f"{round(health.per_hour):,}" if health.per_hour else "–")
        self.done.setText(f"{health.classified:,}")
        self.failed.setText(f"{health.failed:,}")
        outlook = ""
        if health.waiting and health.per_hour:
            minutes = math.ceil(health.waiting / health.per_hour * 60)
            outlook = self.tr("At this rate the queue is empty in about {0} min.").format(minutes)
        self.outlook.setText(outlook)
        self.outlook.setVisible(bool(outlook))
        self._none.setVisible(not failures)
        self._title.setVisible(bool(failures))
        self.retry_all.setVisible(len(failures) > 1)
        if tuple(failures) == self._failures:
            return
        self._failures = tuple(failures)
        while self._rows.count():
            item = self._rows.takeAt(0)
            widget = None if item is None else item.widget()
            if widget is not None:
                widget.setParent(None)
                widget.deleteLater()
        for failure in failures[:_SHOWN]:
            self._rows.addWidget(self._row(failure))
        if len(failures) > _SHOWN:
            more = self.tr("… and {0} more").format(len(failures) - _SHOWN)
            self._rows.addWidget(label(more, "quiet"))

    def _row(self, failure: Arrival) -> QWidget:
        row = QWidget()
        column = QVBoxLayout(row)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        top = QHBoxLayout()
        top.addWidget(ElidedLabel(failure.path.name, "strong"), 1)
        again = button(self.tr("Retry"), lambda: self._retry([failure.id]), "link")
        again.setAccessibleName(self.tr("Try {0} again").format(failure.path.name))
        top.addWidget(again)
        column.addLayout(top)
        # The whole path is in the tip of the name; the reason need not repeat it.
        reason = core_text(failure.reason).replace(str(failure.path), self.tr("The file"))
        column.addWidget(label(reason, "bad", wrap=True))
        hint = window_hint(failure.hint)
        if hint:
            column.addWidget(label(hint, "quiet", wrap=True))
        return row

    def _retry_all(self) -> None:
        self._retry([each.id for each in self._failures])
