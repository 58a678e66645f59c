"""All commands of `smp`."""

from __future__ import annotations

from typing import Annotated

import typer

from smp_core import __version__
from smp_core.cli import (
    adapters,
    bench,
    captioners,
    classes,
    classify,
    clips,
    demo,
    doctor,
    erase,
    explain,
    packs,
    projects,
    prompts,
    relink,
    review,
    synth,
    train,
    undo,
    watch,
)
from smp_core.cli.session import EXIT_DONE

app = typer.Typer(
    name="smp",
    help="Teach a machine an event from a handful of clips, then find it in new videos.",
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"smp {__version__}")
        raise typer.Exit(EXIT_DONE)


@app.callback(invoke_without_command=True)
def _smp(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())
        raise typer.Exit(EXIT_DONE)


# In the order of the work: so they stand in the help, under the headings of `panels`.
for _group in (
    projects,
    erase,
    clips,
    classes,
    relink,
    undo,
    captioners,
    prompts,
    train,
    adapters,
    explain,
    classify,
    watch,
    review,
    synth,
    packs,
    demo,
    doctor,
    bench,
):
    _group.register(app)
