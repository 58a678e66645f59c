"""The station "Train": set up, watch, judge, look back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app import theme as look
from app.commands import Command
from app.context import Context
from app.errors import reason_of
from app.models.train_series import Series
from app.models.train_words import run_title
from app.operations import runs, train
from app.views.station import Station
from app.views.train.adapter_import import AdapterImport
from app.views.train.answers_panel import AnswersPanel
from app.views.train.controller import TrainController
from app.views.train.estimator import Estimator
from app.views.train.pages import HISTORY, PROGRESS, REPORT, TrainPages
from app.views.train.resume_card import ResumeCard
from app.views.train.run_actions import RunActions
from app.views.train.run_card import RunCard
from app.views.train.setup_card import SetupCard
from app.views.train.station_commands import train_commands
from app.widgets.labels import line
from app.widgets.thumbnails import Thumbnails

if TYPE_CHECKING:
    from smp_core.records import RunRecord
    from smp_core.workflows.projects import Project
    from smp_core.workflows.run_history import PastRun

_LEFT_PX = 352
_MOST_FOLDS = 5


class TrainStation(Station):
    """See `Station`."""

    key = "train"

    def __init__(self, context: Context, project: Project) -> None:
        super().__init__(context, project)
        self.past: list[PastRun] = []
        self._chosen_id = ""
        self._dismissed = ""
        self._why = ""
        self._page_to_restore: int | None = None
        thumbnails = Thumbnails.shared(context, project)
        self.control = TrainController(context, project, self)
        self.estimator = Estimator(context, project, self)
        self.setup, self.run_card = SetupCard(context.theme), RunCard(context.theme)
        self.resume_card = ResumeCard(context.theme)
        self.pages = TrainPages(context.theme, thumbnails)
        self.answers = AnswersPanel(context, project, thumbnails)
        self.answers.setParent(self)
        self.answers.hide()
        self._inspecting = False
        self.actions_of_runs = RunActions(context, project, self)
        self.adapter_import = AdapterImport(context, project, self)
        self.set_content(self._assemble())
        self._connect()
        self._check = QTimer(self)
        self._check.setSingleShot(True)
        self._check.setInterval(150)
        self._check.timeout.connect(self._check_settings)
        self._status_changed()
        self.read_choices()
        self.refresh()

    # -- what the frame asks for ------------------------------------------------------------

    def commands(self) -> Sequence[Command]:
        """See `Station`."""
        return train_commands(self)

    def inspector(self) -> QWidget | None:
        """See `Station`."""
        return self.answers if self._inspecting else None

    def entered(self) -> None:
        """See `Station`."""
        self.estimator.look_at_device()

    def left(self) -> None:
        """See `Station`."""
        self.answers.stop()

    def save_state(self) -> dict[str, Any]:
        """See `Station`."""
        return {
            **self.setup.save_state(),
            "page": self.pages.page,
            "run": self._chosen_id,
            "dismissed": self._dismissed,
        }

    def restore_state(self, state: dict[str, Any]) -> None:
        """See `Station`."""
        self.setup.restore_state(state)
        self._chosen_id = str(state.get("run", ""))
        self._dismissed = str(state.get("dismissed", ""))
        page = state.get("page")
        if isinstance(page, int) and page in (PROGRESS, REPORT, HISTORY):
            self._page_to_restore = page
        self.read_choices()
        self.refresh()

    # -- what the operator does ---------------------------------------------------------------

    def start(self) -> None:
        """Train with what is chosen."""
        if self.is_empty or self.control.training or not self.setup.train_button.isEnabled():
            return
        self._why = ""
        self.estimator.stop_trial()
        self.control.train(self.setup.options(), self.setup.number("epochs", 30))
        self._show_live(self.tr("Training"))

    def resume(self) -> None:
        """Go on with the training that did not end."""
        past = self._unfinished()
        if past is None or self.control.training is not None:
            return
        self._why = ""
        self.estimator.stop_trial()
        self.control.resume(past, self.setup.options().device)
        self._show_live(run_title(past))

    def judge(self) -> None:
        """Judge the chosen run."""
        past = self._chosen()
        if past is not None and past.run.status == "succeeded" and not self.control.judging:
            self.pages.show_page(REPORT)
            self.control.judge(past, self.setup.options().device)

    def choose_run(self, run_id: str, page: int | None = None) -> None:
        """Show a run's report and curves."""
        self._chosen_id = run_id
        self._show_chosen()
        if page is not None:
            self.pages.show_page(page)

    def read_choices(self, preset: str = "") -> None:
        """Read what can be set."""
        wanted = preset or self.setup.wanted_preset()
        operation = train.read_choices(self.project, wanted)
        self.context.start(operation, owner=self, done=self.setup.set_choices)

    def refresh(self) -> None:
        """Read the runs again."""
        self.context.start(runs.list_past_runs(self.project), owner=self, done=self._show_runs)

    # -- inside ---------------------------------------------------------------------------------

    def _assemble(self) -> QWidget:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(look.M, look.M, look.M, look.M)
        column.setSpacing(look.M)
        for card in (self.resume_card, self.run_card, self.setup):
            column.addWidget(card)
        column.addStretch(1)
        self.run_card.hide()
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFixedWidth(_LEFT_PX)
        scroll.setWidget(inside)
        content = QWidget()
        layout = QHBoxLayout(content)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(scroll)
        layout.addWidget(line(upright=True))
        layout.addWidget(self.pages, 1)
        return content

    def _connect(self) -> None:
        control, report, history = self.control, self.pages.report, self.pages.history
        self.setup.train_asked.connect(self.start)
        self.setup.edited.connect(self._edited)
        self.setup.preset_chosen.connect(self.read_choices)
        self.run_card.pause_asked.connect(control.pause)
        self.run_card.stop_asked.connect(control.stop)
        self.resume_card.resume_asked.connect(self.resume)
        self.resume_card.dismissed.connect(self._dismiss)
        self.estimator.device_known.connect(self.setup.set_device)
        self.estimator.found.connect(self._show_estimate)
        self.estimator.failed.connect(self.setup.set_estimate_failed)
        control.changed.connect(self._show_control)
        control.stepped.connect(lambda: self.pages.refresh(control.series))
        control.learning_began.connect(self.refresh)
        control.trained.connect(self._trained)
        control.broke_off.connect(self._broke_off)
        report.judge_asked.connect(self.judge)
        report.stop_asked.connect(control.stop_judging)
        report.cell_opened.connect(self._open_cell)
        history.opened.connect(lambda run_id: self.choose_run(run_id, REPORT))
        history.use_asked.connect(lambda run_id: self.actions_of_runs.use(run_id, self.past))
        history.export_asked.connect(lambda run_id: self.actions_of_runs.export(run_id, self.past))
        history.import_asked.connect(self.adapter_import.ask)
        self.adapter_import.running.connect(history.set_importing)
        self.adapter_import.imported.connect(self._imported)
        history.note_edited.connect(self.actions_of_runs.set_note)
        history.compare_asked.connect(self._compare)
        self.context.changes.runs_changed.connect(self.refresh)
        self.context.changes.prompts_changed.connect(self._prompts_changed)
        self.context.status.changed.connect(self._status_changed)

    def _status_changed(self) -> None:
        record = self.context.status.record
        if record is None:
            return
        self.setup.set_classes(record.classes)
        filled = [each for each in record.classes if each.n_clips]
        if len(filled) < 2 and not record.runs:
            self.show_empty(
                "graduation-cap",
                self.tr("Nothing to learn from yet"),
                self.tr("Training needs clips of at least two classes."),
                self.tr("Go to Classes"),
                lambda: self.go.emit("classes"),
                self.tr("Or import an adapter…"),
                self.adapter_import.ask,
            )
            return
        if self.is_empty or self._stack.currentWidget() is not self._content:
            self.show_content()
        self._show_estimate()

    def _prompts_changed(self) -> None:
        self.read_choices(self.setup.options().preset)

    def _edited(self) -> None:
        self._check.start()
        self.setup.set_estimate(None)
        self.estimator.ask(self.setup.options())

    def _check_settings(self) -> None:
        options = self.setup.options()
        self.context.start(
            train.check_settings(self.project, options.preset, options.overrides),
            owner=self,
            done=lambda _: self.setup.set_trouble(""),
            failed=lambda error: self.setup.set_trouble(reason_of(error)),
        )

    def _show_estimate(self) -> None:
        cost, device, n_clips = self.estimator.cost, self.estimator.device, self._n_clips()
        if cost is None or device is None or not n_clips:
            return
        from smp_core.workflows.estimate import estimate

        found = estimate(
            cost,
            clips=n_clips,
            epochs=max(1, self.setup.number("epochs", 30)),
            batch_size=max(1, self.setup.number("batch_size", 16)),
        )
        self.setup.set_estimate(found, device.free_bytes)
        self._show_report()

    def _n_clips(self) -> int:
        record = self.context.status.record
        return record.n_clips if record is not None else 0

    def _show_control(self) -> None:
        handle = self.control.training
        self.run_card.setVisible(handle is not None)
        self.setup.setVisible(handle is None)
        self.estimator.quiet = self.control.busy
        if handle is not None:
            self.run_card.show_handle(handle)
            self.resume_card.hide()
        else:
            self._offer_resume()
        chosen = self._chosen()
        mine = chosen is not None and chosen.run.id == self.control.judged_run
        if self.control.judging is not None and mine:
            self.pages.report.show_judging(self.control.judging)
        elif self.control.judging is None:
            self.pages.report.show_judging(None)

    def _show_live(self, caption: str) -> None:
        self.pages.show_series(caption, self.control.series)
        self.pages.show_page(PROGRESS)

    def _trained(self, run: RunRecord) -> None:
        if not self.isVisible():
            self.context.notices.info(self.tr("The training is done; its run is in use now."))
        self._chosen_id = run.id
        self._page_to_restore = REPORT
        self.refresh()

    def _imported(self, run: RunRecord) -> None:
        self._chosen_id, self._page_to_restore = run.id, HISTORY
        self.pages.history.await_run(run.id)
        self.refresh()

    def _broke_off(self, error: Exception) -> None:
        self._why = reason_of(error)
        self._dismissed = ""
        self.refresh()

    def _show_runs(self, found: list[PastRun]) -> None:
        self.past = found
        newest = found[0].run if found else None
        running = newest is not None and newest.status == "running" and self.control.training
        self.pages.history.set_runs(found, newest.id if newest is not None and running else "")
        if self._chosen() is None:
            active = next((each.run.id for each in found if each.run.active), "")
            self._chosen_id = active or (found[0].run.id if found else "")
        self._show_chosen()
        self._show_control()
        if self._page_to_restore is not None:
            self.pages.show_page(self._page_to_restore)
            self._page_to_restore = None

    def _show_chosen(self) -> None:
        past = self._chosen()
        self._show_report()
        if self.control.training is None and past is not None:
            series = Series.of_history(past.history, past.epochs, past.gates)
            self.pages.show_series(run_title(past), series)

    def _show_report(self) -> None:
        past, cost = self._chosen(), self.estimator.cost
        seconds = None
        if past is not None and cost is not None:
            from smp_core.workflows.estimate import estimate_quality

            seconds = estimate_quality(
                cost, clips=self._n_clips(), epochs=max(1, past.epochs), folds=self._folds()
            )
        self.pages.report.show_run(past, self._colours(), seconds)
        if past is not None and self.control.judged_run == past.run.id:
            self.pages.report.show_judging(self.control.judging)

    def _folds(self) -> int:
        record = self.context.status.record
        counts = [each.n_clips for each in record.classes] if record is not None else []
        return min([_MOST_FOLDS, *(n for n in counts if n >= 2)])

    def _colours(self) -> dict[str, str]:
        record = self.context.status.record
        names = [each.name for each in record.classes] if record is not None else []
        return {name: look.class_colour(place) for place, name in enumerate(names)}

    def _offer_resume(self) -> None:
        past = self._unfinished()
        if past is None or past.run.id == self._dismissed:
            self.resume_card.hide()
        else:
            self.resume_card.offer(past, self._why)

    def _dismiss(self) -> None:
        past = self._unfinished()
        self._dismissed = past.run.id if past is not None else ""
        self.resume_card.hide()

    def _compare(self, first: str, second: str) -> None:
        from smp_core.workflows.run_history import differences

        one, two = self._run(first), self._run(second)
        if one is not None and two is not None:
            self.pages.compare(one, two, differences(one.run, two.run), self._colours())

    def _open_cell(self, truth: str, answer: str) -> None:
        past = self._chosen()
        if past is None or past.quality is None:
            return
        found = [e for e in past.quality.answers if (e.truth, e.answer) == (truth, answer)]
        said = (
            self.tr("“{0}”, found").format(truth)
            if truth == answer
            else self.tr("“{0}”, taken for “{1}”").format(truth, answer)
        )
        self._inspecting = True
        self.inspector_changed.emit()
        self.answers.show_answers(said, found)

    def _run(self, run_id: str) -> PastRun | None:
        return next((each for each in self.past if each.run.id == run_id), None)

    def _chosen(self) -> PastRun | None:
        return self._run(self._chosen_id)

    def _unfinished(self) -> PastRun | None:
        """The newest training if it did not succeed."""
        newest = next((each for each in self.past if each.run.kind == "finetuned"), None)
        return None if newest is None or newest.run.status == "succeeded" else newest
