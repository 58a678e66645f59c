"""The embedding map: every clip as a point, near the ones that the model takes for alike."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from app.context import Context
from app.theme import CAPTION, S, font
from app.widgets.labels import label, plain_tip

if TYPE_CHECKING:
    from smp_core.workflows.explain import EmbeddingMap

# Told apart by shape as well as by colour.
_SHAPES = ("o", "s", "t", "d", "t1", "p", "h", "star", "+", "x", "t2", "t3")
_SIZE_PX = 12


class Plane(QWidget):
    """A scatter of clips; filled marks are training clips, hollow ones incoming videos.

    Attributes:
        chosen: The key of a clicked point. opened: Of a doubly clicked one.

    Args:
        context: The window's shared parts.
    """

    chosen = Signal(str)
    opened = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._theme = context.theme
        self._points: EmbeddingMap | None = None
        self._colours: Mapping[str, str] = {}
        self._current = ""
        self._items: list[Any] = []
        self.pca = self._choice(self.tr("PCA"), self.tr("Straight view: distances are true"))
        self.tsne = self._choice(
            self.tr("t-SNE"),
            self.tr("Neighbours stay together; distances between groups mean little"),
        )
        self.pca.setChecked(True)
        self._words = label("", "quiet", wrap=True)
        self.plot = pg.PlotWidget()
        self.plot.setAccessibleName(self.tr("Map of clips"))
        self.plot.setMenuEnabled(False)
        self.plot.hideButtons()
        self.plot.getPlotItem().hideAxis("left")
        self.plot.getPlotItem().hideAxis("bottom")
        self.plot.setAspectLocked(True)
        top = QHBoxLayout()
        top.setSpacing(S)
        for each in (self.pca, self.tsne):
            top.addWidget(each)
        top.addSpacing(S)
        top.addWidget(self._words, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(S)
        layout.addLayout(top)
        layout.addWidget(self.plot, 1)
        self.pca.clicked.connect(lambda: self.choose_method("pca"))
        self.tsne.clicked.connect(lambda: self.choose_method("tsne"))
        context.theme.changed.connect(self._draw)
        self._draw()

    @property
    def method(self) -> str:
        """ "pca" or "tsne"."""
        return "tsne" if self.tsne.isChecked() else "pca"

    def choose_method(self, method: str) -> None:
        """Show the other plane."""
        tsne = method == "tsne" and self.tsne.isEnabled()
        self.tsne.setChecked(tsne)
        self.pca.setChecked(not tsne)
        self._draw()
        self.plot.autoRange()

    def set_points(self, points: EmbeddingMap | None, colours: Mapping[str, str]) -> None:
        """Show other points.

        Args:
            points: None for none yet. colours: By class name.
        """
        self._points, self._colours = points, colours
        self.tsne.setEnabled(points is None or points.tsne is not None)
        if points is not None and points.tsne is None and self.tsne.isChecked():
            self.tsne.setChecked(False)
            self.pca.setChecked(True)
        self._draw()
        self.plot.autoRange()

    def set_current(self, key: str) -> None:
        """Mark the chosen clip."""
        self._current = key
        self._draw()

    def say(self, text: str) -> None:
        """Words beside the buttons, instead of the usual ones."""
        self._words.setText(text)

    def _draw(self) -> None:
        now = self._theme.theme
        self.plot.setBackground(now.surface)
        for old in self._items:
            self.plot.removeItem(old)
        self._items = []
        points = self._points
        if points is None:
            return
        where = points.tsne if self.tsne.isChecked() and points.tsne is not None else points.pca
        classes = list(dict.fromkeys((*self._colours, *points.classes)))
        keys, of_class = np.array(points.keys), np.array(points.classes)
        labelled = np.char.startswith(keys, "clip-")
        spots: dict[str, Any] = {}
        for position, name in enumerate(classes):
            mine = of_class == name
            if not mine.any():
                continue
            colour = QColor(self._colours.get(name, now.quiet))
            shape = _SHAPES[position % len(_SHAPES)]
            for filled in (False, True):
                rows = np.flatnonzero(mine & (labelled == filled))
                if rows.size:
                    self._add(where[rows], [points.keys[i] for i in rows], colour, shape, filled)
            own = mine & labelled
            spots[name] = np.median(where[own if own.any() else mine], axis=0)
        self._name_all(spots, where)
        if self._current in points.keys:
            self._ring(where[points.keys.index(self._current)])
        self._words.setText(self._usual_words(points))

    def _add(self, where: Any, keys: list[str], colour: QColor, shape: str, filled: bool) -> None:
        now = self._theme.theme
        brush = pg.mkBrush(colour if filled else now.colour("surface"))
        pen = pg.mkPen(now.colour("surface") if filled else colour, width=1 if filled else 2)
        item = pg.ScatterPlotItem(
            pos=where,
            size=_SIZE_PX if filled else _SIZE_PX - 2,
            symbol=shape,
            brush=brush,
            pen=pen,
            data=keys,
            hoverable=True,
            hoverPen=pg.mkPen(now.colour("text"), width=2),
            tip=self._tip,
        )
        item.sigClicked.connect(self._clicked)
        self.plot.addItem(item)
        self._items.append(item)

    def _name_all(self, spots: Mapping[str, Any], where: Any) -> None:
        """Each class's name above its points, one below the other where they would overlap."""
        size = np.maximum(np.ptp(where, axis=0), 1e-6)
        high, wide = 0.035 * float(size.max()), 0.2 * float(size.max())
        taken: list[tuple[float, float]] = []
        for text, (x, y) in sorted(spots.items(), key=lambda item: -item[1][1]):
            while any(abs(x - a) < wide and abs(y - b) < high for a, b in taken):
                y -= high / 4
            taken.append((x, y))
            item = pg.TextItem(color=self._theme.theme.colour("text"), anchor=(0.5, 1.3))
            item.setPlainText(text)
            item.setFont(font(CAPTION, bold=True))
            item.setPos(float(x), float(y))
            item.setZValue(10)
            self.plot.addItem(item)
            self._items.append(item)

    def _ring(self, where: Any) -> None:
        item = pg.ScatterPlotItem(
            pos=[where],
            size=_SIZE_PX + 10,
            symbol="o",
            brush=None,
            pen=pg.mkPen(self._theme.theme.colour("accent"), width=2),
        )
        item.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
        self.plot.addItem(item)
        self._items.append(item)

    def _tip(self, x: float, y: float, data: str) -> str:
        points = self._points
        if points is None or data not in points.keys:
            return ""
        at = points.keys.index(data)
        return plain_tip(f"{points.names[at]}\n{points.classes[at]}")

    def _clicked(self, _item: object, found: Any, event: Any) -> None:
        if len(found):
            key = str(found[0].data())
            self.chosen.emit(key)
            if event is not None and event.double():
                self.opened.emit(key)

    def _usual_words(self, points: EmbeddingMap) -> str:
        if self.tsne.isChecked():
            return self.tr("Filled: training clips. Hollow: incoming videos.")
        return self.tr(
            "Filled: training clips. Hollow: incoming videos. {0} % of the differences are seen."
        ).format(round(100 * sum(points.explained)))

    @staticmethod
    def _choice(text: str, tip: str) -> QToolButton:
        made = QToolButton()
        made.setText(text)
        made.setToolTip(plain_tip(tip))
        made.setAccessibleName(text)
        made.setCheckable(True)
        return made
