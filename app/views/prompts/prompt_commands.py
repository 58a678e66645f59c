"""What keys and the palette can do in the station "Prompts"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.commands import Command
from app.texts import translate

if TYPE_CHECKING:
    from app.views.prompts.station import PromptsStation


def prompt_commands(station: PromptsStation) -> list[Command]:
    """The station's commands."""
    playing = station.detail.player.commands("prompts")
    return [
        *(each for each in playing if "mark" not in each.id),
        Command(
            "prompts.edit",
            translate("Prompts", "Edit prompt"),
            station.edit,
            ("F2",),
            "pencil-simple",
        ),
        Command(
            "prompts.put_back",
            translate("Prompts", "Put back the captioner's words"),
            station.put_back,
            ("Ctrl+Backspace",),
            "arrow-counter-clockwise",
        ),
        Command("prompts.undo", translate("Prompts", "Undo edit"), station.undo, ("Ctrl+Z",)),
        Command(
            "prompts.redo",
            translate("Prompts", "Redo edit"),
            station.redo,
            ("Ctrl+Shift+Z", "Ctrl+Y"),
        ),
        Command(
            "prompts.write_missing",
            translate("Prompts", "Write missing prompts"),
            station.write_missing,
            ("Ctrl+Return",),
            "magic-wand",
        ),
        Command(
            "prompts.write_selected",
            translate("Prompts", "Write prompts of selected clips again"),
            station.write_selected,
            ("Ctrl+R",),
            "arrows-clockwise",
        ),
        Command(
            "prompts.write_all",
            translate("Prompts", "Write all prompts again"),
            station.write_all,
            ("Ctrl+Shift+R",),
            "arrows-clockwise",
        ),
        Command(
            "prompts.compare",
            translate("Prompts", "Compare captioners"),
            station.compare,
            ("Ctrl+Shift+C",),
            "columns",
        ),
        Command(
            "prompts.use_sentence",
            translate("Prompts", "Use this sentence for the clip"),
            station.use_sentence,
            ("Ctrl+U",),
            "check",
        ),
        Command(
            "prompts.stop",
            translate("Prompts", "Stop writing prompts"),
            station.stop_writing,
            (),
            "stop",
        ),
        Command(
            "prompts.train_with",
            translate("Prompts", "Use these prompts for training"),
            station.train_with,
            (),
            "graduation-cap",
        ),
    ]
