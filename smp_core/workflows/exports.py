"""Results as files for other programs: CSV, JSON, ELAN, BORIS; whole or not at all.

Rows are read and written in portions: of a million of them only the numbers are in memory.
"""

from __future__ import annotations

import contextlib
import csv
import json
import os
import shutil
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO

from smp_core.errors import InputError
from smp_core.jobs import JobContext
from smp_core.paths import sync_folder, write_error
from smp_core.storage.project import Project
from smp_core.workflows.result_table import ResultFilter, ResultRow, result_ids, result_rows
from smp_core.workflows.spreadsheet import harmless

COLUMNS = (
    *("video", "folder", "recorded", "start_s", "end_s", "class", "model_class", "probability"),
    *("review", "prompt", "run"),
)
"""Columns of the CSV file, keys of the JSON file."""

_PORTION = 2000


@dataclass(frozen=True)
class Exported:
    """What became of an export.

    Attributes:
        path: The file or folder that was made; not always the name that was asked for.
        count: Results in it.
    """

    path: Path
    count: int


Writer = Callable[[Project, ResultFilter, Path, JobContext], Exported]


def write_csv(project: Project, chosen: ResultFilter, path: Path, ctx: JobContext) -> Exported:
    """Write a UTF-8 CSV file; text that would run as a formula gets an apostrophe in front.

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
            writer.writerow(harmless(each) if isinstance(each, str) else each for each in values)
            count += 1
    return Exported(path, count)


def write_json(project: Project, chosen: ResultFilter, path: Path, ctx: JobContext) -> Exported:
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
    return Exported(path, count)


def rows_by_video(project: Project, chosen: ResultFilter, ctx: JobContext) -> Iterator[ResultRow]:
    """The results that are chosen now, video by video, each in the order of time.

    What arrives meanwhile is left out, and what is removed meanwhile is missing.
    """
    # Pages by number would shift while videos are classified: rows twice, others never.
    ids = result_ids(project, chosen, "video")
    for start in range(0, len(ids), _PORTION):
        ctx.progress("Writing results", start, len(ids))
        some = ids[start : start + _PORTION]
        found = result_rows(project, some)
        yield from (found[each] for each in some if each in found)
    ctx.progress("Writing results", len(ids), len(ids))


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


@contextmanager
def whole_folder(path: Path) -> Iterator[Path]:
    """A folder to fill, which gets its name when it is complete and on disk.

    Yields:
        Where to write meanwhile.

    Raises:
        InputError: There is something of that name already, other than an empty folder.
        StorageError, ResourceError: It cannot be made.
    """
    part = path.with_name(f".{path.name[:40]}.{uuid.uuid4().hex[:12]}.part")
    try:
        _refuse_taken(path)
        part.mkdir(parents=True)
        try:
            yield part
            sync_folder(part)
            _refuse_taken(path)
            if path.is_dir():
                path.rmdir()  # Windows renames onto nothing, not even an empty folder
            part.rename(path)
        finally:
            shutil.rmtree(part, ignore_errors=True)
        sync_folder(path.parent)
    except OSError as error:
        raise write_error(path, error) from error


def _refuse_taken(path: Path) -> None:
    if os.path.lexists(path) and not (path.is_dir() and not any(path.iterdir())):
        raise InputError(
            f"{path} is there already, and what is in it stays as it is.",
            "Export under another name, or move that away first.",
        )


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


def _writers() -> Mapping[str, Writer]:
    from smp_core.workflows.export_boris import write_boris
    from smp_core.workflows.export_elan import write_elan

    return {"csv": write_csv, "json": write_json, "eaf": write_elan, "boris": write_boris}


def export_results(
    project: Project, chosen: ResultFilter, path: Path, kind: str, ctx: JobContext
) -> Exported:
    """Write results in a format.

    Args:
        path: The file; ELAN makes a folder beside it where the results are of several videos.
        kind: "csv", "json", "eaf" (ELAN) or "boris".

    Raises:
        InputError: No such format, or what the format's own function raises.
    """
    writers = _writers()
    if kind not in writers:
        raise InputError(f"{kind!r} is no format.", f"There are: {', '.join(writers)}.")
    return writers[kind](project, chosen, path, ctx)
