"""Packs and captioners' models: what is here, what can be fetched, and how they come and go."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.jobs.operation import EngineWork, Lane, Operation, read
from app.texts import translate
from smp_core.jobs import JobContext
from smp_core.worker.jobs.pack_check import JOB as CHECK
from smp_core.worker.jobs.pack_check import Checked, PackCheckRequest
from smp_core.worker.jobs.pack_fetch import JOB as FETCH
from smp_core.worker.jobs.pack_fetch import Fetched, PackFetchRequest

if TYPE_CHECKING:
    from smp_core.workflows.pack_catalogue import CaptionerModel, CataloguePack
    from smp_core.workflows.pack_store import Removed
    from smp_core.workflows.packs import PackInfo


@dataclass(frozen=True)
class ModelsRecord:
    """What the models dialog shows.

    Attributes:
        packs: On this machine.
        available: What can be fetched, with what each download brings: (model, licence, bytes,
            pinned).
        captioners: Models of captioners, here or not.
        mirrors: Where a fetch would go.
    """

    packs: tuple[PackInfo, ...]
    available: tuple[tuple[CataloguePack, tuple[tuple[str, str, int, bool], ...]], ...]
    captioners: tuple[CaptionerModel, ...]
    mirrors: tuple[str, ...]


def list_models() -> Operation[ModelsRecord]:
    """Read what is here and what can be fetched; nothing leaves this machine."""

    def work(_ctx: JobContext) -> ModelsRecord:
        from smp_core.workflows import pack_catalogue, pack_fetch, pack_hub, packs

        return ModelsRecord(
            packs=tuple(packs.list_packs()),
            available=tuple(
                (each, tuple(pack_fetch.pack_download(each)))
                for each in pack_catalogue.read_catalogue()
            ),
            captioners=tuple(pack_catalogue.captioner_models()),
            mirrors=tuple(pack_hub.mirrors()),
        )

    return read("models", work, key="models")


def fetch_model(name: str, *, captioner: bool = False) -> Operation[Fetched]:
    """Fetch a pack, or a captioner's model; beside a training, not after it."""
    title = translate("Packs", "Fetching {0}").format(name)
    work = EngineWork(FETCH, PackFetchRequest(name, captioner))
    return Operation(title, Lane.SIDE, work, network=True)


def add_pack(source: Path) -> Operation[Checked]:
    """Install a pack from a folder or a zip file, checked first."""
    title = translate("Packs", "Adding {0}").format(source.name)
    return Operation(title, Lane.SIDE, EngineWork(CHECK, PackCheckRequest(source, add=True)))


def verify_pack(name: str, folder: Path) -> Operation[Checked]:
    """Compare every file of a pack with its checksum, and see that its weights fit."""
    title = translate("Packs", "Verifying {0}").format(name)
    return Operation(title, Lane.SIDE, EngineWork(CHECK, PackCheckRequest(folder)))


def remove_model(folder: Path, *, captioner: bool = False) -> Operation[Removed]:
    """Put a pack or a captioner's model aside; it can be brought back."""

    def work(_ctx: JobContext) -> Removed:
        from smp_core.workflows import pack_store

        remove = pack_store.remove_model if captioner else pack_store.remove_pack
        return remove(folder)

    return Operation("remove pack", Lane.IO, work, quiet=True)


def restore_model(removed: Removed) -> Operation[Path]:
    """Bring it back."""

    def work(_ctx: JobContext) -> Path:
        from smp_core.workflows import pack_store

        return pack_store.restore_removed(removed)

    return Operation("restore pack", Lane.IO, work, quiet=True)


def discard_model(removed: Removed) -> Operation[int]:
    """Delete it for good; the bytes that became free."""

    def work(_ctx: JobContext) -> int:
        from smp_core.workflows import pack_store

        return pack_store.discard_removed(removed)

    return Operation("discard pack", Lane.IO, work, quiet=True)
