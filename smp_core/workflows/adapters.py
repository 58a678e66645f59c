"""Trained adapters, out of a project and into another. Only three known files ever travel."""

from __future__ import annotations

import contextlib
import os
import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from smp_core.errors import InputError, ModelError
from smp_core.paths import quoted, sync_folder, write_error
from smp_core.records import RunRecord
from smp_core.storage.project import Project
from smp_core.storage.runs import active_run, add_imported_run, get_run, run_folder_name

if TYPE_CHECKING:
    from smp_core.model.pack import Pack

REQUIRED = ("adapter.safetensors", "adapter.json")
OPTIONAL = ("MODEL_CARD.md",)


def export_adapter(project: Project, folder: Path, run: str | None = None) -> Path:
    """Copy a run's adapter and model card into a folder, whole or not at all.

    Args:
        folder: New or empty.
        run: A run's id or its beginning; the active run if None.

    Returns:
        The folder, absolute.

    Raises:
        InputError: No such run, no adapter in it, or the folder holds things.
        StorageError, ResourceError: It cannot be written.
    """
    chosen = active_run(project) if run is None else get_run(project, run)
    if chosen is None:
        raise InputError(
            f"The project {project.info.name!r} has no trained adapter.",
            f"Train one with: smp finetune {quoted(str(project.folder))}",
        )
    if chosen.status != "succeeded":
        raise InputError(
            f"The run {chosen.id} has no adapter: it {_ended(chosen)}.", "Run it again."
        )
    target = Path(os.path.abspath(folder))
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise InputError(f"{target} is not an empty folder.", "Name a new or an empty folder.")
    if not _holds_adapter(chosen.folder):
        raise ModelError(
            f"The files of run {chosen.id} are gone from {chosen.folder}.",
            f"Train again with: smp finetune {quoted(str(project.folder))}",
        )
    _copy(chosen.folder, target)
    return target


def import_adapter(project: Project, folder: Path, pack: Pack | None = None) -> RunRecord:
    """Take an adapter into the project as its active run.

    It is copied first and checked as copied, so that nobody can change it in between.

    Args:
        folder: What `export_adapter` wrote.
        pack: The project's pack, if the caller has it open already.

    Raises:
        InputError: There is no adapter.
        ModelError: It is damaged, or made for another pack.
        StorageError, ResourceError: The project cannot be written.
    """
    # Imported here: everything else about a project works without loading the model's code.
    from smp_core.model.adapter import read_adapter

    source = Path(os.path.abspath(folder))
    if not source.is_dir() or not _holds_adapter(source):
        raise InputError(
            f"{source} holds no adapter ({' and '.join(REQUIRED)}).",
            "Name the folder that `smp export` wrote.",
        )
    if pack is None:
        from smp_core.workflows.packs import project_pack

        pack = project_pack(project)
    run_id = str(uuid.uuid4())
    target = project.folder / run_folder_name(run_id)
    _copy(source, target)
    try:
        adapter = read_adapter(target, pack, shown=source)
        settings = dict(adapter.training)
        # Older adapters say neither; how many clips they saw is among their numbers.
        preset = settings.pop("preset", "")
        n_clips = settings.pop("n_clips", adapter.metrics.get("clips"))
        return add_imported_run(
            project,
            run_id=run_id,
            captioner=adapter.captioner,
            preset=str(preset),
            config=settings,
            metrics=adapter.metrics,
            class_names=adapter.class_names,
            n_clips=_count(n_clips),
        )
    except BaseException:
        shutil.rmtree(target, ignore_errors=True)
        raise


def _holds_adapter(folder: Path) -> bool:
    """Whether the files are there as plain files: a link could lead anywhere."""
    return all((folder / name).is_file() and not (folder / name).is_symlink() for name in REQUIRED)


def _copy(source: Path, target: Path) -> None:
    """Copy the known files to `target`, which appears only when all of them are on disk."""
    temporary = target.parent / f".{target.name}.{uuid.uuid4().hex[:8]}.part"
    with _translated(target):
        try:
            temporary.mkdir(parents=True)
            for name in REQUIRED + OPTIONAL:
                origin = source / name
                if not origin.is_file() or origin.is_symlink():
                    continue
                with open(origin, "rb") as reading, open(temporary / name, "xb") as writing:
                    shutil.copyfileobj(reading, writing, 1 << 20)
                    writing.flush()
                    os.fsync(writing.fileno())
            sync_folder(temporary)
            if target.is_dir():  # empty; Windows does not rename over it
                target.rmdir()
            os.rename(temporary, target)
            sync_folder(target.parent)
        finally:
            shutil.rmtree(temporary, ignore_errors=True)


@contextlib.contextmanager
def _translated(target: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise write_error(target, error) from error


def _ended(run: RunRecord) -> str:
    return {"running": "is not finished", "cancelled": "was cancelled"}.get(run.status, "failed")


def _count(value: object) -> int:
    """A number from a file that came from outside."""
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else 0
