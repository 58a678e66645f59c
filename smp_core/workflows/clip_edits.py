"""What an operator does to labelled clips. Every function is one edit that can be undone.

One moment of a file can be in one class only: two labels for it would contradict each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from smp_core.errors import InputError
from smp_core.records import ClipRecord
from smp_core.storage.locations import real_path
from smp_core.storage.project import Project
from smp_core.storage.rows import clip_record
from smp_core.storage.schema import ClassRow, ClipRow, PromptRow
from smp_core.workflows.edit_journal import editing

MAX_STRETCH_S = 10.0
"""Longest stretch of a file that one clip may use."""
MIN_STRETCH_S = 0.2
"""Shortest stretch that can be chosen."""
_MIN_COPY_S = 1.0
_HAIR_S = 1e-3  # what a drag cannot hit


def move_clips(
    project: Project, clip_ids: Sequence[int], class_id: int, label: str = "Move clips"
) -> int:
    """Put clips into another class.

    Returns:
        How many were in another class before.

    Raises:
        InputError: A clip or the class is gone, or no clip is given.
    """
    with editing(project, label) as edit:
        into = class_of(edit.session, class_id)
        return move_rows(edit.session, rows_of(edit.session, clip_ids), into)


def copy_clips(
    project: Project, clip_ids: Sequence[int], class_id: int, label: str = "Copy clips"
) -> list[ClipRecord]:
    """Put another stretch of the same files into a class.

    The same moment cannot be in two classes, so a copy gets the first stretch of its file that
    nobody uses yet, at most 10 s; the operator moves it to where the event is.

    Raises:
        InputError: A file has no free stretch of 1 s; a clip or the class is gone; none is given.
    """
    with editing(project, label) as edit:
        into = class_of(edit.session, class_id)
        made = []
        for clip in rows_of(edit.session, clip_ids):
            start_s, end_s = _free_stretch(edit.session, project, clip)
            columns = {c.key: getattr(clip, c.key) for c in sa.inspect(ClipRow).columns}
            del columns["id"]
            columns |= {"class_id": into.id, "start_s": start_s, "end_s": end_s}
            row = ClipRow(**(columns | {"created": datetime.now(UTC)}))
            edit.session.add(row)
            edit.session.flush()
            made.append(clip_record(row, into.name, project.folder))
        return made


def remove_clips(project: Project, clip_ids: Sequence[int], label: str = "Remove clips") -> int:
    """Take clips and their prompts out of the project. The files stay where they are.

    Returns:
        How many.

    Raises:
        InputError: A clip is gone, or none is given.
    """
    with editing(project, label) as edit:
        rows = rows_of(edit.session, clip_ids)
        remove_rows(edit.session, rows)
        return len(rows)


def set_stretch(
    project: Project, clip_id: int, start_s: float, end_s: float, label: str = "Choose a stretch"
) -> None:
    """Choose which part of its file a clip uses.

    Prompts that a captioner wrote about the old part go; those of the operator stay.

    Args:
        start_s, end_s: Within the file; 0.2 to 10 s apart.

    Raises:
        InputError: Not within the file, too short or too long, or a part of it is in another
            class; the clip is gone.
    """
    with editing(project, label) as edit:
        (clip,) = rows_of(edit.session, [clip_id])
        start_s, end_s = max(0.0, start_s), min(end_s, clip.duration_s)
        length_s = end_s - start_s
        if not MIN_STRETCH_S <= length_s <= MAX_STRETCH_S + _HAIR_S:
            raise InputError(
                f"A stretch of {length_s:.1f} s cannot be used.",
                f"Choose {MIN_STRETCH_S} to {MAX_STRETCH_S:.0f} s.",
            )
        _must_be_free(edit.session, project, clip, start_s, end_s)
        if (clip.start_s, clip.end_s) != (start_s, end_s):
            _drop_prompts(edit.session, clip, generated_only=True)
            clip.start_s, clip.end_s = start_s, end_s
            # That only the first seconds are used is true no longer.
            notes = [each for each in clip.note.split("; ") if "only the first" not in each]
            clip.note = "; ".join(notes)


def class_of(session: Session, class_id: int) -> ClassRow:
    """The class with that id.

    Raises:
        InputError: It is gone.
    """
    row = session.get(ClassRow, class_id)
    if row is None:
        raise InputError("That class is gone.", "Look at the classes again.")
    return row


def rows_of(session: Session, clip_ids: Sequence[int]) -> list[ClipRow]:
    """The clips with these ids, in this order, each once.

    Raises:
        InputError: One is gone, or none is given.
    """
    rows = [session.get(ClipRow, each) for each in dict.fromkeys(clip_ids)]
    found = [row for row in rows if row is not None]
    if len(found) != len(rows):
        raise InputError("A clip is gone.", "Look at the clips again, then choose anew.")
    if not found:
        raise InputError("No clip is chosen.", "Choose one or more clips first.")
    return found


def move_rows(session: Session, clips: Sequence[ClipRow], into: ClassRow) -> int:
    """Move clips into a class; what is there already, to the second, is removed instead."""
    there = {
        tuple(found)
        for found in session.execute(
            sa.select(ClipRow.content_hash, ClipRow.start_s, ClipRow.end_s).where(
                ClipRow.class_id == into.id
            )
        )
    }
    moving = [clip for clip in clips if clip.class_id != into.id]
    doubled = []
    for clip in moving:
        stretch = (clip.content_hash, clip.start_s, clip.end_s)
        if stretch in there:
            doubled.append(clip)
        else:
            there.add(stretch)
            clip.class_id = into.id
    remove_rows(session, doubled)
    return len(moving)


def remove_rows(session: Session, clips: Sequence[ClipRow]) -> None:
    """Delete clips with their prompts, as objects, so that the journal sees both."""
    for clip in clips:
        _drop_prompts(session, clip)
    session.flush()
    for clip in clips:
        session.delete(clip)
    session.flush()


def _drop_prompts(session: Session, clip: ClipRow, *, generated_only: bool = False) -> None:
    for prompt in session.scalars(sa.select(PromptRow).where(PromptRow.clip_id == clip.id)):
        if not generated_only or prompt.operator_text is None:
            session.delete(prompt)


def _others(session: Session, clip: ClipRow) -> Sequence[tuple[ClipRow, str]]:
    """All other clips of the same content with their class's name, by time."""
    query = (
        sa.select(ClipRow, ClassRow.name)
        .join(ClassRow, ClipRow.class_id == ClassRow.id)
        .where(ClipRow.content_hash == clip.content_hash, ClipRow.id != clip.id)
        .order_by(ClipRow.start_s)
    )
    return [(row, name) for row, name in session.execute(query)]


