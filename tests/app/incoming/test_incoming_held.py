"""A project that was made elsewhere waits for its operator before it looks into any folder."""

from __future__ import annotations

import pytest
from answers import make_run
from PySide6.QtWidgets import QLabel
from studio_project import write_video

from app.jobs.operation import Lane, Operation
from app.models import incoming_scans
from app.operations import incoming
from app.settings import Settings
from smp_core.jobs import JobContext
from smp_core.workflows.incoming import list_incoming, queue_videos
from smp_core.workflows.options import ClassifySummary
from smp_core.workflows.projects import open_project
from smp_core.workflows.watching import Watch, watch_folder

REASON = "This project watches folders; it was not opened on this machine before."


@pytest.fixture(autouse=True)
def scanned(monkeypatch):
    """How often folders were looked through; no scan waits for five seconds."""
    monkeypatch.setattr(incoming_scans, "_CALM_MS", 30)
    count, real = [], Watch.scan

    def scan(watch, *given):
        count.append(1)
        return real(watch, *given)

    monkeypatch.setattr(Watch, "scan", scan)
    return count


@pytest.fixture(autouse=True)
def classified(monkeypatch):
    """Batches that were given to the engine."""
    given = []

    def classify(_project, paths):
        given.append([each.name for each in paths])
        return Operation("classify", Lane.IO, lambda _ctx: ClassifySummary(0, 0, 1, 0, 0.1))

    monkeypatch.setattr(incoming, "classify", classify)
    return given


@pytest.fixture
def brought(project_folder, tmp_path):
    """The project as it was made elsewhere: a watched folder with a video, another in line."""
    share = tmp_path / "share"
    write_video(share / "x.mp4", 5)
    with open_project(project_folder) as project:
        make_run(project)
        watch_folder(project, share)
        queue_videos(project, [write_video(tmp_path / "y.mp4", 6)], JobContext())
    return project_folder


def open_it(window, folder, settled):
    window.open_project(folder)
    settled()
    return window.context


def states(station):
    return [each.text() for each in station.sources.findChildren(QLabel)]


def test_it_starts_paused_and_nothing_is_scanned_before_it_is_resumed(
    brought, window, scanned, classified, qtbot, settled
):
    context = open_it(window, brought, settled)
    window.go("incoming")
    settled()
    station = window.deck.front
    context.watch.scans.soon()
    context.changes.incoming_changed.emit()
    settled()
    qtbot.wait(150)
    assert (scanned, classified) == ([], [])
    assert station._saying.text() == "Paused" and station._hint.text().startswith(REASON)
    assert "Held" in states(station)
    assert station._pause.isVisible() and station._pause.text() == "Resume"
    assert [each.message for each in context.notices.history] == [f"Incoming is paused: {REASON}"]
    station._pause.click()
    qtbot.waitUntil(lambda: classified[:1] == [["y.mp4"]], timeout=20_000)
    qtbot.waitUntil(
        lambda: "x.mp4" in [each.path.name for each in list_incoming(context.project)],
        timeout=20_000,
    )
    assert not context.watch.held and station._pause.text() == "Pause"
    assert "Watching" in states(station) and "Held" not in states(station)
    context.watch.set_project(None)
    settled()


def test_it_stays_held_over_a_kill_until_it_is_resumed_once(
    brought, window, scanned, qtbot, settled
):
    context = open_it(window, brought, settled)
    project, uuid = context.project, context.project.info.uuid
    window.deck.remember()  # as at an ordinary end; it must not pass for known by that
    kept = Settings().station_state(uuid, "incoming watch")  # from the disk
    assert kept == {"paused": True, "held": True}
    context.watch.set_project(project)
    settled()
    assert context.watch.held and context.watch.paused and scanned == []
    context.watch.set_paused(False)
    qtbot.waitUntil(lambda: bool(scanned), timeout=20_000)
    assert Settings().station_state(uuid, "incoming watch") == {"paused": False, "held": False}
    context.watch.set_project(project)
    scanned.clear()
    qtbot.waitUntil(lambda: bool(scanned), timeout=20_000)
    assert not context.watch.paused
    context.watch.set_project(None)
    settled()


def test_a_project_that_ends_before_anybody_looked_is_held_the_next_time(
    brought, window, monkeypatch, settled, scanned
):
    with monkeypatch.context() as slow:
        slow.setattr(
            incoming,
            "make_watch",
            lambda project: Operation("watch", Lane.DB, lambda _ctx: None, key="watch"),
        )
        slow.setattr(window.context.watch.scans, "_prepared", lambda *_: None)
        context = open_it(window, brought, settled)
        assert not context.watch.held
        window.deck.remember()
    context.watch.set_project(context.project)
    settled()
    assert context.watch.held and scanned == []


@pytest.mark.parametrize("known", ["opened here", "only its last station is kept"])
def test_a_project_that_is_known_here_goes_on_as_before(
    known, window, project_folder, tmp_path, scanned, qtbot, settled
):
    context = window.context
    if known == "opened here":  # before it watched anything, as every project made here
        open_it(window, project_folder, settled)
        project = context.project
        assert Settings().knows_project(project.info.uuid)  # a kill does not forget it
        context.watch.set_project(None)
        share = tmp_path / "share"
        share.mkdir()
        watch_folder(project, share)
    else:  # as a window before this one left it
        share = tmp_path / "share"
        share.mkdir()
        with open_project(project_folder) as opened:
            watch_folder(opened, share)
            context.settings.set_station_state(opened.info.uuid, "window", {"front": "classes"})
        open_it(window, project_folder, settled)
        project = context.project
    scanned.clear()
    context.watch.set_project(project)
    qtbot.waitUntil(lambda: bool(scanned), timeout=20_000)
    assert not context.watch.held and not context.watch.paused
    context.watch.set_project(None)
    settled()
