"""What another program changes in the open project is shown by itself, and disturbs nobody."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest
from answers import answered, make_run, window
from PySide6.QtWidgets import QAbstractItemView, QLineEdit
from studio_project import make_project
from toy_engine import TOY, ToyRequest

from app.changes import Change
from app.jobs.operation import EngineWork, Lane, Operation
from app.models import outside_changes
from app.views.prompts.editor import PromptEditor
from app.widgets.player import Player
from app.widgets.thumbnails import Thumbnails
from smp_core.workflows import class_edits, clip_edits, prompts, review
from smp_core.workflows.clips import list_classes, list_clips
from smp_core.workflows.edit_journal import history
from smp_core.workflows.projects import open_project
from smp_core.workflows.result_table import ResultFilter, result_page

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
LONG = 20_000


@pytest.fixture(autouse=True)
def often(monkeypatch):
    """Looks come quickly, and nothing is decoded."""
    monkeypatch.setattr(outside_changes, "_LOOK_MS", 30)
    monkeypatch.setattr(Thumbnails, "request", lambda *_args, **_how: "")
    monkeypatch.setattr(Player, "set_clip", lambda *_args, **_how: None)


@pytest.fixture
def project_folder(tmp_path) -> Path:
    return make_project(tmp_path / "ward 3", prompts=True)


@pytest.fixture
def other(opened):
    """The same project as another program has it open."""
    opened.context.watch.set_paused(True)  # nothing that waits is for this window
    with open_project(opened.context.project.folder) as project:
        yield project


@pytest.fixture
def told(opened):
    """How often each change was told."""
    count, changes = Counter(), opened.context.changes
    for each in Change:
        signal = getattr(changes, f"{each.value}_changed")
        signal.connect(lambda each=each: count.update([each]))
    return count


@pytest.fixture
def looks(opened, qtbot):
    """Waits until the database was looked at so many times more."""
    seen = []
    opened.context.runner.finished.connect(
        lambda handle: seen.append(1) if handle.operation.key == "look for changes" else None
    )

    def wait(number=3):
        end = len(seen) + number
        qtbot.waitUntil(lambda: len(seen) >= end, timeout=LONG)

    return wait


def station_of(opened, key, settled):
    opened.go(key)
    settled()
    return opened.deck.front


def smp(*arguments: object) -> None:
    command = [sys.executable, "-m", "smp_core.cli", *map(str, arguments)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def lanes(station):
    return {lane.record.name: [c.id for c in lane.clips] for lane in station.board.lanes}


def test_edits_in_a_terminal_are_shown_what_is_chosen_stays_and_undo_takes_them_back(
    opened, qtbot, settled
):
    station = station_of(opened, "classes", settled)
    folder = opened.context.project.folder
    station.board.choose_many([2, 4], 4)
    before = lanes(station)
    assert before == {"person falls": [1, 2, 3], "patient coughing": [4, 5]}
    smp("rename", folder, "person falls", "falls")
    smp("move", folder, "patient coughing", 1)
    moved = {"falls": [2, 3], "patient coughing": [1, 4, 5]}
    qtbot.waitUntil(lambda: lanes(station) == moved, timeout=LONG)
    assert (station.board.selected, station.board.current) == ({2, 4}, 4)
    status = opened.context.status
    qtbot.waitUntil(lambda: status.record.classes[0].name == "falls", timeout=LONG)
    station.acts.undo()  # the newest, which was the terminal's
    qtbot.waitUntil(lambda: lanes(station)["falls"] == [1, 2, 3], timeout=LONG)
    station.acts.undo()
    qtbot.waitUntil(lambda: lanes(station) == before, timeout=LONG)
    smp("redo", folder)
    qtbot.waitUntil(lambda: "falls" in lanes(station), timeout=LONG)
    assert history(opened.context.project).redo is not None


def test_only_what_was_changed_is_told_and_what_is_ours_is_not(opened, other, told, looks, settled):
    looks()
    clip_edits.move_clips(opened.context.project, [1], list_classes(other)[1].id)
    list_clips(other)
    looks()
    assert told == {}
    class_edits.rename_class(other, 1, "falls")
    looks()
    assert told == {Change.CLIPS: 1, Change.INCOMING: 1, Change.RESULTS: 1}
    prompts.edit_prompt(other, prompts.list_prompts(other, "descriptor")[0].id, "a thud")
    looks()
    assert (told[Change.PROMPTS], told[Change.CLIPS]) == (1, 1)
    settled()


def test_words_that_are_being_written_are_not_touched(opened, other, told, looks, qtbot, settled):
    station = station_of(opened, "prompts", settled)
    first, second = station.list.clip_rows[:2]
    station.view.choose(first.clip.id)
    station.edit()
    editor = station.findChild(PromptEditor)
    editor.words.setPlainText("somebody lies on the fl")
    prompts.edit_prompt(other, second.prompt.id, "a thud")
    qtbot.waitUntil(lambda: told[Change.PROMPTS] == 1, timeout=LONG)
    looks()
    assert station.view.is_writing and editor.text == "somebody lies on the fl"
    editor.words.setPlainText("somebody lies on the floor")
    editor.kept.emit()
    wanted = ["somebody lies on the floor", "a thud"]
    qtbot.waitUntil(lambda: [r.text for r in station.list.clip_rows[:2]] == wanted, timeout=LONG)
    assert station.front.current_row.clip.id == first.clip.id
    settled()


def test_a_class_name_that_is_being_written_stays(opened, other, looks, qtbot, settled):
    station = station_of(opened, "classes", settled)
    station.wall.edit_name(1)
    field = station.wall.findChild(QLineEdit)
    field.setText("faints")
    clip_edits.move_clips(other, [2], list_classes(other)[1].id)
    qtbot.waitUntil(lambda: lanes(station)["person falls"] == [1, 3], timeout=LONG)
    assert (field.isVisible(), field.text()) == (True, "faints")
    field.returnPressed.emit()
    qtbot.waitUntil(lambda: lanes(station).get("faints") == [1, 3], timeout=LONG)
    settled()


def test_a_note_that_is_being_written_stays_and_new_runs_come_after_it(
    opened, other, looks, qtbot, settled
):
    run = make_run(opened.context.project)
    opened.context.changes.runs_changed.emit()
    station = station_of(opened, "train", settled)
    page = station.pages.history
    station.pages.show_page(2)
    page.choose([run.id])
    page.edit_note()
    field = page.table.findChild(QLineEdit)
    field.setText("with the new la")
    make_run(other)
    looks()
    qtbot.waitUntil(lambda: page._later is not None, timeout=LONG)
    assert page.table.state() == QAbstractItemView.State.EditingState
    assert field.text() == "with the new la" and len(page.model.runs) == 1
    field.setText("with the new lamp")
    page.table.commitData(field)
    page.table.closeEditor(field, page.table.itemDelegate().EndEditHint.NoHint)
    qtbot.waitUntil(
        lambda: [each.run.note for each in page.model.runs] == ["", "with the new lamp"],
        timeout=LONG,
    )
    settled()


def test_settings_that_are_being_typed_keep_the_cursor(opened, other, told, qtbot, settled):
    station = station_of(opened, "train", settled)
    drawer = station.setup.drawer
    station.setup.show_drawer(True)
    row = next(each for each in drawer.rows if isinstance(each.field, QLineEdit))
    row.field.setText("12")
    prompts.edit_prompt(other, prompts.list_prompts(other, "descriptor")[0].id, "a thud")
    qtbot.waitUntil(lambda: told[Change.PROMPTS] == 1, timeout=LONG)
    settled()
    assert row in drawer.rows and row.field.text() == "12"


@pytest.fixture
def answers(project_folder, tmp_path):
    """Two answers of a run, confirmed by nobody, from before the window had the project open."""
    found = [window(0, "fall", 0.7), window(10, "alarm", 0.9)]
    with open_project(project_folder) as project:
        run = make_run(project, ["person falls", "patient coughing"])
        answered(project, run, tmp_path / "share" / "a.mp4", found, NOON)
    return run


def test_a_review_in_a_terminal_is_shown_at_the_same_row(
    answers, opened, other, looks, qtbot, settled
):
    station = station_of(opened, "results", settled)
    station.table.go_to(1)
    row = station.model.row(1)
    assert (row.review, station.model.total) == ("open", 2)
    review.confirm(other, [each.id for each in result_page(other, ResultFilter(answers.id))])
    qtbot.waitUntil(
        lambda: [station.model.row(each).review for each in range(2)] == ["confirmed"] * 2,
        timeout=LONG,
    )
    qtbot.waitUntil(lambda: station.table.line == 1, timeout=LONG)
    assert station.model.row(1).id == row.id
    settled()


def test_results_that_stream_in_from_elsewhere_are_read_now_and_then(
    answers, opened, other, told, looks, tmp_path, monkeypatch, qtbot, settled
):
    monkeypatch.setattr(outside_changes, "_RESULTS_MS", 3_600_000)
    looks()
    for number in range(5):
        answered(other, answers, tmp_path / f"{number}.mp4", [window(0, "fall", 0.5)], NOON)
        looks()
    assert told == {Change.INCOMING: 1, Change.RESULTS: 1}
    monkeypatch.setattr(outside_changes, "_RESULTS_MS", 0)
    looks()
    assert told == {Change.INCOMING: 2, Change.RESULTS: 2}  # the last of them are not forgotten
    looks()
    assert told[Change.RESULTS] == 2
    settled()


def test_what_a_job_of_our_own_engine_stores_is_told_by_that_job_alone(
    answers, opened, other, told, looks, tmp_path, qtbot, settled
):
    context = opened.context
    looks()
    work = EngineWork(TOY, ToyRequest("count", steps=10_000))
    changes = (Change.INCOMING, Change.RESULTS)
    job = context.start(Operation("classify", Lane.ENGINE, work, changes=changes))
    qtbot.waitUntil(lambda: job.progress is not None, timeout=LONG)
    for number in range(3):  # as the engine does, through a connection of its own
        answered(other, answers, tmp_path / f"{number}.mp4", [window(0, "fall", 0.5)], NOON)
        looks()
    assert told == {}
    class_edits.rename_class(other, 1, "falls")  # a terminal's; it does not wait for the job
    looks()
    assert told == {Change.CLIPS: 1}
    context.runner.cancel(job)
    with qtbot.waitSignal(job.ended, timeout=LONG):
        pass
    looks()
    assert told == {Change.CLIPS: 1, Change.INCOMING: 1, Change.RESULTS: 1}
    settled()
