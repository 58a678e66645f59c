"""`smp captioners`."""

from __future__ import annotations

import typer

from smp_core.cli.options import JsonOption, ModelsOption
from smp_core.cli.output import table
from smp_core.cli.panels import PROMPTS
from smp_core.cli.plain import bytes_text
from smp_core.cli.session import session


def register(app: typer.Typer) -> None:
    """Add this command."""
    app.command("captioners", rich_help_panel=PROMPTS)(captioners)


def captioners(models: ModelsOption = None, json_lines: JsonOption = False) -> None:
    """List who can write prompts, how large their models are, and what is missing here."""
    with session(json_lines) as run:
        from smp_core.workflows.captioning import captioners as list_captioners

        found = list_captioners(models)
        rows = [
            (
                each.name,
                each.title,
                each.kind,
                bytes_text(each.size_bytes) if each.size_bytes else "",
                "ready" if each.available else "not here",
            )
            for each in found
        ]
        run.done(
            {"captioners": found},
            lambda to: to.print(table(["captioner", "title", "describes by", "size", ""], rows)),
        )
