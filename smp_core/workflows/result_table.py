"""The table of results: counted, sorted and filtered inside SQLite's indices, read page by page.

Nothing here ever holds all rows: a million answers cost as much memory as two hundred. Each order
has one index that also holds everything that can be filtered by (`schema.RESULT_INDICES`).
"""

from __future__ import annotations

import math
import os
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal, cast

import sqlalchemy as sa
from sqlalchemy.orm import Session

from smp_core.records import ReviewState
from smp_core.storage.locations import real_path, stored_path
from smp_core.storage.project import Project
from smp_core.storage.runs import active_run
from smp_core.storage.schema import RESULT_INDICES, FolderRow, IncomingRow, PredictionRow, RunRow

Order = Literal["time", "class", "probability", "video"]
ORDERS: tuple[Order, ...] = ("time", "class", "probability", "video")

_Row = PredictionRow
# Every column of the index: pages are then a walk through it, nothing is sorted, and equal times
# stand in one order on all of them.
_ORDER_COLUMNS: Mapping[Order, tuple[sa.ColumnElement[Any], ...]] = {
    order: tuple(
        getattr(_Row, name) for name in (*RESULT_INDICES[f"ix_predictions_{order}"][1:], "id")
    )
    for order in ORDERS
}


@dataclass(frozen=True)
class ResultFilter:
    """Which answers of one run are shown; an empty field takes all.

    Attributes:
        run_id: Whose answers.
        classes: Classes after review.
        begin_s, end_s: When the window was recorded, seconds since 1970 UTC, end excluded.
        folder_ids: Folders of the videos, see `list_folders`.
        low, high: Probability, both included, in [0, 1].
        reviews: States of review.
    """

    run_id: str
    classes: tuple[str, ...] = ()
    begin_s: float | None = None
    end_s: float | None = None
    folder_ids: tuple[int, ...] = ()
    low: float = 0.0
    high: float = 1.0
    reviews: tuple[ReviewState, ...] = ()


@dataclass(frozen=True)
class ResultRow:
    """One answer, with all that a row of the table and the player need.

    Attributes:
        path: The video, absolute; nothing was looked up on disk.
        folder: Its folder as the operator knows it, relative inside the project.
        recorded_s: When the window was recorded, seconds since 1970 UTC.
        start_s, end_s: The window within the video.
        class_name: What the model said. final_class: After review.
        probability: Of `class_name`, [0, 1].
        probabilities: All classes.
        has_video, has_audio: None if unknown.
    """

    id: int
    incoming_id: int
    run_id: str
    path: Path
    content_hash: str
    folder: str
    recorded_s: float
    start_s: float
    end_s: float
    duration_s: float | None
    class_name: str
    final_class: str
    probability: float
    review: ReviewState
    prompt: str
    has_video: bool | None = None
    has_audio: bool | None = None
    probabilities: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class ResultFolder:
    """A folder that classified videos came from. `name` is relative inside the project."""

    id: int
    name: str
    path: Path


def count_results(project: Project, chosen: ResultFilter) -> int:
    """How many answers there are."""
    query = matching(sa.select(sa.func.count()).select_from(_Row), chosen)
    with project.database.read() as session:
        return session.scalar(current_only(session, query)) or 0


def result_page(
    project: Project,
    chosen: ResultFilter,
    order: Order = "time",
    *,
    descending: bool = True,
    offset: int = 0,
    limit: int = 200,
    total: int | None = None,
) -> list[ResultRow]:
    """Some answers in the chosen order.

    Args:
        chosen: Which.
        order: By what; equal ones by time.
        descending: Newest, surest, or last in the alphabet first.
        offset: Rows to leave out before, ≥ 0.
        limit: Rows at most, ≥ 1.
        total: What `count_results` said, if known: rows near the end are then found from there.
    """
    backwards = total is not None and offset > total // 2
    if backwards and total is not None:
        limit = max(0, min(limit, total - offset))
        offset = total - offset - limit
    query = matching(sa.select(_Row.id), chosen, order)
    for column in _ORDER_COLUMNS[order]:
        query = query.order_by(column.desc() if descending != backwards else column)
    with project.database.read() as session:
        ids = session.scalars(current_only(session, query).limit(limit).offset(offset)).all()
        found = _rows(session, project.folder, ids)
    ordered = [found[each] for each in ids if each in found]
    return ordered[::-1] if backwards else ordered


def result_ids(project: Project, chosen: ResultFilter, order: Order) -> array[int]:
    """The ids of all chosen answers as they are at one moment, first in the order first.

    Eight bytes each: what is read by them needs no page that later answers could shift.
    """
    query = matching(sa.select(_Row.id), chosen, order).order_by(*_ORDER_COLUMNS[order])
    with project.database.read() as session:
        return array("q", session.scalars(current_only(session, query)))


def result_rows(project: Project, ids: Sequence[int]) -> dict[int, ResultRow]:
    """Answers by their ids; those that are gone are left out."""
    with project.database.read() as session:
        return _rows(session, project.folder, ids)


