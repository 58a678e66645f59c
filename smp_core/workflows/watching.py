"""Watched folders: new videos in them are put in line for classification by themselves.

A scan is the truth; nothing depends on the system telling about files, which network shares do not
and inotify does not reliably. A file is taken when its size has stood still for two seconds and its
container opens; until then it is still being copied.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import sqlalchemy as sa

from smp_core.errors import InputError, MediaError, SmpError
from smp_core.jobs import JobContext
from smp_core.media.formats import is_media_name
from smp_core.storage.locations import real_path, stored_path
from smp_core.storage.project import Project
from smp_core.storage.schema import IncomingRow, WatchedFolderRow
from smp_core.workflows.incoming import mark_failed
from smp_core.workflows.queueing import queue_videos

if TYPE_CHECKING:
    from smp_core.media.decoder import Decoder

STABLE_S = 2.0
"""How long a file's size must stand still before it is looked at."""

PATIENCE_S = 30.0
"""How long a file that does not open is taken for one that is still being copied."""


@dataclass(frozen=True)
class WatchedFolder:
    """A folder whose new videos are classified. `path` is absolute; nothing was looked up."""

    id: int
    path: Path
    paused: bool
    added: datetime


@dataclass(frozen=True)
class ScanResult:
    """What a scan found.

    Attributes:
        queued: Videos put in line now.
        failed: Files that never opened, recorded as failed.
        arriving: Files that are still being copied.
        unreachable: Ids of folders that are not there now; they are looked for again.
        seconds: How long the scan took.
    """

    queued: int
    failed: int
    arriving: int
    unreachable: tuple[int, ...]
    seconds: float


def watch_folder(project: Project, path: Path) -> WatchedFolder:
    """Watch a folder and all folders in it; gives the one there is if it is watched already.

    Raises:
        InputError: It is no folder, or it is one that the project itself writes to.
    """
    if not path.is_dir():
        raise InputError(f"{path} is not a folder.", "Choose a folder that videos arrive in.")
    real = path.resolve()
    own = (project.cache_folder, project.runs_folder, project.exports_folder)
    if real == project.folder or any(real.is_relative_to(each) for each in own):
        raise InputError(
            f"{path} belongs to the project itself.",
            "Choose a folder of its own for arriving videos.",
        )
    stored = stored_path(project.folder, path)
    with project.database.write() as session:
        row = session.scalar(sa.select(WatchedFolderRow).where(WatchedFolderRow.path == stored))
        if row is None:
            row = WatchedFolderRow(path=stored, paused=False, added=datetime.now(UTC))
            session.add(row)
            session.flush()
        return _record(project, row)


def unwatch_folder(project: Project, folder_id: int) -> WatchedFolder | None:
    """Watch a folder no longer; what came from it stays. None if it was not watched."""
    with project.database.write() as session:
        row = session.get(WatchedFolderRow, folder_id)
        if row is None:
            return None
        found = _record(project, row)
        session.delete(row)
        return found


def pause_folder(project: Project, folder_id: int, paused: bool) -> None:
    """Leave a folder alone for now, or look into it again.

    Raises:
        InputError: It is not watched.
    """
    with project.database.write() as session:
        row = session.get(WatchedFolderRow, folder_id)
        if row is None:
            raise InputError("This folder is not watched any more.", "Add it again.")
        row.paused = paused


def list_watched(project: Project) -> list[WatchedFolder]:
    """All watched folders, in the order they were added."""
    with project.database.read() as session:
        rows = session.scalars(sa.select(WatchedFolderRow).order_by(WatchedFolderRow.id))
        return [_record(project, row) for row in rows]


def has_work(project: Project) -> bool:
    """Whether a folder is watched that is not held, or a video waits for classification."""
    watched = sa.select(WatchedFolderRow.id).where(~WatchedFolderRow.paused)
    waits = sa.select(IncomingRow.id).where(
        IncomingRow.status.in_(("queued", "decoding")), IncomingRow.replaced.is_(False)
    )
    with project.database.read() as session:
        return any(session.scalar(query.limit(1)) is not None for query in (watched, waits))


class _Signature(NamedTuple):
    size_bytes: int
    modified_s: float


@dataclass
class _Arriving:
    signature: _Signature
    since_s: float
    fault: SmpError | None = None
    tried_s: float = 0.0


