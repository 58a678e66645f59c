"""Progress for people, on a terminal and elsewhere."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from smp_core.cli.progress import ProgressLines
from smp_core.jobs import Progress


def _show(steps: list[Progress], terminal: bool) -> str:
    stream = io.StringIO()
    shown = ProgressLines(
        Console(file=stream, force_terminal=terminal, width=100, color_system=None, markup=False)
    )
    for step in steps:
        shown.update(step)
    shown.close()
    return stream.getvalue()


STEPS = [
    Progress("Writing prompts", 0, 0),
    Progress("Reading [b]clips[/b]", 0, 2),
    Progress("Reading [b]clips[/b]", 2, 2),
    Progress("Finetuning", 30, 30, {"epoch": 30, "loss": 0.5, "rho": 1.25}),
]


def test_one_line_a_stage_where_nobody_watches() -> None:
    assert _show(STEPS, terminal=False) == (
        "Reading [b]clips[/b]: 2/2 in 0.0 s\n"
        "Finetuning: 30/30 in 0.0 s (epoch 30  loss 0.5  rho 1.25)\n"
    )


def test_bars_on_a_terminal() -> None:
    said = _show(STEPS, terminal=True)
    assert "Writing prompts" not in said
    assert "Reading [b]clips[/b]" in said
    assert "━" in said
    assert "30/30" in said
    assert "loss 0.5" in said
    assert said.endswith("\x1b[?25h")  # the cursor is there again


@pytest.mark.parametrize("terminal", [True, False])
def test_closing_without_a_step_says_nothing(terminal: bool) -> None:
    assert _show([], terminal) == ""
