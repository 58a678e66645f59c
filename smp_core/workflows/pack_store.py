"""Packs that come on a stick and go again: add, verify, remove. Nothing from outside is trusted."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import tempfile
import time
import uuid
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from smp_core.errors import InputError, ModelError, ResourceError
from smp_core.jobs import JobContext
from smp_core.model.checksums import file_sha256
from smp_core.model.manifest import MANIFEST, Manifest, read_manifest
from smp_core.paths import (
    atomic_write_bytes,
    inside,
    resources_folder,
    sync_folder,
    user_data_folder,
    write_error,
)
from smp_core.workflows.pack_origin import AGAIN, MAX_HEADER_BYTES, Origin, opened_pack
from smp_core.workflows.packs import PackInfo, describe_pack

_MAX_BYTES = 40_000_000_000
_CHUNK_BYTES = 1 << 20
_ENDINGS = (".safetensors", ".json", ".txt", ".md", ".jinja", ".model")
_MB = 1_000_000
_KEPT_S = 86_400


@dataclass(frozen=True)
class Removed:
    """A pack or model that was put aside. folder: Where it was. aside: Where it lies meanwhile."""

    name: str
    folder: Path
    aside: Path


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
    with opened_pack(source) as (origin, manifest_bytes), tempfile.TemporaryDirectory() as scratch:
        (Path(scratch) / MANIFEST).write_bytes(manifest_bytes)
        manifest = read_manifest(Path(scratch))
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
        sizes = {name: _size(origin, source, name) for name in manifest.files}
        _discard_old(parent)
        _check_room(parent, sum(sizes.values()))
        part = parent / f".{manifest.name}.{uuid.uuid4().hex[:8]}.part"
        try:
            _copy(origin, source, manifest, sizes, part, ctx)
            atomic_write_bytes(part / MANIFEST, manifest_bytes)
            part.rename(target)
            sync_folder(parent)
        except OSError as error:
            raise write_error(target, error) from error
        finally:
            shutil.rmtree(part, ignore_errors=True)
    return describe_pack(target)


def verify_pack(folder: Path, ctx: JobContext) -> PackInfo:
    """Read every file of a pack and compare it with its checksum.

    Raises:
        ModelError: A file is missing or changed.
    """
    manifest = read_manifest(folder)
    stage, total = "Verifying (MB)", -(-manifest.size_bytes() // _MB)
    done = 0
    for name, expected in manifest.files.items():
        file = inside(folder, name)
        ctx.progress(stage, done // _MB, total)
        if file_sha256(file) != expected:
            raise ModelError(f"{file} is not the file that the pack was made with.", AGAIN)
        _check_start(file)
        done += file.stat().st_size
    ctx.progress(stage, total, total)
    return describe_pack(folder)


def remove_pack(folder: Path) -> Removed:
    """Put a pack aside; `restore_removed` brings it back, `discard_removed` ends it.

    Raises:
        InputError: It belongs to the program, or is no pack. StorageError: It cannot be moved.
    """
    if folder.resolve().is_relative_to(resources_folder().resolve()):
        raise InputError(
            f'The pack "{folder.name}" belongs to the program.', "It stays; it is small."
        )
    if not (folder / MANIFEST).is_file():
        raise InputError(f"{folder} is no pack.", "See `smp pack list`.")
    return _put_aside(folder)


def remove_model(folder: Path) -> Removed:
    """Put a captioner's model aside, like `remove_pack`.

    Raises:
        InputError: It does not lie in the user's own models folder. StorageError: see there.
    """
    if folder.parent.resolve() != (user_data_folder() / "models").resolve():
        raise InputError(
            f"{folder} was not put there by this program.", "Delete it yourself if you want to."
        )
    return _put_aside(folder)


def _put_aside(folder: Path) -> Removed:
    _discard_old(folder.parent)  # nothing else comes by where models lie
    aside = folder.parent / f".removed-{uuid.uuid4().hex[:8]}" / folder.name
    try:
        aside.parent.mkdir()
        folder.rename(aside)
    except OSError as error:
        raise write_error(folder, error) from error
    return Removed(folder.name, folder, aside)


def restore_removed(removed: Removed) -> Path:
    """Bring back what was removed; its folder.

    Raises:
        StorageError: Its place is taken, or it is discarded already.
    """
    try:
        if removed.folder.exists():
            raise FileExistsError(17, "another pack took its place", str(removed.folder))
        removed.aside.rename(removed.folder)
        removed.aside.parent.rmdir()
    except OSError as error:
        raise write_error(removed.folder, error) from error
    return removed.folder


def discard_removed(removed: Removed) -> int:
    """Delete what was removed, for good.

    Returns:
        The bytes that became free; what could not be deleted is not among them, and is tried again
        when something is added or removed a day later.
    """
    sizes = {each: each.lstat().st_size for each in removed.aside.rglob("*") if not each.is_dir()}
    shutil.rmtree(removed.aside.parent, ignore_errors=True)
    return sum(size for each, size in sizes.items() if not os.path.lexists(each))


def _discard_old(parent: Path) -> None:
    """Delete what an interruption left half made or half removed, a day ago or more."""
    for folder in [*parent.glob(".removed-*"), *parent.glob(".*.part")]:
        with contextlib.suppress(OSError):  # another program was faster
            if time.time() - folder.stat().st_mtime > _KEPT_S:
                shutil.rmtree(folder, ignore_errors=True)


def _size(origin: Origin, source: Path, name: str) -> int:
    if not (name.endswith(_ENDINGS) or PurePosixPath(name).name in ("LICENSE", "NOTICE")):
        raise ModelError(
            f"{source} lists {name}, a kind of file that packs do not have.",
            "Weights come as .safetensors, everything else as text; other kinds may run code.",
        )
    return origin.size(name)


def _copy(
    origin: Origin,
    source: Path,
    manifest: Manifest,
    sizes: dict[str, int],
    part: Path,
    ctx: JobContext,
) -> None:
    stage, total, done = "Copying (MB)", -(-sum(sizes.values()) // _MB), 0
    part.mkdir(parents=True)
    for name, expected in manifest.files.items():
        to = inside(part, name)
        to.parent.mkdir(parents=True, exist_ok=True)
        digest, left = hashlib.sha256(), sizes[name]
        with origin.open(name) as opened, to.open("xb") as file:
            while chunk := opened.read(_CHUNK_BYTES):
                left -= len(chunk)
                if left < 0:
                    raise ModelError(f"{source}: {name} is larger than it says.", AGAIN)
                digest.update(chunk)
                file.write(chunk)
                done += len(chunk)
                ctx.progress(stage, done // _MB, total)
            file.flush()
            os.fsync(file.fileno())
        sync_folder(to.parent)
        if digest.hexdigest() != expected:
            raise ModelError(
                f"{source}: {name} is not the file that the pack was made with.", AGAIN
            )
        _check_start(to)
    ctx.progress(stage, total, total)


def _check_start(file: Path) -> None:
    """Raises: ModelError: A file called .safetensors that is something else."""
    if file.suffix != ".safetensors":
        return
    with file.open("rb") as opened:
        length = int.from_bytes(opened.read(8), "little")
        try:
            usable = 2 <= length <= MAX_HEADER_BYTES and json.loads(opened.read(length))
        except ValueError:
            usable = False
    if not usable:
        raise ModelError(f"{file.name} is no safetensors file.", "Weights come in no other format.")


def _check_room(parent: Path, n_bytes: int) -> None:
    if n_bytes > _MAX_BYTES:
        raise ResourceError(f"The pack says that it takes {n_bytes / 1e9:.0f} GB.", AGAIN)
    try:
        parent.mkdir(parents=True, exist_ok=True)
        free = shutil.disk_usage(parent).free
    except OSError as error:
        raise write_error(parent, error) from error
    if free < n_bytes:
        raise ResourceError(
            f"{parent} has {free / 1e9:.1f} GB left, the pack needs {n_bytes / 1e9:.1f} GB.",
            "Free some space.",
        )
