"""Rows of classes, clips and prompts as plain JSON, and back into the database.

An image says for each row how it is to be: None for "not there", all columns of a row that is to
be made, or only the changed columns of one that stays. Changes of other columns are then kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple, cast

import sqlalchemy as sa
from sqlalchemy.orm import Session

from smp_core.storage.schema import Base, ClassRow, ClipRow, PromptRow, UtcDateTime

TRACKED = (ClassRow, ClipRow, PromptRow)

_TABLES = {model.__tablename__: cast(sa.Table, model.__table__) for model in TRACKED}
# Prompts are known by what they are: captioners write them outside the journal, so their ids may
# have been given to others since.
_KEYS = {
    "classes": ("id",),
    "clips": ("id",),
    "prompts": ("clip_id", "captioner", "captioner_version"),
}
# What no two rows may share, and the column of it that gets out of the way for a moment.
_UNIQUE = {
    "classes": ({"name_key"}, "name_key"),
    "clips": ({"class_id", "content_hash", "start_s", "end_s"}, "content_hash"),
}

Values = Mapping[str, Any]


class RowKey(NamedTuple):
    """Which row: the table's name and the values of its key columns."""

    table: str
    key: tuple[int | str, ...]


class Image(dict[RowKey, Values | None]):
    """How rows are to be; see the module."""


def key_of(row: Base) -> RowKey:
    """The key of a tracked row that has been flushed."""
    table = row.__tablename__
    return RowKey(table, tuple(getattr(row, name) for name in _KEYS[table]))


def old_values(row: Base) -> dict[str, Any]:
    """A row's values before the flush that is under way."""
    values = {}
    for name in _columns(row.__tablename__):
        history = sa.inspect(row).attrs[name].history
        kept = history.deleted or history.unchanged
        values[name] = kept[0] if kept else getattr(row, name)
    return values


def stored_values(session: Session, key: RowKey) -> dict[str, Any] | None:
    """A row's values in the database now; None if it is not there."""
    table = _TABLES[key.table]
    found = session.execute(sa.select(table).where(_is(key))).mappings().first()
    return None if found is None else {name: found[name] for name in _columns(key.table)}


def difference(before: Values | None, after: Values | None) -> tuple[Values | None, Values | None]:
    """What leads from one to the other, and what leads back."""
    if before is None or after is None:
        return after, before
    changed = [name for name in after if after[name] != before[name]]
    return {name: after[name] for name in changed}, {name: before[name] for name in changed}


def write(session: Session, image: Image) -> Image:
    """Make rows as an image wants them.

    Returns:
        The rows that went, with all that went with them, as they were.

    Raises:
        IntegrityError: The database holds something that is in the way.
    """
    gone = _going(session, image)
    for name in ("prompts", "clips"):
        _delete(session, name, gone)
    parked = _park(session, image, gone)
    for name in ("classes", "clips", "prompts"):
        for key, values in image.items():
            if key.table == name and values is not None:
                _put(session, key, {**parked.get(key, {}), **values})
    _delete(session, "classes", gone)
    return gone


def as_json(image: Image, group: str) -> dict[str, Any]:
    """An image for the table `edits`."""
    rows = [
        [key.table, list(key.key), None if values is None else _plain(values)]
        for key, values in image.items()
    ]
    return {"group": group, "rows": rows}


def from_json(stored: Mapping[str, Any]) -> tuple[Image, str]:
    """An image from the table `edits`, and its group."""
    image = Image()
    for table, key, values in stored["rows"]:
        image[RowKey(table, tuple(key))] = None if values is None else _typed(table, values)
    return image, str(stored.get("group", ""))


def _columns(table: str) -> list[str]:
    # A prompt's own id is not kept, see `_KEYS`.
    names = [column.name for column in _TABLES[table].columns]
    return [name for name in names if table != "prompts" or name != "id"]


def _is(key: RowKey) -> sa.ColumnElement[bool]:
    table = _TABLES[key.table]
    return sa.and_(*(table.c[n] == v for n, v in zip(_KEYS[key.table], key.key, strict=True)))


def _going(session: Session, image: Image) -> Image:
    """All rows that an image takes away: those it names, and those that would go with them."""
    gone = Image()
    for key, values in image.items():
        # A prompt that was written since about the same clip is replaced.
        goes = values is None or key.table == "prompts"
        if goes and (now := stored_values(session, key)) is not None:
            gone[key] = now
    moved = {key for key, values in image.items() if values and "class_id" in values}
    for key in _children(session, "clips", "class_id", gone, "classes"):
        if key not in moved:
            gone.setdefault(key, stored_values(session, key))
    for key in _children(session, "prompts", "clip_id", gone, "clips"):
        gone.setdefault(key, stored_values(session, key))
    return gone


def _children(
    session: Session, table: str, column: str, parents: Image, parent_table: str
) -> Iterable[RowKey]:
    ids = [key.key[0] for key in parents if key.table == parent_table]
    columns = [_TABLES[table].c[name] for name in _KEYS[table]]
    for parent in ids:
        for found in session.execute(sa.select(*columns).where(_TABLES[table].c[column] == parent)):
            yield RowKey(table, tuple(found))


def _delete(session: Session, table: str, gone: Image) -> None:
    for key in gone:
        if key.table == table:
            session.execute(sa.delete(_TABLES[table]).where(_is(key)))


def _park(session: Session, image: Image, gone: Image) -> dict[RowKey, Values]:
    """Put rows out of the way, because two of them may change places; gives what they had."""
    had: dict[RowKey, Values] = {}
    for key, values in image.items():
        if key.table not in _UNIQUE:
            continue
        together, column = _UNIQUE[key.table]
        if key not in gone and together.isdisjoint(values or ()):
            continue
        now = stored_values(session, key)
        if now is not None:
            had[key] = {column: now[column]}
            aside = {column: f"parked {key.key[0]}"}
            session.execute(sa.update(_TABLES[key.table]).where(_is(key)).values(aside))
    return had


def _put(session: Session, key: RowKey, values: Values) -> None:
    table = _TABLES[key.table]
    key_values = dict(zip(_KEYS[key.table], key.key, strict=True))
    stays = not key_values.keys() <= values.keys()  # only its changed columns are given
    if stays and stored_values(session, key) is not None:
        session.execute(sa.update(table).where(_is(key)).values(dict(values)))
    else:
        # The database refuses what is there again by now, and half a row of one that is gone.
        session.execute(sa.insert(table).values({**values, **key_values}))


def _plain(values: Values) -> dict[str, Any]:
    return {n: v.isoformat() if isinstance(v, datetime) else v for n, v in values.items()}


def _typed(table: str, values: Mapping[str, Any]) -> dict[str, Any]:
    columns = _TABLES[table].c
    return {
        name: datetime.fromisoformat(value) if _is_time(columns[name], value) else value
        for name, value in values.items()
    }


def _is_time(column: sa.Column[Any], value: object) -> bool:
    return isinstance(column.type, UtcDateTime) and isinstance(value, str)
