"""The handle on one project folder: make, open, close.

A project is a folder with `project.db` (the truth), `runs/`, `cache/`, `exports/`, `backups/`.
"""

from __future__ import annotations

import contextlib
import os
import re
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from smp_core.errors import InputError, StorageError
from smp_core.paths import private_folder, quoted, sync_folder, write_error
from smp_core.records import ProjectInfo
from smp_core.storage.backup import automatic_backup
from smp_core.storage.engine import Database, sqlite_engine
from smp_core.storage.faults import damaged
from smp_core.storage.rows import project_info
from smp_core.storage.schema import ProjectRow
from smp_core.storage.upgrade import upgrade_file

DATABASE = "project.db"
_PARTS = ("runs", "cache", "exports")
# A database that is being made, with what SQLite lays beside it.
_HALF_MADE = re.compile(rf"\.{re.escape(DATABASE)}\.(\w+\.)?part(-journal|-wal|-shm)?")


class Project:
    """An open project. A context manager; safe to use from several threads.

    Attributes:
        folder: The project's folder, absolute, links followed.
        database: Short sessions on its database.
        info: What the project says about itself.
        runs_folder: One folder a run, with adapter, model card and checkpoints.
        cache_folder: What can be made again.
        exports_folder: Where exports go unless another place is chosen.
    """

    def __init__(self, folder: Path, database: Database, info: ProjectInfo) -> None:
        self.folder = folder
        self.database = database
        self.info = info
        self.runs_folder = folder / "runs"
        self.cache_folder = folder / "cache"
        self.exports_folder = folder / "exports"

    def close(self) -> None:
        """Let go of the database; idempotent."""
        self.database.close()

    def __enter__(self) -> Project:
        return self

    def __exit__(self, *_exc: object) -> None:
        self.close()


def takes_new_project(folder: Path) -> bool:
    """Whether `create_project` would make a project in a folder; nothing is written.

    It does in a new folder, in an empty one, and in one that holds only what an attempt left there
    that failed or was killed.

    Raises:
        StorageError: The folder may not be read.
    """
    folder = Path(os.path.abspath(folder))
    with _looking(folder):
        if not folder.exists():
            return True
        return folder.is_dir() and not _foreign(folder)


def create_project(
    folder: Path,
    name: str | None = None,
    *,
    pack_name: str,
    pack_digest: str,
    pack_folder: Path | None = None,
) -> Project:
    """Make a project in a new or empty folder and open it.

    What an attempt that failed or was killed left in the folder does not count: it can be tried
    again.

    Args:
        folder: Made if it is missing, with its parents, and then for this account alone (on POSIX
            0700). An empty folder that is there keeps its rights: whoever made it chose them.
        name: The operator's name for it; the folder's name if None.
        pack_name, pack_digest: The pack that it builds on.
        pack_folder: Where the pack lies, if it is not an installed one.

    Raises:
        InputError: The folder is a project already, or holds other things, or is a file.
        StorageError, ResourceError: It cannot be written.
    """
    folder = Path(os.path.abspath(folder))
    with _looking(folder):
        _refuse_project(folder)
    if not takes_new_project(folder):
        raise InputError(
            f"{folder} is not an empty folder.",
            "Choose a new or an empty folder for the project.",
        )
    name = (name or folder.name).strip() or "Project"
    with _writing(folder):
        private_folder(folder)
        _clear(folder)
        for part in _PARTS:
            (folder / part).mkdir(exist_ok=True)
    folder = folder.resolve()
    # Under its name only when it is whole: a kill while it is made leaves no half project. A name
    # of its own each time: two that make the same project must not write into one file.
    temporary = folder / f".{DATABASE}.{uuid.uuid4().hex[:12]}.part"
    try:
        upgrade_file(temporary, new=True)
        database = Database(sqlite_engine(temporary), temporary)
        with contextlib.closing(database), database.write() as session:
            session.add(
                ProjectRow(
                    id=1,
                    uuid=str(uuid.uuid4()),
                    name=name,
                    pack_name=pack_name,
                    pack_digest=pack_digest,
                    pack_folder=None if pack_folder is None else str(pack_folder.absolute()),
                    created=datetime.now(UTC),
                )
            )
        _refuse_project(folder)  # another program was faster; its project stays
        with _writing(folder):
            os.replace(temporary, folder / DATABASE)
            sync_folder(folder)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
            if not (folder / DATABASE).exists():  # leave the folder as it was found
                _clear(folder)
        raise
    return _open(folder)


def open_project(folder: Path) -> Project:
    """Open a project folder, bringing an older database to the newest schema after a backup.

    Raises:
        InputError: There is no project there.
        StorageError: The folder may not be read, or its database is damaged, from a newer program,
            in use or read-only.
        ResourceError: The disk is full.
    """
    folder = Path(os.path.abspath(folder))
    hint = f"Make one with: smp new {quoted(str(folder))}"
    with _looking(folder):
        if not folder.exists():
            raise InputError(f"There is no folder {folder}.", hint)
        if not folder.is_dir():
            raise InputError(
                f"{folder} is a file, not a project folder.", "Give the folder's path."
            )
        folder = folder.resolve()
        path = folder / DATABASE
        if not path.is_file():
            if _foreign(folder):  # no project can be made among other things
                hint = "Name a project's folder, or make a project in a new or an empty one."
            raise InputError(f"{folder} is not a project: it holds no {DATABASE}.", hint)
    if not os.access(path, os.R_OK):
        raise StorageError(f"{path} may not be read.", "Ask its owner for permission.")
    upgrade_file(path)
    automatic_backup(path)
    return _open(folder)


def _refuse_project(folder: Path) -> None:
    if (folder / DATABASE).exists():
        raise InputError(
            f"{folder} is a project already.", "Open it, or choose another folder for a new one."
        )


def _foreign(folder: Path) -> bool:
    """Whether a folder holds anything but what an unfinished `create_project` left there."""
    return any(not _is_leftover(each) for each in folder.iterdir())


def _is_leftover(path: Path) -> bool:
    if path.is_symlink():
        return False
    if path.name in _PARTS:
        return path.is_dir() and not any(path.iterdir())
    return _HALF_MADE.fullmatch(path.name) is not None and path.is_file()


def _clear(folder: Path) -> None:
    """Remove what an unfinished attempt left. Raises: OSError: It cannot be removed."""
    for each in list(folder.iterdir()):
        if not _is_leftover(each):
            continue
        if each.name in _PARTS:
            each.rmdir()
        else:
            each.unlink()


def _open(folder: Path) -> Project:
    path = folder / DATABASE
    database = Database(sqlite_engine(path), path)
    try:
        with database.read() as session:
            row = session.get(ProjectRow, 1)
            if row is None:
                raise damaged(path)
            info = project_info(row)
        return Project(folder, database, info)
    except BaseException:
        database.close()
        raise


@contextlib.contextmanager
def _looking(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StorageError(
            f"{folder} cannot be read: {error.strerror}.",
            "Give your account the right to read this folder.",
        ) from error


@contextlib.contextmanager
def _writing(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise write_error(folder, error) from error
