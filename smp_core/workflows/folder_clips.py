"""A folder with one sub-folder of videos per class."""

from __future__ import annotations

from pathlib import Path

from smp_core.errors import InputError
from smp_core.media.formats import is_media_name


def class_folders(folder: Path) -> dict[str, list[Path]]:
    """Videos by class name, both sorted.

    Raises:
        InputError: No folder, or no sub-folder with videos.
    """
    if not folder.is_dir():
        raise InputError(f"{folder} is no folder.", "Name a folder with one sub-folder per class.")
    found = {
        sub.name: sorted(file for file in sub.iterdir() if file.is_file() and is_media_name(file))
        for sub in sorted(folder.iterdir())
        if sub.is_dir() and not sub.name.startswith(".")
    }
    found = {name: files for name, files in found.items() if files}
    if len(found) < 2:
        raise InputError(
            f"{folder} holds videos of fewer than two classes.", "Make one sub-folder per class."
        )
    return found
