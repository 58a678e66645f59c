"""Arguments and options that several commands share."""

from __future__ import annotations

import os
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class Device(StrEnum):
    """Where the model computes."""

    auto = "auto"
    cpu = "cpu"
    cuda = "cuda"
    mps = "mps"


class Captioner(StrEnum):
    """Who writes the prompts."""

    constant = "constant"
    descriptor = "descriptor"


def _known_captioner(name: str | None) -> str | None:
    """Refuse a name that nobody has, before any work is done."""
    if name is None or name in tuple(Captioner):
        return name
    from smp_core.prompts import is_captioner

    if not is_captioner(name):
        raise typer.BadParameter(f"there is no captioner {name!r}; `smp captioners` lists them.")
    return name


def _use_models(folder: Path | None) -> Path | None:
    """Everything in this process, and what it starts, looks for models there first."""
    if folder is not None:
        os.environ["SMP_MODELS"] = str(folder.absolute())
    return folder


ProjectArgument = Annotated[
    Path,
    typer.Argument(
        metavar="PROJECT", help="The project's folder.", show_default=False, readable=False
    ),
]
JsonOption = Annotated[
    bool, typer.Option("--json", help="One JSON object a line, for programs; the last one ends it.")
]
CaptionerOption = Annotated[
    str | None,
    typer.Option(
        "--captioner",
        metavar="NAME",
        callback=_known_captioner,
        show_default="the project's own",
        help="Who writes the prompts; `smp captioners` lists them.",
    ),
]
ModelsOption = Annotated[
    Path | None,
    typer.Option(
        "--models",
        metavar="FOLDER",
        envvar="SMP_MODELS",
        is_eager=True,
        callback=_use_models,
        help="Look for captioners' models there first, one folder a model.",
        readable=False,
    ),
]
OtherCaptionerOption = Annotated[
    str | None,
    typer.Option(
        "--captioner",
        metavar="NAME",
        callback=_known_captioner,
        help="Another captioner than the run's own; expect worse results.",
    ),
]
DeviceOption = Annotated[
    Device, typer.Option("--device", help="Where to compute; auto takes a GPU if there is one.")
]
SeedOption = Annotated[
    int, typer.Option("--seed", min=0, max=2**32 - 1, help="The same seed gives the same result.")
]
