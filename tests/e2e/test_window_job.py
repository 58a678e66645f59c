"""The operator's whole job in the real window, with the real engine: from clips to a CSV file."""

from __future__ import annotations

import csv
import gc
import json
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from new_processes import NewProcesses
from PySide6.QtCore import QCoreApplication, QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDialogButtonBox,
    QFileDialog,
    QLineEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.context import Context
from app.views.station import Station
from app.windows.main_window import MainWindow
from smp_core.model.pack import open_pack
from smp_core.storage.project import create_project
from smp_core.synth.scene import make_scene
from smp_core.synth.write import write_clip

FALLS, COUGHS = "person falls", "patient coughing"
_LONG_MS = 60_000
_LEFT, _CTRL = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier
_STATIONS = ("classes", "prompts", "train", "attention", "incoming", "results")


@pytest.fixture(autouse=True)
def nothing_left(qapp: QApplication) -> Iterator[None]:
    """No thread, no process and no window of a test outlives it."""
    before, processes = set(threading.enumerate()), NewProcesses()
    yield
    end = time.monotonic() + 20
    while (found := _leftovers(qapp, before, processes)) and time.monotonic() < end:
        time.sleep(0.05)
    assert not found


def _leftovers(
    app: QApplication, before: set[threading.Thread], processes: NewProcesses
) -> list[str]:
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    dummy = threading._DummyThread  # a QThread that has ended leaves one behind
    threads = [each for each in threading.enumerate() if not isinstance(each, dummy)]
    return [
        *(f"thread {each.name}" for each in threads if each not in before),
        *(f"process {each.pid}" for each in processes.running()),
        *(f"window {each!r}" for each in app.topLevelWidgets() if each.isVisible()),
    ]


class Operator:
    """Hands on the window: keys, clicks and drops, nothing else."""

    def __init__(self, window: MainWindow, qtbot: QtBot) -> None:
        self.window, self._qtbot = window, qtbot

    def until(self, holds: Callable[[], object]) -> None:
        self._qtbot.waitUntil(lambda: bool(holds()), timeout=_LONG_MS)

    def until_quiet(self) -> None:
        runner = self.window.context.runner
        self.until(lambda: not runner.running(quiet=True))
        self._qtbot.wait(80)
        self.until(lambda: not runner.running(quiet=True))

    def go(self, key: str) -> Station:
        number = Qt.Key(Qt.Key.Key_1 + _STATIONS.index(key))
        self._qtbot.keyClick(self.window, number, _CTRL)
        self.until(lambda: self.window.deck.front is not None)
        station = self.window.deck.front
        assert station is not None and station.key == key
        self.until_quiet()
        return station

    def click(self, widget: QWidget) -> None:
        self.until(lambda: widget.isVisible() and widget.isEnabled())
        self._qtbot.mouseClick(widget, _LEFT)

    def press(self, widget: QWidget, key: Qt.Key, modifier: Qt.KeyboardModifier | None = None):
        self._qtbot.keyClick(widget, key, modifier or Qt.KeyboardModifier.NoModifier)

    def type(self, field: QLineEdit, text: str) -> None:
        self.until(field.isVisible)
        field.selectAll()
        self._qtbot.keyClicks(field, text)
        self.press(field, Qt.Key.Key_Return)

    def choose(self, box: QComboBox, value: str) -> None:
        box.setCurrentIndex(box.findData(value))
        assert box.currentData() == value
        self.until_quiet()

    def drop(self, area: QWidget, at: QPoint, paths: list[Path]) -> None:
        """Drop files as the window system would: on the innermost widget that takes drops."""
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(each)) for each in paths])
        target: QWidget = area.childAt(at) or area
        while not target.acceptDrops():
            target = target.parentWidget()
        place = target.mapFromGlobal(area.mapToGlobal(at))
        copy, none = Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier
        enter = QDragEnterEvent(place, copy, data, _LEFT, none)
        QApplication.sendEvent(target, enter)
        assert enter.isAccepted()
        QApplication.sendEvent(target, QDragMoveEvent(place, copy, data, _LEFT, none))
        drop = QDropEvent(QPointF(place), copy, data, _LEFT, none)
        QApplication.sendEvent(target, drop)
        assert drop.isAccepted()


