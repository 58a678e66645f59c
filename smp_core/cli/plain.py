"""Values from outside, made safe to print or to write as JSON."""

from __future__ import annotations

import dataclasses
import math
import unicodedata
from collections.abc import Mapping, Set
from datetime import datetime
from enum import Enum
from pathlib import PurePath

from smp_core.paths import quoted

# Control, format (bidirectional overrides hide a file's ending), line and paragraph separators.
_UNSAFE = {"Cc", "Cf", "Zl", "Zp"}
_JOINERS = {"\u200c", "\u200d"}  # parts of ordinary words and emoji


def plain_text(value: object) -> str:
    """Text for a terminal: one line, and nothing in it that moves the cursor or turns the reading.

    Args:
        value: Anything with a string form; file names and labels above all.

    Returns:
        The text with every unsafe character written as its escape, "\\x1b" for example.
    """
    return "".join(
        char if char in _JOINERS or unicodedata.category(char) not in _UNSAFE else _escape(char)
        for char in str(value)
    )


def _escape(char: str) -> str:
    return char.encode("unicode_escape").decode("ascii")


def shell_word(path: PurePath) -> str:
    """A path as it is typed in a shell of this system, for lines that people copy."""
    return quoted(plain_text(path))


def plain_value(value: object) -> object:
    """The value as what JSON knows.

    Records become objects, paths and times become text, numbers that JSON lacks become null.
    """
    if value is None or isinstance(value, str | bool | int):
        return value.value if isinstance(value, Enum) else value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, PurePath):
        return str(value)
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): plain_value(each) for key, each in value.items()}
    if isinstance(value, list | tuple | Set):
        return [plain_value(each) for each in value]
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {
            field.name: plain_value(getattr(value, field.name))
            for field in dataclasses.fields(value)
        }
    tolist = getattr(value, "tolist", None)  # numbers and arrays of NumPy and torch
    if callable(tolist):
        return plain_value(tolist())
    return str(value)


def counted(n: int, noun: str) -> str:
    """A number of things: "1 video", "2 videos"."""
    return f"{n} {noun}" if n == 1 else f"{n} {noun}s"


def seconds_text(seconds: float) -> str:
    """A duration for people: "0.8 s", "42 s", "3 min 05 s", "1 h 02 min"."""
    if seconds < 9.95:
        return f"{seconds:.1f} s"
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60:02d} s"
    minutes = round(whole / 60)
    return f"{minutes // 60} h {minutes % 60:02d} min"


def bytes_text(size: float) -> str:
    """A size for people, in powers of ten: "812 B", "27.4 MB"."""
    for unit in ("B", "kB", "MB", "GB"):
        if size < 999.5:
            return f"{size:.0f} {unit}" if unit == "B" else f"{size:.1f} {unit}"
        size /= 1000
    return f"{size:.1f} TB"
