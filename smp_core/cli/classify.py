"""`smp classify`, `smp results`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from smp_core.cli.options import (
    Device,
    DeviceOption,
    JsonOption,
    ModelsOption,
    OtherCaptionerOption,
    ProjectArgument,
)
from smp_core.cli.output import Show, lines, table
from smp_core.cli.panels import INCOMING, RESULTS
from smp_core.cli.plain import counted, plain_text, seconds_text, shell_word
from smp_core.cli.session import session
from smp_core.errors import InputError
from smp_core.records import ResultRecord


def register(app: typer.Typer) -> None:
    """Add this group's commands."""
    app.command("classify", rich_help_panel=INCOMING)(classify)
    app.command("results", rich_help_panel=RESULTS)(results)


def classify(
    project: ProjectArgument,
    paths: Annotated[
        list[Path],
        typer.Argument(metavar="PATH…", help="Video files, and folders of them.", readable=False),
    ],
    device: DeviceOption = Device.auto,
    hop_s: Annotated[
        float,
        typer.Option("--hop", min=0.5, max=3600, help="Seconds between windows of a long video."),
    ] = 10.0,
    again: Annotated[
        bool, typer.Option("--again", help="Also what this run has classified before.")
    ] = False,
    captioner: OtherCaptionerOption = None,
    models: ModelsOption = None,
    json_lines: JsonOption = False,
) -> None:
    """Find the project's events in new videos and store what was found."""
    with session(json_lines) as run:
        from smp_core.storage.project import open_project
        from smp_core.workflows.classify import ClassifyOptions, classify_paths

        options = ClassifyOptions(
            device=device.value, captioner=captioner, hop_s=hop_s, again=again
        )
        with open_project(project) as opened:
            summary = classify_paths(opened, paths, options, run.ctx)
        if summary.failed and not summary.classified + summary.already:
            raise InputError(
                f"None of the {summary.failed} could be used."
                if summary.failed > 1
                else "The video could not be used.",
                f"What is wrong is said above, and by: smp results {shell_word(project)}",
            )
        run.done(
            {
                "classified": summary.classified,
                "already": summary.already,
                "failed": summary.failed,
                "windows": summary.windows,
                "seconds": summary.seconds,
                "set_aside": summary.set_aside,
            },
            lines(
                f"{counted(summary.classified, 'video')} classified "
                f"({counted(summary.windows, 'window')}), "
                f"{summary.already} {'was' if summary.already == 1 else 'were'} classified before, "
                f"{summary.failed} could not be used, in {seconds_text(summary.seconds)}.",
                f"Next: smp results {shell_word(project)}",
            ),
        )


def results(
    project: ProjectArgument,
    csv: Annotated[
        Path | None,
        typer.Option(
            "--csv", metavar="FILE", help="Write them to a CSV file as well.", readable=False
        ),
    ] = None,
    json_lines: JsonOption = False,
) -> None:
    """Show what was found where, how sure the model is, and by which run."""
    with session(json_lines) as run:
        from smp_core.storage.project import open_project
        from smp_core.workflows.results import results as read_results
        from smp_core.workflows.results import write_csv

        with open_project(project) as opened:
            found = read_results(opened)
            if csv is not None:
                write_csv(opened, csv)
        run.done(
            {"results": [_as_json(each) for each in found]}, _show_results(project, found, csv)
        )


def _as_json(found: ResultRecord) -> dict[str, object]:
    return {
        "video": found.video,
        "start_s": found.start_s,
        "end_s": found.end_s,
        "class": found.class_name,
        "probability": found.probability,
        "status": found.status,
        "reason": found.reason,
        "run": found.run,
        "pack": found.pack,
    }


def _show_results(project: Path, found: Sequence[ResultRecord], csv: Path | None) -> Show:
    def show(to: Console) -> None:
        if not found:
            to.print(
                Text(f"Nothing was classified yet. Next: smp classify {shell_word(project)} PATH…")
            )
        else:
            to.print(table(["video", "from", "to", "class", "probability"], _rows(found)))
        if csv is not None:
            to.print(Text(f"Written to {plain_text(csv)}"))

    return show


def _rows(found: Sequence[ResultRecord]) -> list[tuple[str, str, str, str, str]]:
    """One row a result; a video goes by its name where that is enough to know it."""
    videos = {each.video for each in found}
    names = Counter(Path(video).name for video in videos)
    rows = []
    for each in found:
        name = Path(each.video).name
        shown = name if names[name] == 1 else each.video
        if each.start_s is None or each.end_s is None or each.probability is None:
            rows.append((shown, "", "", f"not usable: {each.reason}", ""))
            continue
        start, end = f"{each.start_s:.1f} s", f"{each.end_s:.1f} s"
        rows.append((shown, start, end, each.class_name or "", f"{each.probability:.1%}"))
    return rows
