"""Where a captioner's model lies on this machine, and whether its folder can be used.

Only folders on this machine are looked at; nothing is ever fetched. No model library is loaded.
"""

from __future__ import annotations

import hashlib
import json
import math
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from smp_core.errors import ModelError
from smp_core.paths import packs_folders, user_data_folder
from smp_core.prompts.catalogue import ModelCard

CONFIG = "config.json"
_MAX_JSON_BYTES = 64 * 1024 * 1024
_SAMPLE_BYTES = 1 << 20
# Files of other formats that hold weights; some of them run code when opened.
_FOREIGN_WEIGHTS = ("*.bin", "*.pt", "*.pth", "*.ckpt", "*.pkl", "*.h5", "*.msgpack")


def models_folders(first: Path | None = None) -> list[Path]:
    """Folders with one folder per model: `first`, SMP_MODELS, the user's, and those in packs."""
    named = os.environ.get("SMP_MODELS")
    found = [first] if first is not None else []
    if named:
        found.append(Path(named).expanduser())
    found.append(user_data_folder() / "models")
    for packs in packs_folders():
        if packs.is_dir():
            found += sorted(packs.glob("*/captioners"))
    return [folder for folder in found if folder.is_dir()]


def find_model_folder(name: str, model_id: str, first: Path | None = None) -> Path | None:
    """The first folder that holds that model, whatever state it is in; None if there is none.

    Args:
        name: The captioner's name.
        model_id: "owner/model"; "" for one that is known by its folder only.
        first: See `models_folders`.
    """
    for candidate in _candidates(name, model_id, first):
        if (candidate / CONFIG).is_file():
            return candidate
    return None


def require_model_folder(card: ModelCard, first: Path | None = None) -> Path:
    """Like `find_model_folder`.

    Raises:
        ModelError: There is none.
    """
    folder = find_model_folder(card.name, card.model_id, first)
    if folder is None:
        where = first or user_data_folder() / "models"
        raise ModelError(
            f"The model of the captioner {card.name} is not on this machine.",
            f"Put the files of {card.model_id} into {where / card.name}, or fetch them with: "
            f"smp pack fetch {card.name}",
        )
    return folder


def read_config(folder: Path) -> dict[str, Any]:
    """A model's config.json.

    Raises:
        ModelError: Missing or damaged.
    """
    file = folder / CONFIG
    try:
        if file.stat().st_size > _MAX_JSON_BYTES:
            raise ValueError("too large")
        data = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ModelError(
            f"{file} is missing or damaged.", "Copy the model's whole folder again."
        ) from error
    if not isinstance(data, dict):
        raise ModelError(f"{file} is damaged.", "Copy the model's whole folder again.")
    return data


def weight_files(folder: Path) -> list[Path]:
    """The safetensors files of a model, all parts of it.

    Raises:
        ModelError: None, a part missing, or only files in formats that may run code.
    """
    index = folder / "model.safetensors.index.json"
    if index.is_file():
        try:
            names = set(json.loads(index.read_text(encoding="utf-8"))["weight_map"].values())
        except (OSError, ValueError, KeyError, AttributeError) as error:
            raise ModelError(
                f"{index} is damaged.", "Copy the model's whole folder again."
            ) from error
        files = sorted(folder / Path(str(name)).name for name in names)
        for file in files:
            if not file.is_file():
                raise ModelError(f"{file} is missing.", "Copy the model's whole folder again.")
        return files
    single = folder / "model.safetensors"
    if single.is_file():
        return [single]
    foreign = [file.name for pattern in _FOREIGN_WEIGHTS for file in folder.glob(pattern)]
    if foreign:
        raise ModelError(
            f"{folder} holds its weights only as {sorted(foreign)[0]}, a format that can run "
            "foreign code.",
            "Put the model.safetensors of the same model there.",
        )
    raise ModelError(f"{folder} holds no model.safetensors.", "Copy the model's whole folder.")


def check_model_folder(folder: Path, architecture: str) -> None:
    """See that a folder looks like a usable model, without reading the weights.

    Raises:
        ModelError: Another architecture, a file missing, or weights in a format that may run code.
    """
    found = read_config(folder).get("model_type")
    if found != architecture:
        raise ModelError(
            f"{folder} holds a model of the kind {found}, not {architecture}.",
            "Put the right model there, or give it a folder of its own.",
        )
    weight_files(folder)
    if not any((folder / name).is_file() for name in ("tokenizer.json", "vocab.json", "vocab.txt")):
        raise ModelError(
            f"{folder} holds no tokenizer.json.", "Copy the model's whole folder again."
        )


def model_size_bytes(folder: Path) -> int:
    """Bytes of a model's weights.

    Raises:
        ModelError: As `weight_files` says.
    """
    return sum(file.stat().st_size for file in weight_files(folder))


def parameter_count(folder: Path) -> int:
    """Numbers in a model's weights, by the files' own tables of contents.

    Raises:
        ModelError: As `weight_files` says, or a table is damaged.
    """
    total = 0
    for file in weight_files(folder):
        try:
            with file.open("rb") as opened:
                length = int.from_bytes(opened.read(8), "little")
                if length > _MAX_JSON_BYTES:
                    raise ValueError("its table of contents is too large")
                entries = json.loads(opened.read(length))
            shapes = [each["shape"] for name, each in entries.items() if name != "__metadata__"]
            total += sum(math.prod(shape) for shape in shapes)
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise ModelError(
                f"{file} is damaged: {error}.", "Copy the model's whole folder again."
            ) from error
    return total


def fingerprint(folder: Path) -> str:
    """Eight hexadecimal digits that differ for other models; reads about 2 MiB per weight file.

    Raises:
        ModelError: As `weight_files` says, or a file cannot be read.
    """
    digest = hashlib.sha256()
    try:
        for file in sorted(folder.glob("*.json")) + sorted(folder.glob("*.jinja")):
            digest.update(file.name.encode() + hashlib.sha256(file.read_bytes()).digest())
        for file in weight_files(folder):
            size = file.stat().st_size
            digest.update(f"{file.name} {size}".encode())
            with file.open("rb") as opened:
                digest.update(opened.read(_SAMPLE_BYTES))
                opened.seek(max(0, size - _SAMPLE_BYTES))
                digest.update(opened.read(_SAMPLE_BYTES))
    except OSError as error:
        raise ModelError(
            f"{error.filename} cannot be read: {error.strerror}.", "Copy the model again."
        ) from error
    return digest.hexdigest()[:8]


def _candidates(name: str, model_id: str, first: Path | None) -> Iterator[Path]:
    owner, _, model = model_id.partition("/")
    for parent in models_folders(first):
        yield parent / name
        if model:
            yield parent / model
            yield parent / owner / model
            yield parent / f"{owner}--{model}"
            yield from _snapshots(parent, owner, model)
    if model:
        yield from _snapshots(_hub_cache(), owner, model)


def _hub_cache() -> Path:
    """Where other programs keep models that they fetched from the hub."""
    cache = os.environ.get("HF_HUB_CACHE")
    if cache:
        return Path(cache)
    home = os.environ.get("HF_HOME")
    return (Path(home) if home else Path.home() / ".cache" / "huggingface") / "hub"


def _snapshots(cache: Path, owner: str, model: str) -> Iterator[Path]:
    folder = cache / f"models--{owner}--{model}"
    try:
        revision = (folder / "refs" / "main").read_text(encoding="ascii").strip()
        if revision.isalnum():
            yield folder / "snapshots" / revision
    except (OSError, ValueError):
        pass
    yield from sorted(folder.glob("snapshots/*"))
