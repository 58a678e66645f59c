"""What a run is worth: a sentence, recall by class, and who is taken for whom."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QScrollArea, QVBoxLayout, QWidget

from app import theme as look
from app.core_texts import core_text
from app.jobs.handle import JobHandle
from app.models.train_words import (
    about_duration,
    moment,
    quality_sentence,
    run_state,
    run_title,
    spent,
)
from app.texts import clips, duration, percent
from app.theme import ThemeSwitch
from app.views.train.confusion import ConfusionMatrix
from app.views.train.faces import ClassFaces
from app.views.train.gates_view import GatesView
from app.views.train.recall_chart import RecallChart
from app.widgets.buttons import button
from app.widgets.labels import ElidedLabel, label

if TYPE_CHECKING:
    from app.widgets.thumbnails import Thumbnails
    from smp_core.workflows.quality import Quality
    from smp_core.workflows.run_history import PastRun

_WIDTH_PX = 940


class ReportPage(QScrollArea):
    """The report of one run.

    Attributes:
        judge_asked, stop_asked: Begin or stop the leave-out evaluation.
        cell_opened: (true class, answer) names of a chosen cell.

    Args:
        theme: For colours.
        thumbnails: Faces for the classes.
    """

    judge_asked = Signal()
    stop_asked = Signal()
    cell_opened = Signal(str, str)

    def __init__(self, theme: ThemeSwitch, thumbnails: Thumbnails) -> None:
        super().__init__()
        self.past: PastRun | None = None
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.title = label("", "section")
        self.facts = ElidedLabel("", "quiet", Qt.TextElideMode.ElideRight)
        self.sentence = label("", "reading", wrap=True)
        self.sentence.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.synthetic = label(
            self.tr("The demo pack has learned only from synthetic scenes."), "warn", wrap=True
        )
        self.judge_card = self._make_judge_card(theme)
        self.recall_title = label(self.tr("Clips found, by class"), "strong")
        self.recall = RecallChart(theme)
        self.matrix_title = label(self.tr("What was taken for what"), "strong")
        self.matrix = ConfusionMatrix(theme)
        self.matrix.opened.connect(self._open_cell)
        self.faces = ClassFaces(thumbnails, self.matrix)
        self.how = label("", "caption", wrap=True)
        self.gates = GatesView(theme)
        inside = QWidget()
        inside.setMaximumWidth(_WIDTH_PX)
        layout = QVBoxLayout(inside)
        layout.setContentsMargins(look.XL, look.L, look.XL, look.XL)
        layout.setSpacing(look.S)
        for each in (self.title, self.facts, self.sentence, self.synthetic, self.judge_card):
            layout.addWidget(each)
        layout.addSpacing(look.S)
        layout.addWidget(self.recall_title)
        layout.addWidget(self.recall)
        layout.addSpacing(look.S)
        layout.addWidget(self.matrix_title)
        layout.addWidget(self.matrix)
        layout.addWidget(self.how)
        layout.addSpacing(look.S)
        layout.addWidget(self.gates)
        layout.addStretch(1)
        self.setWidget(inside)
        self.show_run(None, {}, None)

    def show_run(
        self, past: PastRun | None, colours: Mapping[str, str], seconds: float | None
    ) -> None:
        """Show a run.

        Args:
            colours: "#rrggbb" by class name.
            seconds: About how long a judgement takes, None if not known.
        """
        self.past = past
        quality = past.quality if past is not None else None
        self.facts.setVisible(past is not None)
        self.synthetic.setVisible(past is not None and past.run.pack_name == "demo")
        if past is None:
            self.title.setText(self.tr("No run chosen"))
        else:
            self.title.setText(run_title(past))
            self.facts.set_text(_facts(past))
        self.gates.set_gates(past.gates if past is not None else {})
        of_quality: tuple[QWidget, ...] = (self.sentence, self.recall_title, self.recall)
        of_quality += (self.matrix_title, self.matrix, self.how)
        for each in of_quality:
            each.setVisible(quality is not None)
        if quality is not None:
            self._show_quality(quality, colours)
        self._show_judging(past, quality, seconds)

    def show_judging(self, handle: JobHandle | None) -> None:
        """Show the progress of a judgement of this run; None for its end."""
        running = handle is not None
        self.judge_button.setVisible(not running)
        for part in (self.bar, self.stop_button, self.left):
            part.setVisible(running)
        if handle is None:
            return
        self.judge_card.show()
        step = handle.progress
        if step is not None and step.total > 0:
            self.bar.setRange(0, step.total)
            self.bar.setValue(step.done)
        else:
            self.bar.setRange(0, 0)
        seconds = handle.seconds_left()
        stage = core_text(step.stage) if step is not None else self.tr("Waiting for the engine")
        self.left.setText(
            stage if seconds is None else self.tr("{0} · {1} left").format(stage, duration(seconds))
        )

    def _make_judge_card(self, theme: ThemeSwitch) -> QFrame:
        card = QFrame()
        card.setProperty("kind", "card")
        self.judge_title = label(self.tr("How good is it really?"), "strong")
        self.judge_text = label("", "quiet", wrap=True)
        self.judge_button = button(
            self.tr("Check the quality"),
            self.judge_asked.emit,
            icon="shield-check",
            theme=theme,
        )
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(self.tr("Progress of the check"))
        self.left = label("", "quiet")
        self.stop_button = button(
            self.tr("Stop"), self.stop_asked.emit, "danger", icon="stop", theme=theme
        )
        row = QHBoxLayout()
        row.setSpacing(look.M)
        row.addWidget(self.judge_button)
        row.addWidget(self.bar, 1)
        row.addWidget(self.left)
        row.addWidget(self.stop_button)
        row.addStretch(0)
        layout = QVBoxLayout(card)
        layout.setContentsMargins(look.L, look.M, look.L, look.M)
        layout.setSpacing(look.S)
        layout.addWidget(self.judge_title)
        layout.addWidget(self.judge_text)
        layout.addLayout(row)
        return card

    def _show_quality(self, quality: Quality, colours: Mapping[str, str]) -> None:
        self.sentence.setText(quality_sentence(quality))
        self.recall.set_classes(quality.classes(), colours)
        self.matrix.set_matrix(quality.class_names, quality.confusion(), colours)
        self.faces.show_for(quality)
        right, judged = quality.right()
        self.how.setText(
            self.tr(
                "Every clip was answered by a model that had not seen it: {0} trainings, each "
                "without a part of the clips. {1} of {2} answers were right ({3}). The lines show "
                "where the true value lies with 95 % certainty (Wilson). Choose a cell to see its "
                "clips."
            ).format(quality.folds, right, judged, percent(right / max(1, judged)))
        )

    def _show_judging(
        self, past: PastRun | None, quality: Quality | None, seconds: float | None
    ) -> None:
        usable = past is not None and past.run.status == "succeeded"
        own = usable and past is not None and past.run.kind == "finetuned"
        self.judge_card.setVisible(own and quality is None)
        text = self.tr(
            "The training clips cannot tell: the run has learned them. This trains again, several "
            "times, each time without a part of the clips, and asks about those."
        )
        if seconds is not None:
            text += " " + self.tr("It takes {0}.").format(about_duration(seconds))
        self.judge_text.setText(text)
        self.show_judging(None)

    def _open_cell(self, row: int, column: int) -> None:
        if self.past is not None and self.past.quality is not None:
            names = self.past.quality.class_names
            self.cell_opened.emit(names[row], names[column])


def _facts(past: PastRun) -> str:
    run = past.run
    when = moment(run.created)
    parts = [run_state(past), when, clips(run.n_clips), spent(run.seconds), run.device]
    return " · ".join(part for part in [*parts, run.note] if part)
