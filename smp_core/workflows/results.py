"""Results: what was found where, with what probability, by which run."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import sqlalchemy as sa

from smp_core.errors import InputError
from smp_core.paths import atomic_write_text
from smp_core.records import ResultRecord
from smp_core.storage.locations import real_path
from smp_core.storage.project import Project
from smp_core.storage.runs import active_run, get_run
from smp_core.storage.schema import IncomingRow, PredictionRow, RunRow
from smp_core.workflows.incoming_counts import unusable
from smp_core.workflows.spreadsheet import harmless

COLUMNS = (
    "video",
    "start_s",
    "end_s",
    "class",
    "probability",
    "status",
    "reason",
    "run",
    "pack",
    "prompt",
)
"""Columns of the CSV file."""


def results(project: Project, run: str | None = None) -> list[ResultRecord]:
    """The windows that a run classified, and the videos that failed, by video and time.

    Failures are of videos, whichever run met them: a torn file is torn for every run.

    Args:
        run: A run's id or its beginning; the active run if None.

    Raises:
        InputError: There is no such run.
    """
    chosen = active_run(project) if run is None else get_run(project, run)
    run_id = "" if chosen is None else chosen.id
    answers = (
        sa.select(PredictionRow, IncomingRow.path, RunRow.pack_name)
        .join(IncomingRow, PredictionRow.incoming_id == IncomingRow.id)
        .join(RunRow, PredictionRow.run_id == RunRow.id)
        .where(PredictionRow.run_id == run_id, IncomingRow.replaced.is_(False))
    )
    failures = sa.select(IncomingRow).where(unusable(run_id))
    with project.database.read() as session:
        found = [
            ResultRecord(
                video=str(real_path(project.folder, path)),
                start_s=row.start_s,
                end_s=row.end_s,
                class_name=row.class_name,
                probability=row.probability,
                status="classified",
                reason="",
                run=row.run_id,
                pack=pack,
                prompt=row.prompt,
                probabilities=row.probabilities,
            )
            for row, path, pack in session.execute(answers)
        ]
        found += [
            ResultRecord(
                video=str(real_path(project.folder, row.path)),
                start_s=None,
                end_s=None,
                class_name=None,
                probability=None,
                status="failed",
                reason=row.reason,
                run=row.run_id or "",
                pack=project.info.pack_name,
                hint=row.hint,
            )
            for row in session.scalars(failures)
        ]
    return sorted(found, key=lambda each: (each.video, each.start_s or 0.0, each.end_s or 0.0))


def write_csv(project: Project, path: Path, run: str | None = None) -> int:
    """Write the results as a UTF-8 CSV file, whole or not at all.

    Text that a spreadsheet would run as a formula gets an apostrophe in front.

    Returns:
        Number of lines without the heading.

    Raises:
        InputError: `path` is a folder, or there is no such run.
        StorageError, ResourceError: It cannot be written.
    """
    if path.is_dir():
        raise InputError(f"{path} is a folder.", "Name a file, for example results.csv.")
    found = results(project, run)
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for each in found:
        writer.writerow(
            (
                harmless(each.video),
                _number(each.start_s, 3),
                _number(each.end_s, 3),
                harmless(each.class_name or ""),
                _number(each.probability, 6),
                each.status,
                harmless(each.reason),
                each.run,
                harmless(each.pack),
                harmless(each.prompt),
            )
        )
    atomic_write_text(path, text.getvalue())
    return len(found)


def _number(value: float | None, digits: int) -> str:
    return "" if value is None else f"{value:.{digits}f}"
