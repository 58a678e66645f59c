"""How the path of a file outside the database is kept inside it.

Inside the project folder relative with "/", so that the folder can be carried to another machine
or system; elsewhere absolute.
"""

from __future__ import annotations

import os
from pathlib import Path

from smp_core.errors import InputError


def stored_path(project_folder: Path, path: Path) -> str:
    """The text to keep for `path`.

    Raises:
        InputError: The name is not valid text (possible on Linux), so no database could keep it.
    """
    absolute = Path(os.path.abspath(path))
    text = str(absolute)
    # The second look is for a project that is reached through a link.
    for candidate in (absolute, Path(os.path.realpath(absolute))):  # takes loops of links calmly
        if candidate.is_relative_to(project_folder):
            text = candidate.relative_to(project_folder).as_posix()
            break
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise InputError(
            f"The name of {str(path)!r} is not valid text.", "Rename the file, then add it again."
        ) from error
    return text


def real_path(project_folder: Path, stored: str) -> Path:
    """The absolute path behind a stored text; nothing is checked on disk."""
    return project_folder / stored  # an absolute right side wins
