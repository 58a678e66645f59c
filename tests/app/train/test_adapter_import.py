"""An adapter from elsewhere comes into the history of Train, checked by the real job."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import toy_trainer
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot
from tiny_pack import write_tiny_pack
from tiny_project import make_filled_project

from app.context import Context
from app.models.train_runs import STATE
from app.views.train.pages import HISTORY
from app.views.train.station import TrainStation
from smp_core.model.adapter import write_adapter
from smp_core.model.pack import Pack
from smp_core.storage.project import Project, create_project, open_project
from smp_core.storage.runs import active_run, begin_run, finish_run, list_runs

_LONG_MS = 60_000  # the engine loads the model's code


@pytest.fixture
def context(qapp: QApplication, qtbot: QtBot) -> Iterator[Context]:
    """The window's shared parts over an engine whose import is real."""
    made = Context(qapp, toy_trainer.COMMAND)
    made.theme.set_mode("dark")
    yield made
    assert made.runner.close(15.0)
    assert made.close()
    made.deleteLater()


@pytest.fixture
def pack(tmp_path: Path) -> Pack:
    return write_tiny_pack(tmp_path / "pack")


def _write(folder: Path, pack: Pack, names: tuple[str, ...] = ("red", "green")) -> Path:
    """What an export on another machine wrote, of a model that was never trained."""
    write_adapter(
        folder,
        pack.new_model(len(names), source_trained=False),
        pack,
        class_names=names,
        captioner="descriptor",
        captioner_version="1",
        training={"preset": "fast", "epochs": 2, "n_clips": 7},
        metrics={
            "loss": 0.5,
            "history": [{"loss": 0.5}],
            "gates": {"odd": 1.0, "lambda_audio.1": 2.0},
        },
    )
    return folder


@pytest.fixture
def adapter(tmp_path: Path, pack: Pack) -> Path:
    return _write(tmp_path / "stick" / "run-4", pack)


@pytest.fixture
def project(tmp_path: Path, pack: Pack) -> Iterator[Project]:
    """Two classes, red and blue, and a run in use."""
    folder = tmp_path / "ward"
    with make_filled_project(folder, pack) as made:
        run = begin_run(
            made,
            captioner="descriptor",
            preset="fast",
            config={},
            class_names=["red", "blue"],
            n_clips=4,
        )
        finish_run(made, run.id, metrics={"loss": 0.5}, seconds=3.0, device="CPU")
    with open_project(folder) as opened:
        yield opened


@pytest.fixture
def station(
    context: Context,
    project: Project,
    qtbot: QtBot,
    settled: Callable[[], None],
    monkeypatch: pytest.MonkeyPatch,
) -> TrainStation:
    # The station alone, without the window that opens projects.
    monkeypatch.setattr(type(context.session), "project", property(lambda _self: project))
    context.status.refresh()
    return _shown(context, project, qtbot, settled)


def _shown(
    context: Context, project: Project, qtbot: QtBot, settled: Callable[[], None]
) -> TrainStation:
    made = TrainStation(context, project)
    qtbot.addWidget(made)
    made.resize(1280, 720)
    made.show()
    settled()
    return made


