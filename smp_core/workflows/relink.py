"""Clips whose files were moved: found again by their content, never by their name alone."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from smp_core.errors import InputError, SmpError
from smp_core.jobs import JobContext
from smp_core.media.folders import Unread, file_size, walk
from smp_core.media.hashing import content_hash
from smp_core.records import ClipRecord, LeftOut
from smp_core.storage.locations import stored_path
from smp_core.storage.project import Project
from smp_core.storage.schema import ClipRow
from smp_core.workflows.clips import list_clips
from smp_core.workflows.edit_journal import editing

_LABEL = "Find clips again"


@dataclass(frozen=True)
class Ambiguous:
    """A content that lies in several files.

    Attributes:
        path: The one that was taken.
        others: The other ones, in the order they were met.
    """

    path: Path
    others: tuple[Path, ...]


@dataclass(frozen=True)
class RelinkResult:
    """What looking for moved files did.

    Attributes:
        found: Clips whose file is known again, with their new path.
        missing: Clips that were looked for and are still missing.
        set_aside: Files and folders that could not be read; a missing file may be there.
        ambiguous: Files that were taken though others hold the same.
    """

    found: tuple[ClipRecord, ...]
    missing: tuple[ClipRecord, ...]
    set_aside: tuple[LeftOut, ...] = ()
    ambiguous: tuple[Ambiguous, ...] = ()


def relink(
    project: Project, what: int | Path | None, new_path: Path, ctx: JobContext
) -> RelinkResult:
    """Tell where files lie now. All clips of a file that is found get its place; one edit.

    Args:
        project: Whose clips.
        what: The id of one clip; or the folder where the missing ones were; or None for all that
            are missing.
        new_path: For one clip its file, or a folder to look in; otherwise the folder to look in,
            with all that is below it. Only files of the right size are read.
        ctx: Progress, warnings, cancel.

    Raises:
        InputError: There is no such clip, file or folder; the folder may not be read; the file
            holds something else; or nothing at all was missing there.
        MediaError: The file may not be read.
    """
    clips = list_clips(project)
    if isinstance(what, int):
        wanted = [clip for clip in clips if clip.id == what]
        if not wanted:
            raise InputError("That clip is gone.", "Look at the clips again.")
    else:
        lost = [clip for clip in clips if clip.missing]
        wanted = lost if what is None else [c for c in lost if _is_below(c.path, what)]
        if not wanted:
            where = "" if what is None else f" of those in {what}"
            raise InputError(f"No clip{where} is missing.", "There is nothing to find again.")
    refused: Mapping[Path, SmpError] = {}
    copies: Mapping[str, Sequence[Path]] = {}
    if new_path.is_dir():
        search = _Search(wanted, ctx)
        search.look_below(new_path, None if isinstance(what, int) else what)
        places, refused, copies = search.places, search.refused, search.copies
        if not places and new_path in refused:
            raise refused[new_path]
        for path, error in refused.items():
            ctx.set_aside(error, str(path))
    elif isinstance(what, int) and new_path.is_file():
        places = _checked(wanted[0], new_path, ctx)
    elif new_path.is_file():
        raise InputError(f"{new_path} is not a folder.", "Choose the folder that holds the clips.")
    else:
        raise InputError(f"{new_path} is not there.", "Choose where the clips lie now.")
    found, missing = _store(project, wanted, places)
    left_out = [LeftOut(path, each.message, each.hint, each.code) for path, each in refused.items()]
    ambiguous = [Ambiguous(places[each], tuple(others)) for each, others in copies.items()]
    return RelinkResult(found, missing, tuple(left_out), tuple(ambiguous))


def missing_folders(project: Project) -> list[tuple[Path, int]]:
    """Folders that miss files of clips, and how many clips each, most first."""
    counts: dict[Path, int] = {}
    for clip in list_clips(project):
        if clip.missing:
            counts[clip.path.parent] = counts.get(clip.path.parent, 0) + 1
    return sorted(counts.items(), key=lambda each: (-each[1], each[0]))


def _checked(clip: ClipRecord, file: Path, ctx: JobContext) -> dict[str, Path]:
    def tell(done: int, total: int) -> None:
        ctx.progress("Reading the file", done, total)

    if content_hash(file, tell) != clip.content_hash:
        raise InputError(
            f"{file} is not the file that was labelled as {clip.path.name}; its content differs.",
            "Choose the same file, or remove the clip and add this one.",
        )
    return {clip.content_hash: file.absolute()}


class _Search:
    """Looks for the contents of clips.

    Attributes:
        places: Where each content lies that was found.
        copies: Where else it lies.
    """

    def __init__(self, wanted: Sequence[ClipRecord], ctx: JobContext) -> None:
        self._wanted, self._ctx = wanted, ctx
        self._sizes: dict[int, set[str]] = {}
        for clip in wanted:
            self._sizes.setdefault(clip.size_bytes, set()).add(clip.content_hash)
        self._n_wanted = len({clip.content_hash for clip in wanted})
        self._unread: Unread = {}
        self._failed: dict[Path, SmpError] = {}
        self._looked: set[Path] = set()
        self.places: dict[str, Path] = {}
        self.copies: dict[str, list[Path]] = {}

    @property
    def refused(self) -> dict[Path, SmpError]:
        """Folders and files that could not be read, with why."""
        return {**self._unread, **self._failed}

    def look_below(self, folder: Path, old: Path | None) -> None:
        """Look in a folder and all below it; `old` is where it was before."""
        names = {clip.path.name for clip in self._wanted}
        later: list[Path] = []
        # A moved folder keeps its inner order, a moved file at least its name: those come first.
        for file in (*self._same_places(folder, old), *self._files(folder)):
            if file.name in names:
                self._look_at(file)
            else:
                later.append(file)
        for file in later:
            self._look_at(file)

    def _same_places(self, folder: Path, old: Path | None) -> Iterator[Path]:
        for clip in self._wanted:
            if old is not None and _is_below(clip.path, old):
                place = folder / clip.path.relative_to(old)
                if os.path.isfile(place):  # a guess: if it is locked, `_files` tells where
                    yield place

    def _files(self, folder: Path) -> Iterator[Path]:
        for here, _, names in walk(folder, self._unread):
            self._ctx.raise_if_cancelled()
            yield from (here / name for name in names)

    def _look_at(self, file: Path) -> None:
        size_bytes = file_size(file, self._unread)
        if size_bytes not in self._sizes or file in self._looked:
            return
        self._looked.add(file)
        self._ctx.progress("Looking for clips", len(self.places), self._n_wanted)
        try:
            digest = content_hash(file, lambda _done, _total: self._ctx.raise_if_cancelled())
        except SmpError as error:
            self._failed[file] = error
            return
        if digest not in self._sizes[size_bytes]:
            return
        if digest in self.places:
            self.copies.setdefault(digest, []).append(file.absolute())
        else:
            self.places[digest] = file.absolute()


def _store(
    project: Project, wanted: Sequence[ClipRecord], places: dict[str, Path]
) -> tuple[tuple[ClipRecord, ...], tuple[ClipRecord, ...]]:
    """Clips that got a new place, and those of the wanted ones that did not."""
    missing_ids = {clip.id for clip in list_clips(project) if clip.missing}
    ids = {clip.id for clip in wanted}
    changed = set()
    if places:
        with editing(project, _LABEL) as edit:
            query = sa.select(ClipRow).where(ClipRow.content_hash.in_(list(places)))
            for row in edit.session.scalars(query):
                # Another stretch of a lost file is found with it; copies that are there stay.
                if row.id in ids or row.id in missing_ids:
                    row.path = stored_path(project.folder, places[row.content_hash])
                    changed.add(row.id)
    now = {clip.id: clip for clip in list_clips(project)}
    found = tuple(clip for clip in now.values() if clip.id in changed)
    still = tuple(now[c.id] for c in wanted if c.id in now and c.id not in changed)
    return found, still


def _is_below(path: Path, folder: Path) -> bool:
    return Path(os.path.abspath(path)).is_relative_to(os.path.abspath(folder))
