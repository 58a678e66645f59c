"""Which files go into which class when an operator drops files and folders."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from smp_core.errors import InputError
from smp_core.media.folders import Unread, file_size, media_below, walk
from smp_core.media.formats import MEDIA_SUFFIXES, is_media_name

_MAX_FILES = 20_000  # more is a whole drive, dropped by mistake


@dataclass(frozen=True)
class Drop:
    """What a drop brings.

    Attributes:
        labelled: Class names and files, at least one.
        unread: Folders that may not be read, with what to say of each.
    """

    labelled: Sequence[tuple[str, Path]]
    unread: Mapping[Path, InputError]


def into_one_class(class_name: str, paths: Sequence[Path]) -> Drop:
    """All videos and sounds of the paths, folders with all that is in them, for one class.

    A file that is named itself is kept whatever its name: adding it will say what is wrong.

    Raises:
        InputError: There is no video among them, or none in a folder that may be read.
    """
    found: list[tuple[str, Path]] = []
    unread: Unread = {}
    for path in paths:
        files = _files_in(path, unread) if path.is_dir() else [path]
        found += [(class_name, each) for each in files]
    return _some(found, unread, paths)


def into_new_classes(paths: Sequence[Path], loose_name: str) -> Drop:
    """Files for classes by folder names.

    A folder with videos of its own is a class of its name, with all that is below it. A folder
    that holds only folders gives a class for each of those. Files that lie beside go into
    `loose_name`.

    Raises:
        InputError: There is no video among them, or none in a folder that may be read.
    """
    found: list[tuple[str, Path]] = []
    unread: Unread = {}
    for path in paths:
        if not path.is_dir():
            found.append((loose_name, path))
            continue
        for folder in _class_folders(path, unread):
            found += [(folder.name, each) for each in _files_in(folder, unread)]
    return _some(found, unread, paths)


def _some(found: list[tuple[str, Path]], unread: Unread, paths: Sequence[Path]) -> Drop:
    if not found and unread:
        raise next(iter(unread.values()))
    if not found:
        where = str(paths[0]) if len(paths) == 1 else f"any of the {len(paths)} folders"
        raise InputError(
            f"There is no video or sound in {where}.",
            "Drop video files, or a folder that holds some.",
        )
    return Drop(found, unread)


def _class_folders(folder: Path, unread: Unread) -> list[Path]:
    """The folder itself if it has videos of its own, otherwise those in it."""
    _, folders, names = next(walk(folder, unread, hidden=False), (folder, [], []))
    media = (folder / name for name in names if is_media_name(Path(name)))
    if any(file_size(path, unread) is not None for path in media):
        return [folder]
    return [folder / name for name in folders]


def _files_in(folder: Path, unread: Unread) -> list[Path]:
    found = []
    for path in media_below(folder, unread, hidden=False):
        found.append(path)
        if len(found) > _MAX_FILES:
            raise InputError(
                f"{folder} holds more than {_MAX_FILES} videos.",
                "Drop the folder with the clips of the class only.",
            )
    return found


def file_patterns() -> tuple[str, ...]:
    """Patterns of the names of videos and sounds, for a file dialog: "*.mp4", …."""
    return tuple(f"*{suffix}" for suffix in sorted(MEDIA_SUFFIXES))
