"""A folder with one sub-folder of videos per class."""

from __future__ import annotations

from pathlib import Path

from smp_core.errors import InputError
from smp_core.media.folders import unread_folder
from smp_core.media.formats import is_media_name


def class_folders(folder: Path) -> dict[str, list[Path]]:
    """Videos by class name, both sorted.

    Raises:
        InputError: No folder, no sub-folder with videos, or one that may not be read.
    """
    if not folder.is_dir():
        raise InputError(f"{folder} is no folder.", "Name a folder with one sub-folder per class.")
    try:
        subs = sorted(each for each in folder.iterdir() if each.is_dir())
    except OSError as error:
        raise unread_folder(folder, error) from error
    found = {sub.name: _videos(sub) for sub in subs if not sub.name.startswith(".")}
    found = {name: files for name, files in found.items() if files}
    if len(found) < 2:
        raise InputError(
            f"{folder} holds videos of fewer than two classes.", "Make one sub-folder per class."
        )
    return found


def _videos(folder: Path) -> list[Path]:
    try:
        return sorted(file for file in folder.iterdir() if is_media_name(file) and file.is_file())
    except OSError as error:
        raise unread_folder(folder, error) from error
