"""Packs on this machine."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from smp_core.errors import ModelError, SmpError
from smp_core.model.manifest import MANIFEST, Manifest, read_manifest
from smp_core.paths import packs_folders
from smp_core.storage.project import Project

if TYPE_CHECKING:
    from smp_core.model.pack import Pack


@dataclass(frozen=True)
class PackInfo:
    """A pack for people; see `Pack`. `problem` says why it cannot be used, empty if it can."""

    name: str
    version: str
    folder: Path
    digest: str
    description: str
    learned_from: str
    licence: str
    size_bytes: int
    problem: str = ""


def list_packs() -> list[PackInfo]:
    """Every pack in the packs folders, the built-in ones first; damaged ones with their problem."""
    found = []
    for parent in packs_folders():
        if not parent.is_dir():
            continue
        for manifest in sorted(parent.glob(f"*/{MANIFEST}")):
            folder = manifest.parent
            try:
                found.append(_info(read_manifest(folder)))
            except SmpError as error:
                found.append(PackInfo(folder.name, "", folder, "", "", "", "", 0, str(error)))
    return found


def find_manifest(name_or_folder: str) -> Manifest:
    """What a pack says about itself, by its name or the folder it lies in; needs no torch.

    Raises:
        ModelError: None of that name, or damaged.
    """
    as_folder = Path(name_or_folder)
    if (as_folder / MANIFEST).is_file():
        return read_manifest(as_folder.resolve())
    for parent in packs_folders():
        if parent.is_dir() and name_or_folder in {entry.name for entry in parent.iterdir()}:
            return read_manifest(parent / name_or_folder)
    known = ", ".join(info.name for info in list_packs()) or "none"
    raise ModelError(
        f'There is no pack called "{name_or_folder}".',
        f"Packs on this machine: {known}. A folder that holds {MANIFEST} works too.",
    )


def find_pack(name_or_folder: str) -> Pack:
    """Open a pack by name, or by the folder it lies in.

    Raises:
        ModelError: None of that name, or damaged.
    """
    # Imported here: listing packs must not load torch.
    from smp_core.model.pack import open_pack

    return open_pack(find_manifest(name_or_folder).folder)


def project_pack(project: Project) -> Pack:
    """The pack that a project was made for.

    Raises:
        ModelError: It is gone, or it is not the one that the project was made with.
    """
    info = project.info
    pack = find_pack(str(info.pack_folder) if info.pack_folder else info.pack_name)
    if pack.digest != info.pack_digest:
        raise ModelError(
            f'The pack "{pack.name}" on this machine ({pack.digest[:12]}) is not the one that the '
            f"project was made with ({info.pack_digest[:12]}).",
            "Bring that pack back, or make a new project with this one.",
        )
    return pack


def _info(pack: Manifest) -> PackInfo:
    return PackInfo(
        name=pack.name,
        version=pack.digest[:12],
        folder=pack.folder,
        digest=pack.digest,
        description=pack.description,
        learned_from=pack.learned_from,
        licence=pack.licence,
        size_bytes=pack.size_bytes(),
    )
