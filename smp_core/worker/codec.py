"""Frozen dataclasses to plain JSON values and back, checked by their type hints. Never pickle."""

from __future__ import annotations

import types
import typing
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal, TypeVar, Union, cast, get_args, get_origin, get_type_hints

T = TypeVar("T")


class CodecError(ValueError):
    """The JSON does not fit the type: the two processes are of different versions."""


def encode(value: object) -> Any:
    """Make a value of dataclasses, sequences, mappings, paths and times into plain JSON values.

    Raises:
        TypeError: It holds something else (a bug of ours).
    """
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, Path):
        return str(value)
    if isinstance(value, datetime):
        return value.isoformat()
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: encode(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): encode(each) for key, each in value.items()}
    if isinstance(value, Sequence):
        return [encode(each) for each in value]
    raise TypeError(f"{type(value).__name__} cannot travel between processes")


def decode(kind: type[T], data: Any) -> T:
    """The inverse of `encode`.

    Args:
        kind: What is expected: a dataclass, or None's type for "nothing".
        data: Plain JSON values.

    Raises:
        CodecError: They do not fit.
    """
    return cast(T, _decode(kind, data))


def _decode(kind: Any, data: Any) -> Any:
    if kind is Any or kind is object:
        return data
    if kind is None or kind is type(None):
        return _checked(data is None, kind, data, None)
    if is_dataclass(kind) and isinstance(kind, type):
        return _record(kind, data)
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        return _union(get_args(kind), data)
    if origin is Literal:
        return _checked(data in get_args(kind), kind, data, data)
    if origin is tuple:
        return _tuple(kind, data)
    if origin in (list, Sequence):
        (each,) = get_args(kind)
        _checked(isinstance(data, list), kind, data, None)
        return [_decode(each, item) for item in data]
    if origin in (dict, Mapping):
        _, each = get_args(kind)
        _checked(isinstance(data, dict), kind, data, None)
        return {name: _decode(each, item) for name, item in data.items()}
    return _plain(kind, data)


def _plain(kind: Any, data: Any) -> Any:
    if kind is Path:
        return Path(_checked(isinstance(data, str), kind, data, data))
    if kind is datetime:
        try:
            return datetime.fromisoformat(data)
        except (TypeError, ValueError) as error:
            raise CodecError(f"{data!r} is no time") from error
    if kind is float:  # 1.0 may have become 1 on the way
        fits = isinstance(data, int | float) and not isinstance(data, bool)
        return float(_checked(fits, kind, data, data))
    if kind is int:
        return _checked(isinstance(data, int) and not isinstance(data, bool), kind, data, data)
    if kind in (bool, str):
        return _checked(isinstance(data, kind), kind, data, data)
    raise CodecError(f"{kind!r} cannot travel between processes")


def _record(kind: type, data: Any) -> Any:
    _checked(isinstance(data, dict), kind, data, None)
    hints = get_type_hints(kind)
    names = {field.name for field in fields(kind)}
    if set(data) != names:
        raise CodecError(f"{kind.__name__}: {sorted(set(data) ^ names)} missing or unexpected")
    return kind(**{name: _decode(hints[name], data[name]) for name in names})


def _tuple(kind: Any, data: Any) -> tuple[Any, ...]:
    _checked(isinstance(data, list), kind, data, None)
    parts = get_args(kind)
    if len(parts) == 2 and parts[1] is Ellipsis:
        return tuple(_decode(parts[0], item) for item in data)
    _checked(len(parts) == len(data), kind, data, None)
    return tuple(_decode(part, item) for part, item in zip(parts, data, strict=True))


def _union(choices: Sequence[Any], data: Any) -> Any:
    for choice in choices:
        try:
            return _decode(choice, data)
        except CodecError:
            continue
    raise CodecError(f"{data!r} is none of {typing.cast(object, choices)}")


def _checked(fits: bool, kind: Any, data: Any, value: Any) -> Any:
    if not fits:
        raise CodecError(f"{data!r} is no {getattr(kind, '__name__', kind)}")
    return value
