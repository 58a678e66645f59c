"""Another program watches the open project: the window stands back, says why, and goes on."""

from __future__ import annotations

import os

import pytest
from answers import make_run
from studio_project import write_video
from watching_program import watching, who_watches

from app.models import incoming_scans
from app.widgets.thumbnails import Thumbnails
from smp_core.jobs import JobContext
from smp_core.workflows.incoming import queue_videos
from smp_core.workflows.projects import open_project
from smp_core.workflows.watch_turn import Watcher
from smp_core.workflows.watching import watch_folder

COMMAND = "The command smp watch classifies this project's videos."
GOES_ON = "It goes on here when that program has ended."
WINDOW = Watcher("window", "", os.getpid())

pytestmark = pytest.mark.usefixtures("classified")  # whatever is queued


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """No test waits five seconds for the next look, or for pictures."""
    monkeypatch.setattr(incoming_scans, "_CALM_MS", 30)
    monkeypatch.setattr(Thumbnails, "request", lambda *_args, **_how: "")


@pytest.fixture
def share(project_folder, tmp_path):
    """A trained project's watched folder, with a video in it."""
    folder = tmp_path / "share"
    write_video(folder / "x.mp4", 5)
    with open_project(project_folder) as project:
        make_run(project)
        watch_folder(project, folder)
    return folder


def told(context):
    return [(each.message, each.hint) for each in context.notices.history]


def open_it(window, folder, settled):
    uuid = _uuid(folder)
    window.context.settings.set_station_state(uuid, "window", {"front": "incoming"})
    window.open_project(folder)
    settled()
    window.go("incoming")
    settled()
    return window.deck.front


def _uuid(folder):
    with open_project(folder) as project:
        return project.info.uuid


def test_the_window_stands_back_and_goes_on_by_itself_when_the_other_was_killed(
    window, project_folder, share, classified, qtbot, settled
):
    context = window.context
    with watching(project_folder) as process:
        station = open_it(window, project_folder, settled)
        qtbot.waitUntil(lambda: station._saying.text() == "Paused", timeout=20_000)
        assert station._hint.text() == f"{COMMAND} {GOES_ON}"
        assert station._pause.isVisible() and station._pause.text() == "Resume"
        assert told(context) == [(f"Incoming is paused: {COMMAND}", GOES_ON)]
        queue_videos(context.project, [share / "x.mp4"], JobContext())
        context.changes.incoming_changed.emit()
        qtbot.waitUntil(lambda: "Waiting: 1 video." in station._hint.text(), timeout=20_000)
        settled()
        assert classified == []
        station._pause.click()  # it watches still: told once more, and nothing begins
        qtbot.waitUntil(lambda: len(told(context)) == 2, timeout=20_000)
        assert classified == [] and not context.watch.paused
        process.kill()
        process.wait()
        qtbot.waitUntil(lambda: classified == [["x.mp4"]], timeout=20_000)
    qtbot.waitUntil(lambda: station._saying.text() == "Waiting for new videos", timeout=20_000)
    assert station._pause.text() == "Pause" and context.watch.scans.mine
    assert who_watches(project_folder) == WINDOW
    context.watch.set_project(None)
    settled()
    assert who_watches(project_folder) is None


def test_pausing_lets_another_program_watch(window, project_folder, share, qtbot, settled):
    context = window.context
    station = open_it(window, project_folder, settled)
    qtbot.waitUntil(lambda: context.watch.scans.mine, timeout=20_000)
    assert who_watches(project_folder) == WINDOW
    station._pause.click()
    qtbot.waitUntil(lambda: who_watches(project_folder) is None, timeout=20_000)
    with watching(project_folder):
        qtbot.waitUntil(lambda: station._saying.text() == "Paused", timeout=20_000)
        assert COMMAND not in station._hint.text() and told(context) == []
        station._pause.click()
        qtbot.waitUntil(lambda: len(told(context)) == 1, timeout=20_000)
        qtbot.waitUntil(lambda: COMMAND in station._hint.text(), timeout=20_000)
    qtbot.waitUntil(lambda: not context.watch.rests, timeout=20_000)
    qtbot.waitUntil(lambda: context.watch.scans.mine, timeout=20_000)
    assert who_watches(project_folder) == WINDOW
    context.watch.set_project(None)
    settled()


def test_a_window_that_watches_nothing_keeps_nobody_out(
    window, project_folder, tmp_path, classified, qtbot, settled
):
    station = open_it(window, project_folder, settled)
    context = window.context
    rounds = []
    context.watch.scans._timer.timeout.connect(lambda: rounds.append(1))
    qtbot.waitUntil(lambda: len(rounds) > 3, timeout=20_000)
    assert who_watches(project_folder) is None
    make_run(context.project)
    context.changes.runs_changed.emit()
    station.queue([write_video(tmp_path / "y.mp4", 6)])  # without any folder, it classifies
    qtbot.waitUntil(lambda: classified == [["y.mp4"]], timeout=20_000)
    context.changes.incoming_changed.emit()
    qtbot.waitUntil(lambda: who_watches(project_folder) is None, timeout=20_000)
    context.watch.set_project(None)
    settled()


def test_a_window_that_goes_lets_others_watch(window, project_folder, share, qtbot, settled):
    context = window.context
    open_it(window, project_folder, settled)
    qtbot.waitUntil(lambda: context.watch.scans.mine, timeout=20_000)
    assert who_watches(project_folder) == WINDOW
    window.close()
    assert context.close()
    assert who_watches(project_folder) is None
