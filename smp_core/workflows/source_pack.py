"""A source-trained pack: another pack's backbones, and what was learned on top of them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from smp_core.model.manifest import read_manifest
from smp_core.model.pack import (
    BACKBONES,
    SOURCE_WEIGHTS,
    STATISTICS,
    TOKENIZER,
    Pack,
    write_pack,
)
from smp_core.paths import atomic_write_bytes, atomic_write_json
from smp_core.workflows.source_training import SourceTrained

TRAINING_LOG = "training.json"


@dataclass(frozen=True)
class SourceNames:
    """What a pack says about itself; see `Pack`."""

    name: str
    description: str
    learned_from: str


def keep_source_training(
    folder: Path,
    trained: SourceTrained,
    base: Pack,
    captioner: str,
    names: SourceNames,
    log: dict[str, Any],
) -> None:
    """Write the pack: backbones and licences as they are in `base`, the rest as trained.

    Args:
        folder: May be `base`'s own: the pack is then completed in place.
        captioner: Whose prompts it learned from.
        log: Of the whole making; kept in the pack.

    Raises:
        ResourceError: The disk is full. StorageError: The place cannot be written.
    """
    manifest = read_manifest(base.folder)
    made = {SOURCE_WEIGHTS, STATISTICS, TRAINING_LOG}
    own = {f"{stream}.safetensors" for stream in BACKBONES}
    others = set(base.files) - made - own - {TOKENIZER}  # licence texts, mostly
    if base.folder.resolve() != folder.resolve():
        for name in (TOKENIZER, *sorted(others)):
            atomic_write_bytes(folder / name, (base.folder / name).read_bytes())
    atomic_write_json(folder / TRAINING_LOG, log)
    write_pack(
        folder,
        trained.model,
        name=names.name,
        description=names.description,
        licence=base.licence,
        learned_from=names.learned_from,
        captioner=captioner,
        inputs=base.inputs,
        source_classes=trained.classes,
        extra_files=(TRAINING_LOG, *sorted(others)),
        backbones=base.folder,
        parts=manifest.parts,
        statistics=trained.statistics,
    )
