"""The station Train from the first look to the roll-back, over a toy engine."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import toy_trainer
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from studio_project import make_project

from app.context import Context
from app.jobs.handle import State
from app.models.train_runs import FOUND, NOTE, STATE
from app.views.train.pages import COMPARISON, HISTORY, PROGRESS, REPORT
from app.views.train.station import TrainStation
from smp_core.storage.runs import active_run, begin_run, list_runs, unfinished_run
from smp_core.worker.client import EngineBug
from smp_core.workflows.projects import Project

_LONG_MS = 20_000


@pytest.fixture
def context(qapp: QApplication, qtbot: QtBot) -> Iterator[Context]:
    """The window's shared parts over the toy trainer."""
    made = Context(qapp, toy_trainer.COMMAND)
    made.theme.set_mode("dark")
    yield made
    assert made.close()
    made.deleteLater()


@pytest.fixture
def project_folder(tmp_path: Path) -> Path:
    return make_project(tmp_path / "ward 3", {"fall": 3, "cough": 3}, prompts=True)


@pytest.fixture
def station(
    context: Context, project: Project, qtbot: QtBot, settled: Callable[[], None]
) -> TrainStation:
    made = TrainStation(context, project)
    qtbot.addWidget(made)
    made.resize(1280, 720)
    made.show()
    settled()
    qtbot.wait(400)  # the settings settle before they are estimated
    settled()
    return made


def train(station: TrainStation, qtbot: QtBot, settled: Callable[[], None]) -> None:
    with qtbot.waitSignal(station.control.trained, timeout=_LONG_MS):
        station.start()
    settled()


def test_a_training_is_estimated_watched_and_reported(
    station: TrainStation, project: Project, qtbot: QtBot, settled: Callable[[], None]
) -> None:
    assert station.setup.device.currentText() == "Automatic: CPU (2 threads)"
    assert station.setup.memory.text() == "4.0 GB of 8.0 GB memory free"
    assert station.estimator.cost is not None and not station.estimator.cost.measured

    seen: list[tuple[float, bool]] = []
    station.control.stepped.connect(
        lambda: seen.append((station.control.series.reached, station.run_card.isVisible()))
    )
    station.setup.drawer.set_changes({"epochs": "3"})
    train(station, qtbot, settled)
    assert seen and all(shown for _, shown in seen)
    assert [x for x, _ in seen] == sorted(x for x, _ in seen) and seen[-1][0] == 3.0
    run = active_run(project)
    assert run is not None and run.config["overrides"] == ["epochs=3"]
    assert station.pages.page == REPORT and station.pages.report.title.text() == "Run 1"
    assert not station.run_card.isVisible() and station.setup.isVisible()
    assert station.control.series.curve("gamma")[1][-1] == 0.5


def test_pause_holds_and_stop_keeps_what_was_finished(
    station: TrainStation, project: Project, qtbot: QtBot, settled: Callable[[], None]
) -> None:
    station.setup.drawer.set_changes({"epochs": "3"})
    (project.folder / "slow").touch()
    station.start()
    qtbot.waitUntil(lambda: station.control.series.reached > 0, timeout=_LONG_MS)
    handle = station.control.training
    assert handle is not None
    station.control.pause()
    assert handle.state is State.PAUSED and "Paused" in station.run_card.stage.text()

    def stands_still() -> bool:  # a step that was under way may still come
        before = station.control.series.reached
        qtbot.wait(800)
        return station.control.series.reached == before

    qtbot.waitUntil(stands_still, timeout=_LONG_MS)
    assert station.control.series.reached < 3
    station.control.pause()
    station.control.stop()
    assert station.run_card.stage.text() == "Stopping…"
    qtbot.waitUntil(lambda: station.control.training is None, timeout=_LONG_MS)
    settled()
    assert station.resume_card.isVisible()


