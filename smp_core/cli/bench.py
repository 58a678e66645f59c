"""`smp bench`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from smp_core.cli.bench_pictures import attention, tsne
from smp_core.cli.options import Device, DeviceOption, JsonOption
from smp_core.cli.output import Show, lines, table
from smp_core.cli.panels import TRYING
from smp_core.cli.session import session


def register(app: typer.Typer) -> None:
    """Add this group's commands."""
    group = typer.Typer(help="Compare methods over the paper's sessions.", no_args_is_help=True)
    group.command("fewshot")(fewshot)
    group.command("methods")(methods)
    group.command("tsne")(tsne)
    group.command("attention")(attention)
    app.add_typer(group, name="bench", rich_help_panel=TRYING)


def fewshot(
    data: Annotated[
        Path | None,
        typer.Option(
            "--data",
            metavar="DIR",
            readable=False,
            help="AVE, VGGSound, Kinetics, the SMP authors' lists, or a folder per class; "
            "without it our own scenes.",
        ),
    ] = None,
    methods: Annotated[
        str, typer.Option("--methods", help="Names from `smp bench methods`, with commas; or all.")
    ] = "smp,smp-fast,late-fusion,audio,visual,prototype,prototype-captions",
    ways: Annotated[int, typer.Option("--ways", min=2, help="Classes of a session.")] = 5,
    shots: Annotated[str, typer.Option("--shots", help="Clips of a class, with commas.")] = "1,5",
    sessions: Annotated[int, typer.Option("--sessions", min=1, max=25)] = 25,
    pack: Annotated[str, typer.Option("--pack", metavar="NAME|DIR")] = "demo",
    out: Annotated[
        Path,
        typer.Option("--out", metavar="DIR", readable=False, help="Where results and tables go."),
    ] = Path("bench"),
    source_list: Annotated[
        Path | None,
        typer.Option(
            "--source-classes", metavar="FILE", readable=False, help="One source class a line."
        ),
    ] = None,
    workers: Annotated[
        int | None, typer.Option("--workers", min=1, help="Sessions at once.")
    ] = None,
    best_epoch: Annotated[
        bool, typer.Option("--best-epoch", help="Also look at the queries after every epoch.")
    ] = False,
    robustness: Annotated[
        bool, typer.Option("--robustness", help="Also with late sound and with wrong prompts.")
    ] = False,
    source_training: Annotated[
        str,
        typer.Option(
            "--source-training",
            metavar="paper|short",
            help="short: fewer, larger steps on 16 clips a class, for all methods alike.",
        ),
    ] = "paper",
    device: DeviceOption = Device.cpu,
    json_lines: JsonOption = False,
) -> None:
    """Measure methods over the same 25 sessions; goes on where it was stopped."""
    with session(json_lines) as run:
        from smp_core.bench.datasets.scenes import make_scenes
        from smp_core.bench.fewshot import FewshotRequest, run_fewshot
        from smp_core.bench.methods import named
        from smp_core.bench.plots import INSTALL_LINE, can_plot, plot_results
        from smp_core.bench.report import write_report
        from smp_core.bench.robustness import VARIANTS
        from smp_core.errors import InputError
        from smp_core.paths import user_cache_folder
        from smp_core.workflows.packs import find_pack

        if not all(part.strip().isdigit() and int(part) > 0 for part in shots.split(",")):
            raise InputError(f"--shots {shots} are no numbers.", "Write for example --shots 1,5.")
        found = find_pack(pack)
        keys = named(methods, found.captioner)
        chosen = data or make_scenes(user_cache_folder() / "scenes", run.ctx)
        out.mkdir(parents=True, exist_ok=True)
        name = "fewshot" if data is None else f"fewshot-{chosen.resolve().name}"
        name += "" if source_training == "paper" else f"-{source_training}-training"
        results = run_fewshot(
            FewshotRequest(
                pack=found.folder,
                data=chosen,
                methods=keys,
                shots=tuple(int(part) for part in shots.split(",")),
                out=out / f"{name}.json",
                ways=ways,
                sessions=sessions,
                workers=workers,
                device=device.value,
                curves=best_epoch,
                source_list=source_list,
                variants=VARIANTS if robustness else (),
                source_training=source_training,
            ),
            run.ctx,
        )
        if can_plot():
            plot_results(results, out / f"{name}.json")
        else:
            run.ctx.warn("No pictures were drawn.", f"They need: {INSTALL_LINE}")
        write_report(out)
        run.done(
            {"file": out / f"{name}.json", "table": results["table"]},
            _show(results["table"], out),
        )


def _show(rows: Sequence[dict[str, Any]], out: Path) -> Show:
    """The accuracies; the page in `out` has the rest."""

    def show(to: Console) -> None:
        ordered = sorted(rows, key=lambda row: (row["shots"], -row["accuracy"]))
        shown = [
            (
                row["method"],
                row["shots"],
                f"{row['accuracy']:.1f} ± {row['deviation']:.1f}",
                row["sessions"],
            )
            for row in ordered
        ]
        to.print(table(["method", "shots", "accuracy, %", "sessions"], shown))
        lines(f"Paired differences and all else: {out / 'README.md'}")(to)

    return show


def methods(json_lines: JsonOption = False) -> None:
    """List what can be compared, and where each comes from."""
    with session(json_lines) as run:
        from smp_core.bench.methods import ALL_ROWS, entrant
        from smp_core.bench.peers.registry import TRAINED, TRAINING_FREE
        from smp_core.bench.tables import where

        found = []
        for key in ALL_ROWS:
            peer = TRAINED.get(key) or TRAINING_FREE.get(key)
            source = peer.source if peer else where(key) or "this program"
            simpler = peer.simplified if peer else ""
            name = entrant(key).name
            found.append({"key": key, "name": name, "source": source, "simplified": simpler})
        run.done(
            {"methods": found},
            lines(
                *(
                    f"{m['key']:<26} {m['name']} ({m['source']})"
                    + (f"; simplified: {m['simplified']}" if m["simplified"] else "")
                    for m in found
                )
            ),
        )
