"""Whoever cannot see the window hears what each control is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QScrollArea,
    QScrollBar,
    QWidget,
)
from pytestqt.qtbot import QtBot
from studio_project import make_project

from app.dialogs.new_project import NewProjectDialog
from app.dialogs.shortcuts import ShortcutsDialog
from app.windows.main_window import MainWindow


def _is_part_of_another(widget: QWidget) -> bool:
    """Qt's own insides: the control around them has the name."""
    parent = widget.parentWidget()
    if widget.objectName().startswith("qt_") or isinstance(widget, QScrollBar):
        return True
    if isinstance(widget, QLineEdit) and isinstance(parent, QAbstractSpinBox | QComboBox):
        return True
    if isinstance(parent, QAbstractScrollArea) and parent.viewport() is widget:
        return True
    in_popup = isinstance(widget.window(), QWidget) and widget.window().inherits(
        "QComboBoxPrivateContainer"
    )
    return in_popup or isinstance(parent, QAbstractItemView) or type(widget) is QScrollArea


def _nameless(root: QWidget) -> list[str]:
    found = []
    for widget in root.findChildren(QWidget):
        if not widget.isVisible():
            continue  # it gets its name when it is shown
        if widget.focusPolicy() is Qt.FocusPolicy.NoFocus or _is_part_of_another(widget):
            continue
        if not widget.focusPolicy().value & Qt.FocusPolicy.TabFocus.value:
            continue
        interface = QAccessible.queryAccessibleInterface(widget)
        if interface is None or not interface.text(QAccessible.Text.Name).strip():
            chain = [type(widget).__name__]
            above = widget.parentWidget()
            while above is not None and len(chain) < 4:
                chain.append(type(above).__name__)
                above = above.parentWidget()
            found.append(" < ".join(chain))
    return found


def test_every_control_that_keys_reach_has_a_name(
    window: MainWindow, tmp_path: Path, settled: Callable[[], None]
) -> None:
    assert _nameless(window) == []
    window.open_project(make_project(tmp_path / "p", prompts=True, trained=True))
    settled()
    nameless = {}
    for key in window.top.buttons:
        window.go(key)
        settled()
        nameless[key] = _nameless(window)
    assert nameless == dict.fromkeys(window.top.buttons, [])


def test_every_control_of_the_dialogs_has_a_name(
    opened: MainWindow, settled: Callable[[], None]
) -> None:
    for name in ("help.shortcuts", "help.diagnostics", "help.about", "models.open", "project.new"):
        opened.context.commands.action(name).trigger()
        settled()
    dialogs = [each for each in opened.findChildren(QWidget) if each.isWindow()]
    kinds = {type(each) for each in dialogs}
    assert {ShortcutsDialog, NewProjectDialog} < kinds
    nameless = {type(each).__name__: _nameless(each) for each in dialogs}
    assert not {kind: names for kind, names in nameless.items() if names}
    for each in dialogs:
        each.close()


def test_a_notice_is_announced_read_by_keys_and_closed_by_a_key(
    opened: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[tuple[QAccessible.Event, str]] = []

    def note(event: QAccessibleEvent) -> None:
        shown = event.accessibleInterface()
        told.append((event.type(), shown.text(QAccessible.Text.Description)))

    monkeypatch.setattr(QAccessible, "updateAccessibility", note)
    commands, bar = opened.context.commands, opened.notices
    assert not commands.action("window.notice").isEnabled()
    opened.context.notices.warn("a.mp4 is torn.", "Copy it again.")
    assert (QAccessible.Event.Alert, "a.mp4 is torn. Copy it again.") in told
    for words in (bar.message, bar.hint):
        flags = words.textInteractionFlags()
        assert flags & Qt.TextInteractionFlag.TextSelectableByKeyboard
        assert words.focusPolicy() & Qt.FocusPolicy.TabFocus
    assert "window.notice" in [command.id for command, _ in commands.usable()]
    control = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(opened, Qt.Key.Key_X, control)
    assert bar.shown is None and not bar.isVisible()
    assert not commands.action("window.notice").isEnabled()
