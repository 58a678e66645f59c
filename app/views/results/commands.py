"""What keys and the palette can do in the results."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from app.commands import Command
from app.texts import translate

if TYPE_CHECKING:
    from app.views.results.station import ResultsStation

_NUMBER_KEYS = 9


def station_commands(station: ResultsStation) -> Sequence[Command]:
    """Judging, walking, zooming, exporting."""
    judging, timeline = station.judging, station.timeline

    def made(name: str, title: str, run: Callable[[], object], icon: str, *keys: str) -> Command:
        return Command(f"results.{name}", title, run, keys, icon)

    return [
        made(
            "confirm", translate("Results", "Confirm"), judging.confirm, "check", "Return", "Enter"
        ),
        made("reject", translate("Results", "Reject"), judging.reject, "x", "Backspace"),
        made("reopen", translate("Results", "Open again"), judging.reopen, "circle-dashed", "R"),
        made(
            "train",
            translate("Results", "Use as training clip"),
            judging.train,
            "graduation-cap",
            "T",
        ),
        *(
            made(
                f"correct{number}",
                translate("Results", "Correct to class {0}").format(number),
                partial(judging.correct_to, number),
                "tag",
                str(number),
            )
            for number in range(1, _NUMBER_KEYS + 1)
        ),
        made("undo", translate("Results", "Undo"), judging.undo, "arrow-bend-up-left", "Ctrl+Z"),
        made(
            "redo",
            translate("Results", "Redo"),
            judging.redo,
            "arrow-bend-up-right",
            "Ctrl+Shift+Z",
            "Ctrl+Y",
        ),
        made(
            "play",
            translate("Results", "Play or hold"),
            station.detail.player.toggle,
            "play",
            "Space",
        ),
        made(
            "next_open",
            translate("Results", "Next open result"),
            station.next_open,
            "arrow-down",
            "N",
        ),
        made(
            "zoom_in",
            translate("Results", "Zoom the timeline in"),
            lambda: timeline.zoom(0.5),
            "magnifying-glass-plus",
            "+",
            "=",
        ),
        made(
            "zoom_out",
            translate("Results", "Zoom the timeline out"),
            lambda: timeline.zoom(2.0),
            "magnifying-glass-minus",
            "-",
        ),
        made(
            "zoom_all",
            translate("Results", "Show the whole timeline"),
            timeline.show_all,
            "arrows-out",
            "0",
        ),
        made("all", translate("Results", "Show all results"), station.filters.reset, "funnel"),
        made("export", translate("Results", "Export results…"), station.export, "export", "Ctrl+E"),
    ]
