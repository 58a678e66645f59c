"""From one project to the next: nothing is stopped for a folder that cannot be opened."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from answers import make_run
from PySide6.QtCore import QLockFile
from PySide6.QtWidgets import QDialog, QPushButton
from pytestqt.qtbot import QtBot
from studio_project import make_project, write_video

from app.changes import Change
from app.jobs.handle import JobHandle, State
from app.jobs.operation import Lane, Operation
from app.operations import incoming
from app.windows.main_window import MainWindow
from smp_core.jobs import JobContext
from smp_core.workflows.incoming import queue_videos

KEEP, STOP = 0, 1


def _until_stopped(ctx: JobContext) -> None:
    step = 0
    while True:
        ctx.progress("Counting", step := step + 1, 1_000_000)
        ctx.raise_if_cancelled()
        time.sleep(0.005)


@pytest.fixture
def job(opened: MainWindow, qtbot: QtBot) -> JobHandle:
    """Work that goes on until it is stopped."""
    handle = opened.context.start(Operation("Counting", Lane.IO, _until_stopped), owner=opened)
    qtbot.waitUntil(lambda: handle.progress is not None)
    return handle


def _missing(folder: Path) -> Path:
    return folder / "nowhere"


def _no_project(folder: Path) -> Path:
    (folder / "plain").mkdir()
    write_video(folder / "plain" / "a.mp4")
    return folder / "plain"


def _damaged(folder: Path) -> Path:
    (folder / "damaged").mkdir()
    (folder / "damaged" / "project.db").write_bytes(b"no database at all" * 100)
    return folder / "damaged"


@pytest.mark.parametrize("make", [_missing, _no_project, _damaged])
@pytest.mark.parametrize("asking", [True, False])
def test_a_wrong_folder_stops_nothing_and_asks_nothing(
    opened: MainWindow,
    job: JobHandle,
    tmp_path: Path,
    qtbot: QtBot,
    make: Callable[[Path], Path],
    asking: bool,
) -> None:
    before = opened.context.project
    wrong = make(tmp_path)
    if asking:
        opened.open_project(wrong)
    else:
        opened.context.session.open(wrong)
    qtbot.waitUntil(lambda: opened.notices.shown is not None, timeout=20_000)
    assert opened.notices.shown is not None and str(wrong) in opened.notices.shown.message
    assert opened.findChild(QDialog) is None
    assert job.state is State.RUNNING and not job.swept
    assert opened.context.project is before and not opened.context.session.switching


def test_a_right_folder_asks_before_anything_is_stopped(
    opened: MainWindow, job: JobHandle, tmp_path: Path, qtbot: QtBot, settled: Callable[[], None]
) -> None:
    other = make_project(tmp_path / "other", name="Other")
    opened.open_project(other)
    qtbot.waitUntil(lambda: opened.findChild(QDialog) is not None, timeout=20_000)
    dialog = opened.findChild(QDialog)
    assert dialog is not None and job.state is State.RUNNING
    dialog.findChildren(QPushButton)[KEEP].click()
    assert opened.windowTitle().startswith("Ward 3 falls") and job.state is State.RUNNING
    lock = QLockFile(str(other / ".window.lock"))
    qtbot.waitUntil(lambda: lock.tryLock(0), timeout=20_000)  # another window may have it
    lock.unlock()
    qtbot.waitUntil(lambda: opened.findChild(QDialog) is None, timeout=20_000)
    opened.open_project(other)
    qtbot.waitUntil(lambda: len(opened.findChildren(QDialog)) > 0, timeout=20_000)
    with qtbot.waitSignal(job.ended, timeout=20_000):
        opened.findChildren(QDialog)[-1].findChildren(QPushButton)[STOP].click()
    settled()
    assert opened.windowTitle().startswith("Other")


def test_the_last_choice_counts(
    opened: MainWindow,
    project_folder: Path,
    tmp_path: Path,
    qtbot: QtBot,
    settled: Callable[[], None],
) -> None:
    one, two = (make_project(tmp_path / name, {}, name=name) for name in ("one", "two"))
    session = opened.context.session
    for folder in (one, one, two):
        session.open(folder)
    settled()
    assert opened.windowTitle().startswith("two") and opened.notices.shown is None
    for folder in (one, project_folder):
        lock = QLockFile(str(folder / ".window.lock"))
        assert lock.tryLock(0)  # both were let go
        lock.unlock()


def test_only_the_operator_holds_the_classification(
    opened: MainWindow, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def classify(_project: object, _paths: object) -> Operation[None]:
        return Operation("Classifying", Lane.IO, _until_stopped, (Change.INCOMING,))

    monkeypatch.setattr(incoming, "classify", classify)
    context, watch = opened.context, opened.context.watch
    assert context.project is not None
    make_run(context.project)
    queue_videos(context.project, [write_video(tmp_path / "x.mp4", 5)], JobContext())
    held: list[bool] = []
    watch.changed.connect(lambda: held.append(watch.paused))
    context.changes.incoming_changed.emit()
    qtbot.waitUntil(lambda: watch.job is not None, timeout=20_000)
    with qtbot.waitSignal(context.changes.project_changed, timeout=20_000):
        context.session.open(make_project(tmp_path / "other", {}, name="Other"))
    assert held and not any(held)
    with qtbot.waitSignal(context.changes.project_changed, timeout=20_000):
        context.session.open(tmp_path / "ward 3")
    qtbot.waitUntil(lambda: watch.job is not None, timeout=20_000)  # it goes on by itself
    assert watch.job is not None
    context.runner.cancel(watch.job)  # as the job panel does
    qtbot.waitUntil(lambda: watch.paused, timeout=20_000)


def test_a_lock_of_another_machine_names_it_and_the_way_out(
    opened: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    other = make_project(tmp_path / "other", {}, name="Other")
    # As a window on the machine "ward7" writes it; whether that still runs cannot be seen here.
    lock = other / ".window.lock"
    lock.write_text("4711\nsmp-studio\nward7\n" + "0" * 32 + "\n\n", encoding="utf-8")
    history = opened.context.notices.history
    with qtbot.waitSignal(opened.context.notices.added, timeout=20_000):
        opened.open_project(other)
    assert opened.context.notices.history != history
    told = opened.context.notices.history[-1]
    assert told.message == f"{other} is open in a window of SMP Studio on the machine ward7."
    assert "delete the file .window.lock" in told.hint
    lock.unlink()
    opened.open_project(other)
    qtbot.waitUntil(lambda: opened.windowTitle().startswith("Other"), timeout=20_000)
