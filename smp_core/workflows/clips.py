"""Classes and their labelled clips.

Clips stay where they are: the project keeps path and content hash. One bad file never stops the
others; it is set aside with its reason.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import Session

from smp_core.errors import InputError, ResourceError, SmpError
from smp_core.jobs import JobContext
from smp_core.media.folders import media_files, unread_folder
from smp_core.records import AddResult, ClassRecord, ClipRecord, LeftOut
from smp_core.storage.class_rows import class_row, clean_name, find_class
from smp_core.storage.project import Project
from smp_core.storage.rows import clip_record
from smp_core.storage.schema import ClassRow, ClipRow
from smp_core.workflows.clip_intake import Labelled, probe, store
from smp_core.workflows.edit_journal import editing

if TYPE_CHECKING:
    from smp_core.media.cache import ClipCache
    from smp_core.media.decoder import Decoder


def add_class(project: Project, name: str) -> ClassRecord:
    """Make a class, or give the one that has this name (case does not matter).

    Raises:
        InputError: The name is empty, too long, or holds control characters.
    """
    with editing(project, "Add a class") as edit:
        return _counted(edit.session, class_row(edit.session, name))


def list_classes(project: Project) -> list[ClassRecord]:
    """All classes in their order, which is the order of a model's outputs."""
    counted = (
        sa.select(ClassRow, sa.func.count(ClipRow.id))
        .outerjoin(ClipRow, ClipRow.class_id == ClassRow.id)
        .group_by(ClassRow.id)
        .order_by(ClassRow.position, ClassRow.id)
    )
    with project.database.read() as session:
        return [_class_record(row, count) for row, count in session.execute(counted)]


def class_named(project: Project, name: str) -> ClassRecord:
    """The class of that name; case does not matter.

    Raises:
        InputError: There is none; the classes there are, are named.
    """
    with project.database.read() as session:
        return _counted(session, find_class(session, name))


def list_clips(project: Project, class_name: str | None = None) -> list[ClipRecord]:
    """All labelled clips, by class and then in the order they were added.

    Args:
        class_name: Only this class.

    Raises:
        InputError: There is no such class.
    """
    query = (
        sa.select(ClipRow, ClassRow.name)
        .join(ClassRow, ClipRow.class_id == ClassRow.id)
        .order_by(ClassRow.position, ClassRow.id, ClipRow.id)
    )
    with project.database.read() as session:
        if class_name is not None:
            query = query.where(ClipRow.class_id == find_class(session, class_name).id)
        rows = session.execute(query).all()
    return [clip_record(row, name, project.folder) for row, name in rows]


def add_clips(
    project: Project,
    class_name: str,
    paths: Sequence[Path],
    ctx: JobContext,
    decoder: Decoder,
    label: str = "",
) -> AddResult:
    """Label files with a class; the class is made if it is new.

    A file that is in the class already is skipped. Bad files, and content that another class
    holds, are set aside with their reason; each file is stored on its own, so that stopping
    half-way keeps those before.

    Args:
        class_name: Any case if the class exists.
        paths: Files.
        ctx: Progress, warnings, cancel.
        decoder: Opens the files.
        label: What undo will say; empty for "Add … clips".

    Raises:
        InputError, MediaError: None of the files could be used, or no file was given.
        StorageError, ResourceError: The project cannot be written.
    """
    return _add(project, [(class_name, path) for path in paths], ctx, decoder, label)


def add_labelled(
    project: Project,
    labelled: Sequence[tuple[str, Path]],
    ctx: JobContext,
    decoder: Decoder,
    label: str = "",
    unread: Mapping[Path, InputError] | None = None,
) -> AddResult:
    """Label files with a class each, as one step of undo; see `add_clips`.

    Args:
        labelled: Class names and files, for example from `clip_drops`.
        unread: Folders in which there may be more, with why they could not be read; they are set
            aside, before the files.
    """
    unread = unread or {}
    for where, why in unread.items():
        ctx.set_aside(why, str(where))
    result = _add(project, labelled, ctx, decoder, label)
    left_out = [LeftOut(where, why.message, why.hint, why.code) for where, why in unread.items()]
    return replace(result, set_aside=(*left_out, *result.set_aside))


def add_stretch(
    project: Project,
    class_name: str,
    path: Path,
    start_s: float,
    end_s: float,
    decoder: Decoder,
    label: str = "Add a clip",
) -> ClipRecord | LeftOut:
    """Label one stretch of a file with a class; the class is made if it is new.

    Args:
        start_s, end_s: Within the file; what lies behind its end is cut off.

    Returns:
        The new clip, or why there is nothing to add: the class has it already.

    Raises:
        InputError: The stretch is not within the file, or a part of it is in another class.
        MediaError, StorageError, ResourceError: The file or the project cannot be used.
    """
    clean_name(class_name)
    outcome = _add_one(project, Labelled(class_name, path, (start_s, end_s)), decoder, label, "")
    if isinstance(outcome, SmpError):
        raise outcome
    return outcome