class Watch:
    """Scans a project's watched folders; keeps between scans what it saw.

    It can be thrown away at any time: a new one learns from the database what is known.

    Args:
        project: Open as long as this lives.
        clock: Seconds, ever growing.
    """

    def __init__(self, project: Project, clock: Callable[[], float] = time.monotonic) -> None:
        self._project, self._clock = project, clock
        self._known: dict[str, _Signature] = {}
        self._arriving: dict[str, _Arriving] = {}

    def scan(self, ctx: JobContext, decoder: Callable[[], Decoder]) -> ScanResult:
        """Look through all watched folders that are not paused.

        Args:
            ctx: Cancel; warnings about folders that may not be read.
            decoder: Gives the decoder; only asked when a new file is there.

        Raises:
            StorageError, ResourceError: The project cannot be written.
            Cancelled: Stopped; the next scan goes on.
        """
        began = time.perf_counter()
        unreachable: list[int] = []
        ready: list[Path] = []
        present: set[str] = set()
        for folder in list_watched(self._project):
            if folder.paused:
                continue
            if not os.path.isdir(folder.path):  # a share that is away, a drive that was pulled
                unreachable.append(folder.id)
                self._keep(folder.path, present)
                continue
            for path, signature in _files(folder.path, ctx):
                present.add(path)
                if self._known.get(path) != signature and self._is_ready(path, signature):
                    ready.append(Path(path))
        self._arriving = {path: seen for path, seen in self._arriving.items() if path in present}
        queued, failed = 0, 0
        for each in ready:
            ctx.raise_if_cancelled()
            outcome = self._take(each, ctx, decoder)
            queued, failed = queued + (outcome == "queued"), failed + (outcome == "failed")
        return ScanResult(
            queued,
            failed,
            len(self._arriving),
            tuple(unreachable),
            time.perf_counter() - began,
        )

    def _keep(self, folder: Path, present: set[str]) -> None:
        """What was arriving in a folder that is away goes on when it is back."""
        prefix = str(folder) + os.sep
        present.update(path for path in self._arriving if path.startswith(prefix))

    def _is_ready(self, path: str, signature: _Signature) -> bool:
        now = self._clock()
        seen = self._arriving.get(path)
        if seen is None and self._in_database(path, signature):
            self._known[path] = signature
            return False
        if seen is None or seen.signature != signature:
            self._arriving[path] = _Arriving(signature, now)
            return False
        if now - seen.since_s < STABLE_S:
            return False
        return seen.fault is None or now - seen.tried_s >= STABLE_S

    def _in_database(self, path: str, signature: _Signature) -> bool:
        """Whether the file was queued before, as it lies there now."""
        try:
            stored = stored_path(self._project.folder, Path(path))
        except InputError:  # no valid text: queueing will say so
            return False
        query = sa.select(IncomingRow.size_bytes, IncomingRow.modified).where(
            IncomingRow.path == stored, IncomingRow.replaced.is_(False)
        )
        modified = datetime.fromtimestamp(signature.modified_s, UTC)
        with self._project.database.read() as session:
            rows = session.execute(query).all()
        return any(row == (signature.size_bytes, modified) for row in rows)

    def _take(self, path: Path, ctx: JobContext, decoder: Callable[[], Decoder]) -> str:
        seen = self._arriving[str(path)]
        try:
            decoder().probe(path)
        except (MediaError, InputError) as error:
            seen.fault, seen.tried_s = error, self._clock()
            if seen.tried_s - seen.since_s < PATIENCE_S:
                return "arriving"
        else:
            seen.fault = None
        try:
            result = queue_videos(self._project, [path], ctx.quiet())
        except (MediaError, InputError) as error:  # gone again, or set aside before
            ctx.set_aside(error, str(path))
            result = None
        self._known[str(path)] = self._arriving.pop(str(path)).signature
        if result is None or not result.queued:
            return "known"
        if seen.fault is None:
            return "queued"
        mark_failed(self._project, result.queued[0].id, seen.fault)
        return "failed"


def _files(folder: Path, ctx: JobContext) -> Iterator[tuple[str, _Signature]]:
    """All media files in a folder and its folders; links to folders are not followed."""
    waiting = [str(folder)]
    while waiting:
        ctx.raise_if_cancelled()
        here = waiting.pop()
        try:
            with os.scandir(here) as entries:
                for entry in entries:
                    try:
                        if entry.is_dir(follow_symlinks=False):
                            if not entry.name.startswith("."):
                                waiting.append(entry.path)
                        elif is_media_name(Path(entry.name)) and not entry.name.startswith("."):
                            stat = entry.stat()
                            yield entry.path, _Signature(stat.st_size, stat.st_mtime)
                    except OSError:  # gone between two looks
                        continue
        except OSError as error:
            ctx.warn(
                f"{here} cannot be read: {error.strerror}.",
                "Give your account the right to read this folder.",
                subject=here,
            )


def _record(project: Project, row: WatchedFolderRow) -> WatchedFolder:
    return WatchedFolder(row.id, real_path(project.folder, row.path), row.paused, row.added)
