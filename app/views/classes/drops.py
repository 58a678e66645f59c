"""Paths out of what was dropped or pasted."""

from __future__ import annotations

import shlex
from pathlib import Path

from PySide6.QtCore import QMimeData, QUrl


def dropped_paths(data: QMimeData) -> list[Path]:
    """The local files and folders of a drop, in order, each once."""
    local = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
    return list(dict.fromkeys(each for each in local if str(each) != "."))


def pasted_paths(data: QMimeData) -> list[Path]:
    """Paths from the clipboard: files that were copied, or text with one path a line."""
    return dropped_paths(data) or (paths_of_text(data.text()) if data.hasText() else [])


def paths_of_text(text: str) -> list[Path]:
    """Absolute paths out of text: one a line, with or without quotes, or file:// addresses."""
    found = []
    for line in text.splitlines():
        word = line.strip()
        if word[:1] in "\"'" and word[-1:] == word[:1]:
            word = word[1:-1]
        if word.startswith("file:"):
            word = QUrl(word).toLocalFile()
        elif not Path(word).exists():
            word = _unquoted(word)
        path = Path(word).expanduser() if word else None
        if path is not None and path.is_absolute():
            found.append(path)
    return list(dict.fromkeys(found))


def _unquoted(word: str) -> str:
    """As a shell would read it: file managers and terminals quote blanks so."""
    try:
        parts = shlex.split(word)
    except ValueError:
        return word
    return parts[0] if len(parts) == 1 else word
