"""Every change of classes and clips, kept so that it can be undone, also after a restart.

An edit is one transaction. While it runs, the session itself tells which rows it touched; at its
end the rows as they were and as they are go into the table `edits`. Runs and results are never
part of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from smp_core.errors import InputError
from smp_core.storage.project import Project
from smp_core.storage.schema import EditRow
from smp_core.workflows.edit_journal_rows import (
    TRACKED,
    Image,
    RowKey,
    as_json,
    difference,
    from_json,
    key_of,
    old_values,
    stored_values,
    write,
)

MAX_EDITS = 5000
"""How many edits are kept; the oldest go first."""


@dataclass(frozen=True)
class EditHistory:
    """What can be undone and redone now.

    Attributes:
        undo: What the next undo takes back ("Rename a class"); None for nothing.
        redo: What the next redo does again; None for nothing.
    """

    undo: str | None
    redo: str | None


class Edit:
    """One edit that is being made.

    Attributes:
        session: Change rows of classes, clips and prompts through it, as objects: bulk statements
            are not seen.
        label: What the operator will read; it may be set until the end.
        group: Neighbours with the same name of a group are undone together; empty for none.
    """

    def __init__(self, session: Session, label: str, group: str) -> None:
        self.session, self.label, self.group = session, label, group
        self._before: dict[RowKey, dict[str, Any] | None] = {}
        event.listen(session, "after_flush", self._look)

    def images(self) -> tuple[Image, Image]:
        """What does the edit again, and what takes it back."""
        self.session.flush()
        forward, backward = Image(), Image()
        now = stored_values(self.session, self._before)
        for key, before in self._before.items():
            there, back = difference(before, now.get(key))
            if there != back:
                forward[key], backward[key] = there, back
        return forward, backward

    def _look(self, session: Session, _flush: object) -> None:
        for row in session.new:
            if isinstance(row, TRACKED):
                self._before.setdefault(key_of(row), None)
        for row in (*session.dirty, *session.deleted):
            if isinstance(row, TRACKED):
                self._before.setdefault(key_of(row), old_values(row))


@contextmanager
def editing(project: Project, label: str, group: str = "") -> Iterator[Edit]:
    """Make one edit: all of it is stored and can be undone, or nothing of it.

    What was undone before and not redone can then no longer be redone.

    Args:
        project: Whose classes and clips.
        label: What the operator reads: "Undo: …".
        group: Edits in a row with the same group are undone as one.
    """
    with project.database.write() as session:
        edit = Edit(session, label, group)
        yield edit
        forward, backward = edit.images()
        if not forward:
            return
        session.execute(sa.delete(EditRow).where(EditRow.undone))
        row = EditRow(
            created=datetime.now(UTC),
            label=edit.label,
            forward=as_json(forward, edit.group),
            backward=as_json(backward, edit.group),
            undone=False,
        )
        session.add(row)
        session.flush()
        session.execute(sa.delete(EditRow).where(EditRow.id <= row.id - MAX_EDITS))


def history(project: Project) -> EditHistory:
    """What can be undone and redone now."""
    with project.database.read() as session:
        undo_row = session.scalars(_next_undo().limit(1)).first()
        redo_row = session.scalars(_next_redo().limit(1)).first()
        return EditHistory(
            None if undo_row is None else undo_row.label,
            None if redo_row is None else redo_row.label,
        )


def undo_label(project: Project) -> str | None:
    """What the next undo takes back; None for nothing."""
    return history(project).undo


def undo(project: Project) -> str | None:
    """Take the newest edit back.

    Returns:
        Its label; None if there is nothing to undo.

    Raises:
        InputError: Something else changed the same clips, so that it cannot be taken back; the
            clips stay as they are and the older edits are forgotten.
    """
    return _go(project, back=True)


def redo(project: Project) -> str | None:
    """Do again what was undone last.

    Returns:
        Its label; None if there is nothing to redo.

    Raises:
        InputError: As for `undo`.
    """
    return _go(project, back=False)


def forget(project: Project) -> None:
    """Take the history away: what was made for the operator is not his to undo."""
    with project.database.write() as session:
        session.execute(sa.delete(EditRow))


def _next_undo() -> sa.Select[EditRow]:
    return sa.select(EditRow).where(~EditRow.undone).order_by(EditRow.id.desc())


def _next_redo() -> sa.Select[EditRow]:
    return sa.select(EditRow).where(EditRow.undone).order_by(EditRow.id)


def _go(project: Project, *, back: bool) -> str | None:
    label = ""
    try:
        with project.database.write() as session:
            rows = _together(session, _next_undo() if back else _next_redo())
            if not rows:
                return None
            label = rows[0].label
            for row in rows:
                _apply(session, row, back=back)
            return label
    except IntegrityError as error:
        with project.database.write() as session:
            gone = sa.delete(EditRow).where(~EditRow.undone if back else EditRow.undone)
            session.execute(gone)
        what = "taken back" if back else "done again"
        raise InputError(
            f"“{label}” can no longer be {what}: the same clips were changed since.",
            "Your clips stay as they are now; go on from there.",
        ) from error


def _together(session: Session, query: sa.Select[EditRow]) -> list[EditRow]:
    """The next edit, with its neighbours of the same group."""
    found: list[EditRow] = []
    group = ""
    for row in session.scalars(query.execution_options(yield_per=100)):
        its_group = str(row.forward.get("group", ""))
        if found and (not group or its_group != group):
            break
        group = its_group
        found.append(row)
    return found


def _apply(session: Session, row: EditRow, *, back: bool) -> None:
    image, group = from_json(row.backward if back else row.forward)
    opposite, _ = from_json(row.forward if back else row.backward)
    # What goes now is kept as it is now: prompts may have been written since the edit.
    opposite.update(write(session, image))
    if back:
        row.forward = as_json(opposite, group)
    else:
        row.backward = as_json(opposite, group)
    row.undone = back
    session.flush()
