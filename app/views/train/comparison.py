"""Two runs side by side: what was set differently, the curves over each other, and the quality."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app import theme as look
from app.models.train_series import Series
from app.models.train_settings_words import key_title
from app.models.train_words import quality_sentence, run_title
from app.texts import translate
from app.theme import ThemeSwitch
from app.views.train.charts import Curves, TrainCharts
from app.views.train.recall_chart import RecallChart
from app.widgets.buttons import button
from app.widgets.labels import ElidedLabel, label

if TYPE_CHECKING:
    from smp_core.workflows.run_history import Difference, PastRun

_WORDS_PX = 460


class ComparisonPage(QWidget):
    """Compares two runs.

    Attributes:
        closed: Back to the history.

    Args:
        theme: For colours and icons.
    """

    closed = Signal()

    def __init__(self, theme: ThemeSwitch) -> None:
        super().__init__()
        self.title = label("", "section")
        self.charts = TrainCharts(theme)
        self.recall = RecallChart(theme)
        self.recall_title = label("", "strong", wrap=True)
        self.sentences = label("", "quiet", wrap=True)
        self.differing = label("", "strong")
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(look.M)
        self._grid.setVerticalSpacing(look.XS)
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnStretch(2, 1)
        back = button(
            self.tr("Back to the history"),
            self.closed.emit,
            "quiet",
            icon="arrow-left",
            theme=theme,
        )
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(back)
        inside = QWidget()
        words = QVBoxLayout(inside)
        words.setContentsMargins(0, 0, look.M, 0)
        words.setSpacing(look.S)
        words.addWidget(self.differing)
        words.addLayout(self._grid)
        words.addSpacing(look.M)
        words.addWidget(self.recall_title)
        words.addWidget(self.recall)
        words.addWidget(self.sentences)
        words.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inside)
        scroll.setMinimumWidth(_WORDS_PX)
        body = QHBoxLayout()
        body.setSpacing(look.L)
        body.addWidget(scroll, 1)
        body.addWidget(self.charts, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(look.L, look.L, look.L, look.M)
        layout.setSpacing(look.M)
        layout.addLayout(head)
        layout.addLayout(body, 1)

    def show_runs(
        self,
        first: PastRun,
        second: PastRun,
        differing: Sequence[Difference],
        colours: Mapping[str, str],
    ) -> None:
        """Compare.

        Args:
            differing: Settings that they do not share.
            colours: "#rrggbb" by class name.
        """
        names = (run_title(first), run_title(second))
        self.title.setText(self.tr("{0} and {1}").format(*names))
        self._show_settings(names, differing)
        self.charts.show_curves(
            [
                Curves(name, Series.of_history(each.history, each.epochs))
                for name, each in zip(names, (first, second), strict=True)
            ]
        )
        self._show_quality(names, first, second, colours)

    def _show_settings(self, names: tuple[str, str], differing: Sequence[Difference]) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        self.differing.setText(
            self.tr("Set differently") if differing else self.tr("All settings are the same")
        )
        if not differing:
            return
        for column, text in enumerate(("", *names)):
            self._grid.addWidget(label(text, "caption"), 0, column)
        for row, each in enumerate(differing, start=1):
            self._grid.addWidget(label(key_title(each.key), "quiet", wrap=True), row, 0)
            for column, value in enumerate((each.first, each.second), start=1):
                shown = ElidedLabel(_shown(value), "body", Qt.TextElideMode.ElideRight)
                self._grid.addWidget(shown, row, column)

    def _show_quality(
        self,
        names: tuple[str, str],
        first: PastRun,
        second: PastRun,
        colours: Mapping[str, str],
    ) -> None:
        one, two = first.quality, second.quality
        shown, other = (two, one) if two is not None else (one, None)
        self.recall.setVisible(shown is not None)
        if shown is None:
            self.recall_title.setText(self.tr("Neither run has been checked for quality yet"))
            self.sentences.setText("")
            return
        if other is None:
            name = names[1] if two is not None else names[0]
            title = self.tr("Clips found by {0}; the other was not checked").format(name)
        else:
            title = self.tr("Clips found by {0} (filled) and {1} (hollow)").format(
                names[1], names[0]
            )
        self.recall_title.setText(title)
        self.recall.set_classes(
            shown.classes(), colours, other.classes() if other is not None else ()
        )
        self.sentences.setText(
            "\n\n".join(
                f"{name}: {quality_sentence(quality)}"
                for name, quality in zip(names, (one, two), strict=True)
                if quality is not None
            )
        )


def _shown(value: object) -> str:
    if value is None:
        return "–"
    if isinstance(value, bool) or value in ("true", "false"):
        on = value is True or value == "true"
        return translate("Train", "on") if on else translate("Train", "off")
    return f"{value:g}" if isinstance(value, float) else str(value)
