"""What the player does at a key."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from app.commands import Command
from app.texts import translate

if TYPE_CHECKING:
    from app.widgets.player import Player


def player_commands(player: Player, prefix: str) -> Sequence[Command]:
    """What a station may offer for its player.

    Args:
        player: The station's.
        prefix: Of their ids: the station's key.
    """

    def command(name: str, title: str, key: str, icon: str = "") -> Command:
        run = {
            "play": player.toggle,
            "back": lambda: player.step(-1),
            "forward": lambda: player.step(1),
            "mark_start": lambda: player.set_mark("start"),
            "mark_end": lambda: player.set_mark("end"),
        }[name]
        return Command(f"{prefix}.{name}", title, run, (key,), icon)

    return [
        command("play", translate("Player", "Play or hold"), "K", "play"),
        command("back", translate("Player", "One picture back"), ",", "caret-left"),
        command("forward", translate("Player", "One picture on"), ".", "caret-right"),
        command("mark_start", translate("Player", "Start the stretch here"), "["),
        command("mark_end", translate("Player", "End the stretch here"), "]"),
    ]


def press_key(player: Player, event: QKeyEvent) -> bool:
    """Do what a key means while the player has the focus; whether it means anything."""
    key = Qt.Key(event.key())
    if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
        return False
    jump = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(key)
    if jump is not None:
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            player.seek(player.position_s + jump)
        else:
            player.step(jump)
        return True
    keys: dict[Qt.Key, Callable[[], object]] = {
        Qt.Key.Key_Space: player.toggle,
        Qt.Key.Key_K: player.toggle,
        Qt.Key.Key_Comma: lambda: player.step(-1),
        Qt.Key.Key_Period: lambda: player.step(1),
        Qt.Key.Key_BracketLeft: lambda: player.set_mark("start"),
        Qt.Key.Key_BracketRight: lambda: player.set_mark("end"),
        Qt.Key.Key_Home: lambda: player.seek(player.marks[0]),
        Qt.Key.Key_End: lambda: player.seek(player.marks[1]),
        Qt.Key.Key_R: player.controls.repeat.toggle,
        Qt.Key.Key_M: player.controls.mute.toggle,
        Qt.Key.Key_Plus: lambda: player.change_rate(1),
        Qt.Key.Key_Minus: lambda: player.change_rate(-1),
    }
    run = keys.get(key)
    if run is None:
        return False
    run()
    return True
