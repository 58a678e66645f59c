"""Four live charts on one time axis: loss, accuracy, modality balance, prompts' trust."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPen, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app import theme as look
from app.models.train_series import Series
from app.theme import ThemeSwitch

_AXIS_PX = 56
_FILL_ALPHA = 70
_NAMES_PX = 118


@dataclass(frozen=True)
class Curves:
    """One training to draw.

    Attributes:
        name: Written at the end of its curve where there are several.
        series: Its numbers.
    """

    name: str
    series: Series


class TrainCharts(QWidget):
    """Draws one training, or two over each other.

    Names stand at the curves themselves, in their colours. Redrawing is the caller's to limit: ten
    times a second is what progress is delivered at.

    Args:
        theme: For colours.
    """

    def __init__(self, theme: ThemeSwitch, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._shown: list[Curves] = []
        self.setAccessibleName(self.tr("Charts of the training"))
        self.view = pg.GraphicsLayoutWidget()
        self.view.setFrameShape(self.view.Shape.NoFrame)
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.view)
        titles = (
            self.tr("Loss"),
            self.tr("Right answers on the training clips (%)"),
            self.tr("Balance ρ of sound to picture (1 = even)"),
            self.tr("Trust in the prompts δ (0 to 1)"),
        )
        self.plots: list[pg.PlotItem] = []
        for row, title in enumerate(titles):
            plot = self.view.addPlot(row=row, col=0)
            plot.setTitle(title, size=f"{look.CAPTION}px", justify="left")
            plot.setMenuEnabled(False)
            plot.hideButtons()
            plot.setMouseEnabled(x=False, y=False)
            plot.getAxis("left").setWidth(_AXIS_PX)
            plot.showGrid(x=False, y=True, alpha=0.18)
            if self.plots:
                plot.setXLink(self.plots[0])
            if row < len(titles) - 1:
                plot.getAxis("bottom").setStyle(showValues=False)
            self.plots.append(plot)
        self.plots[-1].setLabel("bottom", self.tr("Epoch"))
        # A mark at the very edge would be dropped, for want of room for its number.
        self.plots[1].setYRange(-12, 112, padding=0)
        self.plots[3].setYRange(-0.12, 1.12, padding=0)
        for row, marks in ((1, (0, 50, 100)), (3, (0, 0.5, 1))):
            ticks = [(float(value), f"{value:g}") for value in marks]
            self.plots[row].getAxis("left").setTicks([ticks])
        theme.changed.connect(self._redraw)
        self._redraw()

    def show_curves(self, shown: Sequence[Curves]) -> None:
        """Draw these instead."""
        self._shown = list(shown)
        self._redraw()

    def refresh(self) -> None:
        """Draw what has come to the series that are shown."""
        self._redraw()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep room for the names."""
        super().resizeEvent(event)
        self._redraw()

    def _redraw(self) -> None:
        theme = self._theme.theme
        self.view.setBackground(theme.ground)
        pen, quiet = pg.mkPen(theme.hairline), pg.mkPen(theme.quiet)
        for plot in self.plots:
            plot.clear()
            plot.titleLabel.setText(
                plot.titleLabel.text, color=theme.text, size=f"{look.CAPTION}px"
            )
            for side in ("left", "bottom"):
                axis = plot.getAxis(side)
                axis.setPen(pen)
                axis.setTextPen(quiet)
                axis.setStyle(
                    tickFont=look.font(look.CAPTION, numbers=True), hideOverlappingLabels=False
                )
        last = max([1.0, *(max(c.series.epochs, c.series.reached) for c in self._shown)])
        # Room at the right for the names at the curves' ends.
        width = max(200.0, self.view.width() - _AXIS_PX)
        self.plots[0].setXRange(0, last * width / (width - _NAMES_PX), padding=0)
        step = max(1, round(last / 6))
        marks = [(float(e), str(e)) for e in range(0, int(last) + 1, step)]
        self.plots[-1].getAxis("bottom").setTicks([marks])
        colours = (theme.accent, theme.warn)
        for index, each in enumerate(self._shown[:2]):
            self._draw(each, colours[index], several=len(self._shown) > 1)
        self._fit_heights()

    def _draw(self, each: Curves, colour: str, *, several: bool) -> None:
        loss, accuracy, balance, trust = self.plots
        pen = pg.mkPen(colour, width=2)
        end = each.name if several else ""
        self._line(loss, each, "loss", pen, end or self.tr("loss"))
        self._line(accuracy, each, "accuracy", pen, end, scale=100.0, unit=" %")
        if not several:
            self._shade(each, "beta", self._theme.theme.warn, self.tr("β pushes sound"))
            self._shade(each, "gamma", self._theme.theme.good, self.tr("γ pushes picture"))
        if each.series.curve("rho")[0]:
            even = pg.InfiniteLine(
                1.0, angle=0, pen=pg.mkPen(self._theme.theme.quiet, style=Qt.PenStyle.DashLine)
            )
            balance.addItem(even, ignoreBounds=True)
        self._line(balance, each, "rho", pen, end or "ρ")
        self._line(trust, each, "delta", pen, end or "δ")

    def _line(
        self,
        plot: pg.PlotItem,
        each: Curves,
        name: str,
        pen: QPen,
        end: str,
        *,
        scale: float = 1.0,
        unit: str = "",
    ) -> None:
        x, y = each.series.curve(name)
        if not x:
            return
        values = [value * scale for value in y]
        plot.plot(
            x,
            values,
            pen=pen,
            symbol="o" if len(x) == 1 else None,
            symbolBrush=pen.color(),
            symbolPen=None,
            symbolSize=6,
        )
        number = f"{values[-1]:.0f}{unit}" if unit else f"{values[-1]:.2f}"
        self._name(plot, x[-1], values[-1], f"{end} {number}".strip(), pen.color())

    def _shade(self, each: Curves, name: str, colour: str, words: str) -> None:
        x, y = each.series.curve(name)
        if not x or not any(y):
            return
        fill = QColor(colour)
        fill.setAlpha(_FILL_ALPHA)
        plot = self.plots[2]
        plot.plot(x, y, pen=pg.mkPen(colour, width=1), fillLevel=0.0, brush=fill)
        if y[-1] > 0:
            self._name(plot, x[-1], y[-1] / 2, words, QColor(colour))

    def _name(self, plot: pg.PlotItem, x: float, y: float, words: str, colour: QColor) -> None:
        text = pg.TextItem(words, color=colour, anchor=(0, 0.5))
        text.setFont(look.font(look.CAPTION, numbers=True))
        plot.addItem(text, ignoreBounds=True)
        text.setPos(x, y)

    def _fit_heights(self) -> None:
        """Loss and balance find their own range; none may be flat."""
        for row, name in ((0, "loss"), (2, "rho")):
            values = [v for each in self._shown for v in each.series.curve(name)[1]]
            top = max([*values, 1.2 if row == 2 else 0.1])
            plot, top = self.plots[row], top * 1.08
            plot.setYRange(-0.12 * top, 1.04 * top, padding=0)
            step = next(s for s in (0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 50, 1e9) if top / s <= 4)
            marks = [(k * step, f"{k * step:g}") for k in range(int(top / step) + 1)]
            plot.getAxis("left").setTicks([marks])
