"""`smp prompts`, `smp finetune`."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from smp_core.cli.options import (
    CaptionerOption,
    Device,
    DeviceOption,
    JsonOption,
    ModelsOption,
    ProjectArgument,
    SeedOption,
)
from smp_core.cli.output import Show, lines, table
from smp_core.cli.plain import plain_text, seconds_text, shell_word
from smp_core.cli.session import session
from smp_core.records import RunRecord


class Preset(StrEnum):
    """How the training is set up."""

    paper = "paper"
    fast = "fast"


def register(app: typer.Typer) -> None:
    """Add this group's commands."""
    app.command("prompts")(prompts)
    app.command("finetune")(finetune)


def prompts(
    project: ProjectArgument,
    captioner: CaptionerOption = "descriptor",
    models: ModelsOption = None,
    device: DeviceOption = Device.auto,
    json_lines: JsonOption = False,
) -> None:
    """Write a prompt for every labelled clip that has none yet, and show them all."""
    with session(json_lines) as run:
        from smp_core.media.decoder import Decoder
        from smp_core.storage.project import open_project
        from smp_core.workflows.clips import list_clips
        from smp_core.workflows.packs import project_pack
        from smp_core.workflows.prompts import caption_clips, training_prompts

        with open_project(project) as opened:
            decode = project_pack(opened).inputs.decode  # then training finds them in the cache
            with Decoder() as decoder:
                result = caption_clips(
                    opened, captioner, run.ctx, decoder, options=decode, device=device.value
                )
            texts = training_prompts(opened, captioner)
            found = [(clip, texts[clip.id]) for clip in list_clips(opened) if clip.id in texts]
        run.done(
            {
                "written": result.written,
                "kept": result.kept,
                "set_aside": result.set_aside,
                "prompts": [
                    {"class": clip.class_name, "clip": clip.path, "text": prompt.text}
                    for clip, prompt in found
                ],
            },
            _show_prompts(
                [(clip.class_name, clip.path.name, prompt.text) for clip, prompt in found],
                f"{result.written} written, {result.kept} there already.",
            ),
        )


def finetune(
    project: ProjectArgument,
    preset: Annotated[
        Preset,
        typer.Option("--preset", help="paper: exactly as published; fast: fewer, larger steps."),
    ] = Preset.paper,
    epochs: Annotated[
        int | None, typer.Option("--epochs", min=1, help="Passes over the clips, not the preset's.")
    ] = None,
    device: DeviceOption = Device.auto,
    seed: SeedOption = 42,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on where the last interrupted run stopped.")
    ] = False,
    captioner: CaptionerOption = "descriptor",
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
        from smp_core.workflows.train import FinetuneOptions, finetune_project

        options = FinetuneOptions(
            preset=preset.value,
            epochs=epochs,
            device=device.value,
            seed=seed,
            resume=resume,
            captioner=captioner,
            overrides=tuple(settings or ()),
        )
        with open_project(project) as opened:
            made = finetune_project(opened, options, run.ctx)
        run.done({"run": made}, _show_run(project, made))


def _show_prompts(rows: list[tuple[str, str, str]], summary: str) -> Show:
    def show(to: Console) -> None:
        if rows:
            to.print(table(["class", "clip", "prompt"], rows))
        to.print(Text(plain_text(summary)))

    return show


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
