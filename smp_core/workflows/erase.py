"""Erase for good what was removed from a project: a clip's path and sentences leave no trace in it.

What is still in the project stays: classes, clips, prompts, runs, incoming videos and results. The
videos themselves, exports, and files that a person put into the folder are never touched.
"""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from smp_core.errors import StorageError
from smp_core.jobs import JobContext
from smp_core.paths import write_error
from smp_core.storage.backup import AUTOMATIC, backup, backups_folder
from smp_core.storage.faults import translated
from smp_core.storage.project import DATABASE, Project, open_project
from smp_core.storage.scrub import check_alone, scrub
from smp_core.workflows.erase_quality import forget_removed

CACHES = ("captions", "clips", "explain", "previews", "prompt_quality")
"""What the program keeps under `cache/`; a test looks that none is missing."""

_STAGE = "Erasing"
_STEPS = 5
# Backups as the program names them, also those that a kill left half written.
BACKUP_NAME = re.compile(r"\d{8}-\d{6}-\d{6}-[\w-]+\.(?:db|part)(?:-journal|-wal|-shm)?")


@dataclass(frozen=True)
class Erased:
    """What was done.

    Attributes:
        edits: Steps of undo that were forgotten.
        reported: Removed clips that reports on trainings no longer name.
        cached: Files taken out of the project's caches.
        backups: Backups deleted; a new one of the project as it is now was made before.
        left: What else lies among the backups: a person put it there, it stays.
        freed_bytes: By how much the project became smaller; 0 if it did not.
    """

    edits: int
    reported: int
    cached: int
    backups: int
    left: tuple[Path, ...]
    freed_bytes: int


def erase_removed(folder: Path, ctx: JobContext) -> Erased:
    """Forget the undo journal, write the database anew, delete old backups, empty the caches.

    Every step leaves a whole project; after a kill, do it again. What the disk itself keeps of
    deleted files is beyond the program.

    Args:
        folder: The project's. Nobody may have it open.

    Raises:
        InputError: There is no project there.
        StorageError: Another program has it open, it is damaged, or it cannot be written.
        ResourceError: The disk is full. Cancelled: Between two steps.
    """
    with open_project(folder) as project:
        database = project.folder / DATABASE
        check_alone(database)
        before = _size(project)
        _step(ctx, 0)
        reported = forget_removed(project)
    # Closed: from here on no connection but that of each step itself.
    _step(ctx, 1)
    edits = scrub(database)
    _step(ctx, 2)
    # Before an old one goes there is a new one, and its source has just been checked.
    newest = _new_backup(database)
    _step(ctx, 3)
    backups, left = _delete_backups(project, newest)
    _step(ctx, 4)
    cached = sum(_empty(project.cache_folder / name) for name in CACHES)
    cached += _leftovers(project)
    ctx.progress(_STAGE, _STEPS, _STEPS)
    return Erased(edits, reported, cached, backups, left, max(0, before - _size(project)))


def _step(ctx: JobContext, number: int) -> None:
    ctx.raise_if_cancelled()
    ctx.progress(_STAGE, number, _STEPS)


def _new_backup(database: Path) -> Path:
    try:
        with translated(database):
            return backup(database, AUTOMATIC)
    except OSError as error:
        raise write_error(backups_folder(database.parent), error) from error


def _delete_backups(project: Project, newest: Path) -> tuple[int, tuple[Path, ...]]:
    """How many went, and what is not the program's."""
    deleted, left = 0, []
    for file in sorted(backups_folder(project.folder).iterdir()):
        if file == newest:
            continue
        if not BACKUP_NAME.fullmatch(file.name) or file.is_dir():
            left.append(file)
            continue
        _unlink(file)
        deleted += 1
    return deleted, tuple(left)


def _empty(folder: Path) -> int:
    """Delete what lies in a cache, which may be a link to another disk; the number of files."""
    if not folder.is_dir():
        return 0
    n_files = sum(each.is_file() for each in folder.rglob("*"))
    for child in folder.iterdir():
        if child.is_symlink() or not child.is_dir():
            _unlink(child)
            continue
        try:
            shutil.rmtree(child)
        except OSError as error:
            raise _not_deleted(child, error) from error
    return n_files


def _leftovers(project: Project) -> int:
    """Delete what a kill left half written beside the database and in the runs."""
    found = [*project.folder.glob(f".{DATABASE}.part*"), *project.runs_folder.glob("*/.*.part")]
    for file in found:
        if file.is_file():
            _unlink(file)
    return len(found)


def _unlink(file: Path) -> None:
    try:
        file.unlink(missing_ok=True)
    except OSError as error:
        raise _not_deleted(file, error) from error


def _not_deleted(path: Path, error: OSError) -> StorageError:
    return StorageError(
        f"{path} could not be deleted: {error.strerror}.",
        "Give your account the right to delete it, then do it again.",
    )


def _size(project: Project) -> int:
    """Bytes of the database with its journals, the backups and the caches."""
    folders = [backups_folder(project.folder), *(project.cache_folder / name for name in CACHES)]
    files = [each for folder in folders for each in folder.rglob("*")]
    files += project.folder.glob(f"{DATABASE}*")
    return sum(each.stat().st_size for each in files if each.is_file())
