"""Where things lie, and how files are written so that none is ever half there."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import shlex
import subprocess
import sys
import uuid
from pathlib import Path

import platformdirs

from smp_core.errors import InputError, ResourceError, SmpError, StorageError

_APP = "smp-studio"
_PATH_MARKS = "/\\:"  # they part folders and drives, here or on another system


def resources_folder() -> Path:
    """The program's own files (packs, icons): beside the code, or inside a desktop bundle."""
    here = Path(__file__).resolve().parent
    candidates = [here / "resources", here.parent / "resources"]
    bundle = getattr(sys, "_MEIPASS", None)
    if bundle is not None:
        candidates.insert(0, Path(bundle) / "resources")
    for candidate in candidates:
        if candidate.is_dir():
            return candidate
    return candidates[-1]


def user_data_folder() -> Path:
    """The user's own folder for packs and logs; the environment's SMP_HOME wins. Not created."""
    home = os.environ.get("SMP_HOME")
    if home:
        return Path(home).expanduser().absolute()
    return Path(platformdirs.user_data_dir(_APP, appauthor=False))


def user_cache_folder() -> Path:
    """The user's own folder for what can be made again; SMP_HOME/cache if set. Not created."""
    home = os.environ.get("SMP_HOME")
    if home:
        return Path(home).expanduser().absolute() / "cache"
    return Path(platformdirs.user_cache_dir(_APP, appauthor=False))


def packs_folders() -> list[Path]:
    """Folders that hold packs, the user's own first; they need not exist."""
    return [user_data_folder() / "packs", resources_folder() / "packs"]


def inside(folder: Path, relative: str | Path) -> Path:
    """The path `relative` within `folder`, links followed.

    Args:
        folder: The folder that must not be left.
        relative: A path from a database, an archive or a person.

    Raises:
        InputError: If it is absolute, or leads out of `folder`, also by a symbolic link.
    """
    hint = "Use a path inside the folder."
    try:
        root = folder.resolve()
        path = (root / relative).resolve()
    except (ValueError, OSError, RuntimeError) as error:  # NUL bytes, loops of links
        raise InputError(f"{str(relative)!r} is not a usable path: {error}.", hint) from error
    if Path(relative).is_absolute() or not path.is_relative_to(root):
        raise InputError(f"{str(relative)!r} leads out of {folder}.", hint)
    return path


def file_inside(folder: Path, name: str) -> Path:
    """The file `name` directly in `folder`, by a name that is harmless on every system.

    Args:
        folder: The folder that must not be left.
        name: What another machine calls the file.

    Raises:
        InputError: The name is empty or leads elsewhere, on this system or on another one.
    """
    # Told by its characters: what ..\x or C:x means depends on the system that we run on.
    leads_away = ".." in name or any(each in _PATH_MARKS or ord(each) < 32 for each in name)
    if leads_away or name != name.rstrip(" .") or not name:
        raise InputError(f"{name!r} is no plain file name.", "Use a name without a folder.")
    return inside(folder, name)


def private_folder(folder: Path) -> Path:
    """Make a folder that other accounts of this machine cannot look into; one that is there stays.

    On Windows it has the rights of the folder around it. Parents are made with the usual rights.

    Returns:
        The same folder.

    Raises:
        OSError: It cannot be made.
    """
    # Not 0o700 on Windows: newer Pythons would shut out whom the folder around it lets in.
    folder.mkdir(mode=0o777 if os.name == "nt" else 0o700, parents=True, exist_ok=True)
    return folder


def quoted(text: str) -> str:
    """A word as it is typed in a shell of this system, for lines that people copy."""
    return subprocess.list2cmdline([text]) if os.name == "nt" else shlex.quote(text)


def atomic_write_bytes(path: Path, data: bytes) -> None:
    """Write a file so that it is either the old or the new one, also after a power cut.

    Args:
        path: Where to; missing parent folders are made.
        data: The whole content.

    Raises:
        ResourceError: The disk is full.
        StorageError: The place cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # The temporary name lies in the same folder: only there is a rename atomic.
        temporary = path.parent / f".{path.name[:40]}.{uuid.uuid4().hex[:12]}.part"
        try:
            with open(temporary, "xb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            os.replace(temporary, path)
        except BaseException:
            with contextlib.suppress(OSError):
                os.unlink(temporary)
            raise
        sync_folder(path.parent)
    except OSError as error:
        raise write_error(path, error) from error


def atomic_write_text(path: Path, text: str) -> None:
    """Write UTF-8 text without changing its line ends; see `atomic_write_bytes`."""
    atomic_write_bytes(path, text.encode("utf-8"))


def atomic_write_json(path: Path, value: object) -> None:
    """Write JSON, indented, non-ASCII kept; refuses NaN and infinity (ValueError)."""
    text = json.dumps(value, indent=2, ensure_ascii=False, allow_nan=False)
    atomic_write_text(path, text + "\n")


def sync_folder(folder: Path) -> None:
    """Make renames within `folder` last through a power cut, where the system can."""
    if os.name == "nt":  # folders cannot be opened there; NTFS journals renames itself
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        with contextlib.suppress(OSError):  # some network file systems refuse it
            os.fsync(handle)
    finally:
        os.close(handle)


def write_error(path: Path, error: OSError) -> SmpError:
    """Translate a failure to write `path` for people."""
    if error.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)):
        return ResourceError(
            f"{path} could not be written: the disk is full.",
            "Free some space, then do it again; nothing was changed.",
        )
    reason = error.strerror or str(error)
    return StorageError(
        f"{path} could not be written: {reason}.",
        "Check that the folder exists and that you may write there.",
    )
