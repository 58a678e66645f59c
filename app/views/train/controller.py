"""The training that runs, or the one that could go on: one at a time, and its numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.context import Context
from app.jobs.handle import JobHandle, State
from app.jobs.operation import EngineWork
from app.models.train_series import Series
from app.operations import train
from smp_core.jobs import Progress
from smp_core.records import RunRecord
from smp_core.worker.jobs.finetune import FinetuneRequest
from smp_core.worker.jobs.quality import QualityRequest
from smp_core.workflows.options import FinetuneOptions

if TYPE_CHECKING:
    from smp_core.workflows.projects import Project
    from smp_core.workflows.run_history import PastRun


class TrainController(QObject):
    """Starts, holds and stops trainings and evaluations of one project.

    Attributes:
        changed: What runs is another thing, or in another state.
        stepped: A step of the training came; the charts may be drawn.
        learning_began: The first step of learning: the run is in the database now.
        trained: A training succeeded, with its `RunRecord`.
        broke_off: A training failed, with the error; what was learned until then is kept.
        judged: An evaluation succeeded, with its `Quality`.
        training, judging: The handles of what runs, None if nothing does.
        series: Of the training that runs or ran last.
    """

    changed = Signal()
    stepped = Signal()
    learning_began = Signal()
    trained = Signal(object)
    broke_off = Signal(object)
    judged = Signal(object)

    def __init__(self, context: Context, project: Project, parent: QObject) -> None:
        super().__init__(parent)
        self._context, self._project = context, project
        self.training: JobHandle | None = None
        self.judging: JobHandle | None = None
        self.judged_run = ""
        self.series = Series()
        self._learning = False
        self._adopt()

    @property
    def busy(self) -> bool:
        """Whether the engine trains or judges for this project."""
        return self.training is not None or self.judging is not None

    def train(self, options: FinetuneOptions, epochs: int) -> None:
        """Start a training.

        Args:
            epochs: That the settings ask for, for the charts.
        """
        self._start(options, Series(epochs))

    def resume(self, past: PastRun, device: str) -> None:
        """Go on with a training that did not end."""
        options = FinetuneOptions(resume=True, device=device)
        self._start(options, Series.of_history(past.history, past.epochs))

    def judge(self, past: PastRun, device: str) -> None:
        """Judge a run by leave-out."""
        if self.judging is not None:
            return
        name = self.tr("Judging run {0}").format(past.number)
        self.judged_run = past.run.id
        handle = self._context.start(
            train.judge(self._project, past.run.id, device, name),
            owner=self,
            done=self.judged.emit,
        )
        self._watch_judging(handle)
        self.changed.emit()

    def pause(self) -> None:
        """Hold the training at its next step, or let it go on."""
        if self.training is not None:
            paused = self.training.state is not State.PAUSED
            self._context.runner.pause(self.training, paused)

    def stop(self) -> None:
        """Stop the training; finished epochs are kept."""
        if self.training is not None:
            self._context.runner.cancel(self.training)

    def stop_judging(self) -> None:
        """Stop the evaluation."""
        if self.judging is not None:
            self._context.runner.cancel(self.judging)

    def _start(self, options: FinetuneOptions, series: Series) -> None:
        if self.training is not None:
            return
        self.series, self._learning = series, False
        self._watch(
            self._context.start(
                train.finetune(self._project, options),
                owner=self,
                done=self._done,
                failed=self._failed,
            )
        )
        self.changed.emit()

    def _adopt(self) -> None:
        """Find what was started before this station was made anew."""
        for handle in self._context.runner.running():
            work = handle.operation.work
            request = work.request if isinstance(work, EngineWork) else None
            if getattr(request, "project", None) != self._project.folder:
                continue
            if isinstance(request, FinetuneRequest):
                self.series = Series(_epochs_of(request.options))
                self._watch(handle)
            elif isinstance(request, QualityRequest):
                self.judged_run = request.run_id
                self._watch_judging(handle)

    def _watch(self, handle: JobHandle) -> None:
        self.training = handle
        handle.progressed.connect(self._step)
        handle.changed.connect(self.changed)
        handle.ended.connect(self._training_ended)

    def _watch_judging(self, handle: JobHandle) -> None:
        self.judging = handle
        handle.changed.connect(self.changed)
        handle.ended.connect(self._judging_ended)

    def _step(self, step: Progress) -> None:
        if not self.series.add(step):
            return
        if not self._learning:
            self._learning = True
            self.learning_began.emit()
        self.stepped.emit()

    def _done(self, run: RunRecord) -> None:
        self.trained.emit(run)

    def _failed(self, error: Exception) -> None:
        handle = self.training
        self._context.notices.error(error, "" if handle is None else handle.details)
        self.broke_off.emit(error)

    def _training_ended(self) -> None:
        self.training = None
        self.changed.emit()

    def _judging_ended(self) -> None:
        self.judging, self.judged_run = None, ""
        self.changed.emit()


def _epochs_of(options: FinetuneOptions) -> int:
    asked = [each.partition("=")[2] for each in options.overrides if each.startswith("epochs=")]
    return int(asked[0]) if asked and asked[0].isdigit() else options.epochs or 30
