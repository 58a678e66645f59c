"""From nothing to a window that can be used: the program itself, started anew."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

from app.bench.story import Values, close
from app.main import run
from app.windows.main_window import MainWindow

_LOOK_MS = 2


def measure_start(project: Path, times: int) -> Values:
    """Start the program so many times, and once before to warm the disk's cache; the median.

    Args:
        project: A project with clips. times: At least 1.

    Returns:
        Seconds.
    """
    found = [_start_once(project) for _ in range(times + 1)][1:]
    return {
        f"{name}, median of {times}, s": round(statistics.median(each[name] for each in found), 2)
        for name in found[0]
    }


def _start_once(project: Path) -> Values:
    command = [sys.executable, "-m", "app.bench", "child", "start", str(project)]
    done = subprocess.run(
        [*command, repr(time.time())], check=True, stdout=subprocess.PIPE, text=True
    )
    values: Values = json.loads(done.stdout.splitlines()[-1])
    return values


def start(project: Path, began_s: float) -> Values:
    """Be the started program; close as soon as the project's clips are on the screen.

    Args:
        began_s: When this process was asked for, seconds since 1970.
    """
    watcher = _Watcher(QApplication([]), began_s)
    run(watcher.app, project)
    return watcher.values


class _Watcher(QObject):
    """Looks for the window and for the first station's clips."""

    def __init__(self, app: QApplication, began_s: float) -> None:
        super().__init__(app)
        self.app, self._began_s = app, began_s
        self.values: Values = {}
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    def _look(self) -> None:
        tops = self.app.topLevelWidgets()
        window = next((each for each in tops if isinstance(each, MainWindow)), None)
        handle = window.windowHandle() if window is not None else None
        if window is None or handle is None or not handle.isExposed():
            return
        since_s = time.time() - self._began_s
        self.values.setdefault("start to the first painted window", since_s)
        front = window.deck.front
        if front is not None and not front.is_empty and window.context.status.record is not None:
            self.values["start to a project that can be used"] = since_s
            self._timer.stop()
            close(window)
