"""The real window and its real engine: killed, closed in mid-work, started twice, read-only."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest
from new_processes import NewProcesses
from PySide6.QtWidgets import QApplication, QDialog, QPushButton
from pytestqt.qtbot import QtBot

from app.context import Context
from app.jobs.handle import JobHandle, State
from app.operations.train import finetune
from app.windows.main_window import MainWindow
from smp_core.workflows.options import FinetuneOptions

_LONG_MS = 90_000

pytestmark = pytest.mark.skipif(os.name == "nt", reason="needs signals")


@pytest.fixture
def processes() -> NewProcesses:
    """What the test starts."""
    return NewProcesses()


@pytest.fixture
def window(
    qapp: QApplication, project: Path, qtbot: QtBot, processes: NewProcesses
) -> Iterator[MainWindow]:
    """The window on the trained project, as the program makes it."""
    made = MainWindow(Context(qapp))
    made.show()
    with qtbot.waitSignal(made.context.changes.project_changed, timeout=_LONG_MS):
        made.open_project(project)
    yield made
    if made.isVisible():
        made.context.runner.cancel_all()
        made._close_for_good()
    made.context.deleteLater()
    made.deleteLater()
    _, alive = psutil.wait_procs(processes.running(), timeout=5)
    assert alive == []


def _train(window: MainWindow, qtbot: QtBot) -> JobHandle:
    """Start a long training; back when two epochs are done."""
    project = window.context.project
    assert project is not None
    options = FinetuneOptions(preset="fast", epochs=3000, device="cpu")
    handle = window.context.start(finetune(project, options), owner=window)
    qtbot.waitUntil(
        lambda: handle.progress is not None and handle.progress.values.get("epoch", 0) >= 2,
        timeout=_LONG_MS,
    )
    return handle


def test_an_engine_that_is_killed_is_told_and_the_training_goes_on(
    window: MainWindow, qtbot: QtBot, stored: Callable, project: Path
) -> None:
    handle = _train(window, qtbot)
    engine = window.context.runner.engine.pid
    assert engine is not None
    os.kill(engine, signal.SIGKILL)
    qtbot.waitUntil(lambda: handle.state is State.FAILED, timeout=_LONG_MS)
    notice = window.notices.shown
    assert notice is not None and notice.level == "bad"
    assert "engine" in notice.message.casefold() and notice.hint
    window.go("train")
    station = window.deck.front
    qtbot.waitUntil(lambda: station.resume_card.isVisible(), timeout=_LONG_MS)
    assert "is kept" in station.resume_card.text.text()
    station.resume()
    qtbot.waitUntil(
        lambda: any(
            each.progress is not None and each.progress.values.get("epoch", 0) > 2
            for each in window.context.runner.running()
        ),
        timeout=_LONG_MS,
    )
    again = window.context.runner.engine.pid
    assert again not in (None, engine)
    window.context.runner.cancel_all()
    qtbot.waitUntil(lambda: not window.context.runner.running(quiet=True), timeout=_LONG_MS)
    assert stored(project).counts()["runs"] == 2  # the first one, and one that was gone on with
    window._close_for_good()
    stored(project).check_whole()


def test_closing_in_mid_training_asks_once_and_ends_everything_within_5_s(
    window: MainWindow, qtbot: QtBot, stored: Callable, project: Path, processes: NewProcesses
) -> None:
    _train(window, qtbot)
    children = processes.running()
    assert children
    window.close()
    assert window.isVisible()
    dialogs = [each for each in window.findChildren(QDialog) if each.isVisible()]
    assert len(dialogs) == 1
    stop = [
        each for each in dialogs[0].findChildren(QPushButton) if each.property("kind") == "danger"
    ]
    started = time.monotonic()
    stop[0].click()
    assert not window.isVisible()
    assert time.monotonic() - started < 5
    _, alive = psutil.wait_procs(children, timeout=5)  # an engine's own children end after it
    assert alive == []
    stored(project).check_whole()


def _program(project: Path, home: Path) -> subprocess.Popen[str]:
    environment = {**os.environ, "SMP_HOME": str(home), "QT_QPA_PLATFORM": "offscreen"}
    return subprocess.Popen(
        [sys.executable, "-m", "app", str(project)],
        env=environment,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_a_second_window_is_refused_until_the_first_is_gone_even_by_force(
    qapp: QApplication, project: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    lock = project / ".window.lock"
    with _program(project, tmp_path / "first home") as first:
        qtbot.waitUntil(lock.exists, timeout=_LONG_MS)
        second = MainWindow(Context(qapp))
        second.show()
        second.open_project(project)
        qtbot.waitUntil(lambda: second.notices.shown is not None, timeout=_LONG_MS)
        assert "is open in another window" in second.notices.shown.message
        assert second.context.project is None and second.welcome.isVisible()
        helpers = psutil.Process(first.pid).children(recursive=True)
        first.kill()
        first.wait()
        gone, alive = psutil.wait_procs(helpers, timeout=15)
        assert alive == []  # the engine ends with the window that owned it
        with qtbot.waitSignal(second.context.changes.project_changed, timeout=_LONG_MS):
            second.open_project(project)
        assert second.context.project is not None
        second.context.runner.cancel_all()
        second._close_for_good()
        second.context.deleteLater()
        second.deleteLater()


def test_the_program_ends_by_ctrl_c_and_leaves_nothing(project: Path, tmp_path: Path) -> None:
    with _program(project, tmp_path / "home") as program:
        end = time.monotonic() + _LONG_MS / 1000
        while not (project / ".window.lock").exists() and time.monotonic() < end:
            time.sleep(0.05)
        helpers: list[psutil.Process] = []
        while not helpers and time.monotonic() < end:  # the engine starts
            time.sleep(0.05)
            helpers = psutil.Process(program.pid).children(recursive=True)
        time.sleep(1.0)  # and is loading
        program.send_signal(signal.SIGINT)
        program.wait(timeout=5)
        # An engine that is loading torch ends by force, four seconds later.
        gone, alive = psutil.wait_procs(helpers, timeout=15)
        assert gone and alive == []


_READ_ONLY = """
import json, sys
from pathlib import Path
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
app = QApplication([])
from app.context import Context
from app.operations import classes
from app.windows.main_window import MainWindow
context = Context(app)
window = MainWindow(context)
window.show()
def settle():
    QTest.qWait(100)
    while context.runner.running(quiet=True):
        QTest.qWait(20)
