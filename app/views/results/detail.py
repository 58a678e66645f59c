"""The chosen result at the side: the player at the event, what the model thought, what to say."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from app import texts
from app.context import Context
from app.theme import BODY, XS, M, S, ThemeSwitch, font
from app.views.results.table import Colours
from app.widgets.buttons import button
from app.widgets.labels import ElidedLabel, label
from app.widgets.player import Player

if TYPE_CHECKING:
    from smp_core.workflows.projects import Project
    from smp_core.workflows.result_table import ResultRow

_LINE_PX = 24
_LINGER_MS = 180


class Shares(QWidget):
    """All classes' probabilities as bars, the likeliest first."""

    def __init__(self, theme: ThemeSwitch, colours: Colours) -> None:
        super().__init__()
        self._theme, self._colours = theme, colours
        self._shares: list[tuple[str, float]] = []
        theme.changed.connect(self.update)

    def set_shares(self, shares: Mapping[str, float]) -> None:
        """Show these."""
        self._shares = sorted(shares.items(), key=lambda each: -each[1])[:8]
        said = ", ".join(f"{name} {texts.percent(share)}" for name, share in self._shares)
        self.setAccessibleName(said)
        self.setFixedHeight(_LINE_PX * len(self._shares))
        self.update()

    def sizeHint(self) -> QSize:
        """A line a class."""
        return QSize(200, _LINE_PX * len(self._shares))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the bars, the names over them."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        now = self._theme.theme
        painter.setFont(font(BODY, numbers=True))
        for line, (name, share) in enumerate(self._shares):
            area = QRectF(0, line * _LINE_PX, self.width(), _LINE_PX)
            bar = QRectF(0, area.bottom() - 5, self.width(), 3)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(now.colour("hairline"))
            painter.drawRoundedRect(bar, 1.5, 1.5)
            bar.setWidth(max(3.0, bar.width() * share))
            painter.setBrush(self._colours(name))
            painter.drawRoundedRect(bar, 1.5, 1.5)
            painter.setPen(now.colour("text" if line == 0 else "quiet"))
            words = area.adjusted(0, 0, -56, -4)
            shown = painter.fontMetrics().elidedText(
                name, Qt.TextElideMode.ElideRight, int(words.width())
            )
            painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, shown)
            painter.drawText(
                area.adjusted(0, 0, 0, -4),
                Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
                texts.percent(share),
            )
        painter.end()


class ResultDetail(QFrame):
    """The inspector of the results.

    Args:
        context, project: For the player.
        colours: Of classes.
        acts: What the buttons do: "confirm", "reject", "train".
        correct: Corrects to a class.
    """

    def __init__(
        self,
        context: Context,
        project: Project,
        colours: Colours,
        acts: Mapping[str, Callable[[], None]],
        correct: Callable[[str], None],
    ) -> None:
        super().__init__()
        self._context, self._correct = context, correct
        self._row: ResultRow | None = None
        self.player = Player(context, project)
        self.player.setMinimumHeight(300)
        # The picture reaches the panel's edges; its buttons keep off them, as the words below do.
        self.player.controls.setContentsMargins(XS, 0, M, 0)
        self._video = ElidedLabel("", "strong")
        self._where = label("", "quiet")
        self._prompt = label("", "quiet", wrap=True)
        self.shares = Shares(context.theme, colours)
        self._classes = QGridLayout()
        self._classes.setSpacing(XS)
        theme = context.theme
        self.confirm = button(
            self.tr("Right"), acts["confirm"], "primary", icon="check", theme=theme
        )
        self.reject = button(self.tr("Nothing here"), acts["reject"], icon="x", theme=theme)
        self.train = button(
            self.tr("Use as training clip"), acts["train"], icon="graduation-cap", theme=theme
        )
        self.confirm.setToolTip(self.tr("Confirm (Enter)"))
        self.reject.setToolTip(self.tr("Reject (Backspace)"))
        self.train.setToolTip(self.tr("Use as training clip (T)"))
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(M, M, M, M)
        column.setSpacing(S)
        column.addWidget(self._video)
        column.addWidget(self._where)
        column.addWidget(self.shares)
        column.addSpacing(XS)
        actions = QGridLayout()
        actions.setSpacing(S)
        actions.addWidget(self.confirm, 0, 0)
        actions.addWidget(self.reject, 0, 1)
        actions.addWidget(self.train, 1, 0, 1, 2)
        column.addLayout(actions)
        column.addWidget(label(self.tr("It is something else:"), "caption"))
        column.addLayout(self._classes)
        column.addWidget(label(self.tr("What the program saw and heard:"), "caption"))
        column.addWidget(self._prompt)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidget(body)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.player)
        layout.addWidget(area, 1)
        # Walking with a held arrow key must not open twenty files a second.
        self._linger = QTimer(self)
        self._linger.setSingleShot(True)
        self._linger.setInterval(_LINGER_MS)
        self._linger.timeout.connect(self._play)

    def set_classes(self, names: Sequence[str]) -> None:
        """Offer these classes to correct to; the first nine have number keys."""
        while self._classes.count():
            item = self._classes.takeAt(0)
            widget = None if item is None else item.widget()
            if widget is not None:
                widget.setParent(None)
                widget.deleteLater()
        for number, name in enumerate(names[:18], 1):
            text = f"{number}  {name}" if number <= 9 else name
            made = button(text.replace("&", "&&"), partial(self._correct, name), "quiet")
            made.setAccessibleName(self.tr("Correct to {0}").format(name))
            made.setStyleSheet("text-align: left;")
            self._classes.addWidget(made, number - 1, 0)

    def set_row(self, row: ResultRow | None) -> None:
        """Show a result; the same one again only changes its words."""
        before, self._row = self._row, row
        if row is None:
            self.player.set_clip(None)
            return
        self._video.set_text(row.path.name)
        self._where.setText(
            f"{texts.clock_time(row.recorded_s)} · "
            f"{texts.duration(row.start_s)}–{texts.duration(row.end_s)}"
        )
        self._prompt.setText(row.prompt)
        self.shares.set_shares(row.probabilities)
        if before is None or before.id != row.id:
            self.player.stop()
            self._linger.start()

    def _play(self) -> None:
        row = self._row
        if row is not None:
            self.player.set_clip(row.path, row.start_s, row.end_s, content_hash=row.content_hash)
