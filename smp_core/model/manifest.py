"""What a pack says about itself, read without torch: the window lists packs with it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from smp_core.errors import ModelError
from smp_core.model.checksums import file_sha256
from smp_core.model.config import ModelConfig
from smp_core.paths import inside

PACK_FORMAT = 1
MANIFEST = "pack.json"


@dataclass(frozen=True)
class PackPart:
    """Where a part of a pack came from.

    Attributes:
        name: "audio", "visual", "text" or a captioner.
        source: The published model, "owner/model@revision", or the folder it was read from.
        licence: SPDX name, or words.
        licence_file: Its text, a file of the pack; "" where there is none.
    """

    name: str
    source: str
    licence: str
    licence_file: str = ""


@dataclass(frozen=True)
class Manifest:
    """The checked content of `pack.json`; the attributes are those of `Pack`.

    Attributes:
        inputs: Preprocessing as plain JSON; `open_pack` makes it into options.
        parts: Where its parts came from; empty for a pack that was trained as a whole.
    """

    folder: Path
    name: str
    description: str
    licence: str
    digest: str
    learned_from: str
    captioner: str
    model: ModelConfig
    inputs: Mapping[str, Any]
    source_classes: tuple[str, ...]
    files: Mapping[str, str]
    parts: tuple[PackPart, ...] = ()

    def size_bytes(self) -> int:
        """Bytes of all files.

        Raises:
            ModelError: One of them is missing.
        """
        try:
            return sum((self.folder / name).stat().st_size for name in self.files)
        except OSError as error:
            raise ModelError(
                f"{error.filename} is missing from the pack, or unreadable.",
                "Copy or fetch the pack again.",
            ) from error


def read_manifest(folder: Path) -> Manifest:
    """Read what a pack says about itself.

    Raises:
        ModelError: No pack there, a newer format, or a manifest that names files outside.
    """
    manifest = folder / MANIFEST
    try:
        data = json.loads(manifest.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ModelError(
            f"{folder} is no model pack: {MANIFEST} is missing or damaged.",
            "Name a folder that holds a pack, or see `smp pack list`.",
        ) from error
    if not isinstance(data, dict) or data.get("format") != PACK_FORMAT:
        raise ModelError(f"The pack {folder} has another format.", "Update the program.")
    try:
        files = {str(name): str(digest) for name, digest in data["files"].items()}
        for name in files:
            inside(folder, name)
        return Manifest(
            folder=folder,
            name=str(data["name"]),
            description=str(data["description"]),
            licence=str(data["licence"]),
            digest=file_sha256(manifest),
            learned_from=str(data["learned_from"]),
            captioner=str(data["captioner"]),
            model=ModelConfig.from_json(data["model"]),
            inputs=dict(data["inputs"]),
            source_classes=tuple(str(name) for name in data["source_classes"]),
            files=files,
            parts=tuple(PackPart(**part) for part in data.get("parts", ())),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise garbled(manifest, error) from error


def garbled(manifest: Path, error: Exception) -> ModelError:
    """The error for a manifest that lacks a field or holds a wrong one."""
    return ModelError(
        f"The manifest {manifest} lacks or garbles {error}.", "Copy or fetch the pack again."
    )