window.open_project(Path(sys.argv[1]))
settle()
opened = context.project is not None
if opened:
    for key in ("classes", "prompts", "results"):
        window.go(key)
        settle()
    context.start(classes.create_class(context.project, "scarlet"))
    settle()
said = [[each.level, each.message, each.hint, each.details] for each in context.notices.history]
window._close_for_good()
print(json.dumps([opened, said]))
"""


@pytest.mark.skipif(
    os.name == "nt" or (os.geteuid() == 0 and not shutil.which("setpriv")),
    reason="an administrator may write everywhere",
)
def test_a_project_that_may_only_be_read_is_told_and_stays_as_it_is(
    project: Path, tmp_path: Path
) -> None:
    for path in (project, *project.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    digest = hashlib.sha256((project / "project.db").read_bytes()).hexdigest()
    # An administrator without the right to ignore permissions is as anybody else.
    plain = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"]
    prefix = plain if os.geteuid() == 0 else []
    done = subprocess.run(
        [*prefix, sys.executable, "-c", _READ_ONLY, str(project)],
        env={**os.environ, "SMP_HOME": str(tmp_path / "home")},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    for path in (project, *(each for each in project.rglob("*") if each.is_dir())):
        path.chmod(0o755)
    assert done.stdout, done.stderr
    opened, said = json.loads(done.stdout.splitlines()[-1])
    assert said, f"nobody was told (opened: {opened})"
    for level, message, hint, details in said:
        assert (level, details) == ("bad", ""), (message, details)
        assert str(project) in message and hint, message
    assert any("may only be read" in message for _, message, _, _ in said)
    assert hashlib.sha256((project / "project.db").read_bytes()).hexdigest() == digest
