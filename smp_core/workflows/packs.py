"""Packs on this machine."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from smp_core.errors import ModelError, SmpError
from smp_core.model.pack import MANIFEST, Pack, open_pack
from smp_core.paths import packs_folders
from smp_core.storage.project import Project


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
    """Every pack in the packs folders, the user's own first; damaged ones with their problem."""
    found = []
    for folder in _installed_folders():
        try:
            found.append(_info(open_pack(folder)))
        except SmpError as error:
            found.append(PackInfo(folder.name, "", folder, "", "", "", "", 0, str(error)))
    return found


def find_pack(name_or_folder: str) -> Pack:
    """Open a pack by the folder it lies in, or an installed one by its folder's name or its own.

    Raises:
        ModelError: None of that name, or damaged.
    """
    as_folder = Path(name_or_folder)
    if (as_folder / MANIFEST).is_file():
        return open_pack(as_folder.resolve())
    for folder in _installed_folders():
        if folder.name == name_or_folder:
            return open_pack(folder)
    for pack in _installed():
        if pack.name == name_or_folder:
            return pack
    known = ", ".join(info.name for info in list_packs()) or "none"
    raise ModelError(
        f'There is no pack called "{name_or_folder}".',
        f"Packs on this machine: {known}. A folder that holds {MANIFEST} works too.",
    )


def project_pack(project: Project) -> Pack:
    """The pack that a project was made for.

    Raises:
        ModelError: It is gone, or it is not the one that the project was made with.
    """
    info = project.info
    if info.pack_folder is None:  # a newer one of the same name may lie before it
        for pack in _installed():
            if pack.digest == info.pack_digest:
                return pack
    pack = find_pack(str(info.pack_folder) if info.pack_folder else info.pack_name)
    if pack.digest != info.pack_digest:
        raise ModelError(
            f'The pack "{pack.name}" on this machine ({pack.digest[:12]}) is not the one that the '
            f"project was made with ({info.pack_digest[:12]}).",
            "Bring that pack back, or make a new project with this one.",
        )
    return pack


def _installed_folders() -> Iterator[Path]:
    for parent in packs_folders():
        if parent.is_dir():
            yield from (each.parent for each in sorted(parent.glob(f"*/{MANIFEST}")))


def _installed() -> Iterator[Pack]:
    """Those that can be opened."""
    for folder in _installed_folders():
        with contextlib.suppress(SmpError):
            yield open_pack(folder)


def _info(pack: Pack) -> PackInfo:
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
