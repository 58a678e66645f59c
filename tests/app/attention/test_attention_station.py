"""The station "Attention": from a clip to its heat, word by word, and to the map of clips."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import explain_engine
import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from studio_project import make_project

from app.context import Context
from app.jobs.operation import EngineWork, Lane, Operation
from app.operations import attention
from app.views.attention.station import AttentionStation
from app.widgets.thumbnails import Thumbnails
from smp_core.storage.runs import begin_run, finish_run
from smp_core.workflows.projects import Project, open_project

Settled = Callable[[], None]


def in_a_thread(operation: Operation[Any]) -> Operation[Any]:
    """The same work without an engine process, which takes seconds to start."""
    work = operation.work
    assert isinstance(work, EngineWork)
    job = explain_engine.find_job(work.job.name)
    return Operation(operation.name, Lane.IO, lambda ctx: job.run(work.request, ctx))


@pytest.fixture(autouse=True)
def _no_decoder(monkeypatch: pytest.MonkeyPatch) -> None:
    """Thumbnails have tests of their own; here they would only start a process each time."""
    monkeypatch.setattr(Thumbnails, "request", lambda _self, clip, visible_first=True: "")


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("explain_clip", "embedding_map"):
        made = getattr(attention, name)
        monkeypatch.setattr(attention, name, lambda *args, made=made: in_a_thread(made(*args)))


@pytest.fixture
def context(qapp: QApplication, qtbot: QtBot) -> Iterator[Context]:
    made = Context(qapp, explain_engine.COMMAND)
    made.theme.set_mode("dark")
    yield made
    assert made.close()
    made.deleteLater()


@pytest.fixture
def trained(tmp_path: Path) -> Iterator[Project]:
    with open_project(make_project(tmp_path / "ward", prompts=True, trained=True)) as opened:
        yield opened


@pytest.fixture
def station(context: Context, trained: Project, qtbot: QtBot) -> AttentionStation:
    made = AttentionStation(context, trained)
    made.resize(960, 720)
    qtbot.addWidget(made)
    return made


@pytest.fixture
def shown(
    quick: None, station: AttentionStation, qtbot: QtBot, settled: Settled
) -> AttentionStation:
    """The station in front, its first clip looked into."""
    station.show()
    station.entered()
    qtbot.waitUntil(lambda: station.page.first.explanation is not None, timeout=30_000)
    settled()
    return station


def add_run(project: Project) -> str:
    run = begin_run(
        project,
        captioner="descriptor",
        preset="fast",
        config={},
        class_names=["person falls", "patient coughing"],
        n_clips=5,
    )
    finish_run(project, run.id, metrics={}, seconds=1.0)
    return run.id


def test_without_a_training_it_shows_the_way(
    context: Context, project: Project, qtbot: QtBot, settled: Settled
) -> None:
    made = AttentionStation(context, project)
    qtbot.addWidget(made)
    settled()
    assert made.is_empty
    assert made.inspector() is None
    with qtbot.waitSignal(made.go) as asked:
        made._empty.button.click()  # type: ignore[union-attr]
    assert asked.args == ["train"]


def test_nothing_is_computed_before_the_operator_comes(
    station: AttentionStation, settled: Settled
) -> None:
    settled()
    assert not station.is_empty
    assert [each.path.name for each in station.chooser.model.subjects][:2] == [
        "person falls 0.mp4",
        "person falls 1.mp4",
    ]
    assert station.page.first.explanation is None


def test_heat_lies_over_frames_and_sound(shown: AttentionStation) -> None:
    panel = shown.page.first
    assert panel.pictures.has_heat
    assert panel.sound.has_heat
    hot = panel.pictures._heat[0]
    # The last patch of the first frame is the hottest.
    corner = hot.pixelColor(hot.width() - 4, hot.height() - 4)
    other = hot.pixelColor(4, 4)
    assert corner.red() > 200
    assert corner.alpha() > 2 * other.alpha()
    sound = panel.sound._heat
    assert sound is not None  # low frequencies are at the bottom, late is right
    low = sound.pixelColor(sound.width() - 8, sound.height() - 8)
    assert low.alpha() > 2 * sound.pixelColor(8, 8).alpha()
    assert "times even" in panel.meaning.text()
    assert "person falls, 75 %" in shown.facts.answer.text()
    assert shown.inspector() is shown.facts
    assert shown.grab().toImage().width() == 960


def test_a_word_has_its_own_heat_and_takes_it_back(shown: AttentionStation, qtbot: QtBot) -> None:
    words = shown.page.words
    assert [each.text() for each in words.buttons] == list(explain_engine.PROMPT)
    assert not words.buttons[3].isEnabled()  # never read by the model
    before = shown.page.first.pictures._heat[0]
    qtbot.mouseClick(words.buttons[1], Qt.MouseButton.LeftButton)
    assert shown.page.view.word == 1
    assert shown.page.view.layer is None
    assert shown.page.first.pictures._heat[0] != before
    found = shown.page.first.explanation
    assert found is not None and found.visual is not None
    mean = found.visual.words[:, 0, 1].astype(np.float32).mean(axis=0)
    np.testing.assert_allclose(shown.page.view.heat(found, "visual"), mean, rtol=1e-3)
    shown.page.controls.phase.setCurrentIndex(1)
    shown.page.controls.step_block(1)
    assert (shown.page.view.layer, shown.page.view.phase) == (0, 2)
    qtbot.mouseClick(words.buttons[1], Qt.MouseButton.LeftButton)
    assert shown.page.view.word is None
    assert shown.page.view.block == 1
    assert shown.page.first.pictures._heat[0] == before
    shown.page.controls.step_block(-1)
    assert shown.page.view.block == 0
    assert shown.page.first.pictures._heat[0] != before
    shown.page.controls.word.click()
    assert shown.page.view.word == 0


def test_opacity_and_colours(shown: AttentionStation) -> None:
    before = shown.page.first.pictures._heat[0]
    shown.page.controls.opacity.setValue(20)
    assert shown.page.first.pictures._opacity == pytest.approx(0.2)
    assert shown.page.first.sound._opacity == pytest.approx(0.2)
    box = shown.page.controls.colours
    box.setCurrentIndex(box.findData("viridis"))
    box.activated.emit(box.currentIndex())
    assert shown.page.first.pictures._heat[0] != before


def test_a_clip_that_cannot_be_read_says_so_in_plain_text(
    shown: AttentionStation, qtbot: QtBot, settled: Settled
) -> None:
    shown.chooser.step(4)
    assert shown.chooser.current is not None
    assert shown.chooser.current.path.name == "patient coughing 1.mp4"
    message = shown.page.first._message
    qtbot.waitUntil(lambda: "is <b>empty</b>. Copy it again." in message.text())
    settled()
    assert message.textFormat() is Qt.TextFormat.PlainText
    assert not shown.choice.export.isEnabled()
    assert "There is no heat yet" in shown.choice.export.toolTip()
    shown.chooser.step(-1)
    qtbot.waitUntil(lambda: shown.page.first.explanation is not None)
    assert shown.page.first.explanation.path.name == "patient coughing 0.mp4"


def test_two_runs_side_by_side_by_the_engine(
    context: Context, trained: Project, qtbot: QtBot, settled: Settled
) -> None:
    newer = add_run(trained)
    station = AttentionStation(context, trained)
    qtbot.addWidget(station)
    station.show()
    station.entered()
    qtbot.waitUntil(lambda: station.page.first.explanation is not None, timeout=30_000)
    assert station.choice.run_id == newer
    assert not station.page.second.isVisible()
    compare = next(each for each in station.commands() if each.id == "attention.compare")
    compare.run()
    qtbot.waitUntil(lambda: station.page.second.explanation is not None, timeout=30_000)
    settled()
    assert station.page.second.isVisible()
    assert station.page.second.pictures.has_heat
    first, second = (each.explanation for each in (station.page.first, station.page.second))
    assert first is not None and second is not None
    assert (first.run_id, first.run_id == second.run_id) == (newer, False)
    assert station.page.first.title.text() == "Run 2: person falls, 75 %"
    assert len(station.page.views()) == 2
    compare.run()
    assert not station.page.second.isVisible()
    assert len(station.page.views()) == 1


def test_the_map_of_clips_chooses_and_names_neighbours(
    shown: AttentionStation, qtbot: QtBot, settled: Settled
) -> None:
    assert shown.facts.compare.isVisibleTo(shown.facts)
    shown.show_page("map")
    qtbot.waitUntil(lambda: shown.likeness.points is not None, timeout=30_000)
    settled()
    names = [shown.facts.model.index(row).data() for row in range(shown.facts.model.rowCount())]
    assert names[0] == "person falls 1.mp4"  # not the clip itself
    assert len(names) == 4
    first = shown.plane._items[0]
    assert [point.data() for point in first.points()] == ["clip-1", "clip-2", "clip-3"]
    shown.plane._clicked(first, [first.points()[2]], None)
    assert shown.chooser.current is not None
    assert shown.chooser.current.key == "clip-3"
    shown.plane.choose_method("tsne")
    assert [point.pos().x() for point in shown.plane._items[0].points()] == [0, -1, -2]
    settled()
    assert "Hollow" in shown.plane._words.text()


def test_finding_a_clip(shown: AttentionStation) -> None:
    rows = shown.chooser.list.model()
    shown.chooser.search.setText("cough 1")
    assert [rows.index(row, 0).data() for row in range(rows.rowCount())] == [
        "patient coughing 1.mp4"
    ]
    shown.chooser.search.setText("")
    shown.chooser.kind.setCurrentIndex(2)
    assert rows.rowCount() == 0
    assert shown.chooser.choose("clip-2")  # takes the filter off
    assert rows.rowCount() == 5


def test_it_is_found_as_it_was_left(
    shown: AttentionStation, context: Context, trained: Project, qtbot: QtBot, settled: Settled
) -> None:
    shown.chooser.choose("clip-3")
    shown.page.controls.opacity.setValue(33)
    shown.show_page("map")
    shown.plane.choose_method("tsne")
    settled()
    state = shown.save_state()
    again = AttentionStation(context, trained)
    qtbot.addWidget(again)
    again.restore_state(state)
    settled()
    assert again.chooser.current is not None
    assert again.chooser.current.key == "clip-3"
    assert again.page.controls.opacity.value() == 33
    assert again.save_state()["page"] == "map"
    assert again.save_state()["method"] == "tsne"
    again.restore_state({"clip": 3, "split": ["x"], "view": None, "page": 1})  # of another version


def test_export_writes_what_is_seen(
    shown: AttentionStation, tmp_path: Path, settled: Settled
) -> None:
    import cv2

    assert shown.choice.export.isEnabled() and "Export heat" in shown.choice.export.toolTip()
    shown.export.write_picture(shown.page.views(), tmp_path / "heat.png")
    settled()
    picture = cv2.imread(str(tmp_path / "heat.png"))
    assert picture.shape[1] == 1600
    assert shown.context.notices.history[-1].message == "heat.png is written."
