"""`smp review`, `smp export-results`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.text import Text

from smp_core.cli.options import JsonOption, ProjectArgument
from smp_core.cli.output import Show, lines, table
from smp_core.cli.panels import RESULTS
from smp_core.cli.plain import plain_text, shell_word
from smp_core.cli.session import session
from smp_core.errors import InputError

if TYPE_CHECKING:
    from smp_core.storage.project import Project
    from smp_core.workflows.result_table import ResultFilter, ResultRow
    from smp_core.workflows.review import TrainingResult

_ENDINGS = {".csv": "csv", ".json": "json", ".eaf": "eaf", ".boris": "boris"}


class Review(StrEnum):
    """States of review."""

    open = "open"
    confirmed = "confirmed"
    corrected = "corrected"
    rejected = "rejected"


ClassOption = Annotated[
    list[str] | None, typer.Option("--class", metavar="NAME", help="Only this class; repeatable.")
]
ReviewOption = Annotated[
    list[Review] | None, typer.Option("--review", help="Only this state of review; repeatable.")
]
FolderOption = Annotated[
    Path | None,
    typer.Option("--folder", metavar="DIR", help="Only videos of this folder.", readable=False),
]
LowOption = Annotated[
    float, typer.Option("--min", min=0.0, max=1.0, help="Only with this probability or more.")
]
SinceOption = Annotated[
    datetime | None, typer.Option("--since", help="Only recorded at that time or later.")
]
UntilOption = Annotated[datetime | None, typer.Option("--until", help="Only recorded before.")]


def register(app: typer.Typer) -> None:
    """Add this group's commands."""
    app.command("review", rich_help_panel=RESULTS)(review)
    app.command("export-results", rich_help_panel=RESULTS)(export)


def review(
    project: ProjectArgument,
    ids: Annotated[
        list[int] | None,
        typer.Argument(metavar="[RESULT…]", help="Numbers of results; none lists them."),
    ] = None,
    confirm: Annotated[bool, typer.Option("--confirm", help="The class is right.")] = False,
    correct: Annotated[
        str | None, typer.Option("--correct", metavar="CLASS", help="It is this class instead.")
    ] = None,
    reject: Annotated[bool, typer.Option("--reject", help="Nothing of interest is there.")] = False,
    reopen: Annotated[bool, typer.Option("--reopen", help="Forget what was said.")] = False,
    train: Annotated[
        bool, typer.Option("--train", help="Use the window as a training clip of its class.")
    ] = False,
    classes: ClassOption = None,
    reviews: ReviewOption = None,
    folder: FolderOption = None,
    low: LowOption = 0.0,
    since: SinceOption = None,
    until: UntilOption = None,
    limit: Annotated[int, typer.Option("--limit", min=1, help="List at most so many.")] = 100,
    json_lines: JsonOption = False,
) -> None:
    """Say whether results are right, or list them with their numbers, newest first."""
    with session(json_lines) as run:
        from smp_core.storage.project import open_project
        from smp_core.workflows import result_table
        from smp_core.workflows import review as reviewing

        used: TrainingResult | None = None
        chosen_acts = sum((confirm, correct is not None, reject, reopen))
        if chosen_acts > 1:
            raise InputError("Only one of --confirm, --correct, --reject and --reopen can be said.")
        with open_project(project) as opened:
            if not ids:
                if chosen_acts or train:
                    raise InputError(
                        "No result was named.",
                        f"See their numbers with: smp review {shell_word(project)}",
                    )
                chosen = _filter(opened, classes, reviews, folder, low, since, until)
                rows = result_table.result_page(opened, chosen, limit=limit)
            else:
                if confirm:
                    reviewing.confirm(opened, ids)
                elif correct is not None:
                    reviewing.correct(opened, ids, correct)
                elif reject:
                    reviewing.reject(opened, ids)
                elif reopen:
                    reviewing.reopen(opened, ids)
                if train:
                    from smp_core.media.decoder import Decoder

                    with Decoder() as decoder:
                        used = reviewing.use_as_training_clips(opened, ids, decoder, run.ctx)
                found = result_table.result_rows(opened, ids)
                rows = [found[each] for each in ids if each in found]
        run.done(
            {"results": [_as_json(row) for row in rows], **_used_as_json(used)},
            _show_reviewed(rows, used),
        )


