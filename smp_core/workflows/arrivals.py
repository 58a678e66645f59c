"""What arrived, what became of it, and how the queue is doing."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import cast

import sqlalchemy as sa

from smp_core.jobs import JobContext
from smp_core.records import IncomingStatus, QueueResult
from smp_core.storage.locations import real_path
from smp_core.storage.project import Project
from smp_core.storage.runs import active_run
from smp_core.storage.schema import IncomingRow, PredictionRow
from smp_core.workflows.incoming_counts import count_incoming, unusable
from smp_core.workflows.queueing import queue_videos

_RATE_OVER = timedelta(minutes=10)


@dataclass(frozen=True)
class Arrival:
    """One incoming video and the surest thing that its run says about it.

    Attributes:
        start_s, end_s: The window of that answer, or the first ten seconds.
        class_name: After review; empty while there is no answer.
        probability: Of the model's class, in [0, 1].
        n_windows: Windows answered.
        since: When it got into its present state.
    """

    id: int
    path: Path
    content_hash: str
    status: IncomingStatus
    reason: str
    hint: str
    since: datetime
    start_s: float
    end_s: float
    class_name: str
    probability: float
    n_windows: int


@dataclass(frozen=True)
class IncomingHealth:
    """How the queue is doing.

    Attributes:
        waiting, classified, failed: Videos.
        per_hour: Videos done in an hour, judged by the last ten minutes.
        oldest: Since when the longest waiting video waits; None if none does.
    """

    waiting: int
    classified: int
    failed: int
    per_hour: float
    oldest: datetime | None


def newest_arrivals(project: Project, limit: int = 100) -> list[Arrival]:
    """The videos that most recently came or were done, newest first."""
    moment = sa.func.coalesce(IncomingRow.finished, IncomingRow.added)
    query = (
        sa.select(IncomingRow)
        .where(IncomingRow.replaced.is_(False))
        .order_by(moment.desc(), IncomingRow.id.desc())
        .limit(limit)
    )
    with project.database.read() as session:
        rows = session.scalars(query).all()
        best: dict[int, tuple[PredictionRow, int]] = {}
        for row in rows:
            if row.status != "classified":
                continue
            mine = (PredictionRow.incoming_id == row.id, PredictionRow.run_id == row.run_id)
            answer = session.scalar(
                sa.select(PredictionRow)
                .where(*mine)
                .order_by(PredictionRow.probability.desc(), PredictionRow.start_s)
                .limit(1)
            )
            if answer is not None:
                count = session.scalar(sa.select(sa.func.count()).where(*mine)) or 1
                best[row.id] = (answer, count)
        return [_arrival(project, row, best.get(row.id)) for row in rows]


def failed_videos(project: Project, limit: int = 200) -> list[Arrival]:
    """Videos that could not be used, newest first."""
    query = (
        sa.select(IncomingRow)
        .where(unusable(_active_id(project)))
        .order_by(IncomingRow.finished.desc())
        .limit(limit)
    )
    with project.database.read() as session:
        return [_arrival(project, row, None) for row in session.scalars(query)]


def incoming_health(project: Project) -> IncomingHealth:
    """How the queue is doing."""
    now = datetime.now(UTC)
    current = IncomingRow.replaced.is_(False)
    waiting = IncomingRow.status.in_(("queued", "decoding"))
    run_id = _active_id(project)
    with project.database.read() as session:
        counts = count_incoming(session, run_id)
        recent = session.scalar(
            sa.select(sa.func.count()).where(
                current, IncomingRow.status == "classified", IncomingRow.finished > now - _RATE_OVER
            )
        )
        oldest = session.scalar(
            sa.select(IncomingRow.added)
            .where(current, waiting)
            .order_by(IncomingRow.added)
            .limit(1)
        )
    return IncomingHealth(
        waiting=counts["queued"] + counts["decoding"],
        classified=counts["classified"],
        failed=counts["failed"],
        per_hour=(recent or 0) / (_RATE_OVER / timedelta(hours=1)),
        oldest=oldest,
    )


def waiting_paths(project: Project, limit: int = 32) -> tuple[Path, ...]:
    """The next videos to classify, those that came first; files that are away now are passed over
    and wait."""
    query = (
        sa.select(IncomingRow.path)
        .where(IncomingRow.status.in_(("queued", "decoding")), IncomingRow.replaced.is_(False))
        .order_by(IncomingRow.id)
    )
    with project.database.read() as session:
        stored = session.scalars(query).all()
    found: list[Path] = []
    for each in stored:
        path = real_path(project.folder, each)
        if os.path.isfile(path):
            found.append(path)
            if len(found) == limit:
                break
    return tuple(found)


def retry_failed(project: Project, ids: Sequence[int], ctx: JobContext) -> QueueResult:
    """Put failed videos in line again, whatever happened to them before.

    Raises:
        InputError, MediaError: None of them can be found or read.
    """
    query = sa.select(IncomingRow.path).where(
        IncomingRow.id.in_(ids), IncomingRow.status == "failed"
    )
    with project.database.read() as session:
        paths = [real_path(project.folder, each) for each in session.scalars(query)]
    return queue_videos(project, paths, ctx, again=True) if paths else QueueResult()


def queue_again_for_run(project: Project, ctx: JobContext) -> QueueResult:
    """Put all videos in line that the active run has not answered about yet.

    Raises:
        InputError, MediaError: None of them can be found or read.
    """
    run = active_run(project)
    if run is None:
        return QueueResult()
    answered = sa.select(PredictionRow.incoming_id).where(PredictionRow.run_id == run.id)
    query = (
        sa.select(IncomingRow.path)
        .where(
            IncomingRow.status == "classified",
            IncomingRow.replaced.is_(False),
            IncomingRow.id.not_in(answered),
        )
        .order_by(IncomingRow.id)
    )
    with project.database.read() as session:
        stored = session.scalars(query).all()
    paths = [path for each in stored if os.path.isfile(path := real_path(project.folder, each))]
    return queue_videos(project, paths, ctx, run_id=run.id) if paths else QueueResult()


def _active_id(project: Project) -> str:
    run = active_run(project)
    return "" if run is None else run.id


def _arrival(project: Project, row: IncomingRow, best: tuple[PredictionRow, int] | None) -> Arrival:
    answer = None if best is None else best[0]
    return Arrival(
        id=row.id,
        path=real_path(project.folder, row.path),
        content_hash=row.content_hash,
        status=cast(IncomingStatus, row.status),
        reason=row.reason,
        hint=row.hint,
        since=row.finished or row.added,
        start_s=0.0 if answer is None else answer.start_s,
        end_s=min(10.0, row.duration_s or 10.0) if answer is None else answer.end_s,
        class_name="" if answer is None else answer.final_class,
        probability=0.0 if answer is None else answer.probability,
        n_windows=0 if best is None else best[1],
    )
