"""Packs and captioners' models: what is here, what can be fetched, and how they come and go."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.jobs.operation import EngineWork, Lane, Operation, read
from app.texts import translate
from smp_core.jobs import JobContext
from smp_core.worker.jobs.pack_add import JOB as ADD
from smp_core.worker.jobs.pack_add import Added, PackAddRequest
from smp_core.worker.jobs.pack_check import JOB as CHECK
from smp_core.worker.jobs.pack_check import Checked, PackCheckRequest
from smp_core.worker.jobs.pack_fetch import JOB as FETCH
from smp_core.worker.jobs.pack_fetch import Fetched, PackFetchRequest

if TYPE_CHECKING:
    from smp_core.workflows.captioner_models import CaptionerModel
    from smp_core.workflows.pack_catalogue import CataloguePack
    from smp_core.workflows.packs import PackInfo
    from smp_core.workflows.projects import Project
    from smp_core.workflows.removal import Removed


@dataclass(frozen=True)
class ModelsRecord:
    """What the models dialog shows.

    Attributes:
        packs: On this machine.
        available: What can be fetched, with what each download brings: (model, licence, bytes,
            pinned).
        captioners: Models of captioners, here or not.
        needed_by: The captioners that cannot write without a model, by its captioner's name.
        mirrors: Where a fetch would go.
        kept: Bytes that are kept of fetches that were not finished, by name.
        project_captioners: Those that the open project uses; empty without one.
    """

    packs: tuple[PackInfo, ...]
    available: tuple[tuple[CataloguePack, tuple[tuple[str, str, int, bool], ...]], ...]
    captioners: tuple[CaptionerModel, ...]
    needed_by: Mapping[str, tuple[str, ...]]
    mirrors: tuple[str, ...]
    kept: Mapping[str, int]
    project_captioners: tuple[str, ...] = ()


def list_models(project: Project | None) -> Operation[ModelsRecord]:
    """Read what is here and what can be fetched; nothing leaves this machine."""

    def work(_ctx: JobContext) -> ModelsRecord:
        from smp_core.workflows import (
            captioner_models,
            install,
            pack_catalogue,
            pack_fetch,
            pack_hub,
            packs,
        )

        models = tuple(captioner_models.captioner_models())
        used = () if project is None else captioner_models.project_captioners(project)
        return ModelsRecord(
            packs=tuple(packs.list_packs()),
            available=tuple(
                (each, tuple(pack_fetch.pack_download(each)))
                for each in pack_catalogue.read_catalogue()
            ),
            captioners=models,
            needed_by={
                each.card.name: captioner_models.captioners_that_need(each.card.name)
                for each in models
            },
            mirrors=tuple(pack_hub.mirrors()),
            kept=install.unfinished_fetches(),
            project_captioners=used,
        )

    return read("models", work, key="models")


def fetch_model(
    name: str, *, captioner: bool = False, to: Path | None = None
) -> Operation[Fetched]:
    """Fetch a pack, or a captioner's model; beside a training, not after it.

    Args:
        to: A folder, on a stick say; None for where this machine's own lie.
    """
    title = translate("Packs", "Fetching {0}").format(name)
    work = EngineWork(FETCH, PackFetchRequest(name, captioner, to))
    return Operation(title, Lane.SIDE, work, network=True)


def add_model(source: Path) -> Operation[Added]:
    """Install a pack or a captioner's model from a folder or a zip file, checked first."""
    title = translate("Packs", "Adding {0}").format(source.name)
    return Operation(title, Lane.SIDE, EngineWork(ADD, PackAddRequest(source)))


def copy_model(name: str, folder: Path, to: Path) -> Operation[Added]:
    """Copy what is here to another folder, on a stick say, checked like what comes from one."""
    title = translate("Packs", "Copying {0}").format(name)
    return Operation(title, Lane.SIDE, EngineWork(ADD, PackAddRequest(folder, to)))


def verify_model(name: str, folder: Path, *, captioner: bool = False) -> Operation[Checked]:
    """Compare every file with its checksum, and see that the weights fit."""
    title = translate("Packs", "Verifying {0}").format(name)
    work = EngineWork(CHECK, PackCheckRequest(folder, name if captioner else ""))
    return Operation(title, Lane.SIDE, work)


def remove_model(folder: Path, *, captioner: bool = False) -> Operation[Removed]:
    """Put a pack or a captioner's model aside; it can be brought back."""

    def work(_ctx: JobContext) -> Removed:
        from smp_core.workflows import captioner_store, pack_store

        remove = captioner_store.remove_captioner if captioner else pack_store.remove_pack
        return remove(folder)

    return Operation("remove pack", Lane.IO, work, quiet=True)


def restore_model(removed: Removed) -> Operation[Path]:
    """Bring it back."""

    def work(_ctx: JobContext) -> Path:
        from smp_core.workflows import removal

        return removal.restore_removed(removed)

    return Operation("restore pack", Lane.IO, work, quiet=True)


def discard_model(removed: Removed) -> Operation[int]:
    """Delete it for good; the bytes that became free."""

    def work(_ctx: JobContext) -> int:
        from smp_core.workflows import removal

        return removal.discard_removed(removed)

    return Operation("discard pack", Lane.IO, work, quiet=True)


def discard_fetch(name: str) -> Operation[int]:
    """Delete what is kept of a fetch that was not finished; the bytes that became free."""

    def work(_ctx: JobContext) -> int:
        from smp_core.workflows import install

        return install.discard_unfinished(name)

    return Operation("discard fetch", Lane.IO, work, quiet=True)
