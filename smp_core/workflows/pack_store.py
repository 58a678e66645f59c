"""Packs that come on a stick and go again: add, verify, remove. Nothing from outside is trusted."""

from __future__ import annotations

import tempfile
from pathlib import Path, PurePosixPath

from smp_core.errors import InputError, ModelError
from smp_core.jobs import JobContext
from smp_core.model.checksums import file_sha256
from smp_core.model.manifest import MANIFEST, Manifest, read_manifest
from smp_core.paths import atomic_write_bytes, inside, resources_folder, user_data_folder
from smp_core.workflows.model_copy import check_room, copy_files, verify_files
from smp_core.workflows.new_folder import new_folder
from smp_core.workflows.pack_origin import AGAIN, Origin, opened_origin, read_header
from smp_core.workflows.packs import PackInfo, describe_pack
from smp_core.workflows.removal import Removed, discard_old, put_aside

_ENDINGS = (".safetensors", ".json", ".txt", ".md", ".jinja", ".model")


def add_pack(source: Path, ctx: JobContext, folder: Path | None = None) -> PackInfo:
    """Copy a pack from a folder or a zip file; it is there whole and checked, or not at all.

    Only the files that the pack's manifest lists are copied, each compared with its checksum.

    Args:
        source: A folder that holds pack.json, or a zip file of one.
        folder: Where packs lie; None for the user's own packs folder.

    Raises:
        InputError: No pack there, or one of that name is installed.
        ModelError: A file is missing, changed, of a kind that may run code, or out of the pack.
        ResourceError: The disk is full, or the pack is larger than any can be.
    """
    parent = folder or user_data_folder() / "packs"
    with opened_origin(source) as origin:
        if MANIFEST not in origin.names():
            raise InputError(f"{source} holds no {MANIFEST}.", "Name a pack's folder, or its zip.")
        manifest_bytes = read_header(origin, MANIFEST)
        manifest = _manifest(manifest_bytes)
        target = inside(parent, manifest.name)
        if target.parent != parent.resolve() or manifest.name.startswith("."):
            raise InputError(f"{manifest.name!r} is no name of a pack.", AGAIN)
        if target.exists():
            same = file_sha256(target / MANIFEST) == manifest.digest
            raise InputError(
                f'The pack "{manifest.name}" is {"" if same else "(in another version) "}'
                "there already.",
                "There is nothing to do." if same else "Remove that one first.",
            )
        sizes = [_size(origin, name) for name in manifest.files]
        discard_old(parent)
        check_room(parent, sum(sizes))
        with new_folder(target) as part:
            copy_files(origin, manifest.files, part, ctx, "pack")
            atomic_write_bytes(part / MANIFEST, manifest_bytes)
    return describe_pack(target)


def verify_pack(folder: Path, ctx: JobContext) -> PackInfo:
    """Read every file of a pack and compare it with its checksum.

    Raises:
        ModelError: A file is missing or changed.
    """
    verify_files(folder, read_manifest(folder).files, ctx, "pack")
    return describe_pack(folder)


def remove_pack(folder: Path) -> Removed:
    """Put a pack aside; see `removal.put_aside`.

    Raises:
        InputError: It belongs to the program, or is no pack. StorageError: It cannot be moved.
    """
    if folder.resolve().is_relative_to(resources_folder().resolve()):
        raise InputError(
            f'The pack "{folder.name}" belongs to the program.', "It stays; it is small."
        )
    if not (folder / MANIFEST).is_file():
        raise InputError(f"{folder} is no pack.", "See `smp pack list`.")
    return put_aside(folder)


def _manifest(data: bytes) -> Manifest:
    with tempfile.TemporaryDirectory() as scratch:
        (Path(scratch) / MANIFEST).write_bytes(data)
        return read_manifest(Path(scratch))


def _size(origin: Origin, name: str) -> int:
    if not (name.endswith(_ENDINGS) or PurePosixPath(name).name in ("LICENSE", "NOTICE")):
        raise ModelError(
            f"{origin.source} lists {name}, a kind of file that packs do not have.",
            "Weights come as .safetensors, everything else as text; other kinds may run code.",
        )
    return origin.size(name)
