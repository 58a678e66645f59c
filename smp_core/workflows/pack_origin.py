"""The files of a pack or model that comes from outside, in a folder or a zip file.

Every name is suspect.
"""

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
from smp_core.prompts.model_folder import CONFIG

AGAIN = "Copy it again, whole, from where it came from."
MAX_HEADER_BYTES = 4 * 1024 * 1024
_MARKS = (MANIFEST, CONFIG)  # a pack may hold a config.json too
_MAX_FILES = 2_000
_MAX_SHRINK = 200  # weights hardly shrink; what shrinks more than this is a bomb


class Origin(Protocol):
    """Where the files of a pack or model are read from.

    Attributes:
        source: The folder or zip file.
        called: What the folder around the files is called; a zip file's name if it holds none.
    """

    source: Path
    called: str

    def names(self) -> list[str]:
        """Its files, those in folders of it left out."""

    def size(self, name: str) -> int:
        """Bytes of a file, as they will be on disk. Raises: ModelError: missing or not plain."""

    def open(self, name: str) -> IO[bytes]:
        """Its content."""


class _Folder:
    """Files in a folder."""

    def __init__(self, folder: Path) -> None:
        self.source = folder
        self.called = folder.resolve().name

    def names(self) -> list[str]:
        try:
            return sorted(each.name for each in self.source.iterdir() if not each.is_dir())
        except OSError as error:
            raise InputError(
                f"{self.source} cannot be read: {error.strerror}.",
                "Is the stick plugged in, and may you read it?",
            ) from error

    def size(self, name: str) -> int:
        path = self.source / name
        file = inside(self.source, name)
        if path.is_symlink():
            raise ModelError(
                f"{path} is a link.", "Copy the folder with the files that its links lead to."
            )
        if not file.is_file():
            raise ModelError(f"{path} is missing, or no plain file.", AGAIN)
        return file.stat().st_size

    def open(self, name: str) -> IO[bytes]:
        return inside(self.source, name).open("rb")


class _Zip:
    """Files in a zip file, with or without one folder around them."""

    def __init__(self, file: Path, archive: zipfile.ZipFile) -> None:
        self.source, self._archive = file, archive
        entries = archive.infolist()
        if len(entries) > _MAX_FILES:
            raise ModelError(f"{file} holds more files than any pack.", AGAIN)
        self._entries: dict[str, zipfile.ZipInfo] = {}
        for entry in entries:
            self._check(entry)
            self._entries[entry.filename] = entry
        self._prefix = self._find_prefix()
        self.called = self._prefix.rstrip("/") or file.stem

    def names(self) -> list[str]:
        inner = [
            name.removeprefix(self._prefix)
            for name in self._entries
            if name.startswith(self._prefix)
        ]
        return sorted(name for name in inner if name and "/" not in name)

    def size(self, name: str) -> int:
        return self._entry(name).file_size

    def open(self, name: str) -> IO[bytes]:
        return self._archive.open(self._entry(name))

    def _find_prefix(self) -> str:
        for mark in _MARKS:
            found = [name for name in self._entries if PurePosixPath(name).name == mark]
            found.sort(key=lambda name: name.count("/"))
            if found and found[0].count("/") <= 1:
                return found[0].removesuffix(mark)
        return ""

    def _entry(self, name: str) -> zipfile.ZipInfo:
        entry = self._entries.get(self._prefix + name)
        if entry is None or entry.is_dir():
            raise ModelError(f"{self.source} lacks {name}.", AGAIN)
        return entry

    def _check(self, entry: zipfile.ZipInfo) -> None:
        name, path = entry.filename, PurePosixPath(entry.filename)
        if path.is_absolute() or ".." in path.parts or "\\" in name or ":" in name:
            raise ModelError(f"{self.source} holds {name!r}, which leads out of it.", AGAIN)
        if stat.S_ISLNK(entry.external_attr >> 16):
            raise ModelError(f"{self.source} holds {name!r}, a link.", AGAIN)
        if entry.flag_bits & 1:
            raise ModelError(f"{self.source} is locked by a password.", "Unpack it yourself.")
        if entry.file_size > _MAX_SHRINK * max(entry.compress_size, 1_000):
            raise ModelError(f"{self.source}: {name!r} would swell beyond measure.", AGAIN)


@contextmanager
def opened_origin(source: Path) -> Iterator[Origin]:
    """The files of a pack or model.

    Args:
        source: A folder, or a zip file of one.

    Raises:
        InputError: It is neither.
        ModelError: A name that leads out, a link, a bomb, a password, or damage.
    """
    try:
        if source.is_dir():
            yield _Folder(source)
        elif zipfile.is_zipfile(source):
            with zipfile.ZipFile(source) as archive:
                yield _Zip(source, archive)
        elif source.exists():
            raise InputError(f"{source} is neither a folder nor a whole zip file.", AGAIN)
        else:
            raise InputError(f"{source} does not exist.", "Is the stick plugged in?")
    except zipfile.BadZipFile as error:
        raise ModelError(f"{source} is damaged: {error}.", AGAIN) from error


def read_header(origin: Origin, name: str) -> bytes:
    """A small file that says what the others are.

    Raises:
        ModelError: It is missing, or too large to be one.
    """
    if origin.size(name) > MAX_HEADER_BYTES:
        raise ModelError(f"{origin.source}: its {name} is too large to be one.", AGAIN)
    with origin.open(name) as opened:
        return opened.read(MAX_HEADER_BYTES + 1)
