"""The operator's word about an answer: confirmed, corrected to another class, or rejected.

Each change gives back what it replaced, so that it can be undone.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

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
from smp_core.workflows.taking_back import Replaced, TakenBack, take_back

if TYPE_CHECKING:
    from smp_core.media.decoder import Decoder

__all__ = [
    "NotUsed",
    "Reviewed",
    "TrainingResult",
    "confirm",
    "correct",
    "reject",
    "remove_training_clips",
    "reopen",
    "restore",
    "use_as_training_clip",
    "use_as_training_clips",
]

_AT_ONCE = 500  # SQLite takes so many values in one statement everywhere


@dataclass(frozen=True)
class Reviewed:
    """What a person said about one answer, whatever the model says when it is asked again.

    Attributes:
        prediction_id, incoming_id, start_s: Which window; a number may be given to another one
            once its window is gone.
        class_name: What is shown, as the person has it; empty if nothing is, or it was not said.
        rejected: Nothing of interest is shown.
        at: When it was said; None: it was not.
    """

    prediction_id: int
    incoming_id: int
    start_s: float
    class_name: str = ""
    rejected: bool = False
    at: datetime | None = None


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


def confirm(project: Project, ids: Sequence[int]) -> tuple[Replaced[Reviewed], ...]:
    """Say that the model is right about these windows.

    Returns:
        What was changed, for `restore`.

    Raises:
        InputError: One of them is not there any more; then nothing is changed.
    """
    return _say(project, ids, lambda row: row.class_name)


def correct(
    project: Project, ids: Sequence[int], class_name: str
) -> tuple[Replaced[Reviewed], ...]:
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
    return _say(project, ids, lambda _row: name)


def reject(project: Project, ids: Sequence[int]) -> tuple[Replaced[Reviewed], ...]:
    """Say that nothing of interest happens in these windows."""
    return _say(project, ids, lambda _row: "", rejected=True)


def reopen(project: Project, ids: Sequence[int]) -> tuple[Replaced[Reviewed], ...]:
    """Forget what was said about these windows."""
    return _say(project, ids, lambda _row: "")


def restore(project: Project, changes: Sequence[Replaced[Reviewed]]) -> TakenBack[Reviewed]:
    """Take reviews back; what was reviewed anew since, or is gone, stays as it is."""
    with project.database.write() as session:
        rows = _found(session, [each.after.prediction_id for each in changes])

        def now(said: Reviewed) -> Reviewed | None:
            row = rows.get(said.prediction_id)
            return None if row is None else _reviewed(row)

        def put(said: Reviewed) -> Reviewed:
            row = rows[said.prediction_id]
            _put(row, said)
            return _reviewed(row)

        return take_back(changes, now, put)


def _say(
    project: Project,
    ids: Sequence[int],
    class_of: Callable[[PredictionRow], str],
    *,
    rejected: bool = False,
) -> tuple[Replaced[Reviewed], ...]:
    at = datetime.now(UTC)
    changes = []
    with project.database.write() as session:
        rows = _predictions(session, ids)
        for row in (rows[each] for each in ids):
            before, name = _reviewed(row), class_of(row)
            said = at if name or rejected else None
            _put(row, replace(before, class_name=name, rejected=rejected, at=said))
            changes.append(Replaced(row.video, before, _reviewed(row)))
    return tuple(changes)


def _reviewed(row: PredictionRow) -> Reviewed:
    shown = row.final_class if row.review in ("confirmed", "corrected") else ""
    return Reviewed(
        row.id, row.incoming_id, row.start_s, shown, row.review == "rejected", row.reviewed
    )


def _put(row: PredictionRow, said: Reviewed) -> None:
    review: ReviewState = "rejected" if said.rejected else "open"
    if said.class_name:
        review = "confirmed" if said.class_name == row.class_name else "corrected"
    row.review = review
    row.corrected_class = said.class_name if review == "corrected" else None
    row.final_class = row.corrected_class or row.class_name
    row.reviewed = said.at


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


def remove_training_clips(project: Project, made: Sequence[ClipRecord]) -> TakenBack[ClipRecord]:
    """Take clips out of the training again; one that was moved or trimmed since stays.

    Returns:
        What stays; nothing is to be done again: the journal of edits takes it back. A clip that is
        gone already is as it was wanted.
    """
    from smp_core.workflows.edit_journal import editing

    left = []
    with editing(project, "Do not use a result for training") as edit:
        for clip in made:
            row = edit.session.get(ClipRow, clip.id)
            if row is None or row.content_hash != clip.content_hash:
                continue  # gone; its number may have been given to another
            if (row.class_id, row.start_s, row.end_s) == (clip.class_id, clip.start_s, clip.end_s):
                edit.session.delete(row)
            else:
                left.append(clip.path.name)
    return TakenBack((), tuple(left))


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
    found = _found(session, ids)
    gone = next((each for each in ids if each not in found), None)
    if gone is not None:
        raise InputError(
            f"Result {gone} is not there any more.", "Its video was classified anew; look again."
        )
    return found


def _found(session: Session, ids: Sequence[int]) -> dict[int, PredictionRow]:
    found: dict[int, PredictionRow] = {}
    for start in range(0, len(ids), _AT_ONCE):
        some = sa.select(PredictionRow).where(PredictionRow.id.in_(ids[start : start + _AT_ONCE]))
        found |= {row.id: row for row in session.scalars(some)}
    return found