def add_from_folders(
    project: Project, folder: Path, ctx: JobContext, decoder: Decoder, label: str = ""
) -> AddResult:
    """Label the videos of a folder's sub-folders, each with its sub-folder's name.

    A folder that may not be read is set aside with its reason.

    Raises:
        InputError: No such folder, no sub-folders, or no video in any of them that may be read;
            also whatever `add_clips` raises.
    """
    if not folder.is_dir():
        raise InputError(f"{folder} is not a folder.", "Name a folder with one folder per class.")
    try:
        classes = sorted(each for each in folder.iterdir() if _is_class_folder(each))
    except OSError as error:
        raise unread_folder(folder, error) from error
    looked = {each: media_files(each) for each in classes}
    found = [(each.name, path) for each, (paths, _) in looked.items() for path in paths]
    unread = {where: why for _, refused in looked.values() for where, why in refused.items()}
    if not found and unread:
        raise next(iter(unread.values()))
    if not found:
        what = "no video in any folder of it" if classes else "no folder"
        raise InputError(
            f"{folder} holds {what}.", "Make one folder per class in it, with that class's clips."
        )
    for each, (paths, refused) in looked.items():
        if not paths and not refused:
            ctx.warn(
                f"{each} holds no video, so no class was made of it.",
                "Put that class's clips there, then add the folder again.",
                subject=str(each),
            )
    return add_labelled(project, found, ctx, decoder, label, unread)


def clip_cache(project: Project, max_bytes: int = 2 << 30) -> ClipCache:
    """The project's cache of decoded clips, bounded to `max_bytes`."""
    from smp_core.media.cache import ClipCache

    return ClipCache(project.cache_folder / "clips", max_bytes)


def warn_if_not_kept(cache: ClipCache, ctx: JobContext) -> None:
    """Say so if the disk did not take decoded clips: nothing is lost, but the work is repeated."""
    if cache.trouble:
        ctx.warn(
            f"Decoded clips could not be kept in {cache.folder}: {cache.trouble}.",
            "Free some space there; until then every clip is decoded anew each time.",
            subject=str(cache.folder),
        )


def _add(
    project: Project,
    labelled: Sequence[tuple[str, Path]],
    ctx: JobContext,
    decoder: Decoder,
    label: str,
) -> AddResult:
    if not labelled:
        raise InputError("No clip was given.", "Name the video files to add.")
    for name, _ in labelled:
        clean_name(name)  # before any file is read
    added: list[ClipRecord] = []
    skipped: list[LeftOut] = []
    errors: list[tuple[Path, SmpError]] = []
    label = label or f"Add {len(labelled)} clip{'s' if len(labelled) > 1 else ''}"
    group = str(uuid.uuid4())  # each file is stored on its own, all are undone together
    for done, (name, path) in enumerate(labelled):
        ctx.progress("Adding clips", done, len(labelled))
        outcome = _add_one(project, Labelled(name, path), decoder, label, group)
        if isinstance(outcome, SmpError):
            errors.append((path, outcome))
            if len(labelled) > 1:  # a single one is raised
                ctx.set_aside(outcome, str(path))
        elif isinstance(outcome, LeftOut):
            skipped.append(outcome)
            ctx.warn(outcome.reason, outcome.hint, subject=str(path))
        else:
            added.append(outcome)
            if outcome.note:
                ctx.warn(f"{path}: {outcome.note}.", subject=str(path))
    ctx.progress("Adding clips", len(labelled), len(labelled))
    if errors and not added and not skipped:
        if len(errors) == 1:
            raise errors[0][1]
        raise InputError(
            f"None of the {len(errors)} files could be used; the first: {errors[0][1].message}",
            errors[0][1].hint,
        )
    set_aside = [LeftOut(path, error.message, error.hint, error.code) for path, error in errors]
    return AddResult(tuple(added), tuple(skipped), tuple(set_aside))


def _add_one(
    project: Project, what: Labelled, decoder: Decoder, label: str, group: str
) -> ClipRecord | LeftOut | SmpError:
    """Add one file. Its faults are returned; the project's and the machine's end the job."""
    try:
        probed = probe(project.folder, what.path, decoder)
    except ResourceError:
        raise
    except SmpError as error:
        return error
    try:
        with editing(project, label, group) as edit:
            return store(edit.session, project.folder, what, probed)
    except InputError as error:
        return error


def _is_class_folder(path: Path) -> bool:
    return path.is_dir() and not path.name.startswith(".")


def _counted(session: Session, row: ClassRow) -> ClassRecord:
    count = session.scalar(sa.select(sa.func.count()).where(ClipRow.class_id == row.id))
    return _class_record(row, count or 0)


def _class_record(row: ClassRow, n_clips: int) -> ClassRecord:
    return ClassRecord(row.id, row.name, row.position, row.colour, n_clips)
