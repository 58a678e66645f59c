"""`smp pack list`."""

from __future__ import annotations

import typer

from smp_core.cli.options import JsonOption
from smp_core.cli.output import lines, table
from smp_core.cli.plain import bytes_text
from smp_core.cli.session import session


def register(app: typer.Typer) -> None:
    """Add this group's commands."""
    pack = typer.Typer(help="The packs (pretrained models) that projects build on.")
    pack.command("list")(list_)
    # With one command only, typer would leave out its name.
    pack.callback()(_pack)
    app.add_typer(pack, name="pack", no_args_is_help=True)


def _pack() -> None:
    """The packs (pretrained models) that projects build on."""


def list_(json_lines: JsonOption = False) -> None:
    """List the packs that are here."""
    with session(json_lines) as run:
        from smp_core.workflows.packs import list_packs

        found = list_packs()
        rows = [
            (each.name, each.version, bytes_text(each.size_bytes), each.problem or each.description)
            for each in found
        ]
        run.done(
            {"packs": found},
            (lambda to: to.print(table(["pack", "version", "size", "about"], rows)))
            if rows
            else lines("No pack was found."),
        )
