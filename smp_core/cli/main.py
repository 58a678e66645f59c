"""The command `smp`: its commands, and what happens around all of them."""

from __future__ import annotations

import io
import os
import sys
from typing import Annotated

import typer

from smp_core import __version__
from smp_core.cli import (
    adapters,
    bench,
    captioners,
    classify,
    demo,
    doctor,
    explain,
    packs,
    projects,
    prompts,
    review,
    synth,
    train,
    watch,
)
from smp_core.cli.output import HumanOutput, JsonOutput, Output
from smp_core.cli.session import EXIT_CANCELLED, EXIT_DONE

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


for _group in (
    projects,
    captioners,
    prompts,
    train,
    classify,
    watch,
    review,
    explain,
    adapters,
    synth,
    packs,
    bench,
    doctor,
    demo,
):
    _group.register(app)


def main(argv: list[str] | None = None) -> None:
    """Run the command line and exit.

    Args:
        argv: The arguments; None takes the process's.

    Raises:
        SystemExit: Always: 0 done, 1 a bug of ours, 2 wrong usage, 3 the input could not be used,
            130 cancelled.
    """
    arguments = sys.argv[1:] if argv is None else argv
    # Libraries must neither chat nor look for news on the network.
    os.environ.setdefault("TRANSFORMERS_VERBOSITY", "error")
    os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    os.environ["HF_HUB_OFFLINE"] = "1"  # `smp pack fetch` alone lifts it, for itself
    json_lines = "--json" in arguments[: _end_of_options(arguments)]
    _prepare_streams(json_lines)
    sys.exit(run(arguments, json_lines))


def run(arguments: list[str], json_lines: bool) -> int:
    """Run one command within this process.

    Args:
        arguments: As typed after `smp`.
        json_lines: How to tell wrong usage; `--json` among the arguments rules all else.

    Returns:
        The exit status, see `main`.
    """
    try:
        status = app(args=arguments, prog_name="smp", standalone_mode=False)
    except typer.TyperException as error:
        output: Output = JsonOutput() if json_lines else HumanOutput()
        output.error(
            "usage", error.format_message(), "`smp --help` or `smp COMMAND --help` shows how."
        )
        return error.exit_code
    except (typer.Abort, KeyboardInterrupt):
        return EXIT_CANCELLED
    return status if isinstance(status, int) else EXIT_DONE


def _end_of_options(arguments: list[str]) -> int:
    return arguments.index("--") if "--" in arguments else len(arguments)


def _prepare_streams(json_lines: bool) -> None:
    """Make every file name printable, and with JSON keep standard output to ourselves."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    if not json_lines:
        return
    # Native libraries write to descriptor 1 directly: that becomes standard error.
    ours = os.dup(1)
    os.dup2(2, 1)
    # An undecodable byte of a file name becomes "\udcNN", which is a JSON escape as well.
    sys.stdout = os.fdopen(ours, "w", encoding="utf-8", errors="backslashreplace", newline="\n")
