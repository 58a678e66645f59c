"""`smp synth`, `smp pretrain`."""

from __future__ import annotations

import os
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from smp_core.cli.options import Device, DeviceOption, JsonOption, SeedOption
from smp_core.cli.output import lines
from smp_core.cli.panels import PACKS
from smp_core.cli.plain import seconds_text
from smp_core.cli.session import session


class Split(StrEnum):
    """Which event classes."""

    source = "source"
    target = "target"


DifficultyOption = Annotated[
    float, typer.Option("--difficulty", min=0, max=1, help="0: plain scenes; 1: cluttered ones.")
]


def register(app: typer.Typer) -> None:
    """Add this group's commands."""
    app.command("synth", rich_help_panel=PACKS)(synth)
    app.command("pretrain", rich_help_panel=PACKS)(pretrain)


def synth(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="Where to.", show_default=False, readable=False)
    ],
    split: Annotated[
        Split, typer.Option("--split", help="Classes to learn from, or classes to be tested on.")
    ] = Split.target,
    clips: Annotated[int, typer.Option("--clips", min=1, help="Clips per class.")] = 5,
    seed: SeedOption = 42,
    difficulty: DifficultyOption = 0.5,
    json_lines: JsonOption = False,
) -> None:
    """Make synthetic video clips with sound, and their ground truth."""
    with session(json_lines) as run:
        from smp_core.synth.dataset import synthesise

        made = synthesise(folder, split.value, clips, seed, difficulty, run.ctx)
        run.done(
            {
                "folder": made.folder.absolute(),
                "split": made.split,
                "classes": made.classes,
                "written": made.written,
                "skipped": made.skipped,
            },
            lines(
                f"{made.written} clips of {len(made.classes)} classes written to {made.folder}, "
                f"{made.skipped} were there already."
            ),
        )


def pretrain(
    data: Annotated[
        Path,
        typer.Argument(
            metavar="DATA",
            help="A folder with one sub-folder of clips per class; or AVE, VGGSound, Kinetics or "
            "the SMP authors' lists: then their source classes.",
            show_default=False,
            readable=False,
        ),
    ],
    out: Annotated[
        Path, typer.Option("--out", metavar="PACK", help="The new pack's folder.", readable=False)
    ],
    name: Annotated[
        str | None, typer.Option("--name", help="The new pack's name; otherwise its folder's.")
    ] = None,
    backbones: Annotated[
        str | None,
        typer.Option("--backbones", metavar="PACK", help="Take the backbones of this pack."),
    ] = None,
    captioner: Annotated[
        str | None,
        typer.Option("--captioner", help="Whose prompts to learn from; otherwise the pack's."),
    ] = None,
    source_list: Annotated[
        Path | None,
        typer.Option(
            "--source-classes",
            metavar="FILE",
            help="Only these classes, one a line.",
            readable=False,
        ),
    ] = None,
    scenes: Annotated[
        int, typer.Option("--scenes", min=1, help="Random scenes that new backbones learn from.")
    ] = 8000,
    scene_epochs: Annotated[
        int, typer.Option("--scene-epochs", min=1, help="Passes over those scenes.")
    ] = 5,
    epochs: Annotated[int, typer.Option("--epochs", min=1, help="Passes over the clips.")] = 30,
    batch_size: Annotated[
        int, typer.Option("--batch-size", min=1, help="Clips a step, of all processes together.")
    ] = 16,
    difficulty: DifficultyOption = 0.5,
    device: DeviceOption = Device.auto,
    seed: SeedOption = 42,
    json_lines: JsonOption = False,
) -> None:
    """Train a pack on many clips: its own backbones first, or on top of those of another pack.

    With --backbones, the same command goes on where it was stopped, and
    `torchrun --nproc-per-node N -m smp_core.cli pretrain …` trains on N GPUs.
    """
    # Of several processes one reports; errors of the others go to standard error.
    first = os.environ.get("RANK", "0") == "0"
    with session(json_lines and first) as run:
        from smp_core.cli.source_data import source_data
        from smp_core.workflows.packs import find_manifest
        from smp_core.workflows.pretrain import PretrainRequest
        from smp_core.workflows.pretrain import pretrain as make_pack

        chosen = source_data(data, source_list, run.ctx if first else run.ctx.quiet())
        request = PretrainRequest(
            data=data,
            out=out,
            name=name or ("demo" if backbones is None else out.absolute().name),
            backbones=None if backbones is None else find_manifest(backbones).folder,
            scenes=scenes,
            scene_epochs=scene_epochs,
            epochs=epochs,
            difficulty=difficulty,
            device=device.value,
            seed=seed,
            batch_size=batch_size,
            captioner=captioner,
            clips=chosen.clips,
            data_name=chosen.name,
        )
        made = make_pack(request, run.ctx if first else run.ctx.quiet())
        if not first:
            return
        asked = (
            "There were too few clips to hold some out."
            if made.source_accuracy is None
            else f"{made.source_accuracy:.1%} of held-out clips of its own classes are recognised."
        )
        run.done(
            {
                "pack": made.pack,
                "digest": made.digest,
                "source_accuracy": made.source_accuracy,
                "seconds": made.seconds,
            },
            lines(f"The pack is in {made.pack}, made in {seconds_text(made.seconds)}.", asked),
        )
