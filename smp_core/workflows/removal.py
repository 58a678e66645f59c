"""Packs and models that go: put aside first, so that it can be undone, then deleted."""

from __future__ import annotations

import contextlib
import os
import shutil
import time
import uuid
from dataclasses import dataclass
from pathlib import Path

from smp_core.paths import write_error
from smp_core.workflows.fetch_store import discard_given_up

_KEPT_S = 86_400


@dataclass(frozen=True)
class Removed:
    """A pack or model that was put aside. folder: Where it was. aside: Where it lies meanwhile."""

    name: str
    folder: Path
    aside: Path


def put_aside(folder: Path) -> Removed:
    """Take a folder away; `restore_removed` brings it back, `discard_removed` ends it.

    Raises:
        StorageError: It cannot be moved.
    """
    discard_old(folder.parent)  # nothing else comes by where models lie
    aside = folder.parent / f".removed-{uuid.uuid4().hex[:8]}" / folder.name
    try:
        aside.parent.mkdir()
        folder.rename(aside)
    except OSError as error:
        with contextlib.suppress(OSError):
            aside.parent.rmdir()
        raise write_error(folder, error) from error
    return Removed(folder.name, folder, aside)


def restore_removed(removed: Removed) -> Path:
    """Bring back what was removed; its folder.

    Raises:
        StorageError: Its place is taken, or it is discarded already.
    """
    try:
        if removed.folder.exists():
            raise FileExistsError(17, "another one took its place", str(removed.folder))
        removed.aside.rename(removed.folder)
        removed.aside.parent.rmdir()
    except OSError as error:
        raise write_error(removed.folder, error) from error
    return removed.folder


def discard_removed(removed: Removed) -> int:
    """Delete what was removed, for good.

    Returns:
        The bytes that became free; what could not be deleted is not among them, and is tried again
        when something is added or removed a day later.
    """
    sizes = {each: each.lstat().st_size for each in removed.aside.rglob("*") if not each.is_dir()}
    shutil.rmtree(removed.aside.parent, ignore_errors=True)
    return sum(size for each, size in sizes.items() if not os.path.lexists(each))


def discard_old(parent: Path) -> None:
    """Delete what an interruption left half made or half removed a day ago, and given-up fetches.

    Args:
        parent: Where packs or models lie.
    """
    discard_given_up(parent)
    for folder in [*parent.glob(".removed-*"), *parent.glob(".*.part")]:
        with contextlib.suppress(OSError):  # another program was faster
            if time.time() - folder.stat().st_mtime > _KEPT_S:
                shutil.rmtree(folder, ignore_errors=True)
