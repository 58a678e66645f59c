"""The command `smp`: what happens around all commands.

What they need is imported when Ctrl-C is in good hands.
"""

from __future__ import annotations

import io
import os
import sys

from smp_core.cli.ending import CANCELLED, EXIT_CANCELLED, stop_at_once


def main(argv: list[str] | None = None) -> None:
    """Run the command line and exit.

    Args:
        argv: The arguments; None takes the process's.

    Raises:
        SystemExit: Always: 0 done, 1 a bug of ours, 2 wrong usage, 3 the input could not be used,
            130 cancelled.
    """
    arguments = sys.argv[1:] if argv is None else argv
    json_lines = "--json" in arguments[: _end_of_options(arguments)]
    stop_at_once(json_lines)
    from smp_core.offline import stay_offline

    stay_offline()
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
    import typer

    from smp_core.cli.commands import app
    from smp_core.cli.output import HumanOutput, JsonOutput, Output

    output: Output
    try:
        status = app(args=arguments, prog_name="smp", standalone_mode=False)
    except typer.TyperException as error:
        output = JsonOutput() if json_lines else HumanOutput()
        output.error(
            "usage", error.format_message(), f"`{_meant(error, arguments)} --help` shows how."
        )
        return error.exit_code
    except (typer.Abort, KeyboardInterrupt):
        output = JsonOutput() if json_lines else HumanOutput()
        output.error(*CANCELLED)
        return EXIT_CANCELLED
    return status if isinstance(status, int) else 0


def _meant(error: Exception, arguments: list[str]) -> str:
    """The command whose usage was wrong, as it is typed."""
    context = getattr(error, "ctx", None)
    if context is not None:
        return str(context.command_path)
    # Our own checks of arguments know none; the command was found, so it comes first.
    return f"smp {arguments[0]}" if arguments and not arguments[0].startswith("-") else "smp"


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
