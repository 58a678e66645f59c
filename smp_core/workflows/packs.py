"""Packs on this machine."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from smp_core.errors import ModelError, SmpError
from smp_core.model.manifest import MANIFEST, Manifest, PackPart, read_manifest
from smp_core.paths import packs_folders, resources_folder
from smp_core.storage.project import Project

if TYPE_CHECKING:
    from smp_core.model.pack import Pack


@dataclass(frozen=True)
class PackInfo:
    """A pack for people; see `Pack`.

    `problem` says why it cannot be used, empty if it can. A `built_in` one belongs to the program.
    """

    name: str
    version: str
    folder: Path
    digest: str
    description: str
    learned_from: str
    licence: str
    size_bytes: int
    problem: str = ""
    parts: tuple[PackPart, ...] = ()
    built_in: bool = False


def list_packs() -> list[PackInfo]:
    """Every pack in the packs folders, the user's own first; damaged ones with their problem."""
    found = []
    for folder in _installed_folders():
        try:
            found.append(_info(read_manifest(folder)))
        except SmpError as error:
            problem = PackInfo(folder.name, "", folder, "", "", "", "", 0, str(error))
            found.append(replace(problem, built_in=_built_in(folder)))
    return found


def describe_pack(folder: Path) -> PackInfo:
    """One pack for people.

    Raises:
        ModelError: There is none in that folder, or it is damaged.
    """
    return _info(read_manifest(folder))


def find_manifest(name_or_folder: str) -> Manifest:
    """What a pack says about itself; needs no torch.

    Args:
        name_or_folder: The folder it lies in, or an installed one's folder name or own name.

    Raises:
        ModelError: None of that name, or damaged.
    """
    as_folder = Path(name_or_folder)
    if (as_folder / MANIFEST).is_file():
        return read_manifest(as_folder.resolve())
    for folder in _installed_folders():
        if folder.name == name_or_folder:
            return read_manifest(folder)
    for manifest in _installed():
        if manifest.name == name_or_folder:
            return manifest
    known = ", ".join(info.name for info in list_packs()) or "none"
    raise ModelError(
        f'There is no pack called "{name_or_folder}".',
        f"Packs on this machine: {known}. A folder that holds {MANIFEST} works too.",
    )


def find_pack(name_or_folder: str) -> Pack:
    """Open a pack; see `find_manifest`.

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
    return find_pack(str(project_manifest(project).folder))


def project_manifest(project: Project) -> Manifest:
    """What that pack says about itself; needs no torch. It raises what `project_pack` does."""
    info = project.info
    name = str(info.pack_folder or info.pack_name)
    if info.pack_folder is not None:
        with contextlib.suppress(ModelError):
            lying_there = find_manifest(name)
            if lying_there.digest == info.pack_digest:
                return lying_there
    # A newer one of the same name may lie before it; one that lay elsewhere may be installed now.
    for manifest in _installed():
        if manifest.digest == info.pack_digest:
            return manifest
    found = find_manifest(name)
    if found.digest != info.pack_digest:
        raise ModelError(
            f'The pack "{found.name}" on this machine ({found.digest[:12]}) is not the one that '
            f"the project was made with ({info.pack_digest[:12]}).",
            "Bring that pack back, or make a new project with this one.",
        )
    return found


def _installed_folders() -> Iterator[Path]:
    for parent in packs_folders():
        if parent.is_dir():
            found = (each.parent for each in sorted(parent.glob(f"*/{MANIFEST}")))
            # What is being made, or was removed and can be brought back, hides behind a dot.
            yield from (folder for folder in found if not folder.name.startswith("."))


def _installed() -> Iterator[Manifest]:
    """Those that can be read."""
    for folder in _installed_folders():
        with contextlib.suppress(SmpError):
            yield read_manifest(folder)


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
        parts=pack.parts,
        built_in=_built_in(pack.folder),
    )


def _built_in(folder: Path) -> bool:
    return folder.resolve().is_relative_to(resources_folder().resolve())
