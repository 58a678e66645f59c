"""What the operator says about the chosen results: done, shown and taken back at once."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from app.context import Context
from app.operations import results
from app.texts import translate
from app.views.step_history import Step, StepHistory

if TYPE_CHECKING:
    from app.operations.results import Verdict
    from app.views.results.station import ResultsStation
    from smp_core.records import ClipRecord
    from smp_core.workflows.projects import Project
    from smp_core.workflows.review import Reviewed
    from smp_core.workflows.taking_back import Replaced


class Judging:
    """The verbs of the station; `history` keeps what can be undone."""

    def __init__(self, context: Context, project: Project, station: ResultsStation) -> None:
        self._context, self._project, self._station = context, project, station
        self.history = StepHistory(context, station)
        self.history.changed.connect(self._say_history)

    def confirm(self) -> None:
        """The model is right."""
        self._judge("confirm", translate("Results", "confirming"))

    def reject(self) -> None:
        """Nothing of interest is there."""
        self._judge("reject", translate("Results", "rejecting"))

    def reopen(self) -> None:
        """Forget what was said."""
        self._judge("reopen", translate("Results", "opening again"))

    def correct(self, class_name: str) -> None:
        """It is this class."""
        name = translate("Results", "correcting to {0}").format(class_name)
        self._judge("correct", name, class_name)

    def correct_to(self, number: int) -> None:
        """It is the project's class number 1 to 9."""
        classes = self._station.own_classes()
        if number <= len(classes):
            self.correct(classes[number - 1])

    def train(self) -> None:
        """Make training clips of the chosen results."""
        ids = [row.id for row in self._station.rows()]
        if not ids:
            return
        operation = results.use_for_training(self._project, ids)
        self._context.start(operation, owner=self._station, done=self._trained)

    def undo(self) -> None:
        """Take the last one back."""
        self.history.undo()

    def redo(self) -> None:
        """Say it again."""
        self.history.redo()

    def _judge(self, verdict: Verdict, name: str, class_name: str = "") -> None:
        ids = [row.id for row in self._station.rows()]
        if not ids:
            return
        n_chosen = self._station.table.n_lines()
        if n_chosen > len(ids):
            said = translate("Results", "Only {0} of the {1} chosen results were judged.")
            hint = translate(
                "Results", "Choose fewer at once; those far out of sight are not read."
            )
            self._context.notices.warn(said.format(f"{len(ids):,}", f"{n_chosen:,}"), hint)

        def show_again() -> None:
            self._show(ids)
            self._station.go_to_result(ids[0])

        def done(changes: Sequence[Replaced[Reviewed]]) -> None:
            left = translate(
                "Results",
                "The review of {0} was changed or removed elsewhere since and was left as it is.",
            )
            take_back = partial(results.restore_reviews, self._project)
            self.history.add(Step(changes, take_back, left, name, show_again))
            self._show(ids)

        self.history.do(results.review(self._project, verdict, ids, class_name), done)
        self._station.step_on()

    def _show(self, ids: Sequence[int]) -> None:
        self._context.start(
            results.read_rows(self._project, ids),
            owner=self._station,
            done=self._station.show_rows,
        )

    def _trained(self, made: Sequence[ClipRecord]) -> None:
        if not made:
            return
        left = translate(
            "Results", "The training clip of {0} was moved or trimmed since and was left as it is."
        )
        name = translate("Results", "using for training")
        take_back = partial(results.remove_from_training, self._project)
        self.history.add(Step(made, take_back, left, name))
        said = translate("Results", "Added to the training clips of {0}.")
        self._context.notices.info(said.format(made[0].class_name))
        self._station.step_on()

    def _say_history(self) -> None:
        for command, verb, name in (
            ("results.undo", translate("Results", "Undo"), self.history.undo_name),
            ("results.redo", translate("Results", "Redo"), self.history.redo_name),
        ):
            try:
                action = self._context.commands.action(command)
            except KeyError:  # a station outside the window has no commands
                continue
            action.setText(f"{verb}: {name}" if name else verb)
