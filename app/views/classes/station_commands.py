"""Everything that keys and the palette can do in the station "Classes"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from app.commands import Command
from app.texts import translate

if TYPE_CHECKING:
    from app.views.classes.station import ClassesStation

_MORE_KEYS = {"classes.mark_start": "I", "classes.mark_end": "O"}


def station_commands(station: ClassesStation) -> Sequence[Command]:
    """The station's commands; ids begin with "classes."."""
    act = station.acts

    own = [
        Command(
            "classes.add",
            translate("Classes", "Add clips…"),
            act.add_dialog,
            ("Ctrl+Shift+A",),
            "plus",
        ),
        Command(
            "classes.add_folder",
            translate("Classes", "Add a folder of clips…"),
            act.folder_dialog,
            ("Ctrl+Shift+O",),
            "folder-plus",
        ),
        Command(
            "classes.paste",
            translate("Classes", "Add the pasted paths"),
            act.paste,
            ("Ctrl+V",),
            "clipboard",
        ),
        Command(
            "classes.new",
            translate("Classes", "New class"),
            act.new_class,
            ("Ctrl+Shift+N",),
            "tag",
        ),
        Command(
            "classes.rename",
            translate("Classes", "Rename the class"),
            act.rename_chosen,
            ("F2",),
            "pencil",
        ),
        Command(
            "classes.menu",
            translate("Classes", "Colour, merge, move: the menu"),
            station.show_menu,
            ("Shift+F10", "Menu"),
            "dots-three",
        ),
        Command(
            "classes.check",
            translate("Classes", "Check the clips"),
            station.check,
            ("Ctrl+Shift+C",),
            "first-aid",
        ),
        Command(
            "classes.find",
            translate("Classes", "Find missing clips…"),
            station.mends.find_all,
            (),
            "link-break",
        ),
        Command(
            "classes.class_before",
            translate("Classes", "Choose the class before"),
            lambda: station.step_class(-1),
            ("Ctrl+Up",),
            "caret-up",
        ),
        Command(
            "classes.class_after",
            translate("Classes", "Choose the next class"),
            lambda: station.step_class(1),
            ("Ctrl+Down",),
            "caret-down",
        ),
        Command(
            "classes.up",
            translate("Classes", "Move the class up"),
            lambda: act.move_class(-1),
            ("Alt+Up",),
            "arrow-up",
        ),
        Command(
            "classes.down",
            translate("Classes", "Move the class down"),
            lambda: act.move_class(1),
            ("Alt+Down",),
            "arrow-down",
        ),
        Command(
            "classes.split",
            translate("Classes", "Make a class of the chosen clips"),
            act.split,
            ("Ctrl+Shift+G",),
            "scissors",
        ),
        Command(
            "classes.remove",
            translate("Classes", "Remove what is chosen"),
            act.remove,
            ("Delete",),
            "trash",
        ),
        Command(
            "classes.all",
            translate("Classes", "Choose all clips"),
            act.choose_all,
            ("Ctrl+A",),
            "selection",
        ),
        Command(
            "classes.none", translate("Classes", "Choose nothing"), station.escape, ("Escape",)
        ),
        Command(
            "classes.undo",
            translate("Classes", "Undo"),
            act.undo,
            ("Ctrl+Z",),
            "arrow-counter-clockwise",
        ),
        Command(
            "classes.redo",
            translate("Classes", "Redo"),
            act.redo,
            ("Ctrl+Y", "Ctrl+Shift+Z"),
            "arrow-clockwise",
        ),
        Command(
            "classes.large",
            translate("Classes", "Show the clip large"),
            station.toggle_large,
            ("F",),
            "arrows-out",
        ),
        Command(
            "classes.previous",
            translate("Classes", "Clip before"),
            lambda: station.step_clip(-1),
            ("Alt+Left",),
            "caret-left",
        ),
        Command(
            "classes.next",
            translate("Classes", "Next clip"),
            lambda: station.step_clip(1),
            ("Alt+Right",),
            "caret-right",
        ),
    ]
    move = [
        Command(
            f"classes.move_{number}",
            translate("Classes", "Move the chosen clips to class {0}").format(number),
            lambda number=number: act.move_to_number(number),  # type: ignore[misc]
            (str(number),),
            "arrow-right",
        )
        for number in range(1, 10)
    ]
    played = [
        replace(each, keys=(*each.keys, *filter(None, [_MORE_KEYS.get(each.id)])))
        for each in station.side.player.commands("classes")
    ]
    return [*own, *move, *played]
