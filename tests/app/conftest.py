"""The window without a screen: nothing may be left behind by any test.

Warnings of Qt fail a test too (`qt_log_level_fail` in pyproject.toml), and so do exceptions in
slots (pytest-qt).
"""

from __future__ import annotations

import gc
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import toy_engine
from new_processes import NewProcesses
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from studio_project import make_project

from app.context import Context
from app.windows.main_window import MainWindow
from smp_core.workflows.projects import Project, open_project

_PATIENCE_S = 20.0
_LONG_MS = 20_000


def _leftovers(
    app: QApplication, threads: set[int], windows: set[QWidget], processes: NewProcesses
) -> list[str]:
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    # A QThread that used `threading` once leaves a dummy there for ever; a QThread that still runs
    # when its object goes aborts the program by itself.
    found = [
        f"thread {each.name}"
        for each in threading.enumerate()
        if each.ident not in threads and not isinstance(each, threading._DummyThread)
    ]
    found += [f"process {child.pid}" for child in processes.running()]
    found += [f"window {w!r}" for w in app.topLevelWidgets() if w.isVisible() and w not in windows]
    return found


@pytest.fixture(autouse=True)
def _nothing_left_behind(qapp: QApplication) -> Iterator[None]:
    threads = {thread.ident for thread in threading.enumerate() if thread.ident is not None}
    windows, processes = set(qapp.topLevelWidgets()), NewProcesses()
    yield
    gc.collect()
    end = time.monotonic() + _PATIENCE_S
    while (found := _leftovers(qapp, threads, windows, processes)) and time.monotonic() < end:
        time.sleep(0.02)
    assert not found, f"left behind: {found}"


@pytest.fixture
def context(qapp: QApplication, qtbot: QtBot) -> Iterator[Context]:
    """The window's shared parts, with toy jobs in a real engine process."""
    made = Context(qapp, toy_engine.COMMAND)
    made.theme.set_mode("dark")
    yield made
    assert made.close()
    made.deleteLater()


@pytest.fixture
def project_folder(tmp_path: Path) -> Path:
    """A project of two classes with three and two clips."""
    return make_project(tmp_path / "ward 3")


@pytest.fixture
def project(project_folder: Path) -> Iterator[Project]:
    """That project, open, for tests of a station without the window."""
    with open_project(project_folder) as opened:
        yield opened


@pytest.fixture
def window(context: Context, qtbot: QtBot) -> Iterator[MainWindow]:
    """The main window, shown, without a project."""
    made = MainWindow(context)
    made.show()
    qtbot.waitExposed(made)
    yield made
    if made.isVisible():
        context.runner.cancel_all()
        qtbot.waitUntil(lambda: not context.runner.running(quiet=True), timeout=_LONG_MS)
        made.close()
    made.deleteLater()


@pytest.fixture
def opened(window: MainWindow, project_folder: Path, qtbot: QtBot) -> MainWindow:
    """The main window with the project of `project_folder`, its status read."""
    with qtbot.waitSignal(window.context.changes.project_changed, timeout=_LONG_MS):
        window.open_project(project_folder)
    settle(window.context, qtbot)
    return window


def settle(context: Context, qtbot: QtBot) -> None:
    """Wait until nothing runs in the background, and what it asked for is done too.

    Between the end of one operation and the start of the next, which a timer or a painting asks
    for, nothing runs: only a while in which nothing was started is quiet. The last round ends it
    where a test lets something look again every few milliseconds.
    """
    runner = context.runner
    for quiet_ms in (80, 30, 30, 30):
        qtbot.waitUntil(lambda: not runner.running(quiet=True), timeout=_LONG_MS)
        started = runner._number
        qtbot.wait(quiet_ms)
        if runner._number == started:
            return
    qtbot.waitUntil(lambda: not runner.running(quiet=True), timeout=_LONG_MS)


@pytest.fixture
def settled(context: Context, qtbot: QtBot) -> Callable[[], None]:
    """Call it to wait until the background is quiet."""
    return lambda: settle(context, qtbot)
