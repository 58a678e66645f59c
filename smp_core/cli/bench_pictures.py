"""`smp bench tsne` and `smp bench attention`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from smp_core.cli.options import Device, DeviceOption, JsonOption
from smp_core.cli.output import lines
from smp_core.cli.session import Session, session

if TYPE_CHECKING:
    from smp_core.bench.finetuned import PictureRequest

_Methods = Annotated[
    str, typer.Option("--methods", help="A part of the picture each, with commas.")
]
_Data = Annotated[
    Path | None,
    typer.Option("--data", metavar="DIR", readable=False, help="As for `smp bench fewshot`."),
]
_File = Annotated[Path, typer.Option("--out", metavar="FILE", readable=False, help="The picture.")]
_Pack = Annotated[str, typer.Option("--pack", metavar="NAME|DIR")]
_SourceClasses = Annotated[
    Path | None,
    typer.Option(
        "--source-classes", metavar="FILE", readable=False, help="One source class a line."
    ),
]
_Shots = Annotated[int, typer.Option("--shots", min=1, help="Clips of a class.")]
_Number = Annotated[int, typer.Option("--session", min=0, max=24, help="Which of the 25.")]


def tsne(
    out: _File = Path("tsne.png"),
    data: _Data = None,
    methods: _Methods = "lavish,smp,smp-fast",
    pack: _Pack = "demo",
    source_classes: _SourceClasses = None,
    shots: _Shots = 1,
    number: _Number = 0,
    device: DeviceOption = Device.cpu,
    json_lines: JsonOption = False,
) -> None:
    """Draw one session's queries in the plane, as each method sees them (Fig. 5)."""
    with session(json_lines) as run:
        from smp_core.bench.tsne import draw_tsne

        request = _picture(run, out, data, methods, pack, source_classes, shots, number, device)
        _drawn(run, draw_tsne(request, run.ctx))


def attention(
    out: _File = Path("attention.png"),
    data: _Data = None,
    methods: _Methods = "lavish,smp",
    pack: _Pack = "demo",
    source_classes: _SourceClasses = None,
    shots: _Shots = 1,
    number: _Number = 0,
    device: DeviceOption = Device.cpu,
    json_lines: JsonOption = False,
) -> None:
    """Draw where each method looks in one query of each class (Fig. 6)."""
    with session(json_lines) as run:
        from smp_core.bench.attention import draw_attention

        request = _picture(run, out, data, methods, pack, source_classes, shots, number, device)
        _drawn(run, draw_attention(request, run.ctx))


def _picture(
    run: Session,
    out: Path,
    data: Path | None,
    methods: str,
    pack: str,
    source_classes: Path | None,
    shots: int,
    number: int,
    device: Device,
) -> PictureRequest:
    from smp_core.bench.datasets.scenes import make_scenes
    from smp_core.bench.finetuned import PictureRequest
    from smp_core.bench.methods import named
    from smp_core.bench.plots import INSTALL_LINE, can_plot
    from smp_core.errors import InputError
    from smp_core.paths import user_cache_folder
    from smp_core.workflows.packs import find_pack

    if not can_plot():
        raise InputError("Pictures need matplotlib.", f"Install it: {INSTALL_LINE}")
    found = find_pack(pack)
    return PictureRequest(
        pack=found.folder,
        data=data or make_scenes(user_cache_folder() / "scenes", run.ctx),
        file=out,
        methods=named(methods, found.captioner),
        shots=shots,
        session=number,
        device=device.value,
        source_list=source_classes,
    )


def _drawn(run: Session, file: Path) -> None:
    run.done({"file": file}, lines(f"Written to {file}."))