def _videos(folder: Path, kind: str, seeds: range) -> list[Path]:
    """Synthesised scenes of ten seconds, small and with few frames."""
    made = [folder / f"{kind} {seed}.mp4" for seed in seeds]
    for seed, path in zip(seeds, made, strict=True):
        write_clip(make_scene(kind, seed, 0.1), path, fps=5, width=64, height=48)
        path.with_suffix(".json").unlink()
    return made


@pytest.fixture
def folder(tmp_path: Path, pack: Path) -> Path:
    digest = open_pack(pack).digest
    with create_project(
        tmp_path / "ward 7", pack_name="tiny", pack_digest=digest, pack_folder=pack
    ) as project:
        return project.folder


@pytest.fixture
def operator(qapp: QApplication, qtbot: QtBot, folder: Path) -> Iterator[Operator]:
    context = Context(qapp)
    window = MainWindow(context)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    with qtbot.waitSignal(context.changes.project_changed, timeout=_LONG_MS):
        window.open_project(folder)
    hands = Operator(window, qtbot)
    hands.until_quiet()
    yield hands
    if window.isVisible():
        context.runner.cancel_all()
        qtbot.waitUntil(lambda: not context.runner.running(), timeout=_LONG_MS)
        window.close()
    window.deleteLater()
    context.deleteLater()


def test_the_whole_job(operator: Operator, folder: Path, tmp_path: Path, stored) -> None:
    database = stored(folder)
    _drop_clips(operator, tmp_path)
    assert database.query(
        "SELECT classes.name, count(*), min(end_s - start_s) > 9 FROM clips"
        " JOIN classes ON classes.id = class_id GROUP BY class_id ORDER BY position"
    ) == [(FALLS, 3, 1), (COUGHS, 3, 1)]

    _write_prompts(operator)
    prompts = database.query("SELECT captioner, generated, operator_text FROM prompts")
    assert [(name, words) for name, _, words in prompts] == [("descriptor", None)] * 6
    assert all(len(sentence.split()) > 5 for _, sentence, _ in prompts)

    _train(operator)
    ((run_id, status, active, n_clips, names, config),) = database.query(
        "SELECT id, status, active, n_clips, class_names, config FROM runs"
    )
    assert (status, active, n_clips) == ("succeeded", 1, 6)
    assert sorted(json.loads(names)) == sorted([FALLS, COUGHS])
    assert json.loads(config)["epochs"] == 2

    _look_into_a_clip(operator, run_id)
    _watch(operator, tmp_path)
    assert database.query("SELECT path FROM watched_folders") == [(str(tmp_path / "arriving"),)]
    assert database.query("SELECT path, status, run_id FROM incoming ORDER BY path") == [
        (str(tmp_path / "arriving" / f"{COUGHS} 11.mp4"), "classified", run_id),
        (str(tmp_path / "arriving" / f"{FALLS} 11.mp4"), "classified", run_id),
    ]
    answers = database.query("SELECT class_name, probability, probabilities FROM predictions")
    assert len(answers) == 2
    for name, probability, shares in answers:
        assert sum(json.loads(shares).values()) == pytest.approx(1, abs=1e-4)
        assert probability == pytest.approx(max(json.loads(shares).values()), abs=1e-4)
        assert json.loads(shares)[name] == pytest.approx(probability, abs=1e-4)

    corrected = _correct_the_first(operator)
    assert database.query(
        "SELECT id, review, corrected_class, final_class FROM predictions WHERE review != 'open'"
    ) == [(corrected, "corrected", COUGHS, COUGHS)]

    rows = _export(operator, tmp_path / "results.csv")
    assert sorted((row["review"], row["run"] != "") for row in rows) == [
        ("corrected", True),
        ("open", True),
    ]
    (row,) = [each for each in rows if each["review"] == "corrected"]
    assert row["class"] == COUGHS and row["video"].endswith(".mp4")

    operator.window.close()
    database.check_whole()
    assert not (folder / ".window.lock").exists()
    told = operator.window.context.notices.history
    assert [each for each in told if each.level != "info"] == []


