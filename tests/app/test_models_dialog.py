"""Settings → Models: what is shown, asked, fetched, added, verified, removed and brought back."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pack_engine
import pytest
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QPushButton
from pytestqt.qtbot import QtBot

from app.context import Context
from app.dialogs.models import ModelsDialog
from app.dialogs.models_row import ModelRow
from app.windows.main_window import MainWindow
from app.windows.menus import fill_settings_menu
from smp_core.paths import resources_folder, user_data_folder
from smp_core.workflows.projects import Project

DEMO = resources_folder() / "packs" / "demo"


@pytest.fixture
def engine_context(qapp: QApplication) -> Iterator[Context]:
    made = Context(qapp, pack_engine.COMMAND)
    yield made
    assert made.close()
    made.deleteLater()


@pytest.fixture
def dialog(engine_context: Context, qtbot: QtBot) -> ModelsDialog:
    made = ModelsDialog(engine_context)
    qtbot.addWidget(made)
    made.show()
    quiet(made, qtbot)
    return made


def quiet(dialog: ModelsDialog, qtbot: QtBot) -> None:
    runner = dialog._context.runner
    qtbot.waitUntil(lambda: not runner.running(quiet=True), timeout=20_000)
    qtbot.wait(30)
    qtbot.waitUntil(lambda: not runner.running(quiet=True), timeout=20_000)


def words(row: ModelRow) -> str:
    shown = [each for each in row.findChildren(QLabel) if each.isVisibleTo(row)]
    return " | ".join(each.text() for each in shown)


def press(row: ModelRow, start: str) -> None:
    shown = [each for each in row.findChildren(QPushButton) if each.isVisibleTo(row)]
    found = [each for each in shown if each.text().strip().startswith(start)]
    assert len(found) == 1, start
    found[0].click()


def agree(row: ModelRow, qtbot: QtBot) -> None:
    press(row, "Fetch…")
    qtbot.waitUntil(lambda: "Fetch about" in words(row))
    press(row, "Fetch now")


def test_it_lists_what_is_here_and_what_can_be_fetched(dialog: ModelsDialog) -> None:
    demo = dialog.rows[str(DEMO)]
    assert "built in" in words(demo) and "9.8 MB" in words(demo) and "Apache-2.0" in words(demo)
    assert [b.accessibleName() for b in demo.findChildren(QPushButton)] == ["Verify: demo"]
    assert "about 2.1 GB to fetch" in words(dialog.rows["paper"])
    assert "BSD-3-Clause, Apache-2.0, MIT" in words(dialog.rows["field"])
    assert "not on this machine" in words(dialog.rows["smolvlm2-500m"])
    assert dialog.offline.text().startswith("Works offline.")


def test_nothing_is_fetched_before_the_operator_agreed(dialog: ModelsDialog, qtbot: QtBot) -> None:
    press(dialog.rows["paper"], "Fetch…")
    qtbot.waitUntil(lambda: "Fetch about" in words(dialog.rows["paper"]))
    asked = words(dialog.rows["paper"])
    assert "Fetch about 2.1 GB from huggingface.co?" in asked
    assert "openai/clip-vit-large-patch14  ·  1.7 GB  ·  MIT  ·  checksum known" in asked
    assert "checksum as the hub tells it" in asked
    assert not dialog._context.runner.running(quiet=True)
    press(dialog.rows["paper"], "Not now")
    assert "Fetch about" not in words(dialog.rows["paper"])
    agree(dialog.rows["paper"], qtbot)
    quiet(dialog, qtbot)
    row = dialog.rows[str(user_data_folder() / "packs" / "paper")]
    assert "paper" in words(row) and "paper" not in dialog.rows


def test_a_fetch_shows_progress_and_can_be_stopped(dialog: ModelsDialog, qtbot: QtBot) -> None:
    agree(dialog.rows["field"], qtbot)
    row = dialog.rows["field"]
    qtbot.waitUntil(lambda: row.work.bar.maximum() == 2_000, timeout=20_000)
    assert "Fetching (MB)" in row.work.said.text()
    press(row, "Stop")
    quiet(dialog, qtbot)
    assert "What came is kept" in words(dialog.rows["field"])


def test_what_runs_is_shown_when_the_dialog_is_opened_again(
    dialog: ModelsDialog, engine_context: Context, qtbot: QtBot
) -> None:
    agree(dialog.rows["field"], qtbot)
    row = dialog.rows["field"]
    qtbot.waitUntil(lambda: row.work.bar.maximum() == 2_000, timeout=20_000)
    dialog.close()
    again = ModelsDialog(engine_context)
    qtbot.addWidget(again)
    again.show()
    qtbot.waitUntil(lambda: "field" in again.rows, timeout=20_000)
    shown = again.rows["field"]
    assert "Fetching (MB)" in shown.work.said.text() and shown.work.bar.maximum() == 2_000
    assert not [each for each in shown.buttons if each.isEnabled()]
    press(shown, "Stop")
    quiet(again, qtbot)
    assert "What came is kept" in words(again.rows["field"])
    assert "What came is kept" not in words(dialog.rows["field"])


def test_a_fetch_that_fails_says_why_in_its_row(dialog: ModelsDialog, qtbot: QtBot) -> None:
    agree(dialog.rows["clap-tags"], qtbot)
    quiet(dialog, qtbot)
    row = dialog.rows["clap-tags"]
    assert "No mirror answers. Check the network." in words(row)
    assert row.work.said.property("role") == "bad"


def test_adding_verifying_removing_and_undo(
    dialog: ModelsDialog, qtbot: QtBot, tmp_path: Path
) -> None:
    stick = tmp_path / "stick"
    shutil.copytree(DEMO, stick)
    manifest = json.loads((stick / "pack.json").read_text(encoding="utf-8"))
    (stick / "pack.json").write_text(json.dumps({**manifest, "name": "<b>ward</b>"}))
    dialog.add(stick)
    quiet(dialog, qtbot)
    assert "leads out" in dialog.message.text() or "name of a pack" in dialog.message.text()
    (stick / "pack.json").write_text(json.dumps({**manifest, "name": "ward"}))
    dialog.add(stick)
    quiet(dialog, qtbot)
    assert dialog.message.text() == "ward was added; every file is whole."
    folder = user_data_folder() / "packs" / "ward"
    (folder / "audio.safetensors").write_bytes(b"damage")
    press(dialog.rows[str(folder)], "Verify")
    quiet(dialog, qtbot)
    assert "not the file that the pack was made with" in words(dialog.rows[str(folder)])
    press(dialog.rows[str(folder)], "Remove")
    quiet(dialog, qtbot)
    assert str(folder) not in dialog.rows and not folder.exists()
    dialog.removals.undo.click()
    quiet(dialog, qtbot)
    assert str(folder) in dialog.rows and dialog.removals.undo.isHidden()
    press(dialog.rows[str(folder)], "Remove")
    quiet(dialog, qtbot)
    dialog.accept()
    quiet(dialog, qtbot)
    assert list(folder.parent.iterdir()) == []


def test_it_says_that_the_project_s_pack_is_missing(
    engine_context: Context, project: Project, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type(engine_context), "project", project)
    made = ModelsDialog(engine_context)
    qtbot.addWidget(made)
    quiet(made, qtbot)
    assert "Missing: the pack “demo” that this project was made with." in made.offline.text()


def test_the_settings_menu_and_the_palette_open_it(
    window: MainWindow, settled: Callable[[], None], qtbot: QtBot
) -> None:
    menu = QMenu()
    fill_settings_menu(menu, window.context)
    (action,) = (each for each in menu.actions() if each.text() == "Models…")
    action.trigger()
    found = window.findChild(ModelsDialog)
    assert found is not None and found.isVisible()
    settled()
    found.close()
    menu.deleteLater()
