"""The learned λ as a small table of tiles: how much each stream lets the others in, by block."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app import theme as look
from app.models.train_series import gate_grid
from app.theme import ThemeSwitch
from app.widgets.labels import plain_tip

_ROW_PX, _NAMES_PX, _TILE_PX = 20, 168, 46


class GatesView(QWidget):
    """Tiles of λ: rows are gates, columns blocks; the deeper the colour, the further from 0.

    Args:
        theme: For colours.
    """

    def __init__(self, theme: ThemeSwitch, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._names: list[str] = []
        self._blocks: list[int] = []
        self._values: dict[str, float] = {}
        self.setAccessibleName(self.tr("Learned gates λ"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setToolTip(
            plain_tip(
                self.tr(
                    "λ says how much of the other streams flows in, block by block. It starts at 0 "
                    "(or 0.5 for the two text mixes) and is learned."
                )
            )
        )
        theme.changed.connect(self.update)
        self.hide()

    def set_gates(self, gates: Mapping[str, float]) -> None:
        """Show these, or nothing if there are none."""
        before = len(self._names)
        self._names, self._blocks, self._values = gate_grid(gates)
        self.setVisible(bool(self._names))
        said = [
            f"{self._title(name)} {block}: {self._values.get(f'{name}.{block}', 0.0):+.2f}"
            for name in self._names
            for block in self._blocks
        ]
        self.setAccessibleDescription("; ".join(said))
        if before != len(self._names):
            self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """All rows and a head."""
        return QSize(
            _NAMES_PX + _TILE_PX * len(self._blocks), _ROW_PX * (len(self._names) + 1) + look.S
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw names, blocks and tiles."""
        theme = self._theme.theme
        painter = QPainter(self)
        painter.setFont(look.font(look.CAPTION, numbers=True))
        quiet, text = QColor(theme.quiet), QColor(theme.text)
        middle = Qt.AlignmentFlag.AlignVCenter
        width = min(_TILE_PX, (self.width() - _NAMES_PX) / max(1, len(self._blocks)))
        painter.setPen(quiet)
        painter.drawText(QRectF(0, 0, _NAMES_PX, _ROW_PX), middle, self.tr("Learned gates λ"))
        for column, block in enumerate(self._blocks):
            place = QRectF(_NAMES_PX + column * width, 0, width, _ROW_PX)
            painter.drawText(
                place,
                Qt.AlignmentFlag.AlignCenter,
                self.tr("block {0}").format(block)
                if width >= _TILE_PX and not column
                else str(block),
            )
        most = max([0.5, *(abs(value) for value in self._values.values())])
        for row, name in enumerate(self._names, start=1):
            painter.setPen(text)
            painter.drawText(
                QRectF(0, row * _ROW_PX, _NAMES_PX - look.S, _ROW_PX), middle, self._title(name)
            )
            for column, block in enumerate(self._blocks):
                value = self._values.get(f"{name}.{block}")
                if value is None:
                    continue
                tile = QRectF(
                    _NAMES_PX + column * width + 1, row * _ROW_PX + 1, width - 2, _ROW_PX - 2
                )
                fill = QColor(theme.accent if value >= 0 else theme.warn)
                fill.setAlphaF(min(0.55, 0.55 * abs(value) / most))
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(fill)
                painter.drawRoundedRect(tile, 3, 3)
                if width >= 34:
                    painter.setPen(text)
                    painter.drawText(tile, Qt.AlignmentFlag.AlignCenter, f"{value:+.2f}")
        painter.end()

    def _title(self, name: str) -> str:
        known = {
            "text_audio": self.tr("words beside the sound"),
            "text_visual": self.tr("words beside the picture"),
            "visual": self.tr("sound into the picture"),
            "audio": self.tr("picture into the sound"),
            "text_1": self.tr("picture into the words"),
            "text_2": self.tr("sound into the words"),
        }
        return known.get(name, name.replace("_", " "))