def test_a_killed_engine_is_told_and_the_training_goes_on(
    station: TrainStation, project: Project, qtbot: QtBot, settled: Callable[[], None]
) -> None:
    (project.folder / "die").touch()
    with qtbot.waitSignal(station.control.broke_off, timeout=_LONG_MS):
        station.start()
    settled()
    assert station.resume_card.isVisible() and station.setup.isVisible()
    assert "Everything up to epoch 1 of 3 is kept." in station.resume_card.text.text()
    assert "engine" in station.resume_card.text.text()
    unfinished = unfinished_run(project)
    assert unfinished is not None

    with qtbot.waitSignal(station.control.trained, timeout=_LONG_MS):
        station.resume()
    settled()
    (only,) = list_runs(project)
    assert only.id == unfinished.id and only.status == "succeeded"
    assert len(only.metrics["history"]) == 3  # type: ignore[arg-type]
    assert not station.resume_card.isVisible()


def test_an_interrupted_run_is_offered_after_a_restart_and_can_be_left(
    context: Context, project: Project, qtbot: QtBot, settled: Callable[[], None]
) -> None:
    begin_run(
        project,
        captioner="descriptor",
        preset="paper",
        config={"epochs": 30},
        class_names=("fall", "cough"),
        n_clips=6,
    )
    station = TrainStation(context, project)
    qtbot.addWidget(station)
    station.show()
    settled()
    assert station.resume_card.isVisible()
    assert station.resume_card.title.text() == "Run 1 was interrupted"
    station.resume_card.dismiss.click()
    again = TrainStation(context, project)
    qtbot.addWidget(again)
    again.restore_state(station.save_state())
    again.show()
    settled()
    assert not again.resume_card.isVisible()