def export(
    project: ProjectArgument,
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE", help="Ends in .csv, .json, .eaf (ELAN) or .boris.", readable=False
        ),
    ],
    classes: ClassOption = None,
    reviews: ReviewOption = None,
    folder: FolderOption = None,
    low: LowOption = 0.0,
    since: SinceOption = None,
    until: UntilOption = None,
    json_lines: JsonOption = False,
) -> None:
    """Write results to a file for a spreadsheet, a program, ELAN or BORIS."""
    with session(json_lines) as run:
        from smp_core.storage.project import open_project
        from smp_core.workflows.exports import export_results

        kind = _ENDINGS.get(file.suffix.lower())
        if kind is None:
            raise InputError(
                f"{file} has no ending that tells the format.",
                f"Use one of: {', '.join(_ENDINGS)}",
            )
        with open_project(project) as opened:
            chosen = _filter(opened, classes, reviews, folder, low, since, until)
            made = export_results(opened, chosen, file, kind, run.ctx)
        were = "result was" if made.count == 1 else "results were"
        run.done(
            {"results": made.count, "file": str(made.path)},
            lines(f"{made.count} {were} written to {plain_text(made.path)}."),
        )


def _filter(
    project: Project,
    classes: list[str] | None,
    reviews: list[Review] | None,
    folder: Path | None,
    low: float,
    since: datetime | None,
    until: datetime | None,
) -> ResultFilter:
    from smp_core.workflows.result_table import ResultFilter, folders_within, shown_run

    folders: tuple[int, ...] = ()
    if folder is not None:
        folders = folders_within(project, folder)
        if not folders:
            raise InputError(f"No result is of a video in {folder}.", "Check the folder's name.")
    return ResultFilter(
        shown_run(project),
        classes=tuple(classes or ()),
        begin_s=None if since is None else since.timestamp(),
        end_s=None if until is None else until.timestamp(),
        folder_ids=folders,
        low=low,
        reviews=tuple(each.value for each in reviews or ()),
    )


def _show_reviewed(rows: Sequence[ResultRow], used: TrainingResult | None) -> Show:
    def show(to: Console) -> None:
        to.print(
            table(
                ["number", "video", "from", "class", "probability", "review"],
                [
                    (
                        row.id,
                        row.path.name,
                        f"{row.start_s:.1f} s",
                        row.final_class,
                        f"{row.probability:.1%}",
                        row.review,
                    )
                    for row in rows
                ],
            )
        )
        if used is not None:
            to.print(Text(_told(used)))

    return show


def _told(used: TrainingResult) -> str:
    made = len(used.made)
    told = f"{made} became {'a training clip' if made == 1 else 'training clips'}."
    if not used.set_aside:
        return told
    numbers = ", ".join(str(each.prediction_id) for each in used.set_aside)
    return f"{told} Not used, for the reasons above: {numbers}."


def _used_as_json(used: TrainingResult | None) -> dict[str, object]:
    if used is None:
        return {}
    return {
        "training_clips": [
            {"clip": each.id, "class": each.class_name, "file": str(each.path)}
            for each in used.made
        ],
        "set_aside": [
            {
                "number": each.prediction_id,
                "reason": each.reason,
                "hint": each.hint,
                "code": each.code,
            }
            for each in used.set_aside
        ],
    }


def _as_json(row: ResultRow) -> dict[str, object]:
    return {
        "number": row.id,
        "video": str(row.path),
        "start_s": row.start_s,
        "end_s": row.end_s,
        "recorded_s": row.recorded_s,
        "class": row.final_class,
        "model_class": row.class_name,
        "probability": row.probability,
        "review": row.review,
    }