def _drop(station: TrainStation, *paths: Path) -> bool:
    """Whether the station takes them; then they are dropped."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    rest = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton)
    entered = QDragEnterEvent(QPoint(9, 9), *rest, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(station, entered)
    if entered.isAccepted():
        dropped = QDropEvent(QPointF(9, 9), *rest, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(station, dropped)
    return entered.isAccepted()


def _wait(station: TrainStation, qtbot: QtBot, settled: Callable[[], None]) -> None:
    qtbot.waitUntil(station.pages.history.import_button.isEnabled, timeout=_LONG_MS)
    settled()


def test_a_chosen_folder_becomes_a_run_that_is_in_use_and_chosen(
    station: TrainStation,
    context: Context,
    project: Project,
    adapter: Path,
    qtbot: QtBot,
    settled: Callable[[], None],
) -> None:
    history = station.pages.history
    (old,) = list_runs(project)
    history.choose([old.id])
    history.import_button.click()
    (dialog,) = station.findChildren(QFileDialog)
    dialog.fileSelected.emit(str(adapter))
    dialog.close()
    assert not history.import_button.isEnabled()
    assert history.import_button.accessibleDescription() == "An adapter is being imported."
    _wait(station, qtbot, settled)

    new, same = list_runs(project)
    assert (new.kind, new.status, new.active, new.preset, new.n_clips) == (
        "imported",
        "succeeded",
        True,
        "fast",
        7,
    )
    assert new.class_names == ("red", "green") and same.id == old.id and not same.active
    assert (new.folder / "adapter.safetensors").read_bytes() == (
        adapter / "adapter.safetensors"
    ).read_bytes()
    assert [each.name for each in context.status.record.classes] == ["red", "blue"]  # type: ignore[union-attr]

    assert station.pages.page == HISTORY and history.chosen() == [new.id]
    assert history.model.index(0, STATE).data() == "Imported · in use"
    assert station.pages.report.title.text() == "Run 2"
    assert station.past[0].gates == {"lambda_audio.1": 2.0}  # whatever an adapter says
    (told,) = context.notices.history
    assert told.message == "The adapter is imported and in use now. It tells apart: red, green."
    assert told.hint == (
        "Not among this project's classes, and not added to them: green. It has not learned: blue. "
        "To go back, choose the run that was in use before in the history."
    )


def test_a_dropped_folder_is_imported_and_several_are_not_taken(
    station: TrainStation,
    project: Project,
    adapter: Path,
    qtbot: QtBot,
    settled: Callable[[], None],
) -> None:
    assert not _drop(station, adapter, adapter.parent)
    assert _drop(station, adapter)
    assert not _drop(station, adapter)  # one at a time
    _wait(station, qtbot, settled)
    assert [run.kind for run in list_runs(project)] == ["imported", "finetuned"]


def _of_another_pack(folder: Path, tmp_path: Path) -> str:
    shutil.rmtree(folder)
    _write(folder, write_tiny_pack(tmp_path / "other", seed=7))
    return f"The adapter {folder} was made for another pack (tiny, "


def _damaged(folder: Path, _tmp_path: Path) -> str:
    weights = folder / "adapter.safetensors"
    weights.write_bytes(weights.read_bytes()[:-1])
    return f"{weights} is damaged."


def _classes_twice(folder: Path, _tmp_path: Path) -> str:
    manifest = folder / "adapter.json"
    data = json.loads(manifest.read_text("utf-8"))
    manifest.write_text(json.dumps(data | {"class_names": ["red", "red"]}), "utf-8")
    return f"{manifest} names classes twice"


def _no_adapter(folder: Path, _tmp_path: Path) -> str:
    (folder / "adapter.json").unlink()
    return f"{folder} holds no adapter (adapter.safetensors and adapter.json)."


def _a_file(folder: Path, _tmp_path: Path) -> str:
    shutil.rmtree(folder)
    folder.write_bytes(b"PK")  # say a zip
    return f"{folder} holds no adapter ("


def test_what_cannot_be_used_is_told_and_nothing_changes(
    station: TrainStation,
    context: Context,
    project: Project,
    pack: Pack,
    tmp_path: Path,
    qtbot: QtBot,
    settled: Callable[[], None],
) -> None:
    before = list_runs(project)
    files = sorted(project.runs_folder.iterdir())
    page = station.pages.page
    for number, spoil in enumerate(
        (_of_another_pack, _damaged, _classes_twice, _no_adapter, _a_file)
    ):
        folder = _write(tmp_path / "stick" / f"run-{number}", pack)
        said = spoil(folder, tmp_path)
        assert _drop(station, folder)
        _wait(station, qtbot, settled)
        told = context.notices.history[-1]
        assert told.level == "bad" and told.message.startswith(said)
        assert "smp" not in told.hint  # no command line here
    assert len(context.notices.history) == 5
    assert list_runs(project) == before and sorted(project.runs_folder.iterdir()) == files
    assert active_run(project) == before[0]
    assert station.pages.page == page


def test_a_project_without_clips_can_begin_with_an_adapter(
    context: Context,
    pack: Pack,
    adapter: Path,
    tmp_path: Path,
    qtbot: QtBot,
    settled: Callable[[], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with create_project(
        tmp_path / "empty", pack_name=pack.name, pack_digest=pack.digest, pack_folder=pack.folder
    ) as project:
        monkeypatch.setattr(type(context.session), "project", property(lambda _self: project))
        context.status.refresh()
        station = _shown(context, project, qtbot, settled)
        assert station.is_empty
        asked = [each for each in station.commands() if each.id == "train.import"]
        assert [each.title for each in asked] == ["Import adapter…"]
        asked[0].run()
        (dialog,) = station.findChildren(QFileDialog)
        dialog.fileSelected.emit(str(adapter))
        dialog.close()
        _wait(station, qtbot, settled)
        assert not station.is_empty and station.pages.page == HISTORY
        (run,) = list_runs(project)
        assert run.active and station.pages.history.chosen() == [run.id]
        assert context.notices.history[-1].hint == ""
