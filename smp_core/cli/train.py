"""`smp finetune`."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from smp_core.cli.options import (
    CaptionerOption,
    Device,
    DeviceOption,
    JsonOption,
    ModelsOption,
    ProjectArgument,
)
from smp_core.cli.output import Show, lines
from smp_core.cli.panels import TRAIN
from smp_core.cli.plain import seconds_text, shell_word
from smp_core.cli.session import session
from smp_core.records import RunRecord


class Preset(StrEnum):
    """How the training is set up."""

    paper = "paper"
    fast = "fast"


def register(app: typer.Typer) -> None:
    """Add this command."""
    app.command("finetune", rich_help_panel=TRAIN)(finetune)


def finetune(
    project: ProjectArgument,
    preset: Annotated[
        Preset | None,
        typer.Option(
            "--preset",
            show_default="fast",
            help="fast: better with few clips; paper: exactly as published.",
        ),
    ] = None,
    epochs: Annotated[
        int | None, typer.Option("--epochs", min=1, help="Passes over the clips, not the preset's.")
    ] = None,
    device: DeviceOption = Device.auto,
    seed: Annotated[
        int | None,
        typer.Option(
            "--seed",
            min=0,
            max=2**32 - 1,
            show_default="42",
            help="The same seed gives the same result.",
        ),
    ] = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on where the last interrupted run stopped.")
    ] = False,
    captioner: CaptionerOption = None,
    models: ModelsOption = None,
    settings: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar="KEY=VALUE",
            help="One setting of the model or the training; may be given several times.",
        ),
    ] = None,
    json_lines: JsonOption = False,
) -> None:
    """Train an adapter on the project's labelled clips."""
    with session(json_lines) as run:
        from smp_core.storage.project import open_project
        from smp_core.workflows.prompts import chosen_captioner
        from smp_core.workflows.train import FinetuneOptions, check_resumed, finetune_project

        with open_project(project) as opened:
            if resume:
                check_resumed(
                    opened,
                    preset=None if preset is None else preset.value,
                    epochs=epochs,
                    seed=seed,
                    captioner=captioner,
                )
            options = FinetuneOptions(
                preset=(preset or Preset.fast).value,
                epochs=epochs,
                device=device.value,
                seed=42 if seed is None else seed,
                resume=resume,
                captioner=captioner or chosen_captioner(opened),
                overrides=tuple(settings or ()),
            )
            made = finetune_project(opened, options, run.ctx)
        run.done({"run": made}, _show_run(project, made))


def _show_run(project: Path, run: RunRecord) -> Show:
    took = f" in {seconds_text(run.seconds)}" if run.seconds is not None else ""
    numbers = ", ".join(
        f"{name.replace('_', ' ')} {value:.4g}"
        for name, value in run.metrics.items()
        if isinstance(value, float) and name != "seconds"
    )
    return lines(
        f"Run {run.id[:8]}: {len(run.class_names)} classes learned from {run.n_clips} clips"
        f"{took} on {run.device}.",
        f"At the end: {numbers}." if numbers else "No numbers were kept.",
        f"Next: smp classify {shell_word(project)} PATH…",
    )
