"""Ask before something is done that cannot be undone."""

from __future__ import annotations

from typing import Annotated

import typer

from smp_core.cli.plain import plain_text
from smp_core.cli.session import asking
from smp_core.errors import Cancelled, InputError

YesOption = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")]


def ask(question: str, yes: bool, json_lines: bool) -> None:
    """Go on if the person agrees.

    Args:
        yes: They agreed beforehand, and are not asked.

    Raises:
        Cancelled: The person said no, or nothing. InputError: Nobody can be asked.
    """
    if yes:
        return
    if json_lines:
        raise InputError("With --json nobody can be asked.", "Say --yes.")
    try:
        with asking():
            agreed = typer.confirm(plain_text(question), err=True)
    except typer.Abort:  # Ctrl-C, Ctrl-D, or an input that is empty
        typer.echo(err=True)  # what is said next begins on a line of its own
        raise Cancelled from None
    if not agreed:
        raise Cancelled
