"""`smp rename`, `smp merge`."""

from __future__ import annotations

from typing import Annotated

import typer

from smp_core.cli.options import JsonOption, ProjectArgument
from smp_core.cli.output import lines
from smp_core.cli.panels import CLASSES
from smp_core.cli.plain import counted
from smp_core.cli.session import session
from smp_core.cli.undo import how_to_undo

ClassArgument = Annotated[str, typer.Argument(metavar="CLASS", help="The class.")]


def register(app: typer.Typer) -> None:
    """Add this group's commands."""
    app.command("rename", rich_help_panel=CLASSES)(rename)
    app.command("merge", rich_help_panel=CLASSES)(merge)


def rename(
    project: ProjectArgument,
    class_name: ClassArgument,
    new_name: Annotated[str, typer.Argument(metavar="NEWNAME", help="What it is called then.")],
    json_lines: JsonOption = False,
) -> None:
    """Give a class another name; trainings that are done keep the old one."""
    with session(json_lines) as run:
        from smp_core.storage.class_rows import clean_name
        from smp_core.storage.project import open_project
        from smp_core.workflows.class_edits import rename_class
        from smp_core.workflows.clips import class_named

        with open_project(project) as opened:
            old = class_named(opened, class_name)
            label = f"Rename {old.name} to {clean_name(new_name)}"
            rename_class(opened, old.id, new_name, label)
            new = class_named(opened, new_name)
        told = [f"{old.name} is called {new.name} now."]
        if new.name != old.name:
            told.append(how_to_undo(project))
        run.done({"class": new.name, "was": old.name}, lines(*told))


def merge(
    project: ProjectArgument,
    class_name: ClassArgument,
    into_name: Annotated[str, typer.Argument(metavar="INTO", help="The class that stays.")],
    json_lines: JsonOption = False,
) -> None:
    """Put the clips of one class into another, and remove the emptied one."""
    with session(json_lines) as run:
        from smp_core.storage.project import open_project
        from smp_core.workflows.class_edits import merge_classes
        from smp_core.workflows.clips import class_named

        with open_project(project) as opened:
            other, into = class_named(opened, class_name), class_named(opened, into_name)
            merge_classes(opened, into.id, [other.id], f"Merge {other.name} into {into.name}")
            merged = class_named(opened, into.name)
        run.done(
            {"class": merged.name, "was": other.name, "clips": merged.n_clips},
            lines(
                f"{other.name} is part of {merged.name} now, which has "
                f"{counted(merged.n_clips, 'clip')}.",
                how_to_undo(project),
            ),
        )
