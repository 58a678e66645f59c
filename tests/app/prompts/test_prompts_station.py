"""The station "Prompts", with a real engine process that writes by rule."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import prompt_engine
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from studio_project import make_project

from app.context import Context
from app.models.prompts_list import ROW, ClassRow, ClipRow
from app.views.prompts.editor import PromptEditor
from app.views.prompts.row_painter import quality_words
from app.views.prompts.station import PromptsStation
from smp_core.errors import StorageError
from smp_core.jobs import JobContext
from smp_core.storage.schema import ProjectRow
from smp_core.workflows import prompt_words
from smp_core.workflows.packs import find_manifest
from smp_core.workflows.projects import Project, open_project
from smp_core.workflows.prompt_sheet import token_count
from smp_core.workflows.prompts import (
    chosen_captioner,
    reword_clip,
    store_prompts,
    training_prompts,
)

Settled = Callable[[], None]


@pytest.fixture
def context(qapp: QApplication, qtbot: QtBot) -> Iterator[Context]:
    """As elsewhere, with an engine that knows the jobs of this station."""
    made = Context(qapp, prompt_engine.COMMAND)
    made.theme.set_mode("dark")
    yield made
    assert made.close()
    made.deleteLater()


def of_this_pack(folder: Path) -> Path:
    """Let a project be one that was made with the pack that is there."""
    with open_project(folder) as made, made.database.write() as session:
        session.get_one(ProjectRow, 1).pack_digest = find_manifest("demo").digest
    return folder


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two classes of three and two clips, each with a prompt of the descriptor."""
    return of_this_pack(make_project(tmp_path_factory.mktemp("made") / "ward 3", prompts=True))


@pytest.fixture
def project(template: Path, tmp_path: Path) -> Iterator[Project]:
    """A copy of it, open."""
    with open_project(shutil.copytree(template, tmp_path / "ward 3")) as opened:
        yield opened


@pytest.fixture
def station(context: Context, project: Project, qtbot: QtBot, settled: Settled) -> PromptsStation:
    return shown(context, project, qtbot, settled)


def shown(context: Context, project: Project, qtbot: QtBot, settled: Settled) -> PromptsStation:
    made = PromptsStation(context, project)
    qtbot.addWidget(made)
    context.commands.add(made, made.commands())
    made.resize(960, 700)
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    settled()
    return made


def stored(project: Project, captioner: str = "descriptor") -> list[str]:
    return [prompt.text for prompt in training_prompts(project, captioner).values()]


def begin_writing(station: PromptsStation, qtbot: QtBot) -> PromptEditor:
    qtbot.keyClick(station.view, Qt.Key.Key_Return)
    return station.view.findChild(PromptEditor)


def test_clips_stand_under_their_class_with_their_words(
    station: PromptsStation, project: Project
) -> None:
    rows = [station.list.index(n).data(ROW) for n in range(station.list.rowCount())]
    assert [
        row.record.name if isinstance(row, ClassRow) else row.clip.class_name for row in rows
    ] == ["person falls"] * 4 + ["patient coughing"] * 3
    first = rows[1]
    assert isinstance(first, ClipRow)
    assert first.text == f"a grey scene, number {first.clip.id}, with a hum"
    assert (first.source, first.edited, first.names_class) == ("Descriptor", False, False)
    assert (first.n_tokens, first.limit) == (token_count(project).count(first.text), 77)
    assert station.toolbar.captioners.currentText() == "Descriptor"
    assert station.inspector() is station.detail
    assert station.detail.words.text() == first.text


def test_enter_keeps_and_escape_leaves(
    station: PromptsStation, project: Project, qtbot: QtBot, settled: Settled
) -> None:
    before = stored(project)
    editor = begin_writing(station, qtbot)
    editor.words.setPlainText("nobody wants this")
    qtbot.keyClick(editor.words, Qt.Key.Key_Escape)
    settled()
    assert stored(project) == before and not station.view.is_writing

    editor = begin_writing(station, qtbot)
    editor.words.setPlainText("a tall thing\nlies down")
    qtbot.keyClick(editor.words, Qt.Key.Key_Return)
    settled()
    assert stored(project) == ["a tall thing lies down", *before[1:]]
    row = station.view.current_row
    assert row is not None and row.edited and row.source == "Operator"
    assert station.detail.generated.text() == before[0]

    station.undo()
    settled()
    assert stored(project) == before
    station.redo()
    settled()
    assert stored(project)[0] == "a tall thing lies down"
    station.put_back()
    settled()
    assert stored(project) == before
    station.undo()  # putting back is an edit, too
    settled()
    assert stored(project)[0] == "a tall thing lies down"


