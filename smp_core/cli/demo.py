"""`smp demo`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from smp_core.cli.options import Device, DeviceOption, JsonOption, SeedOption
from smp_core.cli.output import Show, table
from smp_core.cli.panels import TRYING
from smp_core.cli.plain import plain_text, seconds_text, shell_word
from smp_core.cli.session import session


def register(app: typer.Typer) -> None:
    """Add this group's commands."""
    app.command("demo", rich_help_panel=TRYING)(demo)


def demo(
    project: Annotated[
        Path,
        typer.Argument(metavar="PROJECT", help="Where to make the demo project.", readable=False),
    ] = Path("demo-project"),
    device: DeviceOption = Device.auto,
    seed: SeedOption = 42,
    json_lines: JsonOption = False,
) -> None:
    """Do the whole job once on synthetic clips: 5 classes, 25 clips, 30 incoming videos."""
    with session(json_lines) as run:
        from smp_core.workflows.demo import run_demo

        result = run_demo(project, run.ctx, device=device.value, seed=seed)
        run.done(
            {
                "project": result.project_folder,
                "accuracy": result.accuracy,
                "classes": result.class_names,
                "confusion": result.confusion,
                "seconds": result.seconds,
            },
            _show(
                result.accuracy,
                result.class_names,
                result.confusion,
                result.seconds,
                result.project_folder,
            ),
        )


def _show(
    accuracy: float,
    class_names: Sequence[str],
    confusion: Sequence[Sequence[int]],
    seconds: Mapping[str, float],
    folder: Path,
) -> Show:
    def show(to: Console) -> None:
        to.print(Text(f"{accuracy:.1%} of the incoming videos were recognised.", style="bold"))
        to.print()
        rows = [[name, *map(int, row)] for name, row in zip(class_names, confusion, strict=True)]
        to.print(table(["is ↓  found →", *class_names], rows))
        to.print()
        to.print(table(["step", "time"], [(k, seconds_text(v)) for k, v in seconds.items()]))
        to.print()
        to.print(Text("These are synthetic scenes; they show that the job works, not how well it"))
        to.print(Text("does on real footage."))
        to.print(Text(f"The project is in {plain_text(folder)}; look around with:"))
        to.print(Text(f"    smp status {shell_word(folder)}"))

    return show
