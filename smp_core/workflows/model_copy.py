"""Copying the files of a pack or model from outside: each is compared and written through."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import IO

from smp_core.errors import ModelError, ResourceError
from smp_core.jobs import JobContext
from smp_core.model.checksums import file_sha256
from smp_core.paths import inside, sync_folder, write_error
from smp_core.workflows.pack_origin import AGAIN, MAX_HEADER_BYTES, Origin

_MAX_BYTES = 40_000_000_000
_CHUNK_BYTES = 1 << 20
_MB = 1_000_000


def copy_files(
    origin: Origin, wanted: Mapping[str, str], part: Path, ctx: JobContext, whole: str
) -> dict[str, str]:
    """Copy files into a folder that is there.

    Args:
        wanted: What each file's SHA-256 must be, by name; "" where that is not known.
        whole: What they make together, "pack" or "model".

    Returns:
        The SHA-256 of each.

    Raises:
        ModelError: A file is missing, changed, cannot be read, or is not what its name says.
        OSError: The folder cannot be written. Cancelled: The operator stopped.
    """
    sizes = {name: origin.size(name) for name in wanted}
    stage, total, done = "Copying (MB)", -(-sum(sizes.values()) // _MB), 0
    found: dict[str, str] = {}
    for name, expected in wanted.items():
        to = inside(part, name)
        to.parent.mkdir(parents=True, exist_ok=True)
        digest, left = hashlib.sha256(), sizes[name]
        with _opened(origin, name) as opened, to.open("xb") as file:
            while chunk := _read(origin, name, opened):
                left -= len(chunk)
                if left < 0:
                    raise ModelError(f"{origin.source}: {name} is larger than it says.", AGAIN)
                digest.update(chunk)
                file.write(chunk)
                done += len(chunk)
                ctx.progress(stage, done // _MB, total)
            file.flush()
            os.fsync(file.fileno())
        sync_folder(to.parent)
        found[name] = digest.hexdigest()
        if left or found[name] != (expected or found[name]):
            raise ModelError(
                f"{origin.source}: {name} is not the file that the {whole} was made with.", AGAIN
            )
        check_start(to)
    ctx.progress(stage, total, total)
    return found


def verify_files(folder: Path, wanted: Mapping[str, str], ctx: JobContext, whole: str) -> None:
    """Read every file and compare it with its SHA-256; the arguments are those of `copy_files`.

    Raises:
        ModelError: A file is missing or changed.
    """
    files = {inside(folder, name): expected for name, expected in wanted.items()}
    sizes = {file: file.stat().st_size if file.is_file() else 0 for file in files}
    stage, total, done = "Verifying (MB)", -(-sum(sizes.values()) // _MB), 0
    for file, expected in files.items():
        ctx.progress(stage, done // _MB, total)
        if file_sha256(file) != expected:
            raise ModelError(f"{file} is not the file that the {whole} was made with.", AGAIN)
        check_start(file)
        done += sizes[file]
    ctx.progress(stage, total, total)


def check_start(file: Path) -> None:
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


def check_room(parent: Path, n_bytes: int) -> None:
    """See that so much fits into a folder, which is made.

    Raises:
        ResourceError: It does not, or no pack or model is that large.
        StorageError: The place cannot be written.
    """
    if n_bytes > _MAX_BYTES:
        raise ResourceError(f"It says that it takes {n_bytes / 1e9:.0f} GB.", AGAIN)
    try:
        parent.mkdir(parents=True, exist_ok=True)
        free = shutil.disk_usage(parent).free
    except OSError as error:
        raise write_error(parent, error) from error
    if free < n_bytes:
        raise ResourceError(
            f"{parent} has {free / 1e9:.1f} GB left, {n_bytes / 1e9:.1f} GB are needed.",
            "Free some space.",
        )


def _opened(origin: Origin, name: str) -> IO[bytes]:
    try:
        return origin.open(name)
    except OSError as error:
        raise _unread(origin, name, error) from error


def _read(origin: Origin, name: str, opened: IO[bytes]) -> bytes:
    try:
        return opened.read(_CHUNK_BYTES)
    except (OSError, EOFError, zlib.error) as error:  # a stick pulled out, a share that is gone
        raise _unread(origin, name, error) from error


def _unread(origin: Origin, name: str, error: Exception) -> ModelError:
    reason = getattr(error, "strerror", None) or str(error)
    return ModelError(
        f"{origin.source}: {name} could not be read to its end: {reason}.",
        "Is the stick still plugged in? Otherwise the file is damaged: copy it again.",
    )
