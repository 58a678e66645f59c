"""The window's frame: projects, stations, jobs, notices, closing."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import psutil
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog, QPushButton
from pytestqt.qtbot import QtBot
from studio_project import make_project
from toy_engine import TOY, ToyRequest

from app.context import Context
from app.dialogs.new_project import NewProjectDialog, folder_name
from app.errors import Notice
from app.jobs.operation import EngineWork, Lane, Operation
from app.models.project_status import Mark
from app.windows.main_window import MainWindow
from smp_core.errors import MediaError
from smp_core.jobs import JobContext


def test_an_opened_project_fills_the_frame(opened: MainWindow) -> None:
    assert opened.windowTitle() == "Ward 3 falls — SMP Studio"
    assert opened.strip.pack.text() == "demo"
    assert opened.strip.device.text() == "CPU"
    assert "4.0 GB of 8.0 GB memory free" in opened.strip.device.toolTip()
    assert opened.deck.front is not None and opened.deck.front.key == "classes"
    assert opened.top.buttons["classes"].mark == Mark(done=True)
    assert opened.top.buttons["prompts"].mark == Mark(following=True)


def test_marks_follow_the_work(
    window: MainWindow, tmp_path: Path, settled: Callable[[], None]
) -> None:
    window.open_project(make_project(tmp_path / "p", prompts=True, trained=True))
    settled()
    buttons = window.top.buttons
    assert (buttons["prompts"].mark, buttons["train"].mark) == (Mark(True), Mark(True))
    assert buttons["incoming"].mark == Mark(following=True)
    assert buttons["incoming"].accessibleName() == "Incoming, next"


def test_keys_go_to_stations(opened: MainWindow, qtbot: QtBot) -> None:
    for number, key in enumerate(opened.top.buttons, 1):
        qtbot.keyClick(opened, str(number), Qt.KeyboardModifier.ControlModifier)
        assert opened.deck.front is not None and opened.deck.front.key == key
        assert opened.top.buttons[key].isChecked()


def test_the_station_is_remembered_per_project(
    opened: MainWindow, tmp_path: Path, project_folder: Path, settled: Callable[[], None]
) -> None:
    opened.go("results")
    opened.open_project(make_project(tmp_path / "other", name="Other"))
    settled()
    assert opened.windowTitle().startswith("Other")
    assert opened.deck.front is not None and opened.deck.front.key == "classes"
    opened.open_project(project_folder)
    settled()
    assert opened.deck.front is not None and opened.deck.front.key == "results"


def test_a_project_that_cannot_be_opened_leaves_the_old_one(
    opened: MainWindow, tmp_path: Path, settled: Callable[[], None]
) -> None:
    opened.open_project(tmp_path / "nowhere")
    settled()
    assert opened.notices.shown is not None
    assert str(tmp_path / "nowhere") in opened.notices.shown.message
    assert opened.windowTitle() == "Ward 3 falls — SMP Studio"
    assert opened.context.project is not None
    assert opened.context.status.record is not None


def test_a_second_window_on_the_same_project_is_refused(
    opened: MainWindow, qapp: QApplication, project_folder: Path, qtbot: QtBot
) -> None:
    second = Context(qapp, opened.context.runner.engine._command)
    second.session.open(project_folder)
    qtbot.waitUntil(lambda: bool(second.notices.history), timeout=20_000)
    assert "another window" in second.notices.history[0].message
    assert second.project is None
    second.close()
    second.deleteLater()


def test_a_new_project_is_made_and_opened(
    window: MainWindow, tmp_path: Path, qtbot: QtBot, settled: Callable[[], None]
) -> None:
    window.new_project()
    dialog = window.findChild(NewProjectDialog)
    assert dialog is not None
    settled()
    dialog.name.setText("Ward 7: falls / night")
    assert dialog.folder.text().endswith("Ward 7- falls - night")
    assert dialog.pack.currentData() == "demo"
    dialog.folder.clear()
    qtbot.keyClicks(dialog.folder, str(tmp_path / "night"))
    dialog.make.click()
    settled()
    assert window.windowTitle() == "Ward 7: falls / night — SMP Studio"
    assert (tmp_path / "night" / "project.db").is_file()
    assert folder_name(" .. ") == "Project"


def test_without_a_usable_pack_no_project_can_be_made(
    window: MainWindow, settled: Callable[[], None]
) -> None:
    window.new_project()
    dialog = window.findChild(NewProjectDialog)
    assert dialog is not None
    settled()
    dialog.set_packs([])
    dialog.name.setText("Ward 7")
    assert not dialog.make.isEnabled()
    assert "no usable pack" in dialog.problem.text()
    dialog.reject()


def test_a_project_without_a_name_cannot_be_made_and_says_why(
    window: MainWindow, tmp_path: Path, settled: Callable[[], None]
) -> None:
    window.new_project()
    dialog = window.findChild(NewProjectDialog)
    assert dialog is not None
    settled()
    assert not dialog.make.isEnabled()
    assert "Give the project a name first." in dialog.make.toolTip()
    assert dialog.make.accessibleDescription() == "Give the project a name first."
    dialog.folder.setText(str(tmp_path / "new"))
    dialog.name.setText("Ward 7")
    assert dialog.make.isEnabled() and "Make the project" in dialog.make.toolTip()
    assert dialog.make.accessibleDescription() == ""
    dialog.reject()


def test_a_new_project_takes_what_a_killed_attempt_left_and_nothing_else(
    window: MainWindow, tmp_path: Path, settled: Callable[[], None]
) -> None:
    killed, mine = tmp_path / "killed", tmp_path / "mine"
    for folder in (killed, mine):  # as a killed `create_project` leaves it
        for name in ("runs", "cache", "exports"):
            (folder / name).mkdir(parents=True)
        (folder / ".project.db.0123456789ab.part").write_bytes(b"half")
    (mine / "runs" / "thesis.txt").write_text("x")
    window.new_project()
    dialog = window.findChild(NewProjectDialog)
    assert dialog is not None
    settled()
    dialog.name.setText("Ward 7")
    dialog.folder.setText(str(mine))
    dialog.folder.textEdited.emit(str(mine))
    settled()
    assert dialog.problem.text() == "That folder holds things already."
    assert not dialog.make.isEnabled()
    dialog.folder.setText(str(killed))
    dialog.folder.textEdited.emit(str(killed))
    settled()
    assert dialog.problem.text() == "" and dialog.make.isEnabled()
    dialog.set_folder_free(mine, False)  # an answer about a folder that was left meanwhile
    assert dialog.make.isEnabled()
    dialog.make.click()
    settled()
    assert window.windowTitle() == "Ward 7 — SMP Studio"
    assert (killed / "project.db").is_file() and not list(killed.glob(".project.db*"))
    assert (mine / "runs" / "thesis.txt").read_text() == "x"


def test_jobs_are_shown_and_stopped(opened: MainWindow, qtbot: QtBot) -> None:
    def work(ctx: JobContext) -> None:
        for step in range(5000):
            ctx.progress("Counting", step, 5000)
            time.sleep(0.005)

    opened.strip.jobs.click()
    assert opened.jobs.isVisible()
    handle = opened.context.start(Operation("Adding <b>12</b> clips", Lane.IO, work))
    qtbot.waitUntil(lambda: "Counting" in opened.strip.text.text())
    assert opened.strip.text.text().startswith("Adding <b>12</b> clips · Counting · ")
    row = opened.jobs.rows[0]
    row.stop.click()
    qtbot.waitSignal(handle.ended).wait()
    assert row.state.text() == "Stopped"
    assert opened.strip.text.text() == "Ready"


def test_an_error_is_plain_text_and_can_be_put_away(window: MainWindow) -> None:
    name = "<img src='file:///etc/passwd'> & co.mp4"
    window.context.notices.error(MediaError(f"{name} cannot be read.", "Copy it again."))
    assert window.notices.isVisible()
    assert window.notices.message.text() == f"{name} cannot be read."
    assert window.notices.message.textFormat() is Qt.TextFormat.PlainText
    assert not window.notices.copy.isVisible()
    window.context.notices.error(KeyError("x"), "Traceback: the story\nKeyError: 'x'")
    assert window.notices.count.text() == "1 more"
    window.notices.copy.click()
    copied = QGuiApplication.clipboard().text()
    assert "the story" in copied and "SMP Studio" in copied
    window.notices.next()
    assert window.notices.shown == Notice("bad", f"{name} cannot be read.", "Copy it again.")
    window.notices.next()
    assert not window.notices.isVisible()


def test_closing_during_a_job_asks_once_and_leaves_nothing(
    opened: MainWindow, qtbot: QtBot
) -> None:
    context = opened.context
    handle = context.start(Operation("Toy", Lane.ENGINE, EngineWork(TOY, ToyRequest(steps=3000))))
    qtbot.waitUntil(lambda: handle.progress is not None, timeout=20_000)
    pid = context.runner.engine.pid
    assert pid is not None
    opened.close()
    dialog = opened.findChild(QDialog)
    assert opened.isVisible() and dialog is not None
    dialog.findChildren(QPushButton)[0].click()
    qtbot.wait(50)
    assert opened.isVisible() and handle.state.value == "running"
    opened.close()
    started = time.monotonic()
    opened.findChildren(QDialog)[-1].findChildren(QPushButton)[1].click()
    assert not opened.isVisible()
    assert time.monotonic() - started < 5
    assert not psutil.pid_exists(pid)


def test_the_inspector_can_be_put_away_and_stays_so(opened: MainWindow, qtbot: QtBot) -> None:
    assert opened.inspector.isVisible() and opened.inspector.width() == 320
    qtbot.keyClick(opened, Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier)
    assert not opened.inspector.isVisible()
    opened.close()
    assert opened.context.settings.get("inspector", True) is False
