"""Which files go into which class when an operator drops files and folders."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from smp_core.errors import InputError
from smp_core.media.formats import MEDIA_SUFFIXES, is_media_name

_MAX_FILES = 20_000  # more is a whole drive, dropped by mistake


def into_one_class(class_name: str, paths: Sequence[Path]) -> list[tuple[str, Path]]:
    """All videos and sounds of the paths, folders with all that is in them, for one class.

    A file that is named itself is kept whatever its name: adding it will say what is wrong.

    Raises:
        InputError: There is no video among them, or a folder cannot be read.
    """
    found = []
    for path in paths:
        found += [(class_name, each) for each in (_files_in(path) if path.is_dir() else [path])]
    return _some(found, paths)


def into_new_classes(paths: Sequence[Path], loose_name: str) -> list[tuple[str, Path]]:
    """Files for classes by folder names.

    A folder with videos of its own is a class of its name, with all that is below it. A folder
    that holds only folders gives a class for each of those. Files that lie beside go into
    `loose_name`.

    Raises:
        InputError: There is no video among them, or a folder cannot be read.
    """
    found: list[tuple[str, Path]] = []
    for path in paths:
        if not path.is_dir():
            found.append((loose_name, path))
        elif any(_is_media(each) for each in _entries(path)):
            found += [(path.name, each) for each in _files_in(path)]
        else:
            for folder in _entries(path):
                if folder.is_dir() and not folder.name.startswith("."):
                    found += [(folder.name, each) for each in _files_in(folder)]
    return _some(found, paths)


def _some(found: list[tuple[str, Path]], paths: Sequence[Path]) -> list[tuple[str, Path]]:
    if not found:
        where = str(paths[0]) if len(paths) == 1 else f"any of the {len(paths)} folders"
        raise InputError(
            f"There is no video or sound in {where}.",
            "Drop video files, or a folder that holds some.",
        )
    return found


def _entries(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError as error:
        raise InputError(
            f"{folder} cannot be read: {error.strerror}.",
            "Give your account the right to read this folder.",
        ) from error


def _files_in(folder: Path) -> list[Path]:
    _entries(folder)  # says what is wrong with the folder itself; those below are passed over
    found = []
    for path in _walk(folder):
        if _is_media(path):
            found.append(path)
        if len(found) > _MAX_FILES:
            raise InputError(
                f"{folder} holds more than {_MAX_FILES} videos.",
                "Drop the folder with the clips of the class only.",
            )
    return found


def _walk(folder: Path) -> Iterable[Path]:
    for root, folders, files in os.walk(folder):  # does not follow links, so it ends
        folders[:] = sorted(each for each in folders if not each.startswith("."))
        for name in sorted(files):
            yield Path(root) / name


def _is_media(path: Path) -> bool:
    return is_media_name(path) and path.is_file()


def file_patterns() -> tuple[str, ...]:
    """Patterns of the names of videos and sounds, for a file dialog: "*.mp4", …."""
    return tuple(f"*{suffix}" for suffix in sorted(MEDIA_SUFFIXES))
