"""The list of shortcuts: what it shows, and how keys are changed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from pytestqt.qtbot import QtBot

from app.commands import Command
from app.dialogs.shortcuts import ShortcutsDialog
from app.windows.main_window import MainWindow


@pytest.fixture
def dialog(opened: MainWindow, settled: Callable[[], None]) -> ShortcutsDialog:
    opened.help.shortcuts()
    found = opened.findChild(ShortcutsDialog)
    assert found is not None
    settled()
    return found


def _listed(dialog: ShortcutsDialog) -> dict[str, str]:
    groups = [dialog.proxy.index(row, 0) for row in range(dialog.proxy.rowCount())]
    return {
        dialog.proxy.index(row, 0, group).data(): dialog.proxy.index(row, 1, group).data()
        for group in groups
        for row in range(dialog.proxy.rowCount(group))
    }


def test_every_command_is_listed_and_found(dialog: ShortcutsDialog, opened: MainWindow) -> None:
    listed = _listed(dialog)
    assert {command.title for command, _ in opened.context.commands.all()} == set(listed)
    assert listed["Go to Train"] == "Ctrl+3"
    assert dialog.proxy.rowCount() == 1 + len(opened.top.buttons)
    dialog.search.setText("ctrl+k")
    assert _listed(dialog) == {"Find a command": "Ctrl+K"}
    dialog.search.setText("go to")
    assert len(_listed(dialog)) == len(opened.top.buttons)
    dialog.reject()


def test_keys_are_changed_by_pressing_them(
    dialog: ShortcutsDialog, opened: MainWindow, qtbot: QtBot
) -> None:
    dialog.choose("go.results")
    qtbot.keyClick(dialog.keys, Qt.Key.Key_F6)
    assert _listed(dialog)["Go to Results"] == "F6"
    assert "(F6)" in opened.top.buttons["results"].toolTip()
    assert "(Ctrl+K)" in opened.top.palette_button.toolTip()
    dialog.accept()
    opened.activateWindow()
    qtbot.waitUntil(opened.isActiveWindow)
    qtbot.keyClick(opened, Qt.Key.Key_F6)
    assert opened.deck.front is not None and opened.deck.front.key == "results"
    assert opened.context.settings.get("shortcuts", {}) == {"go.results": ["F6"]}


def test_keys_that_do_something_else_are_told_and_can_be_taken(
    dialog: ShortcutsDialog, opened: MainWindow
) -> None:
    commands = opened.context.commands
    dialog.choose("go.results")
    dialog.keys.setKeySequence(QKeySequence("Ctrl+K"))
    assert dialog.problem.text() == "Ctrl+K already does: Find a command"
    assert _listed(dialog)["Go to Results"] == "Ctrl+6"
    dialog.take.click()
    assert _listed(dialog)["Go to Results"] == "Ctrl+K"
    assert _listed(dialog)["Find a command"] == ""
    assert not commands.action("window.palette").shortcuts()
    dialog.choose("window.palette")
    dialog.own.click()  # taken now, so that it is not simply given back
    assert dialog.problem.text() == "Ctrl+K already does: Go to Results"
    dialog.all.click()
    assert (_listed(dialog)["Find a command"], _listed(dialog)["Go to Results"]) == (
        "Ctrl+K",
        "Ctrl+6",
    )
    assert opened.context.settings.get("shortcuts", {}) == {}
    dialog.reject()


def test_stations_may_share_keys_but_not_with_the_window(opened: MainWindow) -> None:
    commands = opened.context.commands
    opened.go("classes")
    opened.go("train")
    stations = {key: opened.deck._station(key) for key in ("classes", "train")}
    for key, station in stations.items():
        commands.add(station, [Command(f"{key}.probe", key, lambda: None, ("Ctrl+F9",))])
    assert commands.clashes("classes.probe", "Ctrl+F9") == []
    assert [each.id for each in commands.clashes("classes.probe", "Ctrl+1")] == ["go.classes"]
    shared = {each.id for each in commands.clashes("go.classes", "Ctrl+F9")}
    assert shared == {"classes.probe", "train.probe"}