def test_quality_is_judged_and_its_cells_open_the_clips(
    station: TrainStation, qtbot: QtBot, settled: Callable[[], None]
) -> None:
    train(station, qtbot, settled)
    report = station.pages.report
    assert report.judge_card.isVisible() and not report.matrix.isVisible()
    with qtbot.waitSignal(station.control.judged, timeout=_LONG_MS):
        report.judge_button.click()
    settled()
    assert not report.judge_card.isVisible() and report.matrix.isVisible()
    assert report.sentence.text() == (
        "“cough” is found in 0 of 3 cases, give or take 2; “fall” is found in 3 of 3 cases, give "
        "or take 2; “cough” is confused with “fall”."
    )
    names = list(station.past[0].quality.class_names)  # type: ignore[union-attr]
    row, column = names.index("cough"), names.index("fall")
    where = report.matrix.cell(row, column).center()
    press = QMouseEvent(
        QEvent.Type.MouseButtonPress,
        QPointF(where),
        QPointF(where),
        Qt.MouseButton.LeftButton,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    assert station.inspector() is None
    report.matrix.mousePressEvent(press)
    assert station.inspector() is station.answers
    assert station.answers.title.text() == "“cough”, taken for “fall”"
    assert station.answers.list.count() == 3
    settled()


def test_runs_are_noted_compared_and_rolled_back_to(
    station: TrainStation, project: Project, qtbot: QtBot, settled: Callable[[], None]
) -> None:
    train(station, qtbot, settled)
    station.setup.drawer.set_changes({"alpha": "0.5"})
    train(station, qtbot, settled)
    history = station.pages.history
    model = history.model
    assert [model.index(row, STATE).data() for row in (0, 1)] == ["Done · in use", "Done"]
    assert model.index(0, FOUND).data() == "–"

    model.setData(model.index(1, NOTE), "<b>night</b> shift")
    settled()
    assert model.index(1, NOTE).data() == "<b>night</b> shift"

    ids = [each.run.id for each in station.past]
    buttons = (history.show_button, history.use_button, history.export_button)
    history.choose([])
    for each in (*buttons, history.note_button):
        assert not each.isEnabled() and "Choose one run in the table." in each.toolTip()
    assert "Choose two runs in the table." in history.compare_button.toolTip()
    history.choose([ids[0]])
    assert not history.use_button.isEnabled()
    assert "in use already" in history.use_button.toolTip()
    assert history.export_button.isEnabled()
    assert "Export adapter…" in history.export_button.toolTip()
    history.choose([ids[1]])
    history.use_button.click()
    settled()
    active = active_run(project)
    assert active is not None and active.id == ids[1]

    history.choose(ids)
    history.compare_button.click()
    assert station.pages.page == COMPARISON
    assert station.pages.comparison.title.text() == "Run 1 and Run 2"
    assert station.pages.comparison.differing.text() == "Set differently"
    station.pages.comparison.closed.emit()
    assert station.pages.page == HISTORY

    target = project.folder / "exports" / "for the other ward"
    station.actions_of_runs.export_to(ids[1], target)
    settled()
    assert (target / "adapter.json").is_file()


def test_settings_that_cannot_be_used_are_said_before_the_start(
    station: TrainStation, qtbot: QtBot, settled: Callable[[], None]
) -> None:
    row = next(r for r in station.setup.drawer.rows if r.setting.key == "epochs")
    assert row.setting.default == "5"
    row.field.setText("0")  # type: ignore[union-attr]
    row.field.textEdited.emit("0")  # type: ignore[union-attr]
    qtbot.waitUntil(lambda: not station.setup.train_button.isEnabled(), timeout=5_000)
    settled()
    assert "at least 1" in station.setup.drawer.trouble.text()
    station.start()
    assert station.control.training is None
    station.setup.drawer.reset()
    qtbot.waitUntil(station.setup.train_button.isEnabled, timeout=5_000)
    settled()


def test_what_was_chosen_survives_a_restart(
    station: TrainStation, context: Context, project: Project, settled: Callable[[], None]
) -> None:
    drawer = station.setup.drawer
    drawer.set_changes({"bottleneck": "8", "rebalance": "false"})
    station.setup.preset.setCurrentIndex(station.setup.preset.findData("fast"))
    settled()
    station.pages.show_page(PROGRESS)
    state = station.save_state()
    again = TrainStation(context, project)
    again.restore_state(state)
    settled()
    options = again.setup.options()
    assert options.preset == "fast"
    assert set(options.overrides) == {"bottleneck=8", "rebalance=false"}
    again.deleteLater()


def test_without_classes_it_sends_to_the_clips(
    context: Context, tmp_path: Path, qtbot: QtBot, settled: Callable[[], None]
) -> None:
    folder = make_project(tmp_path / "empty", {"only": 1})
    context.session.open(folder)
    qtbot.waitUntil(lambda: context.status.record is not None, timeout=_LONG_MS)
    assert context.project is not None
    station = TrainStation(context, context.project)
    qtbot.addWidget(station)
    assert station.is_empty
    with qtbot.waitSignal(station.go) as went:
        station._empty.button.click()  # type: ignore[union-attr]
    assert went.args == ["classes"]
    settled()


def test_a_bug_is_told_in_a_sentence_and_not_by_its_story(
    station: TrainStation, project: Project, settled: Callable[[], None]
) -> None:
    bug = EngineBug("Traceback (most recent call last):\n  File 'x.py'\nKeyError: 'lair'")
    said = "Something went wrong inside SMP Studio: KeyError: 'lair'"
    station.estimator.failed.emit("")
    station.estimator._unknown(bug)
    assert station.setup.estimate_from.text() == said
    begin_run(
        project, captioner="c", preset="fast", config={}, class_names=("fall", "cough"), n_clips=6
    )
    station.control.broke_off.emit(bug)
    settled()
    assert station.resume_card.isVisible()
    assert station.resume_card.text.text().startswith(f"{said} ")
    assert "Traceback" not in station.resume_card.text.text()


def test_every_command_has_its_own_key_and_name(station: TrainStation) -> None:
    commands = station.commands()
    keys = [key for command in commands for key in command.keys]
    assert len(keys) == len(set(keys)) == 9
    assert all(command.id.startswith("train.") and command.title for command in commands)
