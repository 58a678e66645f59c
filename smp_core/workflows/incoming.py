"""Incoming videos: waiting, attempted, classified or failed.

The attempt is written down before the video is opened, so that a video that takes the program
down with it is known by that at the next start, and set aside after the second time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from smp_core.errors import InputError, MediaError, SmpError
from smp_core.paths import quoted
from smp_core.records import IncomingRecord, NewPrediction, PredictionRecord
from smp_core.storage.project import Project
from smp_core.storage.result_columns import place_predictions
from smp_core.storage.rows import incoming_record, prediction_record
from smp_core.storage.schema import IncomingRow, PredictionRow, RunRow
from smp_core.types import MediaInfo
from smp_core.workflows.queueing import MAX_ATTEMPTS, queue_videos, take_answer

__all__ = [
    "MAX_ATTEMPTS",
    "list_incoming",
    "list_predictions",
    "mark_failed",
    "pending",
    "queue_videos",
    "release_attempt",
    "start_attempt",
    "store_predictions",
]

_ROUNDING = 1e-5


def pending(project: Project) -> list[IncomingRecord]:
    """Videos that wait, first come first served; also those whose attempt never ended."""
    query = sa.select(IncomingRow).where(
        IncomingRow.status.in_(("queued", "decoding")), IncomingRow.replaced.is_(False)
    )
    with project.database.read() as session:
        rows = session.scalars(query.order_by(IncomingRow.id))
        return [incoming_record(row, project.folder) for row in rows]


def list_incoming(project: Project, status: str | None = None) -> list[IncomingRecord]:
    """Incoming videos in the order they came, all or those of one status."""
    query = sa.select(IncomingRow).where(IncomingRow.replaced.is_(False)).order_by(IncomingRow.id)
    if status is not None:
        query = query.where(IncomingRow.status == status)
    with project.database.read() as session:
        return [incoming_record(row, project.folder) for row in session.scalars(query)]


def list_predictions(project: Project, incoming_id: int) -> list[PredictionRecord]:
    """Everything that all runs said about one video, by run and time."""
    with project.database.read() as session:
        rows = session.scalars(
            sa.select(PredictionRow)
            .join(RunRow, PredictionRow.run_id == RunRow.id)
            .where(PredictionRow.incoming_id == incoming_id)
            .order_by(RunRow.created, PredictionRow.start_s)
        )
        return [prediction_record(row) for row in rows]


def start_attempt(
    project: Project, incoming_id: int, *, unless_answered_by: str | None = None
) -> IncomingRecord | None:
    """Write down that a video is about to be opened. Call it before the file is touched.

    Args:
        unless_answered_by: A run. If another program has stored its answer since the video was put
            in line, nothing is left to do.

    Returns:
        The video; None if that is so.

    Raises:
        MediaError: Two attempts never ended; the video is marked failed and must be left alone.
        InputError: There is no such video.
    """
    with project.database.write() as session:
        row = _row(session, incoming_id)
        done_by = row.run_id if row.status == "classified" else None
        if done_by is not None and done_by == unless_answered_by:
            return None
        record = incoming_record(row, project.folder)
        fault = MediaError(
            f"{record.path} ended the program {MAX_ATTEMPTS} times and was set aside.",
            "Convert it to a plain MP4, then classify that.",
        )
        died = row.attempts >= MAX_ATTEMPTS
        if died:
            _fail(row, fault)
        else:
            row.status = "decoding"
            row.attempts += 1
            record = incoming_record(row, project.folder)
    if died:
        raise fault
    return record


def release_attempt(project: Project, incoming_id: int) -> IncomingRecord:
    """Put a video back to waiting, its attempt not counted: the operator stopped the job."""
    with project.database.write() as session:
        row = _row(session, incoming_id)
        if row.status == "decoding":
            row.status = "queued"
            row.attempts = max(0, row.attempts - 1)
        return incoming_record(row, project.folder)


def store_predictions(
    project: Project,
    incoming_id: int,
    run_id: str,
    predictions: Sequence[NewPrediction],
    *,
    info: MediaInfo | None = None,
) -> IncomingRecord:
    """Store a video's windows and mark it classified: all of it, or nothing.

    Copies of it elsewhere that could not be used get the answer too.

    What the same run said about this video before is replaced; what a person said about it stays:
    with the window of the same time, or where there is none, with the old answer.

    Args:
        predictions: All windows, at least one.
        info: What the video holds, if known.

    Raises:
        InputError: No such video or run.
        ValueError: Probabilities that are none (a bug of ours).
    """
    if not predictions:
        raise ValueError("a classified video has at least one window")
    predictions = [_checked(each) for each in predictions]
    with project.database.write() as session:
        row = _row(session, incoming_id)
        if session.get(RunRow, run_id) is None:
            raise InputError(
                f"There is no run {run_id!r}.",
                f"See the runs with: smp status {quoted(str(project.folder))}",
            )
        _replace_predictions(session, incoming_id, run_id, predictions)
        row.status, row.reason, row.hint = "classified", "", ""
        row.run_id, row.attempts, row.finished = run_id, 0, datetime.now(UTC)
        if info is not None:
            row.duration_s = info.duration_s
            row.has_audio, row.has_video = info.has_audio, info.has_video
        place_predictions(session, row)
        session.flush()
        _mend_copies(session, row, run_id)
        return incoming_record(row, project.folder)


def _mend_copies(session: Session, row: IncomingRow, run_id: str) -> None:
    """Give the answer to copies of this video that could not be used before, whatever was wrong."""
    failed = sa.select(IncomingRow).where(
        IncomingRow.content_hash == row.content_hash,
        IncomingRow.content_hash != "",
        IncomingRow.status == "failed",
        IncomingRow.replaced.is_(False),
    )
    for each in session.scalars(failed).all():
        take_answer(session, each, run_id)


def _replace_predictions(
    session: Session, incoming_id: int, run_id: str, predictions: Sequence[NewPrediction]
) -> None:
    rows = session.scalars(
        sa.select(PredictionRow).where(
            PredictionRow.incoming_id == incoming_id, PredictionRow.run_id == run_id
        )
    )
    older = {(row.start_s, row.end_s): row for row in rows}
    for each in predictions:
        # The row goes on: a number on someone's screen still means the same window.
        row = older.pop((each.start_s, each.end_s), None)
        if row is None:
            row = PredictionRow(
                incoming_id=incoming_id,
                run_id=run_id,
                start_s=each.start_s,
                end_s=each.end_s,
                review="open",
                status="classified",
            )
            session.add(row)
        _carry_review(row, each.class_name)
        row.prompt, row.captioner = each.prompt, each.captioner
        row.probability, row.probabilities = each.probability, dict(each.probabilities)
    for row in older.values():
        if row.review == "open":  # a person's word is not made anew by looking elsewhere
            session.delete(row)


def _carry_review(row: PredictionRow, class_name: str) -> None:
    """Give a row the model's new class; the class that a person gave it stays in force."""
    if row.review in ("confirmed", "corrected"):
        theirs = row.corrected_class or row.class_name
        row.review = "confirmed" if theirs == class_name else "corrected"
        row.corrected_class = None if theirs == class_name else theirs
    row.class_name = class_name
    row.final_class = row.corrected_class or class_name


