"""Packs and captioners' models alike: whatever comes on a stick, and whatever is here by name."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from pathlib import Path

from smp_core.errors import InputError, ModelError
from smp_core.jobs import JobContext
from smp_core.model.manifest import MANIFEST
from smp_core.paths import user_data_folder
from smp_core.prompts.model_folder import CONFIG
from smp_core.workflows.captioner_models import (
    captioners_that_need,
    find_captioner_model,
    require_model,
)
from smp_core.workflows.captioner_store import add_captioner, models_home, remove_captioner
from smp_core.workflows.fetch_store import discard_fetch, kept_fetches
from smp_core.workflows.pack_origin import opened_origin
from smp_core.workflows.pack_store import remove_pack
from smp_core.workflows.packs import find_manifest
from smp_core.workflows.removal import Removed


@dataclass(frozen=True)
class Installed:
    """What was added.

    Attributes:
        name: Of the pack or captioner. folder: Where it lies now.
        captioner: Whether it is a captioner's model.
    """

    name: str
    folder: Path
    captioner: bool


def install(source: Path, ctx: JobContext, folder: Path | None = None) -> Installed:
    """Add a pack or a captioner's model from a folder or a zip file, checked, whole or not at all.

    Args:
        folder: Where to, a stick for example; None for where the user's own lie.

    Raises:
        InputError: It is neither, or there already.
        SmpError: As `pack_check.install_pack` and `captioner_store.add_captioner` say.
    """
    added = _add(source, ctx, folder)
    if folder is None:  # what was fetched of it so far is of no use any more
        with contextlib.suppress(InputError):
            discard_unfinished(added.name)
    return added


def _add(source: Path, ctx: JobContext, folder: Path | None) -> Installed:
    with opened_origin(source) as origin:
        names = origin.names()
    if MANIFEST in names:
        # Imported here: only now is torch needed.
        from smp_core.workflows.pack_check import install_pack

        info = install_pack(source, ctx, folder)
        return Installed(info.name, info.folder, False)
    if CONFIG not in names:
        raise InputError(
            f"{source} holds neither {MANIFEST} nor {CONFIG}.",
            "Name the folder of a pack or of a captioner's model, or a zip file of it.",
        )
    added = add_captioner(source, ctx, folder)
    return Installed(added.name, added, True)


@dataclass(frozen=True)
class Found:
    """A pack or a captioner's model on this machine.

    Attributes:
        folder: Where it lies. size_bytes: On disk.
        captioner: Whether it is a captioner's model.
        needed_by: The captioners that cannot write without it.
    """

    folder: Path
    size_bytes: int
    captioner: bool
    needed_by: tuple[str, ...] = ()

    def put_aside(self) -> Removed:
        """Take it away; see `removal.put_aside`.

        Raises:
            InputError: It was not put there by this program. StorageError: It cannot be moved.
        """
        return remove_captioner(self.folder) if self.captioner else remove_pack(self.folder)


def find_installed(name: str) -> Found:
    """A pack by its name or folder, or else the model of the captioner of that name.

    Raises:
        ModelError: There is neither, or the captioner's model is not here.
    """
    try:
        manifest = find_manifest(name)
    except ModelError:
        if find_captioner_model(name) is None:
            raise
        model = require_model(name)
        return Found(model.folder, model.size_bytes, True, captioners_that_need(name))
    return Found(manifest.folder, manifest.size_bytes(), False)


def unfinished_fetches() -> dict[str, int]:
    """What is kept on this machine of fetches that were not finished: bytes by name."""
    return {name: size for parent in _parents() for name, size in kept_fetches(parent).items()}


def discard_unfinished(name: str) -> int:
    """Delete what is kept of a fetch; the bytes that became free.

    Raises:
        InputError: It is going on.
    """
    return sum(discard_fetch(each, name) for each in _parents() if name in kept_fetches(each))


def _parents() -> tuple[Path, Path]:
    return user_data_folder() / "packs", models_home()
