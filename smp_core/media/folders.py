"""Which video and sound files lie in a folder, and which of its folders may not be looked into."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from smp_core.errors import InputError
from smp_core.media.formats import is_media_name

Unread = dict[Path, InputError]
"""Folders that may not be read, with what to say of each; filled while others are searched."""


def media_files(folder: Path) -> tuple[list[Path], Unread]:
    """Find all files with names of videos or sounds in a folder, on all levels.

    Links to folders are not followed.

    Returns:
        The files, sorted; and the folders that may not be read, with what to say of each.
    """
    unread: Unread = {}
    found = sorted(media_below(folder, unread))
    return found, dict(sorted(unread.items()))


def media_below(folder: Path, unread: Unread, *, hidden: bool = True) -> Iterator[Path]:
    """Like `media_files`, one after the other, for whoever may have enough before the end.

    Args:
        unread: Takes the folders that may not be read.
        hidden: Look also into folders whose names begin with a dot.
    """
    for here, _, names in walk(folder, unread, hidden=hidden):
        for path in (here / name for name in names if is_media_name(Path(name))):
            if file_size(path, unread) is not None:
                yield path


def walk(
    folder: Path, unread: Unread, *, hidden: bool = True
) -> Iterator[tuple[Path, list[str], list[str]]]:
    """Like `os.walk`, in the order of names; tells of the folders that may not be read."""

    def refuse(error: OSError) -> None:
        where = Path(error.filename or folder)
        unread[where] = unread_folder(where, error)

    for root, folders, names in os.walk(folder, onerror=refuse):  # follows no links, so it ends
        folders[:] = sorted(each for each in folders if hidden or not each.startswith("."))
        yield Path(root), folders, sorted(names)


def file_size(path: Path, unread: Unread) -> int | None:
    """Bytes of a file, None if there is none.

    Args:
        unread: Takes the file's folder if that can be listed and yet not be entered.
    """
    try:
        found = path.stat()
    except PermissionError as error:
        unread[path.parent] = unread_folder(path.parent, error)
        return None
    except OSError:  # gone between two looks, or a link to nowhere
        return None
    return found.st_size if stat.S_ISREG(found.st_mode) else None


def unread_folder(folder: Path, error: OSError) -> InputError:
    """What to say of a folder that may not be read."""
    return InputError(
        f"{folder} cannot be read: {error.strerror}.",
        "Give your account the right to read this folder.",
    )
