"""The line on top: which run, beside which other one, heat or map, and export."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QMenu, QPushButton, QToolButton, QWidget

from app.context import Context
from app.theme import S
from app.widgets.buttons import button, set_usable
from app.widgets.labels import label, plain_tip
from smp_core.records import RunRecord


class RunChoice(QWidget):
    """Attributes:
        changed: Another run, or another one to compare with.
        page_wanted: "heat" or "map".

    Args:
        context: The window's shared parts.
    """

    changed = Signal()
    page_wanted = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.first = QComboBox()
        self.first.setAccessibleName(self.tr("Run"))
        self.second = QComboBox()
        self.second.setAccessibleName(self.tr("Compare with"))
        self.heat = self._page(self.tr("Heat"), "heat", self.tr("Where the model looks"))
        self.map = self._page(self.tr("Map"), "map", self.tr("All clips, alike ones together"))
        self.heat.setChecked(True)
        self.menu = QMenu(self)
        self.export: QPushButton = button(
            self.tr("Export"), lambda: None, icon="export", theme=context.theme
        )
        self.export.setMenu(self.menu)
        for box in (self.first, self.second):
            box.setMinimumWidth(120)
            box.setMaximumWidth(208)
            box.view().setTextElideMode(Qt.TextElideMode.ElideNone)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(S)
        layout.addWidget(self.first, 3)
        layout.addWidget(label(self.tr("beside"), "quiet"))
        layout.addWidget(self.second, 2)
        layout.addStretch(1)
        layout.addWidget(self.heat)
        layout.addWidget(self.map)
        layout.addSpacing(S)
        layout.addWidget(self.export)
        self.first.activated.connect(lambda _index: self.changed.emit())
        self.second.activated.connect(lambda _index: self.changed.emit())

    @property
    def run_id(self) -> str:
        """The run, empty without any."""
        return self.first.currentData() or ""

    @property
    def other_id(self) -> str:
        """The one to compare with, empty for none."""
        return self.second.currentData() or ""

    def name_of(self, run_id: str) -> str:
        """What people call a run."""
        return self.first.itemText(max(0, self.first.findData(run_id))).partition(" · ")[0]

    def set_runs(self, runs: Sequence[RunRecord], run_id: str) -> None:
        """Offer these, newest first, and choose one."""
        other = self.other_id
        self.first.clear()
        self.second.clear()
        self.second.addItem(self.tr("no other run"), "")
        for index, run in enumerate(runs):
            when = f"{run.created.astimezone():%d.%m. %H:%M}"
            name = self.tr("Run {0}").format(len(runs) - index)
            known_by = self.tr("in use") if run.active else when
            for box in (self.first, self.second):
                box.addItem(f"{name} · {known_by}", run.id)
                box.setItemData(box.count() - 1, plain_tip(when), Qt.ItemDataRole.ToolTipRole)
        self.first.setCurrentIndex(max(0, self.first.findData(run_id)))
        self.second.setCurrentIndex(max(0, self.second.findData(other)))
        self.second.setEnabled(len(runs) > 1)

    def set_exportable(self, there: bool) -> None:
        """Whether there is heat to write, of the clip that is chosen."""
        why_not = "" if there else self.tr("There is no heat yet: the clip is looked into first.")
        set_usable(self.export, why_not, self.tr("Export heat"))

    def show_page(self, page: str) -> None:
        """Mark which page is in front."""
        self.heat.setChecked(page == "heat")
        self.map.setChecked(page == "map")

    def _page(self, text: str, page: str, tip: str) -> QToolButton:
        made = QToolButton()
        made.setText(text)
        made.setAccessibleName(text)
        made.setToolTip(plain_tip(tip))
        made.setCheckable(True)
        made.clicked.connect(lambda _checked=False: self.page_wanted.emit(page))
        return made
