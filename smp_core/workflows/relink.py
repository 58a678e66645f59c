"""Clips whose files were moved: found again by their content, never by their name alone."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from smp_core.errors import InputError, SmpError
from smp_core.jobs import JobContext
from smp_core.media.hashing import content_hash
from smp_core.records import ClipRecord
from smp_core.storage.locations import stored_path
from smp_core.storage.project import Project
from smp_core.storage.schema import ClipRow
from smp_core.workflows.clips import list_clips
from smp_core.workflows.edit_journal import editing

_LABEL = "Find clips again"


@dataclass(frozen=True)
class RelinkResult:
    """What looking for moved files did.

    Attributes:
        found: Clips whose file is known again, with their new path.
        missing: Clips that were looked for and are still missing.
    """

    found: tuple[ClipRecord, ...]
    missing: tuple[ClipRecord, ...]


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
        ctx: Progress, cancel.

    Raises:
        InputError: There is no such clip, file or folder; the file holds something else; or
            nothing at all was missing there.
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
    if new_path.is_dir():
        places = _search(wanted, None if isinstance(what, int) else what, new_path, ctx)
    elif isinstance(what, int) and new_path.is_file():
        places = _checked(wanted[0], new_path, ctx)
    else:
        raise InputError(f"{new_path} is not there.", "Choose where the clips lie now.")
    return _store(project, wanted, places)


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


def _search(
    wanted: Sequence[ClipRecord], old: Path | None, folder: Path, ctx: JobContext
) -> dict[str, Path]:
    """Where each wanted content lies below a folder."""
    sizes: dict[int, set[str]] = {}
    for clip in wanted:
        sizes.setdefault(clip.size_bytes, set()).add(clip.content_hash)
    names = {clip.path.name for clip in wanted}
    n_wanted = len({clip.content_hash for clip in wanted})
    found: dict[str, Path] = {}
    later: list[Path] = []
    # A moved folder keeps its inner order, a moved file at least its name: those are read first.
    for file in (*_same_places(wanted, old, folder), *_files(folder, ctx)):
        if file.name in names:
            _look_at(file, sizes, found, ctx, n_wanted)
        else:
            later.append(file)
    for file in later:
        _look_at(file, sizes, found, ctx, n_wanted)
    return found


def _same_places(wanted: Sequence[ClipRecord], old: Path | None, folder: Path) -> Iterator[Path]:
    for clip in wanted:
        if old is not None and _is_below(clip.path, old):
            yield folder / clip.path.relative_to(old)


def _files(folder: Path, ctx: JobContext) -> Iterator[Path]:
    for place, folders, names in os.walk(folder):  # links are not followed: no loops
        ctx.raise_if_cancelled()
        folders.sort()
        for name in sorted(names):
            yield Path(place, name)


def _look_at(
    file: Path, sizes: dict[int, set[str]], found: dict[str, Path], ctx: JobContext, n_wanted: int
) -> None:
    try:
        open_hashes = {each for each in sizes.get(file.stat().st_size, ()) if each not in found}
    except OSError:
        return
    if not open_hashes:
        return
    ctx.progress("Looking for clips", len(found), n_wanted)
    try:
        digest = content_hash(file, lambda _done, _total: ctx.raise_if_cancelled())
    except SmpError as error:
        ctx.set_aside(error, str(file))
        return
    if digest in open_hashes:
        found[digest] = file.absolute()


def _store(project: Project, wanted: Sequence[ClipRecord], places: dict[str, Path]) -> RelinkResult:
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
    still = tuple(now[i] for i in ids if i in now and i not in changed)
    return RelinkResult(found, still)


def _is_below(path: Path, folder: Path) -> bool:
    return Path(os.path.abspath(path)).is_relative_to(os.path.abspath(folder))
