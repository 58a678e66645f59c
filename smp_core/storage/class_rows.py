"""Classes by name, whatever its case."""

from __future__ import annotations

import unicodedata
from datetime import UTC, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from smp_core.errors import InputError
from smp_core.storage.schema import ClassRow

MAX_NAME = 100
"""Longest class name in characters."""

# Okabe and Ito's colours, which colour-blind people can tell apart, and darker sisters.
COLOURS = (
    "#0072b2",
    "#e69f00",
    "#009e73",
    "#cc79a7",
    "#56b4e9",
    "#d55e00",
    "#b8a800",
    "#6f4aa8",
    "#8c564b",
    "#5b7083",
    "#00798c",
    "#a23b4a",
)


def clean_name(name: str) -> str:
    """The class name as it is kept: composed Unicode, single spaces.

    Raises:
        InputError: It is empty, too long, or cannot be shown.
    """
    hint = f"Use 1 to {MAX_NAME} letters, digits, spaces and signs."
    clean = " ".join(unicodedata.normalize("NFC", name).split())
    if not clean:
        raise InputError("A class needs a name.", hint)
    if len(clean) > MAX_NAME:
        raise InputError(f"The class name {clean[:20]!r}… is too long.", hint)
    # Control and format characters and lone surrogates would garble terminals, files and tables;
    # the two joiners are part of Persian, of Indian scripts and of emoji.
    visible = clean.replace("\u200c", "").replace("\u200d", "")
    if any(unicodedata.category(letter) in ("Cc", "Cf", "Cs") for letter in visible):
        raise InputError(f"The class name {clean!r} holds invisible characters.", hint)
    return clean


def class_row(session: Session, name: str) -> ClassRow:
    """The class of that name, made at the end of the order if there is none."""
    clean = clean_name(name)
    found = _by_key(session, clean)
    if found is not None:
        return found
    last = session.scalar(sa.select(sa.func.max(ClassRow.position)))
    position = 0 if last is None else last + 1
    row = ClassRow(
        name=clean,
        name_key=name_key(clean),
        position=position,
        colour=COLOURS[position % len(COLOURS)],
        created=datetime.now(UTC),
    )
    session.add(row)
    session.flush()
    return row


def find_class(session: Session, name: str) -> ClassRow:
    """The class of that name.

    Raises:
        InputError: There is none; the classes there are, are named.
    """
    found = _by_key(session, clean_name(name))
    if found is None:
        names = session.scalars(sa.select(ClassRow.name).order_by(ClassRow.position)).all()
        there = f"There are: {', '.join(names)}." if names else "There are no classes yet."
        raise InputError(f"There is no class {name!r}.", there)
    return found


def named(session: Session, name: str) -> ClassRow | None:
    """The class of that name in any case; None if there is none.

    Raises:
        InputError: No class can have this name.
    """
    return _by_key(session, clean_name(name))


def _by_key(session: Session, clean: str) -> ClassRow | None:
    return session.scalars(sa.select(ClassRow).where(ClassRow.name_key == name_key(clean))).first()


def name_key(clean: str) -> str:
    """What two names share that differ only in case."""
    return unicodedata.normalize("NFC", clean.casefold())
