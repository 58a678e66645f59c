"""`smp --help` for a newcomer: commands under headings, in the order of the work."""

from __future__ import annotations

import re

import pytest
import typer

from smp_core.cli import panels
from smp_core.cli.commands import app
from smp_core.cli.main import run

_HEADING = re.compile(r"╭─ (.+?) ─+╮")


def _shown(text: str) -> dict[str, list[str]]:
    """Headings with their commands, as they stand in the help."""
    found: dict[str, list[str]] = {}
    for line in text.splitlines():
        heading = _HEADING.match(line)
        if heading:
            found[heading[1]] = []
        elif re.match(r"│ [a-z]", line):
            list(found.values())[-1].append(line.split()[1])
    return found


def test_commands_stand_in_the_order_of_the_work(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--help"], json_lines=False) == 0
    shown = _shown(capsys.readouterr().out)
    assert list(shown) == [
        "Options",
        *(panels.PROJECT, panels.CLASSES, panels.PROMPTS, panels.TRAIN, panels.ATTENTION),
        *(panels.INCOMING, panels.RESULTS, panels.PACKS, panels.TRYING),
    ]
    assert shown[panels.PROJECT][0] == "new"
    assert shown[panels.CLASSES] == [
        *("add", "clips", "move", "trim", "remove", "rename", "merge", "relink", "undo", "redo")
    ]
    listed = [name for names in shown.values() for name in names]
    assert sorted(listed) == sorted(typer.main.get_group(app).commands)
