"""The right side: progress, report, history and comparison, under small tabs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QStackedWidget, QTabBar, QVBoxLayout, QWidget

from app import theme as look
from app.models.train_series import Series
from app.theme import ThemeSwitch
from app.views.train.charts import Curves, TrainCharts
from app.views.train.comparison import ComparisonPage
from app.views.train.gates_view import GatesView
from app.views.train.history_page import HistoryPage
from app.views.train.report import ReportPage
from app.widgets.labels import label

if TYPE_CHECKING:
    from app.widgets.thumbnails import Thumbnails
    from smp_core.workflows.run_history import Difference, PastRun

PROGRESS, REPORT, HISTORY, COMPARISON = range(4)


class TrainPages(QWidget):
    """Tabs over pages; the comparison belongs to the history and has no tab of its own.

    Args:
        theme: For colours and icons.
        thumbnails: The project's.
    """

    def __init__(self, theme: ThemeSwitch, thumbnails: Thumbnails) -> None:
        super().__init__()
        self.tabs = QTabBar()
        self.tabs.setAccessibleName(self.tr("Views of the training"))
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        for text in (self.tr("Progress"), self.tr("Report"), self.tr("History")):
            self.tabs.addTab(text)
        self.charts = TrainCharts(theme)
        self.caption = label("", "quiet")
        self.gates = GatesView(theme)
        self.report = ReportPage(theme, thumbnails)
        self.history = HistoryPage(theme)
        self.comparison = ComparisonPage(theme)
        progress = QWidget()
        inner = QVBoxLayout(progress)
        inner.setContentsMargins(look.L, look.M, look.L, look.M)
        inner.setSpacing(look.S)
        inner.addWidget(self.caption)
        inner.addWidget(self.charts, 1)
        inner.addWidget(self.gates)
        self.stack = QStackedWidget()
        for page in (progress, self.report, self.history, self.comparison):
            self.stack.addWidget(page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, look.S, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.tabs)
        layout.addWidget(self.stack, 1)
        self.tabs.currentChanged.connect(self.stack.setCurrentIndex)
        self.tabs.tabBarClicked.connect(self.show_page)
        self.comparison.closed.connect(lambda: self.show_page(HISTORY))

    @property
    def page(self) -> int:
        """Which one is shown."""
        return self.stack.currentIndex()

    def show_page(self, page: int) -> None:
        """Bring one to the front."""
        if page < 0:
            return
        self.tabs.setCurrentIndex(min(page, HISTORY))
        self.stack.setCurrentIndex(page)

    def show_series(self, caption: str, series: Series) -> None:
        """Draw a training."""
        self.caption.setText(caption)
        self.charts.show_curves([Curves(caption, series)])
        self.gates.set_gates(series.gates)

    def refresh(self, series: Series) -> None:
        """Draw what came."""
        if self.page == PROGRESS and self.isVisible():
            self.charts.refresh()
            self.gates.set_gates(series.gates)

    def compare(
        self,
        first: PastRun,
        second: PastRun,
        differing: list[Difference],
        colours: Mapping[str, str],
    ) -> None:
        """Show two runs side by side."""
        self.comparison.show_runs(first, second, differing, colours)
        self.show_page(COMPARISON)
