"""Which of the videos that a person names wait for classification, and which are known."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from smp_core.errors import InputError, MediaError, SmpError
from smp_core.jobs import JobContext
from smp_core.media.folders import media_files
from smp_core.media.hashing import content_hash
from smp_core.records import IncomingRecord, LeftOut, QueueResult
from smp_core.storage.locations import real_path, stored_path
from smp_core.storage.project import Project
from smp_core.storage.result_columns import place_predictions
from smp_core.storage.rows import incoming_record
from smp_core.storage.runs import active_run
from smp_core.storage.schema import IncomingRow, PredictionRow

MAX_ATTEMPTS = 2
"""Attempts that may end without an answer before a video is set aside for good."""

_Outcome = Literal["queued", "already", "set aside"]


def queue_videos(
    project: Project,
    paths: Sequence[Path],
    ctx: JobContext,
    *,
    run_id: str | None = None,
    again: bool = False,
) -> QueueResult:
    """Put videos in line for classification by a run.

    A video whose content this run has classified already is not queued again; if that was under
    another path, its results are copied to this one. A moved video keeps its results. A video
    that ended the program twice stays set aside.

    Args:
        paths: Files (whatever their names) and folders (searched for names of videos, all
            levels).
        ctx: Progress, warnings, cancel.
        run_id: The run that will classify; the active run if None.
        again: Queue also what was classified or set aside before.

    Raises:
        InputError, MediaError: Nothing at all could be queued or found done.
        StorageError, ResourceError: The project cannot be written.
    """
    if not paths:
        raise InputError("No video was given.", "Name video files or folders.")
    if run_id is None:
        run = active_run(project)
        run_id = None if run is None else run.id
    errors: list[tuple[Path, SmpError]] = []
    files = list(_files(paths, errors))
    outcomes: dict[int, tuple[_Outcome, IncomingRecord]] = {}
    for done, path in enumerate(files):
        ctx.progress("Looking at videos", done, len(files))
        try:
            outcome, record = _queue(project, path, ctx, run_id, again)
        except SmpError as error:
            if error.code in ("storage", "resource"):
                raise
            errors.append((path, error))
            continue
        if outcome == "set aside":
            errors.append((path, MediaError(record.reason, record.hint)))
        else:
            outcomes[record.id] = (outcome, record)
    ctx.progress("Looking at videos", len(files), len(files))
    if errors and not outcomes and len(errors) == 1:
        raise errors[0][1]
    for path, fault in errors:
        ctx.set_aside(fault, str(path))
    if not outcomes:
        raise InputError(
            f"None of the {len(errors)} paths could be used; the first: {errors[0][1].message}",
            errors[0][1].hint,
        )
    return QueueResult(
        tuple(record for outcome, record in outcomes.values() if outcome == "queued"),
        tuple(record for outcome, record in outcomes.values() if outcome == "already"),
        tuple(LeftOut(path, each.message, each.hint, each.code) for path, each in errors),
    )


def _files(paths: Sequence[Path], errors: list[tuple[Path, SmpError]]) -> Iterator[Path]:
    """Every file once, folders searched in the order of their names."""
    seen: set[str] = set()
    for path in paths:
        found = [path]
        if os.path.isdir(path):
            found, unread = media_files(path)
            errors += unread.items()
            if not found and not unread:
                empty = InputError(
                    f"{path} holds no video.", "Put the videos there, or name another folder."
                )
                errors.append((path, empty))
        for each in found:
            absolute = os.path.abspath(each)
            if absolute not in seen:
                seen.add(absolute)
                yield Path(absolute)


class _Seen(NamedTuple):
    """A file as it lies there now."""

    stored: str
    hash: str
    size_bytes: int
    modified: datetime


def _queue(
    project: Project, path: Path, ctx: JobContext, run_id: str | None, again: bool
) -> tuple[_Outcome, IncomingRecord]:
    stored = stored_path(project.folder, path)
    try:
        stat = path.stat()
    except OSError as error:
        raise InputError(
            f"{path} cannot be found: {error.strerror}.", "Check the name and the folder."
        ) from error
    modified = datetime.fromtimestamp(stat.st_mtime, UTC)
    seen = _Seen(stored, "", stat.st_size, modified)
    fault: SmpError | None = None
    known = None if again else _known_hash(project, seen)
    try:
        digest = known or content_hash(path, lambda _done, _total: ctx.raise_if_cancelled())
        seen = seen._replace(hash=digest)
    except SmpError as error:
        fault = error
    with project.database.write() as session:
        row = _row(session, project.folder, seen)
        if fault is not None:  # kept, so that the results say what became of it
            row.status, row.reason, row.hint = "failed", fault.message, fault.hint
            row.run_id, row.finished = run_id, datetime.now(UTC)
            outcome: _Outcome = "set aside"
        else:
            outcome = _decide(session, row, run_id, again)
        session.flush()
        return outcome, incoming_record(row, project.folder)


def _known_hash(project: Project, seen: _Seen) -> str | None:
    """The hash of a file that lies there unchanged: hours of video are not read again for it."""
    with project.database.read() as session:
        row = session.scalars(
            sa.select(IncomingRow).where(
                IncomingRow.path == seen.stored,
                IncomingRow.replaced.is_(False),
                IncomingRow.content_hash != "",
            )
        ).first()
        if row is None or (row.size_bytes, row.modified) != (seen.size_bytes, seen.modified):
            return None
        return row.content_hash


def _row(session: Session, folder: Path, seen: _Seen) -> IncomingRow:
    """The row of this content at this path: known, moved here, or new."""
    here = session.scalars(sa.select(IncomingRow).where(IncomingRow.path == seen.stored)).all()
    row = next((each for each in here if each.content_hash == seen.hash), None)
    if row is None:  # could not be read before, and can now
        row = next((each for each in here if not each.content_hash), None)
    if row is None and seen.hash:
        same = sa.select(IncomingRow).where(IncomingRow.content_hash == seen.hash)
        row = next(
            (
                each
                for each in session.scalars(same)
                if not os.path.exists(real_path(folder, each.path))
            ),
            None,
        )
    if row is None:
        row = IncomingRow(
            status="queued", attempts=0, reason="", hint="", replaced=False, added=datetime.now(UTC)
        )
        session.add(row)
    for each in here:
        each.replaced = each is not row
    moved = row.path is not None and (row.path, row.modified) != (seen.stored, seen.modified)
    row.path, row.content_hash = seen.stored, seen.hash
    row.size_bytes, row.modified = seen.size_bytes, seen.modified
    row.replaced = False
    session.flush()
    if moved:
        place_predictions(session, row)
    return row


def _decide(session: Session, row: IncomingRow, run_id: str | None, again: bool) -> _Outcome:
    if not again:
        if run_id is not None and take_answer(session, row, run_id):
            return "already"
        if row.status == "failed" and row.attempts >= MAX_ATTEMPTS:
            return "set aside"
    if again or row.status not in ("queued", "decoding"):
        row.attempts = 0  # those before had an end; of the others each was a death
    row.status, row.reason, row.hint, row.finished = "queued", "", "", None
    row.run_id = run_id
    return "queued"


def take_answer(session: Session, row: IncomingRow, run_id: str) -> bool:
    """Mark a video classified if this run has answered about its content, here or elsewhere.

    Returns:
        Whether it has.
    """
    known = _has_answer(session, row, run_id)
    if known:
        row.status, row.reason, row.hint, row.run_id = "classified", "", "", run_id
    return known


def _has_answer(session: Session, row: IncomingRow, run_id: str) -> bool:
    """Whether this run knows the content; copies its answer from the same content elsewhere."""
    answered = (
        sa.select(IncomingRow.id)
        .join(PredictionRow, PredictionRow.incoming_id == IncomingRow.id)
        .where(IncomingRow.content_hash == row.content_hash, PredictionRow.run_id == run_id)
        .distinct()
    )
    ids = session.scalars(answered).all()
    if not ids or row.id in ids:
        return bool(ids)
    twin = session.get_one(IncomingRow, ids[0])
    row.duration_s, row.has_audio, row.has_video = twin.duration_s, twin.has_audio, twin.has_video
    row.finished = datetime.now(UTC)
    columns = [each for each in PredictionRow.__table__.c if each.name not in ("id", "incoming_id")]
    session.execute(
        sa.insert(PredictionRow).from_select(
            ["incoming_id", *(each.name for each in columns)],
            sa.select(sa.literal(row.id), *columns).where(
                PredictionRow.incoming_id == twin.id, PredictionRow.run_id == run_id
            ),
        )
    )
    place_predictions(session, row)
    return True
