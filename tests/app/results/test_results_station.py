"""The station "Results": walking, judging by keys, filters, taking back, and what a row paints."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from answers import answered, window
from answers import make_run as make_answer_run
from PySide6.QtCore import Qt
from studio_project import write_video

from app.commands import Commands
from app.models.results_table import KIND, PAGE_ROWS, PROBABILITY, ResultsModel
from app.views.results.station import ResultsStation
from app.widgets.player import Player
from app.widgets.thumbnails import Thumbnails
from smp_core.workflows import clip_edits, clips, review
from smp_core.workflows.projects import open_project
from smp_core.workflows.result_table import ResultFilter, count_results, result_page

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)


@pytest.fixture
def run(project, tmp_path):
    """An hour of two cameras: four windows, the newest is the surest."""
    run = make_answer_run(project, ["person falls", "patient coughing", "alarm"])
    a = write_video(tmp_path / "east" / "a<b>x.mp4", 1, seconds=1.0)
    b = write_video(tmp_path / "west" / "b.mp4", 2, seconds=12.0)
    answered(project, run, a, [window(0, "alarm", 0.4), window(10, "person falls", 0.6)], NOON)
    later = NOON.replace(hour=13)
    answered(project, run, b, [window(0, "person falls", 0.7), window(10, "alarm", 0.9)], later)
    return run


@pytest.fixture
def no_previews(monkeypatch):
    """Decoding has its own tests, and takes its time."""
    monkeypatch.setattr(Thumbnails, "request", lambda *_args, **_how: "")
    monkeypatch.setattr(Player, "set_clip", lambda *_args, **_how: None)


@pytest.fixture
def station(context, project, run, qtbot, settled, no_previews):
    made = ResultsStation(context, project)
    qtbot.addWidget(made)
    qtbot.addWidget(made.detail)
    Commands.add(context.commands, made, made.commands())
    made.resize(960, 700)
    made.show()
    settled()
    yield made
    settled()
    made.left()
    context.commands.remove(made)


def reviews(project, run):
    rows = result_page(project, ResultFilter(run.id))
    return [(row.review, row.final_class) for row in rows]


def shown(station):
    return [station.model.row(each).final_class for each in range(station.model.total)]


def test_without_results_it_says_what_comes_first(context, project, qtbot, settled):
    made = ResultsStation(context, project)
    qtbot.addWidget(made)
    qtbot.addWidget(made.detail)
    settled()
    assert made.is_empty and made.inspector() is None


def test_it_shows_the_newest_first_and_the_event_at_the_side(station, run):
    assert not station.is_empty and station.model.total == 4
    assert shown(station) == ["alarm", "person falls", "person falls", "alarm"]
    index = station.model.index(0, PROBABILITY)
    assert index.data() == "90 %" and station.model.index(0, KIND).data() == "alarm"
    assert station.table.line == 0 and station.inspector() is station.detail
    assert station.filters.count.text() == "4 results"
    assert len(station.timeline._timeline.folders) == 2
    assert not station.grab().isNull()


def test_keys_judge_and_walk_on_and_take_back(station, context, project, run, settled, qtbot):
    for command in ("results.confirm", "results.reject", "results.correct2"):
        context.commands.action(command).trigger()
        settled()
    assert reviews(project, run) == [
        ("confirmed", "alarm"),
        ("rejected", "person falls"),
        ("corrected", "patient coughing"),
        ("open", "alarm"),
    ]
    assert station.table.line == 3
    assert shown(station)[2] == "patient coughing"
    assert "correcting to patient coughing" in context.commands.action("results.undo").text()
    for _ in range(2):
        context.commands.action("results.undo").trigger()
        settled()
    assert [each[0] for each in reviews(project, run)] == ["confirmed", "open", "open", "open"]
    assert station.model.row(2).final_class == "person falls" and station.table.line == 1
    context.commands.action("results.redo").trigger()
    settled()
    assert reviews(project, run)[1][0] == "rejected"


def test_the_keys_of_the_brief_are_bound(station, context):
    keys = {
        name: [each.toString() for each in context.commands.action(f"results.{name}").shortcuts()]
        for name in ("confirm", "reject", "train", "correct1", "correct9", "undo")
    }
    assert keys == {
        "confirm": ["Return", "Enter"],
        "reject": ["Backspace"],
        "train": ["T"],
        "correct1": ["1"],
        "correct9": ["9"],
        "undo": ["Ctrl+Z"],
    }


def test_several_are_judged_at_once(station, context, project, run, settled):
    station.table.selectAll()
    context.commands.action("results.confirm").trigger()
    settled()
    assert {each[0] for each in reviews(project, run)} == {"confirmed"}
    context.commands.action("results.undo").trigger()
    settled()
    assert {each[0] for each in reviews(project, run)} == {"open"}


def test_one_key_makes_a_training_clip(station, context, project, settled):
    context.commands.action("results.train").trigger()
    settled()
    (made,) = clips.list_clips(project, "alarm")
    assert (made.path.name, made.start_s, round(made.end_s)) == ("b.mp4", 10, 12)
    context.commands.action("results.undo").trigger()
    settled()
    assert clips.list_clips(project, "alarm") == []


def test_what_a_command_reviewed_since_is_not_taken_back_and_it_is_said(
    station, context, project, run, settled
):
    def press(name):
        context.commands.action(f"results.{name}").trigger()
        settled()

    press("reject")
    press("confirm")
    first, second = (station.model.row(each) for each in range(2))
    with open_project(project.folder) as terminal:
        review.correct(terminal, [second.id], "patient coughing")
    press("undo")
    assert reviews(project, run)[:2] == [
        ("rejected", "alarm"),
        ("corrected", "patient coughing"),
    ]
    (notice,) = context.notices.history
    assert (notice.level, notice.message) == (
        "warn",
        "The review of b.mp4 was changed or removed elsewhere since and was left as it is.",
    )
    assert "change it by hand if it is wrong" in notice.hint
    assert station.model.row(1).final_class == "patient coughing" and station.table.line == 1
    assert context.commands.action("results.redo").text() == "Redo"
    press("undo")  # the older step is still there
    assert reviews(project, run)[0] == ("open", "alarm")
    with open_project(project.folder) as terminal:
        review.confirm(terminal, [first.id])
    press("redo")
    assert reviews(project, run)[0] == ("confirmed", "alarm")
    assert len(context.notices.history) == 2


def test_of_several_those_reviewed_elsewhere_are_left_and_the_others_taken_back(
    station, context, project, run, settled
):
    station.table.selectAll()
    context.commands.action("results.confirm").trigger()
    settled()
    ids = [station.model.row(each).id for each in range(4)]
    with open_project(project.folder) as terminal:
        review.reject(terminal, ids[1:3])
    context.commands.action("results.undo").trigger()
    settled()
    states = ["open", "rejected", "rejected", "open"]
    assert [each[0] for each in reviews(project, run)] == states
    (notice,) = context.notices.history
    assert notice.message.startswith("The review of b.mp4 and 1 more was changed")
    context.commands.action("results.redo").trigger()
    settled()
    states = ["confirmed", "rejected", "rejected", "confirmed"]
    assert [each[0] for each in reviews(project, run)] == states


def test_a_training_clip_that_a_command_moved_since_stays(station, context, project, settled):
    context.commands.action("results.train").trigger()
    settled()
    (made,) = clips.list_clips(project, "alarm")
    with open_project(project.folder) as terminal:
        clip_edits.move_clips(terminal, [made.id], clips.add_class(terminal, "person falls").id)
    context.commands.action("results.undo").trigger()
    settled()
    assert made.id in [each.id for each in clips.list_clips(project, "person falls")]
    assert context.notices.history[-1].message == (
        "The training clip of b.mp4 was moved or trimmed since and was left as it is."
    )


def test_filters_narrow_and_are_kept(station, context, project, run, settled, qtbot):
    station.filters.classes.choose(["alarm"])
    station.filters.changed.emit()
    settled()
    assert shown(station) == ["alarm", "alarm"]
    assert station.filters.count.text() == "2 of 4"
    station.filters.low.setText("50")
    station.filters.low.editingFinished.emit()
    settled()
    assert station.model.total == 1
    station.table.horizontalHeader().sectionClicked.emit(PROBABILITY)
    settled()
    state = station.save_state()
    again = ResultsStation(context, project)
    qtbot.addWidget(again)
    qtbot.addWidget(again.detail)
    again.restore_state(state)
    settled()
    assert (again.model.total, again.save_state()["order"]) == (1, PROBABILITY)
    again.left()
    station.filters.reset()
    settled()
    assert station.model.total == 4 and not station.filters.active
    assert [station.model.row(i).probability for i in range(4)] == [0.9, 0.7, 0.6, 0.4]


def test_new_results_leave_the_chosen_one_chosen(station, context, project, run, settled, tmp_path):
    station.table.go_to(1)
    chosen = station.model.row(1).id
    video = write_video(tmp_path / "west" / "c.mp4", 3)
    answered(project, run, video, [window(0, "alarm", 0.5)], NOON.replace(hour=15))
    context.changes.incoming_changed.emit()
    settled()
    assert (station.model.total, station.table.line) == (5, 2)
    assert station.model.row(2).id == chosen


def test_a_click_on_the_timeline_goes_to_the_event(station, settled, qtbot):
    first = station.model.row(3)
    station.timeline.time_chosen.emit(first.recorded_s)
    settled()
    assert station.table.line == 3
    whole = station.timeline.span
    station.timeline.zoom(0.25, first.recorded_s)
    settled()
    begin, end = station.timeline.span
    assert end - begin == pytest.approx((whole[1] - whole[0]) / 4)
    station.filters.set_time("timeline")
    settled()
    assert station.model.total == 2  # the other camera was an hour later
    station.timeline.show_all()
    qtbot.wait(200)
    settled()
    assert station.model.total == 4


def test_what_is_shown_is_exported(station, context, project, settled, tmp_path):
    from app.views.results.export_box import start_export

    station.filters.reviews.choose(["open"])
    station.filters.classes.choose(["alarm"])
    station.filters.changed.emit()
    settled()
    path = tmp_path / "out.csv"
    start_export(station, context, project, station._chosen, path, "csv")
    settled()
    assert len(path.read_text(encoding="utf-8").splitlines()) == 3


def test_the_model_reads_only_what_is_looked_at(qtbot):
    model, asked = ResultsModel(), []
    model.page_wanted.connect(asked.append)
    model.reset(1_000_000)
    assert model.row(500_000) is None and model.row(500_001) is None
    qtbot.waitUntil(lambda: bool(asked))
    assert asked == [500_000 // PAGE_ROWS]
    for number in range(0, 300):
        model.set_page(number, [None] * PAGE_ROWS)
    assert len(model._pages) == 60
    assert model.rowCount() == 1_000_000


def test_pressing_enter_in_the_table_confirms(station, project, run, settled, qtbot):
    station.activateWindow()
    station.table.setFocus()
    qtbot.keyClick(station.table, Qt.Key.Key_Return)
    settled()
    assert count_results(project, ResultFilter(run.id, reviews=("confirmed",))) == 1
