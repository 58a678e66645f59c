"""Which video and sound files lie in a folder, and which of its folders may not be looked into."""

from __future__ import annotations

import os
from pathlib import Path

from smp_core.errors import InputError
from smp_core.media.formats import is_media_name


def media_files(folder: Path) -> tuple[list[Path], dict[Path, InputError]]:
    """Find all files with names of videos or sounds in a folder, on all levels.

    Links to folders are not followed.

    Returns:
        The files, sorted; and the folders that may not be read, with what to say of each.
    """
    found: list[Path] = []
    unread: dict[Path, InputError] = {}

    def refuse(error: OSError) -> None:
        where = Path(error.filename or folder)
        unread[where] = unread_folder(where, error)

    for root, _, names in os.walk(folder, onerror=refuse):
        here = Path(root)
        for path in (here / name for name in names if is_media_name(Path(name))):
            try:
                path.stat()
            except PermissionError as error:  # a folder can be listed and yet not be entered
                unread[here] = unread_folder(here, error)
            except OSError:  # gone between two looks, or a link to nowhere
                continue
            else:
                if path.is_file():
                    found.append(path)
    return sorted(found), dict(sorted(unread.items()))


def unread_folder(folder: Path, error: OSError) -> InputError:
    """What to say of a folder that may not be read."""
    return InputError(
        f"{folder} cannot be read: {error.strerror}.",
        "Give your account the right to read this folder.",
    )