def test_words_that_a_command_wrote_since_are_not_taken_back_and_it_is_said(
    station: PromptsStation, context: Context, project: Project, settled: Settled
) -> None:
    before = stored(project)
    first, second, third = (row.clip for row in station.list.clip_rows[:3])
    for clip, text in ((second, "a thud"), (first, "a man falls"), (third, "a lamp")):
        station.list.setData(station.list.index_of(clip.id), text)
        settled()
    with open_project(project.folder) as terminal:
        reword_clip(terminal, first.id, "descriptor", "somebody lies down", JobContext())
    station.undo()
    station.undo()
    settled()
    assert stored(project)[:3] == ["somebody lies down", "a thud", before[2]]
    (notice,) = context.notices.history
    assert notice.level == "warn"
    assert notice.message == (
        f"The words of {first.path.name} were changed or removed elsewhere since and were left as "
        "they are."
    )
    assert "change it by hand if it is wrong" in notice.hint
    assert station.list.clip_rows[0].text == "somebody lies down"
    station.undo()  # the older step is still there
    settled()
    assert stored(project)[:3] == ["somebody lies down", *before[1:3]]
    with open_project(project.folder) as terminal:
        reword_clip(terminal, second.id, "descriptor", "a bang", JobContext())
    station.redo()
    station.redo()
    settled()
    assert stored(project)[:3] == ["somebody lies down", "a bang", "a lamp"]
    assert [second.path.name in each.message for each in context.notices.history] == [False, True]


def test_keys_may_be_faster_than_the_database(
    station: PromptsStation, context: Context, project: Project, settled: Settled
) -> None:
    before = stored(project)
    row = station.view.current_row
    assert row is not None
    for text in ("one", "two", "three"):
        station.list.worded.emit(row, text)
    station.undo()
    station.undo()
    station.redo()
    settled()
    assert stored(project) == ["two", *before[1:]]
    assert context.notices.history == []


