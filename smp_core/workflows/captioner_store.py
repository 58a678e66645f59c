"""Captioners' models that come on a stick and go again: add, verify, remove.

As with packs, nothing from outside is trusted.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from smp_core.errors import InputError, ModelError
from smp_core.jobs import JobContext
from smp_core.paths import atomic_write_text, file_inside, user_data_folder
from smp_core.prompts.catalogue import MODEL_CARDS, ModelCard, card_for_architecture
from smp_core.prompts.model_folder import CONFIG, model_size_bytes
from smp_core.prompts.registry import PLAIN_NAMES
from smp_core.workflows.captioner_files import SUMS, Sums, is_model_file, read_sums, sums_text
from smp_core.workflows.model_copy import check_room, copy_files, verify_files
from smp_core.workflows.new_folder import new_folder
from smp_core.workflows.pack_origin import Origin, opened_origin, read_header
from smp_core.workflows.removal import Removed, discard_old, put_aside

_AGAIN = "Copy the model's whole folder again."
_SIZE_SHARES = (0.5, 2.0)  # a copy in other numbers may be half as large, or twice


def models_home() -> Path:
    """The user's own folder of captioners' models."""
    return user_data_folder() / "models"


def add_captioner(source: Path, ctx: JobContext, folder: Path | None = None) -> Path:
    """Copy a captioner's model from a folder or a zip file; whole and checked, or not at all.

    Only weights in safetensors, settings and text are copied; what else lies there stays there.
    Files that its SHA256SUMS names are compared; a model without one gets one.

    Args:
        source: A folder that holds config.json, or a zip file of one. It is called like the
            captioner or like the published model, or its SHA256SUMS tells whose it is; otherwise
            it becomes an untested captioner of the folder's name.
        folder: Where models lie; None for the user's own models folder.

    Returns:
        The model's folder, called like its captioner.

    Raises:
        InputError: No model there, or one of that name is there already.
        ModelError: A file is missing, changed or of a kind that may run code; it is another model
            than it says, or no captioner works with it.
        ResourceError: The disk is full. Cancelled: The operator stopped.
    """
    parent = folder or models_home()
    with opened_origin(source) as origin:
        if CONFIG not in origin.names():
            raise InputError(f"{source} holds no {CONFIG}.", "Name a model's folder, or its zip.")
        sums = _sums(origin)
        card = _recognised(origin, sums)
        target = file_inside(parent, card.name)
        if target.exists():
            raise InputError(
                f"The model of the captioner {card.name} is there already: {target}",
                "Remove that one first.",
            )
        discard_old(parent)
        check_room(parent, sum(origin.size(name) for name in sums.files))
        with new_folder(target) as part:
            found = copy_files(origin, sums.files, part, ctx, "model")
            atomic_write_text(part / SUMS, sums_text(Sums(card.name, found)))
            _check(card, part, source, ctx)
    return target


def verify_captioner(card: ModelCard, folder: Path, ctx: JobContext) -> None:
    """Compare a model's files with its checksums, where it has some, and see that it is whole.

    Raises:
        ModelError: A file is missing or changed, or it is another model.
    """
    file = folder / SUMS
    if file.is_file():
        sums = read_sums(_text(file.read_bytes(), file), str(file))
        verify_files(folder, sums.files, ctx, "model")
    _check(card, folder, folder, ctx)


def remove_captioner(folder: Path) -> Removed:
    """Put a captioner's model aside; see `removal.put_aside`.

    Raises:
        InputError: It does not lie in the user's own models folder. StorageError: see there.
    """
    if not is_removable(folder):
        raise InputError(
            f"{folder} was not put there by this program.", "Delete it yourself if you want to."
        )
    return put_aside(folder)


def is_removable(folder: Path) -> bool:
    """Whether a model lies where this program puts them."""
    return folder.parent.resolve() == models_home().resolve()


def _sums(origin: Origin) -> Sums:
    """What is to be copied: what SHA256SUMS lists, or else all that belongs to a model."""
    if SUMS in origin.names():
        where = f"{origin.source}: {SUMS}"
        sums = read_sums(_text(read_header(origin, SUMS), where), where)
        lacking = [name for name in sums.files if name not in origin.names()]
        if lacking:
            raise ModelError(f"{origin.source}: {lacking[0]} is missing.", _AGAIN)
        return sums
    return Sums("", {name: "" for name in origin.names() if is_model_file(name)})


def _recognised(origin: Origin, sums: Sums) -> ModelCard:
    """Whose model it is: as it says itself, as its folder is called, or one like a tested one."""
    kind = _architecture(origin)
    for name in (sums.captioner, origin.called, _hub_folder(origin.source)):
        card = next((card for card in MODEL_CARDS if name in _names(card)), None)
        if card is not None:
            if card.architecture != kind:
                raise ModelError(
                    f"{origin.source} is called {name}, but holds a model of the kind {kind}, "
                    f"not {card.architecture}.",
                    "Take the right model, or give the folder another name.",
                )
            return card
    alike = card_for_architecture(kind)
    if alike is None:
        raise ModelError(
            f"{origin.source} holds a model of the kind {kind}, with which no captioner works.",
            f"Captioners work with: {', '.join(sorted({c.architecture for c in MODEL_CARDS}))}.",
        )
    name = sums.captioner or origin.called
    if name in PLAIN_NAMES or name.startswith(".") or "+" in name:
        raise InputError(f"{name!r} is no name of a captioner.", "Give the folder another name.")
    return replace(alike, name=name, model_id="", title=f"{name} (not tested)", licence="")


def _hub_folder(source: Path) -> str:
    """What the hub's own cache calls a model that lies there: models--owner--model/snapshots/x."""
    return source.parent.parent.name if source.parent.name == "snapshots" else ""


def _names(card: ModelCard) -> set[str]:
    """What the folder of a model may be called, here and by other programs."""
    flat = card.model_id.replace("/", "--")
    return {card.name, card.model_id.partition("/")[2], flat, f"models--{flat}"}


def _architecture(origin: Origin) -> str:
    try:
        config: Any = json.loads(read_header(origin, CONFIG))
    except ValueError as error:
        raise ModelError(f"{origin.source}: its {CONFIG} is damaged.", _AGAIN) from error
    return str(config.get("model_type")) if isinstance(config, dict) else "unknown"


def _check(card: ModelCard, folder: Path, source: Path, ctx: JobContext) -> None:
    # Imported here: only now are torch and the model library needed.
    from smp_core.prompts.loading import check_model

    stage = "Looking at the weights"
    ctx.progress(stage, 0, 1)
    try:
        check_model(card, folder)
        size = model_size_bytes(folder)
    except ModelError as error:  # it names a folder that will be gone
        told = error.message.replace(str(folder), str(source))
        raise ModelError(told, error.hint) from error
    low, high = (share * card.size_bytes for share in _SIZE_SHARES)
    if card.model_id and not low < size < high:
        ctx.warn(
            f"{source} holds {size / 1e9:.2f} GB of weights; the published {card.name} has "
            f"{card.size_bytes / 1e9:.2f} GB.",
            "See that it is the model that it is called after.",
        )
    ctx.progress(stage, 1, 1)


def _text(data: bytes, where: object) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ModelError(f"{where} is damaged.", _AGAIN) from error
