"""Results as files for other programs: CSV, JSON, ELAN, BORIS; whole or not at all.

Rows are read and written in portions, so that a million of them need no memory.
"""

from __future__ import annotations

import contextlib
import csv
import json
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO

from smp_core.errors import InputError
from smp_core.jobs import JobContext
from smp_core.paths import write_error
from smp_core.storage.project import Project
from smp_core.workflows.result_table import ResultFilter, ResultRow, count_results, result_page

COLUMNS = (
    *("video", "folder", "recorded", "start_s", "end_s", "class", "model_class", "probability"),
    *("review", "prompt", "run"),
)
"""Columns of the CSV file, keys of the JSON file."""

_PORTION = 2000
# A spreadsheet runs a cell that begins so as a formula; names come from anywhere.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")

Writer = Callable[[Project, ResultFilter, Path, JobContext], int]


def write_csv(project: Project, chosen: ResultFilter, path: Path, ctx: JobContext) -> int:
    """Write a UTF-8 CSV file; text that would run as a formula gets an apostrophe in front.

    Returns:
        Results written.

    Raises:
        InputError: `path` is a folder.
        StorageError, ResourceError: It cannot be written.
        Cancelled: Stopped; there is no file then.
    """
    with whole_file(path) as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        count = 0
        for row in rows_by_video(project, chosen, ctx):
            values = _values(row)
            writer.writerow(_plain(each) if isinstance(each, str) else each for each in values)
            count += 1
    return count


def write_json(project: Project, chosen: ResultFilter, path: Path, ctx: JobContext) -> int:
    """Write one JSON document: {"project", "run", "results": [...]}; see `write_csv`."""
    with whole_file(path) as file:
        head = {"project": project.info.name, "run": chosen.run_id, "pack": project.info.pack_name}
        file.write(json.dumps(head, ensure_ascii=False)[:-1] + ', "results": [')
        count = 0
        for row in rows_by_video(project, chosen, ctx):
            value: dict[str, object] = dict(zip(COLUMNS, _values(row), strict=True))
            value["probabilities"] = dict(row.probabilities)
            file.write(",\n" if count else "\n")
            file.write(json.dumps(value, ensure_ascii=False, allow_nan=False))
            count += 1
        file.write("\n]}\n")
    return count


def rows_by_video(project: Project, chosen: ResultFilter, ctx: JobContext) -> Iterator[ResultRow]:
    """All chosen results, video by video, each in the order of time."""
    total = count_results(project, chosen)
    done = 0
    while done < total:
        ctx.progress("Writing results", done, total)
        rows = result_page(
            project, chosen, "video", descending=False, offset=done, limit=_PORTION, total=total
        )
        if not rows:
            break
        yield from rows
        done += len(rows)
    ctx.progress("Writing results", total, total)


@contextmanager
def whole_file(path: Path) -> Iterator[TextIO]:
    """A UTF-8 text file that appears under its name when it is complete and on disk.

    Raises:
        InputError: `path` is a folder.
        StorageError, ResourceError: It cannot be written.
    """
    if path.is_dir():
        raise InputError(f"{path} is a folder.", "Name a file, for example results.csv.")
    temporary = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            # An undecodable byte of a file name is written as it is.
            with temporary.open(
                "w", encoding="utf-8", errors="surrogateescape", newline=""
            ) as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            os.replace(temporary, path)
        finally:
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)
    except OSError as error:
        raise write_error(path, error) from error


def _values(row: ResultRow) -> tuple[str | float, ...]:
    return (
        str(row.path),
        row.folder,
        clock(row.recorded_s),
        round(row.start_s, 3),
        round(row.end_s, 3),
        row.final_class,
        row.class_name,
        round(row.probability, 6),
        row.review,
        row.prompt,
        row.run_id,
    )


def clock(seconds: float) -> str:
    """Seconds since 1970 UTC as "2026-05-01T12:00:00Z"."""
    try:
        return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (OverflowError, OSError, ValueError):
        return ""


def _plain(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text


def _writers() -> Mapping[str, Writer]:
    from smp_core.workflows.export_boris import write_boris
    from smp_core.workflows.export_elan import write_elan

    return {"csv": write_csv, "json": write_json, "eaf": write_elan, "boris": write_boris}


def write_results(
    project: Project, chosen: ResultFilter, path: Path, kind: str, ctx: JobContext
) -> int:
    """Write results in a format.

    Args:
        kind: "csv", "json", "eaf" (ELAN) or "boris".

    Returns:
        Results written.

    Raises:
        InputError: No such format, or what the format's own function raises.
    """
    writers = _writers()
    if kind not in writers:
        raise InputError(f"{kind!r} is no format.", f"There are: {', '.join(writers)}.")
    return writers[kind](project, chosen, path, ctx)
