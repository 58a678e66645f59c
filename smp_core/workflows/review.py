"""The operator's word about an answer: confirmed, corrected to another class, or rejected.

Each change gives back how things were, so that it can be undone.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, cast

import sqlalchemy as sa
from sqlalchemy.orm import Session

from smp_core.errors import InputError, MediaError
from smp_core.jobs import JobContext
from smp_core.records import ClipRecord, ReviewState
from smp_core.storage.class_rows import class_row, clean_name, named
from smp_core.storage.locations import real_path
from smp_core.storage.project import Project
from smp_core.storage.rows import clip_record
from smp_core.storage.schema import ClassRow, ClipRow, IncomingRow, PredictionRow

if TYPE_CHECKING:
    from smp_core.media.decoder import Decoder

__all__ = [
    "NotUsed",
    "ReviewBefore",
    "TrainingResult",
    "confirm",
    "correct",
    "reject",
    "remove_training_clip",
    "reopen",
    "restore",
    "use_as_training_clip",
    "use_as_training_clips",
]

_AT_ONCE = 500  # SQLite takes so many values in one statement everywhere


@dataclass(frozen=True)
class ReviewBefore:
    """How one answer was reviewed at some moment; `corrected_class` is empty unless corrected."""

    prediction_id: int
    review: ReviewState
    corrected_class: str = ""


@dataclass(frozen=True)
class NotUsed:
    """An answer that was not made a training clip: why, what to do, and the error's code."""

    prediction_id: int
    reason: str
    hint: str
    code: str


@dataclass(frozen=True)
class TrainingResult:
    """Training clips that were made of answers, and the answers that none could be made of."""

    made: tuple[ClipRecord, ...]
    set_aside: tuple[NotUsed, ...]


def confirm(project: Project, ids: Sequence[int]) -> tuple[ReviewBefore, ...]:
    """Say that the model is right about these windows.

    Returns:
        How they were before, for `restore`.

    Raises:
        InputError: One of them is not there any more; then nothing is changed.
    """
    return restore(project, [ReviewBefore(each, "confirmed") for each in ids])


def correct(project: Project, ids: Sequence[int], class_name: str) -> tuple[ReviewBefore, ...]:
    """Say that these windows show another class; the model's own one is the same as `confirm`.

    Args:
        class_name: A class of the project, in any case, or a new name.

    Raises:
        InputError: No such answers, or no name for a class.
    """
    name = clean_name(class_name)
    with project.database.read() as session:
        known = named(session, name)
        name = name if known is None else known.name
    return restore(project, [ReviewBefore(each, "corrected", name) for each in ids])


def reject(project: Project, ids: Sequence[int]) -> tuple[ReviewBefore, ...]:
    """Say that nothing of interest happens in these windows."""
    return restore(project, [ReviewBefore(each, "rejected") for each in ids])


def reopen(project: Project, ids: Sequence[int]) -> tuple[ReviewBefore, ...]:
    """Forget what was said about these windows."""
    return restore(project, [ReviewBefore(each, "open") for each in ids])


def restore(project: Project, states: Sequence[ReviewBefore]) -> tuple[ReviewBefore, ...]:
    """Put reviews to these states; gives the states before, which undoes it.

    Raises:
        InputError: One of them is not there any more; then nothing is changed.
    """
    now = datetime.now(UTC)
    before = []
    with project.database.write() as session:
        rows = _predictions(session, [each.prediction_id for each in states])
        for state in states:
            row = rows[state.prediction_id]
            before.append(
                ReviewBefore(row.id, cast(ReviewState, row.review), row.corrected_class or "")
            )
            review, corrected = state.review, state.corrected_class
            if review == "corrected" and corrected == row.class_name:
                review = "confirmed"
            row.review = review
            row.corrected_class = corrected if review == "corrected" else None
            row.final_class = row.corrected_class or row.class_name
            row.reviewed = None if review == "open" else now
    return tuple(before)


