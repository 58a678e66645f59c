"""What erasing would take from a project, counted before anything happens."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from smp_core.errors import StorageError
from smp_core.storage.backup import backups_folder
from smp_core.storage.project import Project
from smp_core.storage.schema import ClipRow, EditRow
from smp_core.workflows.erase import BACKUP_NAME, CACHES


@dataclass(frozen=True)
class Removable:
    """What `erase_removed` would take.

    Attributes:
        edits: Steps of undo and redo.
        clips: Removed clips that these could bring back; backups may hold more.
        backups: Backups that would be deleted.
        cached_bytes: Size of the caches.
    """

    edits: int
    clips: int
    backups: int
    cached_bytes: int


def count_removable(project: Project) -> Removable:
    """Count it; nothing is changed.

    Raises:
        StorageError: The project cannot be read.
    """
    with project.database.read() as session:
        there = {tuple(row) for row in session.execute(sa.select(ClipRow.id, ClipRow.content_hash))}
        edits, known = 0, set()
        both = sa.select(EditRow.forward, EditRow.backward)
        for images in session.execute(both.execution_options(yield_per=100)):
            edits += 1
            known |= {clip for image in images for clip in _clips(image)}
    backups = _files(backups_folder(project.folder), "*")
    return Removable(
        edits=edits,
        # A clip that was only moved or cut anew keeps its number and its file.
        clips=len(known - there),
        backups=sum(BACKUP_NAME.fullmatch(file.name) is not None for file in backups),
        cached_bytes=sum(
            _size(file) for name in CACHES for file in _files(project.cache_folder / name, "**/*")
        ),
    )


def _clips(image: Mapping[str, Any]) -> Iterator[tuple[int, str]]:
    """Number and content of the clips that an edit keeps whole."""
    for table, key, values in image["rows"]:
        if table == "clips" and values is not None and {"id", "content_hash"} <= values.keys():
            yield key[0], values["content_hash"]


def _files(folder: Path, pattern: str) -> list[Path]:
    try:
        return [file for file in folder.glob(pattern) if file.is_file()]
    except OSError as error:
        raise StorageError(f"{folder} cannot be read.", "Check the disk.") from error


def _size(file: Path) -> int:
    with contextlib.suppress(OSError):  # the window may be renewing a small picture just now
        return file.stat().st_size
    return 0