def _must_be_free(
    session: Session, project: Project, clip: ClipRow, start_s: float, end_s: float
) -> None:
    for other, name in _others(session, clip):
        same = (other.start_s, other.end_s) == (start_s, end_s)
        overlap = other.start_s < end_s - _HAIR_S and start_s < other.end_s - _HAIR_S
        if overlap and (same or other.class_id != clip.class_id):
            raise InputError(
                f"{real_path(project.folder, clip.path)} is labelled {name!r} from "
                f"{other.start_s:.1f} to {other.end_s:.1f} s already.",
                "Choose a stretch beside it: one moment can be in one class only.",
            )


def _free_stretch(session: Session, project: Project, clip: ClipRow) -> tuple[float, float]:
    """The first stretch of a clip's file that no clip uses, 1 to 10 s long."""
    taken = sorted(
        [(clip.start_s, clip.end_s), *((o.start_s, o.end_s) for o, _ in _others(session, clip))]
    )
    at_s = 0.0
    for start_s, end_s in (*taken, (clip.duration_s, clip.duration_s)):
        if start_s - at_s >= _MIN_COPY_S:
            return at_s, min(start_s, at_s + MAX_STRETCH_S)
        at_s = max(at_s, end_s)
    raise InputError(
        f"{real_path(project.folder, clip.path)} has no other part to label.",
        "One moment can be in one class only: move the clip instead, or shorten its stretch.",
    )