def test_what_could_not_be_taken_back_now_can_be_later(
    station: PromptsStation,
    context: Context,
    project: Project,
    settled: Settled,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = stored(project)
    row = station.view.current_row
    assert row is not None
    station.list.worded.emit(row, "a man falls")
    settled()

    def busy(*_arguments: object) -> None:
        raise StorageError("The project is busy.", "Try again.")

    with monkeypatch.context() as patch:
        patch.setattr(prompt_words, "restore_words", busy)
        station.undo()
        settled()
    assert [each.message for each in context.notices.history] == ["The project is busy."]
    assert stored(project)[0] == "a man falls"
    station.undo()
    settled()
    assert stored(project) == before


def test_words_are_kept_when_one_clicks_elsewhere(
    station: PromptsStation, project: Project, qtbot: QtBot, settled: Settled
) -> None:
    editor = begin_writing(station, qtbot)
    editor.words.setPlainText("a hum comes and goes")
    station.toolbar.captioners.setFocus()
    settled()
    assert stored(project)[0] == "a hum comes and goes"


def test_naming_the_class_is_warned_about(
    station: PromptsStation, qtbot: QtBot, settled: Settled
) -> None:
    editor = begin_writing(station, qtbot)
    assert editor.warning.text() == ""
    editor.words.setPlainText("a person falls on the floor")
    assert "Names the class" in editor.warning.text()
    assert editor.tokens.text().endswith("of 77 tokens")
    editor.words.setPlainText("a person falls " + "very loudly indeed " * 30)
    assert "the end is cut off" in editor.tokens.text()
    qtbot.keyClick(editor.words, Qt.Key.Key_Return)
    settled()
    row = station.view.current_row
    assert row is not None and row.names_class
    assert "names its class" in station.detail.remark.text()


def test_the_words_are_measured_by_themselves(
    station: PromptsStation, qtbot: QtBot, settled: Settled
) -> None:
    assert station.toolbar.quality.text() == ""  # not before somebody looks at them
    station.entered()
    qtbot.waitUntil(lambda: "3 of 5" in station.toolbar.quality.text(), timeout=20_000)
    heading = station.list.index(0).data(ROW)
    assert heading.quality.delta == 0.75
    assert quality_words(heading) == "Words alone find 2 of 3"
    station.view.grab()  # and can be drawn


def test_a_captioner_writes_what_is_missing_and_again(
    station: PromptsStation, project: Project, settled: Settled
) -> None:
    station.view.choose(1)
    station.write_selected()
    assert station.writing is not None
    settled()
    assert stored(project)[0] == "descriptor saw clip 1"
    assert stored(project)[1].startswith("a grey scene")
    station.write_all()
    settled()
    assert stored(project) == [f"descriptor saw clip {n}" for n in range(1, 6)]
    assert station.writing is None
    assert station.list.clip_rows[4].text == "descriptor saw clip 5"


def test_writing_can_be_stopped_and_keeps_what_there_is(
    station: PromptsStation, project: Project, qtbot: QtBot, settled: Settled
) -> None:
    station.toolbar.captioner_chosen.emit(prompt_engine.SLOW)
    assert station.list.clip_rows[0].prompt is None
    qtbot.keyClick(station.view, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: len(stored(project, "constant")) >= 1, timeout=20_000)
    assert station.toolbar.stop_button.isVisible()
    qtbot.mouseClick(station.toolbar.stop_button, Qt.MouseButton.LeftButton)
    settled()
    assert 1 <= len(stored(project, "constant")) < 5
    assert station.toolbar.missing_button.isVisible()
    assert station.toolbar.missing_button.text().startswith("Write ")


def test_captioners_side_by_side(
    station: PromptsStation, project: Project, settled: Settled
) -> None:
    ids = [clip.clip.id for clip in station.list.clip_rows]
    store_prompts(project, "constant", "1", dict.fromkeys(ids, "A video of [label]"))
    station.refresh()
    station.compare(True)
    settled()
    assert station.compared.names == ("constant", "descriptor")
    assert station.comparison.choose(2, "constant")
    assert station.captioner == "constant"
    assert not station.compared.is_used(station.comparison.currentIndex())
    assert station.detail.use_button.isVisibleTo(station.detail)
    station.comparison.grab()
    station.use_sentence()
    settled()
    assert stored(project)[:3] == [
        "a grey scene, number 1, with a hum",
        "A video of [label]",
        "a grey scene, number 3, with a hum",
    ]
    assert station.compared.is_used(station.comparison.currentIndex())
    station.undo()
    settled()
    assert stored(project)[1] == "a grey scene, number 2, with a hum"

    station.train_with()
    settled()
    assert chosen_captioner(project) == "constant"
    assert station.comparison.header.titles[0][0] == "Constant sentence"
    assert [used for _, _, used in station.comparison.header.titles] == [True, False]
    assert station.toolbar.used.isVisible()
    assert station.comparison.captioner == "constant"  # still in the same column


def test_without_clips_it_leads_to_the_classes(
    context: Context, tmp_path: Path, qtbot: QtBot, settled: Settled
) -> None:
    with open_project(make_project(tmp_path / "new", {})) as empty:
        station = shown(context, empty, qtbot, settled)
        assert station.is_empty
        with qtbot.waitSignal(station.go) as asked:
            station._empty.button.click()
        assert asked.args == ["classes"]


def test_it_is_left_and_found_again_as_it_was(
    station: PromptsStation, context: Context, project: Project, qtbot: QtBot, settled: Settled
) -> None:
    station.toolbar.captioner_chosen.emit("constant")
    station.view.choose(4)
    state = station.save_state()
    context.commands.remove(station)
    other = PromptsStation(context, project)
    qtbot.addWidget(other)
    other.restore_state(state)
    settled()
    assert other.captioner == "constant"
    assert other.view.current_row is not None and other.view.current_row.clip.id == 4