def _drop_clips(operator: Operator, tmp_path: Path) -> None:
    """One class as a folder into the empty station, the other as files onto the dashed lane."""
    _videos(tmp_path / FALLS, FALLS, range(3))
    station = operator.go("classes")
    assert station.is_empty
    operator.drop(station, station.rect().center(), [tmp_path / FALLS])
    operator.until(lambda: station.board.n_clips == 3)
    operator.until_quiet()
    lane = station.wall.geometry_of_wall.new_lane().center()
    operator.drop(station.wall.viewport(), lane, _videos(tmp_path / "loose", COUGHS, range(3)))
    operator.until(lambda: station.board.n_clips == 6)
    operator.until_quiet()
    operator.type(station.wall.findChild(QLineEdit), COUGHS)
    operator.until_quiet()
    pictures = station.wall._thumbnails
    operator.until(
        lambda: all(pictures.get(clip) for lane in station.board.lanes for clip in lane.clips)
    )


def _write_prompts(operator: Operator) -> None:
    station = operator.go("prompts")
    operator.click(station.toolbar.missing_button)
    operator.until(lambda: station.writing is None)
    operator.until_quiet()


def _train(operator: Operator) -> None:
    station = operator.go("train")
    operator.choose(station.setup.preset, "fast")
    operator.choose(station.setup.device, "cpu")
    station.setup.drawer.set_changes({"epochs": "2"})
    operator.until_quiet()
    operator.click(station.setup.train_button)
    operator.until(lambda: station.control.training is None)
    operator.until_quiet()
    assert (station.control.series.epochs, station.control.series.reached) == (2, 2.0)


def _look_into_a_clip(operator: Operator, run_id: str) -> None:
    station = operator.go("attention")
    panel = station.page.first
    operator.until(lambda: panel.explanation is not None)
    found = panel.explanation
    assert found.run_id == run_id and found.answer[0] in (FALLS, COUGHS)
    for kind in ("visual", "audio"):
        heat = station.page.view.heat(found, kind)
        assert heat is not None and np.isfinite(heat).all() and (heat >= 0).all() and heat.any()
    assert panel.pictures.isVisible() and panel.sound.isVisible()
    operator.until_quiet()


def _watch(operator: Operator, tmp_path: Path) -> None:
    """Two videos arrive in a folder that is watched already."""
    arriving = tmp_path / "arriving"
    arriving.mkdir()
    station = operator.go("incoming")
    operator.drop(station, station.rect().center(), [arriving])
    operator.until(lambda: not station.is_empty)
    for kind in (FALLS, COUGHS):
        _videos(arriving, kind, range(11, 12))
    operator.until(lambda: sum(a.status == "classified" for a in station.model.arrivals) == 2)
    operator.until_quiet()


def _correct_the_first(operator: Operator) -> int:
    """2 is the key of the second class."""
    station = operator.go("results")
    operator.until(lambda: station.model.total == 2 and station.rows())
    chosen = station.rows()[0].id
    operator.press(station.table, Qt.Key.Key_2)
    operator.until_quiet()
    return chosen


def _export(operator: Operator, path: Path) -> list[dict[str, str]]:
    station = operator.window.deck.front
    operator.press(station.table, Qt.Key.Key_E, _CTRL)
    operator.until(lambda: station.findChild(QFileDialog))
    dialog = station.findChild(QFileDialog)
    field = dialog.findChild(QLineEdit, "fileNameEdit")  # Qt's own name for it
    field.setText(str(path))
    operator.click(dialog.findChild(QDialogButtonBox).button(QDialogButtonBox.StandardButton.Save))
    operator.until(path.is_file)
    operator.until_quiet()
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
