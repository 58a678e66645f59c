"""What an operator does to classes. Every function is one edit that can be undone.

`label` is what "Undo" will say; the window gives it in the operator's language.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from smp_core.errors import InputError
from smp_core.records import ClassRecord
from smp_core.storage.class_rows import class_row, clean_name, name_key, named
from smp_core.storage.project import Project
from smp_core.storage.schema import ClassRow, ClipRow
from smp_core.workflows.clip_edits import class_of, move_rows, remove_rows, rows_of
from smp_core.workflows.edit_journal import editing

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


def create_class(project: Project, name: str, label: str = "Add a class") -> ClassRecord:
    """Make a class.

    Raises:
        InputError: The name cannot be used, or another class has it.
    """
    with editing(project, label) as edit:
        _must_be_free(edit.session, name)
        row = class_row(edit.session, name)
        return ClassRecord(row.id, row.name, row.position, row.colour, 0)


def rename_class(project: Project, class_id: int, name: str, label: str = "Rename a class") -> None:
    """Give a class another name, or the same one in other letters.

    Runs that were trained before keep the old name.

    Raises:
        InputError: The name cannot be used, or another class has it; there is no such class.
    """
    clean = clean_name(name)
    with editing(project, label) as edit:
        row = class_of(edit.session, class_id)
        _must_be_free(edit.session, clean, but=row)
        row.name, row.name_key = clean, name_key(clean)


def colour_class(
    project: Project, class_id: int, colour: str, label: str = "Colour a class"
) -> None:
    """Give a class another colour.

    Args:
        colour: "#rrggbb".

    Raises:
        InputError: That is no colour; there is no such class.
    """
    if not _COLOUR.fullmatch(colour):
        raise InputError(f"{colour!r} is no colour.", "Write it like this: #e69f00")
    with editing(project, label) as edit:
        class_of(edit.session, class_id).colour = colour.lower()


def order_classes(
    project: Project, class_ids: Sequence[int], label: str = "Reorder the classes"
) -> None:
    """Put the classes in another order; those that are not named come last, as they were.

    Raises:
        InputError: There is no such class.
    """
    with editing(project, label) as edit:
        rows = _in_order(edit.session)
        by_id = {row.id: row for row in rows}
        named_first = [class_of(edit.session, each).id for each in dict.fromkeys(class_ids)]
        rest = [row.id for row in rows if row.id not in named_first]
        for position, class_id in enumerate((*named_first, *rest)):
            by_id[class_id].position = position


def move_class(project: Project, class_id: int, steps: int, label: str = "Move a class") -> None:
    """Move a class up (negative) or down in the order; at an end it stays.

    Raises:
        InputError: There is no such class.
    """
    with editing(project, label) as edit:
        rows = _in_order(edit.session)
        old = rows.index(class_of(edit.session, class_id))
        new = min(max(old + steps, 0), len(rows) - 1)
        rows.insert(new, rows.pop(old))
        for position, row in enumerate(rows):
            row.position = position


def merge_classes(
    project: Project, into_id: int, from_ids: Sequence[int], label: str = "Merge classes"
) -> None:
    """Put the clips of some classes into another, and remove the emptied ones.

    Raises:
        InputError: There is no such class, or only the one class is named.
    """
    others = [each for each in dict.fromkeys(from_ids) if each != into_id]
    if not others:
        raise InputError("Merging needs two classes.", "Choose another class to merge with.")
    with editing(project, label) as edit:
        into = class_of(edit.session, into_id)
        for class_id in others:
            other = class_of(edit.session, class_id)
            clips = edit.session.scalars(_clips_of(other)).all()
            move_rows(edit.session, clips, into)
            edit.session.flush()
            edit.session.delete(other)
            edit.session.flush()


def split_class(
    project: Project, clip_ids: Sequence[int], name: str, label: str = "Make a class of clips"
) -> ClassRecord:
    """Make a new class of some clips.

    Raises:
        InputError: The name cannot be used, or a class has it; a clip is gone, or none is given.
    """
    with editing(project, label) as edit:
        _must_be_free(edit.session, name)
        clips = rows_of(edit.session, clip_ids)
        row = class_row(edit.session, name)
        move_rows(edit.session, clips, row)
        return ClassRecord(row.id, row.name, row.position, row.colour, len(clips))


def delete_class(project: Project, class_id: int, label: str = "Remove a class") -> None:
    """Remove a class with its clips and their prompts. The files stay where they are.

    Raises:
        InputError: There is no such class.
    """
    with editing(project, label) as edit:
        row = class_of(edit.session, class_id)
        remove_rows(edit.session, edit.session.scalars(_clips_of(row)).all())
        edit.session.delete(row)


def _in_order(session: Session) -> list[ClassRow]:
    return list(session.scalars(sa.select(ClassRow).order_by(ClassRow.position, ClassRow.id)))


def _clips_of(row: ClassRow) -> sa.Select[ClipRow]:
    return sa.select(ClipRow).where(ClipRow.class_id == row.id).order_by(ClipRow.id)


def _must_be_free(session: Session, name: str, but: ClassRow | None = None) -> None:
    found = named(session, name)
    if found is not None and found is not but:
        raise InputError(
            f"There is a class {found.name!r} already.",
            "Choose another name, or merge the two classes.",
        )
