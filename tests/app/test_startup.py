"""The program as it is started: fast, without torch, and gone without a trace."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from app.context import Context
from app.windows.main_window import MainWindow
from smp_core import __version__


def test_the_window_never_loads_torch(project_folder: Path) -> None:
    code = (
        "import sys, toy_engine\n"
        "from pathlib import Path\n"
        "from PySide6.QtWidgets import QApplication\n"
        "from PySide6.QtCore import QEventLoop, QTimer\n"
        "app = QApplication([])\n"
        "def wait():\n"  # QTest.qWait keeps Python's lock, and the background starves
        "    loop = QEventLoop()\n"
        "    QTimer.singleShot(20, loop.quit)\n"
        "    loop.exec()\n"
        "import app.main\n"
        "from app.context import Context\n"
        "from app.windows.main_window import MainWindow\n"
        "from app.windows.stations import ENTRIES\n"
        "context = Context(app_ := QApplication.instance(), toy_engine.COMMAND)\n"
        "window = MainWindow(context)\n"
        "window.show()\n"
        f"window.open_project(Path({str(project_folder)!r}))\n"
        "while context.status.record is None or context.runner.running(quiet=True):\n"
        "    wait()\n"
        "for entry in ENTRIES:\n"
        "    window.go(entry.key)\n"
        "    wait()\n"
        "    while context.runner.running(quiet=True):\n"
        "        wait()\n"
        "window.close()\n"
        "print(sorted({'torch', 'torchaudio', 'transformers', 'timm'} & set(sys.modules)))\n"
    )
    helpers = Path(__file__).parents[1] / "helpers"
    done = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(helpers)!r})\n{code}"],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.stdout.strip() == "[]", done.stderr
    # The toy engine knows no estimates, which the log tells.
    told = done.stderr.count("Traceback")
    assert told == done.stderr.count("a bug of ours: Traceback"), done.stderr


def test_the_version_is_told_without_a_window() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "app", "--version"], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == f"smp-studio {__version__}"


@pytest.mark.skipif(sys.platform != "linux", reason="Qt keeps to one place there")
def test_folders_of_dialogs_are_remembered_in_the_data_folder_alone(tmp_path: Path) -> None:
    code = (
        "import os, sys, app.main\n"
        "from PySide6.QtWidgets import QFileDialog\n"
        "def shown(_app, _project, demo):\n"
        "    dialog = QFileDialog(None, '', sys.argv[1])\n"
        "    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)\n"
        "    dialog.setFileMode(QFileDialog.FileMode.Directory)\n"
        "    dialog.show()\n"
        "    dialog.accept()\n"
        "    print(os.environ['QT_FFMPEG_PROTOCOL_WHITELIST'])\n"
        "    return 0\n"
        "app.main.run = shown\n"
        "sys.exit(app.main.main([]))\n"
    )
    ward, home, config = tmp_path / "ward 7", tmp_path / "home", tmp_path / "config"
    ward.mkdir()
    config.mkdir()
    places = {"SMP_HOME": str(home), "XDG_CONFIG_HOME": str(config), "HOME": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", code, str(ward)],
        env={**os.environ, **places, "QT_FFMPEG_PROTOCOL_WHITELIST": "file,http,tcp"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == ["file"]  # what the player may open
    assert "ward%207" in (home / "QtProject.conf").read_text()
    assert list(config.iterdir()) == []


def test_a_first_start_welcomes(window: MainWindow) -> None:
    assert window.welcome.isVisible()
    assert not window.top.buttons["classes"].isVisible()
    assert window.strip.text.text() == "Ready"


def test_recent_projects_are_offered_and_opened(
    context: Context, project_folder: Path, qtbot: QtBot, settled: Callable[[], None]
) -> None:
    gone = project_folder.parent / "gone & <b>lost"
    context.settings.remember_project(gone)
    context.settings.remember_project(project_folder)
    window = MainWindow(context)
    window.show()
    links = [
        row for row in window.welcome.findChildren(QPushButton) if row.property("kind") == "link"
    ]
    shown = [(row.text(), row.isEnabled()) for row in links]
    with qtbot.waitSignal(context.changes.project_changed, timeout=20_000):
        links[0].click()
    settled()
    welcoming = window.welcome.isVisible()
    window.close()
    window.deleteLater()
    assert shown == [(project_folder.name, True), ("gone && <b>lost", False)]
    assert not welcoming
