"""`smp export`, `smp import`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from smp_core.cli.options import JsonOption, ProjectArgument
from smp_core.cli.output import lines
from smp_core.cli.panels import TRAIN
from smp_core.cli.session import session

FolderArgument = Annotated[
    Path,
    typer.Argument(metavar="DIR", help="The adapter's folder.", show_default=False, readable=False),
]


def register(app: typer.Typer) -> None:
    """Add this group's commands."""
    app.command("export", rich_help_panel=TRAIN)(export)
    app.command("import", rich_help_panel=TRAIN)(import_)


def export(
    project: ProjectArgument, folder: FolderArgument, json_lines: JsonOption = False
) -> None:
    """Write the trained adapter and its model card to a folder, to use elsewhere."""
    with session(json_lines) as run:
        from smp_core.storage.project import open_project
        from smp_core.workflows.adapters import export_adapter

        with open_project(project) as opened:
            written = export_adapter(opened, folder)
        run.done({"folder": written}, lines(f"Written to {written}"))


def import_(
    project: ProjectArgument, folder: FolderArgument, json_lines: JsonOption = False
) -> None:
    """Take over an adapter that was trained elsewhere on the same pack."""
    with session(json_lines) as run:
        from smp_core.storage.project import open_project
        from smp_core.workflows.adapters import import_adapter

        with open_project(project) as opened:
            made = import_adapter(opened, folder)
        run.done(
            {"run": made},
            lines(f"Imported as run {made.id[:8]}, for: {', '.join(made.class_names)}."),
        )
