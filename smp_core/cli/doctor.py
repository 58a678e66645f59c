"""`smp doctor`."""

from __future__ import annotations

from collections.abc import Sequence

import typer
from rich.console import Console
from rich.text import Text

from smp_core.cli.options import JsonOption
from smp_core.cli.output import Show, table
from smp_core.cli.panels import TRYING
from smp_core.cli.plain import plain_text
from smp_core.cli.session import session
from smp_core.errors import ResourceError
from smp_core.workflows.doctor import Check, examine


def register(app: typer.Typer) -> None:
    """Add this group's commands."""
    app.command("doctor", rich_help_panel=TRYING)(doctor)


def doctor(json_lines: JsonOption = False) -> None:
    """Look at this machine: versions, device, codecs, free space, what is missing."""
    with session(json_lines) as run:
        checks = examine(run.ctx)
        lacking = [check for check in checks if check.state == "missing" and check.required]
        if lacking:
            for number, check in enumerate(checks):
                run.record("check", {"check": check}, None if number else _show(checks))
            raise ResourceError(
                f"Missing: {', '.join(check.name for check in lacking)}.", lacking[0].remedy
            )
        run.done({"checks": checks}, _show(checks))


def _show(checks: Sequence[Check]) -> Show:
    def show(to: Console) -> None:
        to.print(table(["", "what", "found"], [(c.state, c.name, c.found) for c in checks]))
        for check in checks:
            if check.remedy:
                to.print(Text(plain_text(f"→ {check.name}: {check.remedy}")))

    return show
