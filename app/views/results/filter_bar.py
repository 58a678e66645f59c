"""Which results are shown: class, review, folder, time, probability."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QColor, QIcon, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QWidget

from app.models.results_table import review_name
from app.theme import M, S, ThemeSwitch
from app.views.results.percent_edit import PercentEdit
from app.widgets.buttons import button
from app.widgets.labels import label

if TYPE_CHECKING:
    from app.operations.results import ResultsSetup
    from smp_core.workflows.result_table import ResultFilter

_REVIEWS = ("open", "confirmed", "corrected", "rejected")
_DAY_S = 86_400.0


class ManyChoice(QPushButton):
    """A button with a menu of things to tick; none ticked means all.

    Attributes:
        changed: Another choice.

    Args:
        everything: What the button says without a choice.
    """

    changed = Signal()

    def __init__(self, everything: str) -> None:
        super().__init__(everything)
        self._everything = everything
        self._menu = QMenu(self)
        self._actions: dict[Any, QAction] = {}
        self.setMenu(self._menu)
        self.setProperty("kind", "quiet")
        self._say()

    def set_options(self, options: Sequence[tuple[Any, str, QIcon | None]]) -> None:
        """Offer these (value, text, icon); what was chosen and is still there stays chosen."""
        before = set(self.chosen)
        self._menu.clear()
        self._actions = {}
        for value, text, icon in options:
            action = self._menu.addAction(text.replace("&", "&&"))
            if icon is not None:
                action.setIcon(icon)
            action.setCheckable(True)
            action.setChecked(value in before)
            action.toggled.connect(self._toggled)
            self._actions[value] = action
        self._say()

    @property
    def chosen(self) -> tuple[Any, ...]:
        """What is ticked."""
        return tuple(value for value, action in self._actions.items() if action.isChecked())

    def choose(self, values: Sequence[Any]) -> None:
        """Tick these, and nothing else; without telling."""
        for value, action in self._actions.items():
            action.blockSignals(True)
            action.setChecked(value in values)
            action.blockSignals(False)
        self._say()

    def _toggled(self, _checked: bool) -> None:
        self._say()
        self.changed.emit()

    def _say(self) -> None:
        names = [action.text() for action in self._actions.values() if action.isChecked()]
        text = self._everything
        if names:
            text = names[0] if len(names) == 1 else f"{names[0]} +{len(names) - 1}"
        self.setText(f"{text}  ▾")
        self.setAccessibleName(f"{self._everything}: {', '.join(names)}" if names else text)


class FilterBar(QWidget):
    """The bar.

    Attributes:
        changed: Another filter; ask `result_filter`.
        export_wanted: The operator wants a file of what is shown.

    Args:
        theme: For icons.
        timeline_span: What the timeline shows, seconds since 1970 UTC.
    """

    changed = Signal()
    export_wanted = Signal()

    def __init__(
        self, theme: ThemeSwitch, timeline_span: Callable[[], tuple[float, float]]
    ) -> None:
        super().__init__()
        self._timeline_span = timeline_span
        self.classes = ManyChoice(self.tr("All classes"))
        self.reviews = ManyChoice(self.tr("Any review"))
        self.folders = ManyChoice(self.tr("All folders"))
        self.times = QPushButton()
        self.times.setProperty("kind", "quiet")
        self._time = "all"
        self._time_menu = QMenu(self.times)
        self.times.setMenu(self._time_menu)
        for key, text in self._time_names().items():
            self._time_menu.addAction(text, partial(self.set_time, key))
        self.reviews.set_options([(each, review_name(each), None) for each in _REVIEWS])
        self.low = PercentEdit(self.tr("Lowest probability in percent"), 0)
        self.high = PercentEdit(self.tr("Highest probability in percent"), 100)
        self.count = label("", "quiet")
        self.clear = button(self.tr("Show all"), self.reset, "link")
        export = button(
            self.tr("Export…"), self.export_wanted.emit, "quiet", icon="export", theme=theme
        )
        row = QHBoxLayout(self)
        row.setContentsMargins(M, S, M, S)
        row.setSpacing(S)
        for each in (self.classes, self.reviews, self.folders, self.times):
            row.addWidget(each)
        row.addSpacing(S)
        row.addWidget(self.low)
        row.addWidget(label("–", "quiet"))
        row.addWidget(self.high)
        row.addWidget(label("%", "quiet"))
        row.addSpacing(S)
        row.addWidget(self.clear)
        row.addStretch(1)
        row.addWidget(self.count)
        row.addWidget(export)
        for part in (self.classes, self.reviews, self.folders):
            part.changed.connect(self._tell)
        for spin in (self.low, self.high):
            spin.changed.connect(self._tell)
        self._say_time()
        self.clear.setVisible(False)

    def set_setup(self, setup: ResultsSetup, colours: Callable[[str], QColor]) -> None:
        """Offer the classes and folders that there are."""
        self.classes.set_options([(name, name, _swatch(colours(name))) for name in setup.classes])
        self.folders.set_options([(each.id, each.name, None) for each in setup.folders])
        self.folders.setVisible(len(setup.folders) > 1)

    def set_time(self, key: str) -> None:
        """Choose a stretch of time by its key."""
        self._time = key if key in self._time_names() else "all"
        self._say_time()
        self._tell()

    @property
    def follows_timeline(self) -> bool:
        """Whether what the timeline shows is the filter."""
        return self._time == "timeline"

    def reset(self) -> None:
        """Show everything."""
        self.restore({})
        self._tell()

    @property
    def active(self) -> bool:
        """Whether anything is left out."""
        return bool(
            self.classes.chosen
            or self.reviews.chosen
            or self.folders.chosen
            or self._time != "all"
            or self.low.value > 0
            or self.high.value < 100
        )

    def result_filter(self, run_id: str) -> ResultFilter:
        """The filter as chosen."""
        from smp_core.workflows.result_table import ResultFilter

        begin_s, end_s = self._span()
        return ResultFilter(
            run_id,
            classes=self.classes.chosen,
            begin_s=begin_s,
            end_s=end_s,
            folder_ids=self.folders.chosen,
            low=self.low.value / 100,
            high=self.high.value / 100,
            reviews=self.reviews.chosen,
        )

    def save(self) -> dict[str, Any]:
        """As plain JSON."""
        return {
            "classes": list(self.classes.chosen),
            "reviews": list(self.reviews.chosen),
            "folders": list(self.folders.chosen),
            "time": self._time,
            "low": self.low.value,
            "high": self.high.value,
        }

    def restore(self, state: dict[str, Any]) -> None:
        """Go back to that, without telling."""
        for part, key in (
            (self.classes, "classes"),
            (self.reviews, "reviews"),
            (self.folders, "folders"),
        ):
            part.choose(state.get(key, []))
        for spin, value in ((self.low, state.get("low", 0)), (self.high, state.get("high", 100))):
            spin.set_value(int(value))
        self._time = state.get("time", "all")
        self._say_time()
        self.clear.setVisible(self.active)

    def _tell(self, *_value: object) -> None:
        self.clear.setVisible(self.active)
        self.changed.emit()

    def _span(self) -> tuple[float | None, float | None]:
        now = time.time()
        if self._time == "timeline":
            return self._timeline_span()
        if self._time == "today":
            midnight = datetime.now().replace(hour=0, minute=0, second=0, microsecond=0)
            return midnight.timestamp(), None
        past_s = {"hour": 3600.0, "day": _DAY_S, "week": 7 * _DAY_S}.get(self._time)
        return (None, None) if past_s is None else (now - past_s, None)

    def _time_names(self) -> dict[str, str]:
        return {
            "all": self.tr("All times"),
            "hour": self.tr("Last hour"),
            "today": self.tr("Today"),
            "day": self.tr("Last 24 hours"),
            "week": self.tr("Last 7 days"),
            "timeline": self.tr("What the timeline shows"),
        }

    def _say_time(self) -> None:
        text = self._time_names().get(self._time, "")
        self.times.setText(f"{text}  ▾")
        self.times.setAccessibleName(self.tr("Time: {0}").format(text))


def _swatch(colour: QColor) -> QIcon:
    picture = QPixmap(12, 12)
    picture.fill(colour)
    return QIcon(picture)
