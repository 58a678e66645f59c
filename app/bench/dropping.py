"""Many clips dropped at once: onto an idle window, and while the engine trains."""

from __future__ import annotations

import time
from pathlib import Path

import psutil
from PySide6.QtCore import QObject, QTimer

from app.bench.story import Story, drop, station
from app.bench.waits import Waits, longest_wait
from app.models.classes_board import ClassesBoard
from app.operations import train
from app.operations.media import clip_key
from app.views.classes.station import ClassesStation
from app.widgets.thumbnails import Thumbnails
from app.windows.main_window import MainWindow
from smp_core.jobs import Progress
from smp_core.workflows.options import FinetuneOptions

_MEMORY_EVERY_MS = 200
_MB = 1e6
_ENDLESS = 10_000  # epochs: it is stopped


class _Memory(QObject):
    """The most memory that this process had."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._process = psutil.Process()
        self.peak_bytes = 0
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)
        self._timer.start(_MEMORY_EVERY_MS)

    def look(self) -> None:
        """Look now."""
        self.peak_bytes = max(self.peak_bytes, self._process.memory_info().rss)


class _Pictures:
    """Has a thumbnail made of every clip, in sight or not, and counts them."""

    def __init__(self, board: ClassesBoard, thumbnails: Thumbnails) -> None:
        self._board, self._thumbnails = board, thumbnails
        self._asked: set[str] = set()
        self.made: set[str] = set()
        thumbnails.ready.connect(self.made.add)
        board.changed.connect(self.ask)

    def ask(self) -> None:
        """For those that are new on the board."""
        for lane in self._board.lanes:
            for clip in lane.clips:
                if clip_key(clip) not in self._asked:
                    self._asked.add(self._thumbnails.request(clip, visible_first=False))


def dropped_at_once(window: MainWindow, folders: list[Path], n_clips: int) -> Story:
    """Drop folders of clips, as classes, onto a project without any.

    Args:
        folders: One for each class. n_clips: In all of them.
    """
    classes = station(window, ClassesStation)
    waits, memory = Waits(window), _Memory(window)
    thumbnails = Thumbnails.shared(window.context, classes.project)
    pictures = _Pictures(classes.board, thumbnails)
    memory.look()
    before_bytes = memory.peak_bytes
    waits.start()
    began = time.perf_counter()
    drop(classes, classes.rect().center(), folders)
    yield lambda: bool(waits.gaps_ms)
    usable_s = time.perf_counter() - began
    yield lambda: classes.board.n_clips == n_clips
    there_s = time.perf_counter() - began
    yield lambda: len(pictures.made) >= n_clips
    pictured_s = time.perf_counter() - began
    waits.stop()
    memory.look()
    what = f"{n_clips:,} clips dropped at once"
    return {
        f"{what}: until the window answers, s": round(usable_s, 3),
        f"{what}: until all are on the wall, s": round(there_s, 1),
        f"{what}: until all have their thumbnails, s": round(pictured_s, 1),
        f"{what}: 99 % of events wait less than, ms": round(longest_wait(waits.gaps_ms, 0.99), 1),
        f"{what}: longest wait, ms": round(max(waits.gaps_ms), 1),
        f"{what}: memory of the window, MB": round(memory.peak_bytes / _MB),
        f"{what}: memory of the window before, MB": round(before_bytes / _MB),
    }


def dropped_in_training(window: MainWindow, files: list[Path]) -> Story:
    """Train in the engine, and drop clips on a class meanwhile.

    Args:
        files: Not in the project yet.

    Raises:
        RuntimeError: The training ended before the clips were there.
    """
    classes = station(window, ClassesStation)
    context, waits = window.context, Waits(window)
    n_clips = classes.board.n_clips + len(files)
    pictures = _Pictures(classes.board, Thumbnails.shared(context, classes.project))
    learning: list[float] = []

    def note(step: Progress) -> None:
        if "loss" in step.values:
            learning.append(step.values["loss"])

    options = FinetuneOptions(preset="fast", epochs=_ENDLESS, device="cpu")
    training = context.start(train.finetune(classes.project, options), owner=classes)
    training.progressed.connect(note)
    ended: list[str] = []
    training.ended.connect(lambda: ended.append(f"{training.state.value}: {training.error}"))
    yield lambda: learning or ended
    _check_going(ended)
    wall = classes.wall
    header = wall.geometry_of_wall.header(0).center()
    waits.start()
    drop(wall.viewport(), header, files)
    yield lambda: (classes.board.n_clips == n_clips and len(pictures.made) >= n_clips) or ended
    waits.stop()
    _check_going(ended)
    what = f"finetuning while {len(files)} clips are dropped"
    return {
        f"{what}: 99 % of events wait less than, ms": round(longest_wait(waits.gaps_ms, 0.99), 1),
        f"{what}: longest wait, ms": round(max(waits.gaps_ms), 1),
        f"{what}: measured for, s": round(sum(waits.gaps_ms) / 1000, 1),
    }


def _check_going(ended: list[str]) -> None:
    if ended:
        raise RuntimeError(f"the training ended too early ({ended[0]})")
