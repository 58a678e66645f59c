"""Looking through the watched folders: a fault is told once, tried again, and taken back."""

from __future__ import annotations

import pytest
from studio_project import write_video

from app.models import incoming_scans
from app.operations import incoming
from smp_core.errors import StorageError
from smp_core.workflows import watching
from smp_core.workflows.incoming import list_incoming
from smp_core.workflows.watching import Watch, watch_folder

FAULT = StorageError("project.db is in use.", "Close the other program.")
SAID = "project.db is in use. Close the other program."


@pytest.fixture(autouse=True)
def soon(monkeypatch):
    """No test waits five seconds for the next scan."""
    monkeypatch.setattr(incoming_scans, "_CALM_MS", 30)


class Scans:
    """Scans that fail as long as there is a fault; counts them."""

    def __init__(self, monkeypatch):
        self.fault, self.count, self._real = None, 0, Watch.scan
        monkeypatch.setattr(Watch, "scan", lambda watch, *given: self._scan(watch, *given))

    def _scan(self, watch, *given):
        self.count += 1
        if self.fault is not None:
            raise self.fault
        return self._real(watch, *given)

    def again(self, number=3):
        """Whether so many more scans are over, to wait for."""
        end = self.count + number
        return lambda: self.count >= end


@pytest.fixture
def scans(monkeypatch):
    return Scans(monkeypatch)


def told(context):
    return [(each.message, each.hint) for each in context.notices.history]


def test_a_scan_that_fails_is_told_once_and_tried_until_it_works(
    opened, context, scans, tmp_path, qtbot, settled
):
    share = tmp_path / "share"
    share.mkdir()
    watch_folder(context.project, share)
    opened.go("incoming")
    station = opened.deck.front
    station.refresh()
    said = f"The watched folders cannot be looked through: {SAID}"
    scans.fault = FAULT
    qtbot.waitUntil(lambda: said in station._hint.text(), timeout=20_000)
    qtbot.waitUntil(scans.again(), timeout=20_000)
    assert context.watch.scans.trouble == SAID
    assert told(context) == [(FAULT.message, FAULT.hint)]
    scans.fault = StorageError("The disk is full.", "")
    qtbot.waitUntil(lambda: "The disk is full." in station._hint.text(), timeout=20_000)
    assert told(context) == [(FAULT.message, FAULT.hint)]  # the line says the newest reason
    scans.fault = None
    write_video(share / "x.mp4", 5)
    qtbot.waitUntil(lambda: bool(list_incoming(context.project, "queued")), timeout=20_000)
    qtbot.waitUntil(lambda: "cannot be looked through" not in station._hint.text(), timeout=20_000)
    assert context.watch.scans.trouble == ""
    scans.fault = FAULT  # and a new fault is news again
    qtbot.waitUntil(lambda: len(told(context)) == 2, timeout=20_000)
    context.watch.set_project(None)
    settled()
    assert context.watch.scans.trouble == ""


def test_a_watch_that_cannot_be_made_is_told_once_and_made_later(
    opened, context, scans, monkeypatch, qtbot, settled
):
    tried = []

    def refuse(_project):
        tried.append(1)
        raise FAULT

    project = context.project
    with monkeypatch.context() as broken:
        broken.setattr(watching, "Watch", refuse)
        context.watch.set_project(project)
        qtbot.waitUntil(lambda: len(tried) >= 3, timeout=20_000)
        qtbot.waitUntil(lambda: context.watch.scans.trouble == SAID, timeout=20_000)
        assert told(context) == [(FAULT.message, FAULT.hint)]
    qtbot.waitUntil(scans.again(1), timeout=20_000)
    qtbot.waitUntil(lambda: context.watch.scans.trouble == "", timeout=20_000)
    context.watch.set_project(None)
    settled()


def test_a_queue_that_cannot_be_read_is_told_at_the_station(
    opened, context, monkeypatch, tmp_path, qtbot, settled
):
    from answers import make_run

    from app.jobs.operation import Lane, Operation
    from smp_core.jobs import JobContext
    from smp_core.workflows.incoming import queue_videos

    def refuse(_ctx):
        raise FAULT

    monkeypatch.setattr(incoming, "waiting_paths", lambda _: Operation("w", Lane.IO, refuse))
    make_run(context.project)
    queue_videos(context.project, [write_video(tmp_path / "z.mp4", 6)], JobContext())
    context.changes.incoming_changed.emit()
    qtbot.waitUntil(lambda: context.watch.trouble == SAID, timeout=20_000)
    context.watch.set_project(None)
    settled()
