"""The station "Incoming": sources, the live stream, faults, holding, and what it waits for."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from answers import answered, make_run, window
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from studio_project import write_video

from app.models.incoming_arrivals import ArrivalsModel
from app.operations import incoming
from app.views.incoming.station import IncomingStation
from app.widgets.thumbnails import Thumbnails
from smp_core.errors import MediaError
from smp_core.jobs import JobContext
from smp_core.workflows.incoming import list_incoming, mark_failed, queue_videos
from smp_core.workflows.watching import list_watched

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def no_previews(monkeypatch):
    """Decoding has its own tests, and takes its time."""
    monkeypatch.setattr(Thumbnails, "request", lambda *_args, **_how: "")


@pytest.fixture
def station(context, project, qtbot, settled):
    made = IncomingStation(context, project)
    qtbot.addWidget(made)
    qtbot.addWidget(made.health)
    made.resize(960, 700)
    made.show()
    settled()
    yield made
    context.watch.set_project(None)
    settled()


def fail(project, path):
    path.write_bytes(b"torn")
    (video,) = queue_videos(project, [path], JobContext()).queued
    mark_failed(project, video.id, MediaError(f"{path} is torn.", "Copy it again."))


def test_it_starts_with_one_next_step(station):
    assert station.is_empty and station.inspector() is None


def test_a_dropped_folder_is_watched_and_dropped_files_are_queued(
    station, project, tmp_path, settled
):
    folder, video = tmp_path / "share <b>", write_video(tmp_path / "a.mp4", 7)
    folder.mkdir()
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(folder)), QUrl.fromLocalFile(str(video))])
    event = QDropEvent(
        QPointF(5, 5),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    station.dropEvent(event)
    settled()
    assert [each.path for each in list_watched(project)] == [folder]
    assert [each.path.name for each in list_incoming(project, "queued")] == ["a.mp4"]
    assert not station.is_empty and station.model.rowCount() == 1
    assert station._saying.text() == "Nothing is trained yet"
    assert "1 video" in station._hint.text() and station._train.isVisible()
    assert station.inspector() is station.health and station.health.backlog.text() == "1"
    station._remove(list_watched(project)[0])
    settled()
    assert list_watched(project) == []
    station.undo()
    settled()
    assert [each.path for each in list_watched(project)] == [folder]


def test_the_stream_shows_the_surest_answer_and_faults_with_their_reason(
    station, context, project, tmp_path, settled
):
    run = make_run(project)
    found = [window(0, "alarm", 0.4), window(10, "fall", 0.87)]
    answered(project, run, tmp_path / "b.mp4", found, NOON)
    fail(project, tmp_path / "c.mp4")
    station.refresh()
    settled()
    words = [station.model.index(row).data() for row in range(2)]
    assert words == ["c.mp4, Could not be used", "b.mp4, fall, 87 %"]
    assert station.health.failed.text() == "1"
    texts = [each.text() for each in station.health.findChildren(type(station._saying))]
    assert "The file is torn." in texts and "Copy it again." in texts
    assert station._saying.text() == "Waiting for new videos"
    for mode in ("dark", "light", "contrast"):
        context.theme.set_mode(mode)
        assert not station.grab().isNull() and not station.health.grab().isNull()


def test_retry_puts_it_in_line_again(station, project, tmp_path, settled):
    fail(project, tmp_path / "c.mp4")
    station.refresh()
    settled()
    station.retry_all()
    settled()
    assert [each.status for each in list_incoming(project)] == ["queued"]


def test_new_arrivals_come_in_on_top_without_moving_the_others(station, project, tmp_path, qtbot):
    run = make_run(project)
    model = ArrivalsModel()
    for number in range(3):
        answered(project, run, tmp_path / f"{number}.mp4", [window(0, "fall", 0.5)], NOON)
    from smp_core.workflows.arrivals import newest_arrivals

    old = newest_arrivals(project)[1:]
    model.set_arrivals(old)
    inserted = []
    model.rowsInserted.connect(lambda _parent, first, last: inserted.append((first, last)))
    model.modelReset.connect(lambda: inserted.append("reset"))
    model.set_arrivals(newest_arrivals(project))
    assert inserted == [(0, 0)]
    assert [each.path.name for each in model.arrivals] == ["2.mp4", "1.mp4", "0.mp4"]


def test_while_a_project_is_open_what_arrives_is_classified(
    opened, context, classified, tmp_path, qtbot, settled
):
    project = context.project
    share = tmp_path / "share"
    share.mkdir()
    opened.go("incoming")
    settled()
    station = opened.deck.front
    station.watch([share])
    settled()
    write_video(share / "x.mp4", 5)
    qtbot.waitUntil(
        lambda: bool(list_incoming(project, "queued")),
        timeout=20_000,
    )
    settled()
    assert classified == []  # nothing is trained
    make_run(project)
    context.changes.runs_changed.emit()
    qtbot.waitUntil(lambda: classified == [["x.mp4"]], timeout=20_000)
    settled()
    assert context.watch.job is None and context.status.record.incoming["failed"] == 1
    station.left()


def test_holding_is_kept_and_resuming_goes_on(
    opened, context, classified, tmp_path, qtbot, settled
):
    project = context.project
    make_run(project)
    context.watch.set_paused(True)
    queue_videos(project, [write_video(tmp_path / "y.mp4", 6)], JobContext())
    context.changes.incoming_changed.emit()
    settled()
    assert classified == []
    context.watch.set_project(project)  # as after a restart
    settled()
    assert context.watch.paused and classified == []
    opened.go("incoming")
    settled()
    assert opened.deck.front._saying.text() == "Paused"
    opened.deck.front.toggle_paused()
    qtbot.waitUntil(lambda: classified == [["y.mp4"]], timeout=20_000)
    settled()


def test_a_bug_while_classifying_is_told_in_a_sentence(
    opened, context, monkeypatch, tmp_path, qtbot, settled
):
    from app.jobs.operation import Lane, Operation

    def fall_over(_ctx):
        raise KeyError("lair")

    monkeypatch.setattr(incoming, "classify", lambda *_: Operation("x", Lane.IO, fall_over))
    make_run(context.project)
    queue_videos(context.project, [write_video(tmp_path / "z.mp4", 6)], JobContext())
    opened.go("incoming")
    context.changes.incoming_changed.emit()
    said = "Something went wrong inside SMP Studio: KeyError: 'lair'"
    qtbot.waitUntil(lambda: context.watch.trouble == said, timeout=20_000)
    qtbot.waitUntil(lambda: opened.deck.front._hint.text() == said, timeout=20_000)
    settled()
