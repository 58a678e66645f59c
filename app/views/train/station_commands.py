"""What the palette and the keys can do in the station Train."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from app.commands import Command
from app.texts import translate
from app.views.train.pages import HISTORY, PROGRESS, REPORT

if TYPE_CHECKING:
    from app.views.train.station import TrainStation


def train_commands(station: TrainStation) -> Sequence[Command]:
    """All of them, in the order of the work."""
    control, history = station.control, station.pages.history

    def page(number: int) -> Callable[[], None]:
        return lambda: station.pages.show_page(number)

    start = translate("TrainStation", "Train")
    pause = translate("TrainStation", "Pause or go on with the training")
    stop = translate("TrainStation", "Stop the training")
    resume = translate("TrainStation", "Resume the unfinished training")
    judge = translate("TrainStation", "Check the quality")
    settings = translate("TrainStation", "Show all settings")
    progress = translate("TrainStation", "Show the progress")
    report = translate("TrainStation", "Show the report")
    table = translate("TrainStation", "Show the history")
    compare = translate("TrainStation", "Compare the two chosen runs")
    use = translate("TrainStation", "Use the chosen run")
    note = translate("TrainStation", "Edit the run's note")
    export = translate("TrainStation", "Export adapter…")
    import_ = translate("TrainStation", "Import adapter…")
    ask = station.adapter_import.ask
    drawer = station.setup.toggle_drawer
    return [
        Command("train.start", start, station.start, ("Ctrl+Return",), "play"),
        Command("train.pause", pause, control.pause, ("Ctrl+P",), "pause"),
        Command("train.stop", stop, control.stop, ("Ctrl+.",), "stop"),
        Command("train.resume", resume, station.resume, ("Ctrl+Shift+R",), "arrow-clockwise"),
        Command("train.judge", judge, station.judge, ("Ctrl+Shift+J",), "shield-check"),
        Command("train.settings", settings, drawer, ("Ctrl+D",), "sliders"),
        Command("train.progress", progress, page(PROGRESS), ("Alt+1",), "chart-line"),
        Command("train.report", report, page(REPORT), ("Alt+2",), "target"),
        Command("train.history", table, page(HISTORY), ("Alt+3",), "table"),
        Command("train.compare", compare, history.compare_chosen, (), "columns"),
        Command("train.use", use, history.use_chosen, (), "check-circle"),
        Command("train.note", note, history.edit_note, (), "note-pencil"),
        Command("train.export", export, history.export_chosen, (), "export"),
        Command("train.import", import_, ask, (), "download-simple"),
    ]
