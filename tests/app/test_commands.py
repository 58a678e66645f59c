"""Commands, shortcuts and the palette."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.commands import Command
from app.widgets.command_palette import score
from app.windows.main_window import MainWindow


def test_letters_find_titles_by_the_beginnings_of_words() -> None:
    assert score("gtr", "Go to Results") == 1
    assert score("go to", "Go to Results") == 0
    assert score("xyz", "Go to Results") is None
    best = min(("Merge classes", "Remove clip", "Manage clips"), key=lambda t: score("mc", t) or 0)
    assert best in ("Merge classes", "Manage clips")


def test_the_palette_runs_what_is_typed(opened: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(opened, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    box = opened.palette_box
    assert box.isVisible()
    qtbot.keyClicks(box.line, "attention")
    assert box.model.item(0).text() == "Go to Attention"
    qtbot.keyClick(box.line, Qt.Key.Key_Return)
    assert not box.isVisible()
    assert opened.deck.front is not None and opened.deck.front.key == "attention"


def test_escape_puts_the_palette_away(opened: MainWindow, qtbot: QtBot) -> None:
    opened.palette_box.open()
    qtbot.keyClick(opened.palette_box.line, Qt.Key.Key_Escape)
    assert not opened.palette_box.isVisible()


def test_a_shortcut_can_be_changed_for_good(opened: MainWindow, qtbot: QtBot) -> None:
    commands = opened.context.commands
    commands.rebind("go.results", ["F6"])
    qtbot.keyClick(opened, Qt.Key.Key_F6)
    assert opened.deck.front is not None and opened.deck.front.key == "results"
    assert opened.context.settings.get("shortcuts", {}) == {"go.results": ["F6"]}


def test_no_two_commands_share_an_id_or_a_shortcut(opened: MainWindow) -> None:
    for key in opened.top.buttons:
        opened.go(key)
    with pytest.raises(ValueError, match="exists already"):
        opened.context.commands.add(opened, [Command("go.results", "Again", lambda: None)])
    for key in opened.top.buttons:
        opened.go(key)
        keys = [
            shortcut.toString()
            for command, action in opened.context.commands.usable()
            for shortcut in action.shortcuts()
        ]
        assert len(keys) == len(set(keys)), key