def mark_failed(
    project: Project, incoming_id: int, error: SmpError, *, run_id: str | None = None
) -> IncomingRecord:
    """Set a video aside with its reason; what was stored about it before is kept."""
    with project.database.write() as session:
        row = _row(session, incoming_id)
        _fail(row, error)
        if run_id is not None:
            row.run_id = run_id
        return incoming_record(row, project.folder)


def _fail(row: IncomingRow, error: SmpError) -> None:
    row.status, row.reason, row.hint = "failed", error.message, error.hint
    row.finished = datetime.now(UTC)


def _row(session: Session, incoming_id: int) -> IncomingRow:
    row = session.get(IncomingRow, incoming_id)
    if row is None:
        raise InputError(f"There is no incoming video {incoming_id}.", "Queue it again.")
    return row


def _checked(each: NewPrediction) -> NewPrediction:
    """The prediction with rounding errors of the softmax cut off; anything worse is refused."""
    if not 0 <= each.start_s < each.end_s:
        raise ValueError(f"no window: {each.start_s} to {each.end_s} s")
    if each.probabilities.get(each.class_name) != each.probability:
        raise ValueError(f"{each.class_name!r} is not among its own probabilities")
    # NaN fails this comparison too.
    if not all(-_ROUNDING <= value <= 1 + _ROUNDING for value in each.probabilities.values()):
        raise ValueError(f"no probabilities: {dict(each.probabilities)}")
    cut = {name: min(1.0, max(0.0, value)) for name, value in each.probabilities.items()}
    return replace(each, probability=cut[each.class_name], probabilities=cut)