def use_as_training_clip(project: Project, prediction_id: int, decoder: Decoder) -> ClipRecord:
    """Label an answer's window with its class, so that the next training learns from it.

    Args:
        prediction_id: The answer; its class after review counts.
        decoder: Opens the video.

    Raises:
        InputError: The answer was rejected, the video is gone or has changed since, or the same
            moment is labelled already.
        MediaError: The video cannot be read.
    """
    from smp_core.workflows.edit_journal import editing

    with project.database.read() as session:
        answer = _predictions(session, [prediction_id])[prediction_id]
        video = session.get_one(IncomingRow, answer.incoming_id)
        path = real_path(project.folder, video.path)
    if answer.review == "rejected":
        raise InputError(
            f"This moment of {path.name} was rejected, so it shows no class.",
            "Correct it to a class first.",
        )
    if not os.path.isfile(path):
        raise InputError(
            f"{path} is not there any more.", "Put the video back, or connect its drive again."
        )
    if path.stat().st_size != video.size_bytes:
        raise InputError(
            f"{path} holds something else now than when it was classified.",
            "Classify it again, then use it.",
        )
    info = decoder.probe(path)
    if answer.start_s >= info.duration_s:
        raise InputError(f"{path} ends before this moment.", "Classify it again, then use it.")
    with editing(project, f"Use {path.name} for training") as edit:
        mine = class_row(edit.session, answer.final_class)
        _refuse_known(edit.session, project, answer, video, mine)
        row = ClipRow(
            class_id=mine.id,
            path=video.path,
            content_hash=video.content_hash,
            size_bytes=video.size_bytes,
            start_s=answer.start_s,
            end_s=min(answer.end_s, info.duration_s),
            duration_s=info.duration_s,
            has_audio=info.has_audio,
            has_video=info.has_video,
            width_px=info.width_px,
            height_px=info.height_px,
            fps=info.fps,
            note="",
            created=datetime.now(UTC),
        )
        edit.session.add(row)
        edit.session.flush()
        return clip_record(row, mine.name, project.folder)


def use_as_training_clips(
    project: Project, ids: Sequence[int], decoder: Decoder, ctx: JobContext
) -> TrainingResult:
    """Like `use_as_training_clip`, for several: one that cannot be used is set aside.

    Args:
        ids: Answers; each is used once.
        ctx: Warnings, cancel.

    Raises:
        InputError, MediaError: None of them could be used.
        StorageError, ResourceError: The project cannot be written.
        Cancelled: Stopped; clips that were made stay.
    """
    ids = list(dict.fromkeys(ids))
    made: list[ClipRecord] = []
    errors: list[tuple[int, InputError | MediaError]] = []
    for each in ids:
        ctx.raise_if_cancelled()
        try:
            made.append(use_as_training_clip(project, each, decoder))
        except (InputError, MediaError) as error:
            if len(ids) == 1:
                raise
            errors.append((each, error))
            ctx.set_aside(error, f"result {each}")
    if errors and not made:
        raise InputError(
            f"None of the {len(ids)} results could be used for training; "
            f"the first: {errors[0][1].message}",
            errors[0][1].hint,
        )
    return TrainingResult(
        tuple(made),
        tuple(NotUsed(each, error.message, error.hint, error.code) for each, error in errors),
    )


def remove_training_clip(project: Project, clip_id: int) -> None:
    """Take a clip out of the training again; nothing happens if it is gone already."""
    from smp_core.workflows.edit_journal import editing

    with editing(project, "Do not use a result for training") as edit:
        row = edit.session.get(ClipRow, clip_id)
        if row is not None:
            edit.session.delete(row)


def _refuse_known(
    session: Session, project: Project, answer: PredictionRow, video: IncomingRow, mine: ClassRow
) -> None:
    known = session.execute(
        sa.select(ClipRow, ClassRow.name)
        .join(ClassRow, ClipRow.class_id == ClassRow.id)
        .where(
            ClipRow.content_hash == video.content_hash,
            ClipRow.start_s < answer.end_s,
            ClipRow.end_s > answer.start_s,
        )
    ).first()
    if known is None:
        return
    path = real_path(project.folder, video.path)
    if known[0].class_id == mine.id:
        raise InputError(f"This moment of {path.name} is a clip of {mine.name!r} already.", "")
    raise InputError(
        f"This moment of {path.name} is labelled {known[1]!r} already, "
        f"so it cannot also be {mine.name!r}.",
        "Move that clip in Classes if it is wrong there.",
    )


def _predictions(session: Session, ids: Sequence[int]) -> dict[int, PredictionRow]:
    found: dict[int, PredictionRow] = {}
    for start in range(0, len(ids), _AT_ONCE):
        some = sa.select(PredictionRow).where(PredictionRow.id.in_(ids[start : start + _AT_ONCE]))
        found |= {row.id: row for row in session.scalars(some)}
    gone = next((each for each in ids if each not in found), None)
    if gone is not None:
        raise InputError(
            f"Result {gone} is not there any more.", "Its video was classified anew; look again."
        )
    return found
