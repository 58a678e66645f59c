"""`smp synth`, `smp pretrain`."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from smp_core.cli.options import Device, DeviceOption, JsonOption, SeedOption
from smp_core.cli.output import lines
from smp_core.cli.session import session


class Split(StrEnum):
    """Which event classes."""

    source = "source"
    target = "target"


def register(app: typer.Typer) -> None:
    """Add this group's commands."""
    app.command("synth")(synth)
    app.command("pretrain")(pretrain)


def synth(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Where to.", show_default=False)],
    split: Annotated[
        Split, typer.Option("--split", help="Classes to learn from, or classes to be tested on.")
    ] = Split.target,
    clips: Annotated[int, typer.Option("--clips", min=1, help="Clips per class.")] = 5,
    seed: SeedOption = 42,
    difficulty: Annotated[
        float, typer.Option("--difficulty", min=0, max=1, help="0: plain scenes; 1: cluttered.")
    ] = 0.5,
    json_lines: JsonOption = False,
) -> None:
    """Make synthetic video clips with sound, and their ground truth."""
    with session(json_lines) as run:
        from smp_core.synth.dataset import synthesise

        synthesise(folder, split.value, clips, seed, difficulty, run.ctx)
        run.done(
            {"folder": folder.absolute(), "split": split.value, "clips_per_class": clips},
            lines(f"{clips} clips per class of the {split.value} classes are in {folder}"),
        )


def pretrain(
    data: Annotated[
        Path, typer.Argument(metavar="DIR", help="Clips from `smp synth`.", show_default=False)
    ],
    out: Annotated[Path, typer.Option("--out", metavar="PACK", help="The new pack's folder.")],
    device: DeviceOption = Device.auto,
    seed: SeedOption = 42,
    json_lines: JsonOption = False,
) -> None:
    """Train a pack: backbones first, then the source classes on top of them."""
    with session(json_lines) as run:
        from smp_core.workflows.pretrain import PretrainRequest
        from smp_core.workflows.pretrain import pretrain as make_pack

        result = make_pack(
            PretrainRequest(data=data, out=out, device=device.value, seed=seed), run.ctx
        )
        run.done({"pack": out.absolute(), "result": result}, lines(f"The pack is in {out}"))