def list_folders(project: Project) -> list[ResultFolder]:
    """All folders that classified videos came from, by name."""
    with project.database.read() as session:
        rows = session.scalars(sa.select(FolderRow).order_by(FolderRow.path)).all()
    return [
        ResultFolder(row.id, row.path or ".", real_path(project.folder, row.path)) for row in rows
    ]


def folders_within(project: Project, folder: Path) -> tuple[int, ...]:
    """Ids of a folder and all folders in it."""
    wanted = stored_path(project.folder, folder)
    if wanted == ".":
        return tuple(each.id for each in list_folders(project) if not os.path.isabs(each.name))
    return tuple(
        each.id
        for each in list_folders(project)
        if each.name == wanted or each.name.startswith((wanted + "/", wanted + os.sep))
    )


def result_classes(project: Project, run_id: str) -> tuple[str, ...]:
    """The run's classes in its own order, then others that answers were corrected to."""
    with project.database.read() as session:
        run = session.get(RunRow, run_id)
        names = [] if run is None else list(run.class_names)
        # One step of the index for each class: DISTINCT would walk through all of it.
        last = ""
        while True:
            following = session.scalar(
                sa.select(_Row.final_class)
                .where(_Row.run_id == run_id, _Row.final_class > last)
                .order_by(_Row.final_class)
                .limit(1)
            )
            if following is None:
                return tuple(names)
            if following not in names:
                names.append(following)
            last = following


def matching(
    query: sa.Select[Any], chosen: ResultFilter, order: Order | None = None
) -> sa.Select[Any]:
    """Filter; with an order, so that only the index of that order can be walked.

    Without statistics SQLite would rather seek by any column and sort what it found, which for a
    loose filter is nearly everything. It does not see through an expression.
    """
    seeks_class = order in (None, "class") or (order == "time" and len(chosen.classes) == 1)
    kind = _Row.final_class if seeks_class else _Row.final_class + ""
    time = _Row.recorded_s if order in (None, "time") or seeks_class else _Row.recorded_s + 0.0
    sure = _Row.probability if order in (None, "probability") else _Row.probability + 0.0
    query = query.where(_Row.run_id == chosen.run_id)
    for column, values in (
        (kind, chosen.classes),
        (_Row.folder_id, chosen.folder_ids),
        (_Row.review, chosen.reviews),
    ):
        if len(values) == 1:  # quicker to compare, and it keeps the order of the index
            query = query.where(column == values[0])
        elif values:
            query = query.where(column.in_(values))
    if chosen.begin_s is not None:
        query = query.where(time >= chosen.begin_s)
    if chosen.end_s is not None:
        query = query.where(time < chosen.end_s)
    if chosen.low > 0:
        query = query.where(sure >= chosen.low)
    if chosen.high < 1:
        query = query.where(sure <= chosen.high)
    return query


def current_only(session: Session, query: sa.Select[Any]) -> sa.Select[Any]:
    """Leave out videos whose path holds other content now; there are few, mostly none."""
    replaced = session.scalars(sa.select(IncomingRow.id).where(IncomingRow.replaced)).all()
    return query.where(_Row.incoming_id.not_in(replaced)) if replaced else query


def _rows(session: Session, folder: Path, ids: Sequence[int]) -> dict[int, ResultRow]:
    query = (
        sa.select(
            _Row,
            IncomingRow.path,
            IncomingRow.content_hash,
            IncomingRow.duration_s,
            IncomingRow.has_video,
            IncomingRow.has_audio,
        )
        .join(IncomingRow, _Row.incoming_id == IncomingRow.id)
        .where(_Row.id.in_(ids))
    )
    return {
        row.id: ResultRow(
            id=row.id,
            incoming_id=row.incoming_id,
            run_id=row.run_id,
            path=real_path(folder, path),
            content_hash=digest,
            folder=os.path.dirname(path) or ".",
            recorded_s=row.recorded_s,
            start_s=row.start_s,
            end_s=row.end_s,
            duration_s=duration_s,
            class_name=row.class_name,
            final_class=row.final_class,
            probability=row.probability,
            review=cast(ReviewState, row.review),
            prompt=row.prompt,
            has_video=has_video,
            has_audio=has_audio,
            probabilities=row.probabilities,
        )
        for row, path, digest, duration_s, has_video, has_audio in session.execute(query)
    }


def newer_than(project: Project, chosen: ResultFilter, recorded_s: float) -> int:
    """How many of the chosen answers were recorded later: the row of a moment, newest first."""
    begin_s = math.nextafter(recorded_s, math.inf)
    if chosen.begin_s is not None:
        begin_s = max(begin_s, chosen.begin_s)
    return count_results(project, replace(chosen, begin_s=begin_s))


def shown_run(project: Project) -> str:
    """The run whose answers count now; empty before the first training."""
    run = active_run(project)
    return "" if run is None else run.id
