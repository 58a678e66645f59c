"""What keys and the palette can do with the incoming videos."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from app.commands import Command
from app.texts import translate

if TYPE_CHECKING:
    from app.views.incoming.station import IncomingStation


def station_commands(station: IncomingStation) -> Sequence[Command]:
    """Adding, holding, trying again."""

    def made(name: str, title: str, run: Callable[[], object], icon: str, *keys: str) -> Command:
        return Command(f"incoming.{name}", title, run, keys, icon)

    return [
        made(
            "watch",
            translate("Incoming", "Watch a folder…"),
            station.ask_for_folder,
            "folder-plus",
            "Ctrl+Shift+F",
        ),
        made(
            "add",
            translate("Incoming", "Add files to classify…"),
            station.ask_for_files,
            "file-plus",
            "Ctrl+Shift+A",
        ),
        made(
            "pause",
            translate("Incoming", "Pause or resume classification"),
            station.toggle_paused,
            "pause",
            "P",
        ),
        made(
            "retry",
            translate("Incoming", "Try all failed videos again"),
            station.retry_all,
            "arrow-clockwise",
            "Ctrl+R",
        ),
        made(
            "again",
            translate("Incoming", "Classify earlier videos with the newest run"),
            station.queue_again,
            "repeat",
        ),
        made(
            "scan",
            translate("Incoming", "Look into the watched folders now"),
            station.context.watch.scans.soon,
            "arrows-clockwise",
            "F5",
        ),
        made(
            "undo",
            translate("Incoming", "Watch the left folder again"),
            station.undo,
            "arrow-bend-up-left",
            "Ctrl+Z",
        ),
        made(
            "results",
            translate("Incoming", "Show the results"),
            lambda: station.go.emit("results"),
            "list-bullets",
            "Return",
        ),
    ]
