"""The files of a pack that comes from outside: a folder or a zip file. Every name is suspect."""

from __future__ import annotations

import stat
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, Protocol

from smp_core.errors import InputError, ModelError
from smp_core.model.manifest import MANIFEST
from smp_core.paths import inside

AGAIN = "Copy the pack again from where it came from."
MAX_HEADER_BYTES = 4 * 1024 * 1024
_MAX_FILES = 2_000
_MAX_SHRINK = 200  # weights hardly shrink; what shrinks more than this is a bomb


class Origin(Protocol):
    """Where the files of a pack are read from."""

    def size(self, name: str) -> int:
        """Bytes of a file, as they will be on disk. Raises: ModelError: missing or not plain."""

    def open(self, name: str) -> IO[bytes]:
        """Its content."""


class _Folder:
    """A pack's files in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def size(self, name: str) -> int:
        file = inside(self._folder, name)
        if (self._folder / name).is_symlink() or not file.is_file():
            raise ModelError(f"{self._folder / name} is missing, or no plain file.", AGAIN)
        return file.stat().st_size

    def open(self, name: str) -> IO[bytes]:
        return inside(self._folder, name).open("rb")


class _Zip:
    """A pack's files in a zip file, with or without one folder around them."""

    def __init__(self, file: Path, archive: zipfile.ZipFile) -> None:
        self._file, self._archive = file, archive
        entries = archive.infolist()
        if len(entries) > _MAX_FILES:
            raise ModelError(f"{file} holds more files than any pack.", AGAIN)
        self._entries: dict[str, zipfile.ZipInfo] = {}
        for entry in entries:
            self._check(entry)
            self._entries[entry.filename] = entry
        found = [name for name in self._entries if PurePosixPath(name).name == MANIFEST]
        found.sort(key=lambda name: name.count("/"))
        if not found or found[0].count("/") > 1:
            raise InputError(f"{file} holds no {MANIFEST}.", "Name a zip file of a pack's folder.")
        self._prefix = found[0].removesuffix(MANIFEST)

    def size(self, name: str) -> int:
        return self._entry(name).file_size

    def open(self, name: str) -> IO[bytes]:
        return self._archive.open(self._entry(name))

    def _entry(self, name: str) -> zipfile.ZipInfo:
        entry = self._entries.get(self._prefix + name)
        if entry is None or entry.is_dir():
            raise ModelError(f"{self._file} lacks {name}.", AGAIN)
        return entry

    def _check(self, entry: zipfile.ZipInfo) -> None:
        name, path = entry.filename, PurePosixPath(entry.filename)
        if path.is_absolute() or ".." in path.parts or "\\" in name or ":" in name:
            raise ModelError(f"{self._file} holds {name!r}, which leads out of the pack.", AGAIN)
        if stat.S_ISLNK(entry.external_attr >> 16):
            raise ModelError(f"{self._file} holds {name!r}, a link.", AGAIN)
        if entry.flag_bits & 1:
            raise ModelError(f"{self._file} is locked by a password.", "Unpack it yourself.")
        if entry.file_size > _MAX_SHRINK * max(entry.compress_size, 1_000):
            raise ModelError(f"{self._file}: {name!r} would swell beyond measure.", AGAIN)


@contextmanager
def opened_pack(source: Path) -> Iterator[tuple[Origin, bytes]]:
    """The pack's files, and its manifest as it is.

    Args:
        source: A folder that holds pack.json, or a zip file of one.

    Raises:
        InputError: No pack there.
        ModelError: A name that leads out, a link, a bomb, a password, or damage.
    """
    origin: Origin
    try:
        if source.is_dir():
            origin = _Folder(source)
            if not (source / MANIFEST).is_file():
                raise InputError(f"{source} holds no {MANIFEST}.", "Name a pack's folder.")
            yield origin, _manifest(origin, source)
        elif zipfile.is_zipfile(source):
            with zipfile.ZipFile(source) as archive:
                origin = _Zip(source, archive)
                yield origin, _manifest(origin, source)
        elif source.exists():
            raise InputError(f"{source} is neither a folder nor a whole zip file.", AGAIN)
        else:
            raise InputError(f"{source} does not exist.", "Is the stick plugged in?")
    except zipfile.BadZipFile as error:
        raise ModelError(f"{source} is damaged: {error}.", AGAIN) from error


def _manifest(origin: Origin, source: Path) -> bytes:
    if origin.size(MANIFEST) > MAX_HEADER_BYTES:
        raise ModelError(f"{source}: its {MANIFEST} is too large to be one.", AGAIN)
    with origin.open(MANIFEST) as opened:
        return opened.read(MAX_HEADER_BYTES + 1)
