"""Rows of classes, clips and prompts as plain JSON, and back into the database.

An image says for each row how it is to be: None for "not there", all columns of a row that is to
be made, or only the changed columns of one that stays. Changes of other columns are then kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple, cast

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
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


def stored_values(session: Session, keys: Iterable[RowKey]) -> dict[RowKey, dict[str, Any]]:
    """The values of those rows that are in the database now."""
    found: dict[RowKey, dict[str, Any]] = {}
    wanted = set(keys)
    for name, table in _TABLES.items():
        first = table.c[_KEYS[name][0]]
        ids = sorted({key.key[0] for key in wanted if key.table == name})
        for some in _portions(ids):
            for row in session.execute(sa.select(table).where(first.in_(some))).mappings():
                key = RowKey(name, tuple(row[column] for column in _KEYS[name]))
                if key in wanted:
                    found[key] = {column: row[column] for column in _columns(name)}
    return found


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
    now = stored_values(session, image)
    gone = _going(session, image, now)
    for name in ("prompts", "clips"):
        _delete(session, name, gone)
    parked = _park(session, image, gone, now)
    for name in ("classes", "clips", "prompts"):
        added = []
        for key, values in image.items():
            if key.table != name or values is None:
                continue
            if _stays(key, values) and key in now:
                changed = {**parked.get(key, {}), **values}
                session.execute(sa.update(_TABLES[name]).where(_is(key)).values(changed))
            else:
                # The database refuses what is there again by now.
                added.append({**values, **dict(zip(_KEYS[name], key.key, strict=True))})
        whole = [row for row in added if row.keys() >= set(_columns(name))]
        if len(whole) < len(added):
            raise IntegrityError("half a row", None, ValueError("it went by another way"))
        if whole:
            session.execute(sa.insert(_TABLES[name]), whole)
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


def _stays(key: RowKey, values: Values) -> bool:
    """Whether an image gives only the changed columns of a row."""
    return not set(_KEYS[key.table]) <= values.keys()


def _going(session: Session, image: Image, now: Mapping[RowKey, Values]) -> Image:
    """All rows that an image takes away: those it names, and those that would go with them."""
    gone = Image()
    for key, values in image.items():
        # A prompt that was written since about the same clip is replaced.
        if key in now and (values is None or key.table == "prompts"):
            gone[key] = now[key]
    moved = {key for key, values in image.items() if values and "class_id" in values}
    for key, values in _children(session, "clips", "class_id", gone, "classes"):
        if key not in moved:
            gone.setdefault(key, values)
    for key, values in list(_children(session, "prompts", "clip_id", gone, "clips")):
        gone.setdefault(key, values)
    return gone


def _children(
    session: Session, name: str, column: str, parents: Image, parent_table: str
) -> list[tuple[RowKey, dict[str, Any]]]:
    table = _TABLES[name]
    found = []
    for some in _portions([key.key[0] for key in parents if key.table == parent_table]):
        for row in session.execute(sa.select(table).where(table.c[column].in_(some))).mappings():
            key = RowKey(name, tuple(row[each] for each in _KEYS[name]))
            found.append((key, {each: row[each] for each in _columns(name)}))
    return found


def _delete(session: Session, name: str, gone: Image) -> None:
    if name == "prompts":  # known by three columns; their clips stay, as a rule
        for key in gone:
            if key.table == name:
                session.execute(sa.delete(_TABLES[name]).where(_is(key)))
        return
    for some in _portions([key.key[0] for key in gone if key.table == name]):
        session.execute(sa.delete(_TABLES[name]).where(_TABLES[name].c.id.in_(some)))


def _park(
    session: Session, image: Image, gone: Image, now: Mapping[RowKey, Values]
) -> dict[RowKey, Values]:
    """Put rows out of the way, because two of them may change places; gives what they had."""
    had: dict[RowKey, Values] = {}
    for key, values in image.items():
        if key.table not in _UNIQUE or key not in now:
            continue
        together, column = _UNIQUE[key.table]
        if key in gone and key.table == "clips":
            continue
        if key in gone or (values and not together.isdisjoint(values)):
            had[key] = {column: now[key][column]}
            aside = {column: f"parked {key.key[0]}"}
            session.execute(sa.update(_TABLES[key.table]).where(_is(key)).values(aside))
    return had


def _portions(ids: Sequence[Any]) -> Iterable[Sequence[Any]]:
    """Parts that fit into one statement."""
    return (ids[at : at + 500] for at in range(0, len(ids), 500))


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
