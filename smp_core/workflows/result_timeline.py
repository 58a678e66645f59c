"""What happened when, folder by folder: answers counted in bins of time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa

from smp_core.jobs import JobContext
from smp_core.storage.project import Project
from smp_core.storage.schema import FolderRow, PredictionRow
from smp_core.workflows.result_table import ResultFilter, current_only, matching

_SLICES = 40


@dataclass(frozen=True)
class TimelineTick:
    """The answers of one class in one bin. `begin_s`, `end_s`: the bin, seconds since 1970 UTC."""

    begin_s: float
    end_s: float
    class_name: str
    count: int
    best: float


@dataclass(frozen=True)
class Timeline:
    """Ticks of each folder in a span of time.

    Attributes:
        begin_s, end_s: The span, seconds since 1970 UTC.
        folders: Ticks by folder id, in the order of time.
        names: The folders' names, relative inside the project.
    """

    begin_s: float
    end_s: float
    folders: Mapping[int, tuple[TimelineTick, ...]]
    names: Mapping[int, str]


def time_span(project: Project, run_id: str) -> tuple[float, float] | None:
    """When the first and the last answer of a run were recorded; None without any."""
    with project.database.read() as session:
        ends = [
            session.scalar(
                sa.select(PredictionRow.recorded_s)
                .where(PredictionRow.run_id == run_id)
                .order_by(column)
                .limit(1)
            )
            for column in (PredictionRow.recorded_s, PredictionRow.recorded_s.desc())
        ]
    first, last = ends
    return None if first is None or last is None else (first, last)


def timeline(
    project: Project,
    chosen: ResultFilter,
    begin_s: float,
    end_s: float,
    ctx: JobContext,
    n_bins: int = 400,
) -> Timeline:
    """Count the chosen answers of a span in equal bins.

    Args:
        chosen: Which answers; its own span is narrowed to this one.
        begin_s, end_s: The span, begin_s < end_s.
        ctx: Cancel. Between short sessions, so that pages of the table need not wait.
        n_bins: Bins, a multiple of 40.
    """
    width_s = (end_s - begin_s) / n_bins
    low = begin_s if chosen.begin_s is None else max(begin_s, chosen.begin_s)
    high = end_s if chosen.end_s is None else min(end_s, chosen.end_s)
    bin_of = sa.cast((PredictionRow.recorded_s - begin_s) / width_s, sa.Integer)
    columns: tuple[Any, ...] = (
        PredictionRow.folder_id,
        bin_of,
        PredictionRow.final_class,
        sa.func.count(),
        sa.func.max(PredictionRow.probability),
    )
    counted: list[Any] = []
    slice_s = (end_s - begin_s) / _SLICES  # a whole number of bins
    for number in range(_SLICES):
        ctx.raise_if_cancelled()
        first, last = begin_s + number * slice_s, begin_s + (number + 1) * slice_s
        part = replace(chosen, begin_s=max(low, first), end_s=min(high, last))
        if part.begin_s is None or part.end_s is None or part.begin_s >= part.end_s:
            continue
        query = matching(sa.select(*columns), part, "time")
        with project.database.read() as session:
            counted += session.execute(
                current_only(session, query).group_by(
                    PredictionRow.folder_id, bin_of, PredictionRow.final_class
                )
            ).all()
    with project.database.read() as session:
        names = {
            folder: path or "."
            for folder, path in session.execute(sa.select(FolderRow.id, FolderRow.path))
        }
    folders: dict[int, list[TimelineTick]] = {}
    for folder, number, class_name, count, best in counted:
        start_s = begin_s + number * width_s
        tick = TimelineTick(start_s, start_s + width_s, class_name, count, best)
        folders.setdefault(folder or 0, []).append(tick)
    order = sorted(folders, key=lambda each: names.get(each, ""))
    return Timeline(
        begin_s,
        end_s,
        {each: tuple(sorted(folders[each], key=lambda t: t.begin_s)) for each in order},
        {each: names.get(each, ".") for each in order},
    )
