"""A pack: everything frozen that a model needs, in one folder of safetensors and JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import torch

from smp_core.errors import ModelError
from smp_core.media.spectrogram import MelOptions
from smp_core.model.checksums import file_sha256
from smp_core.model.config import ModelConfig
from smp_core.model.inputs import InputOptions
from smp_core.model.manifest import MANIFEST, PACK_FORMAT, PackPart, garbled, read_manifest
from smp_core.model.smp import SMP
from smp_core.model.tokenizer import PromptTokenizer
from smp_core.model.variant import trained_shapes
from smp_core.model.weights import read_weights, write_weights
from smp_core.paths import atomic_write_bytes, atomic_write_json, inside
from smp_core.types import DecodeOptions

__all__ = [
    "BACKBONES",
    "MANIFEST",
    "PACK_FORMAT",
    "SOURCE_WEIGHTS",
    "STATISTICS",
    "TOKENIZER",
    "Pack",
    "load_backbones",
    "open_pack",
    "write_pack",
]

SOURCE_WEIGHTS = "smp.safetensors"
STATISTICS = "statistics.safetensors"
TOKENIZER = "tokenizer.json"
BACKBONES = ("audio", "visual", "text")


@dataclass(frozen=True)
class Pack:
    """An opened pack; its weights are read only when a model is built.

    Attributes:
        folder: Where it lies.
        name, description, licence: For people.
        digest: SHA-256 of the manifest, which holds the SHA-256 of every other file; an adapter
            fits exactly one digest.
        learned_from: What the weights were trained on, shown beside every result.
        captioner: The captioner whose prompts the source training used.
        model: Configuration. inputs: Preprocessing.
        source_classes: Classes of the source training, in head order; empty without it.
        files: Name → SHA-256.
    """

    folder: Path
    name: str
    description: str
    licence: str
    digest: str
    learned_from: str
    captioner: str
    model: ModelConfig
    inputs: InputOptions
    source_classes: tuple[str, ...]
    files: Mapping[str, str]

    def tokenizer(self) -> PromptTokenizer:
        """The tokenizer that belongs to the text encoder."""
        return PromptTokenizer(self.folder / TOKENIZER, self.model.text)

    def verify(self) -> None:
        """Read every file and compare its checksum.

        Raises:
            ModelError: A file is missing or differs.
        """
        for name, expected in self.files.items():
            if file_sha256(inside(self.folder, name)) != expected:
                raise ModelError(
                    f"{self.folder / name} is not the file that the pack was made with.",
                    "Copy or fetch the pack again.",
                )

    def new_model(
        self, n_classes: int, *, source_trained: bool = True, config: ModelConfig | None = None
    ) -> SMP:
        """Build the model for a target session: pack weights and a new last layer of the head.

        Args:
            n_classes: C ≥ 2.
            source_trained: Load the source-trained P-AVeLs, biases and head too.
            config: Another configuration of the same backbones; parts that the pack has no weights
                for start untrained (see `variant.difference`).

        Raises:
            ModelError: The files do not fit the configuration, or it has other backbones.
        """
        config = self.model if config is None else config
        self.check_backbones(config)
        model = SMP(config, max(2, len(self.source_classes)))
        load_backbones(model, self.folder)
        if source_trained and SOURCE_WEIGHTS in self.files:
            model.load_state_dict(self._source_weights(model), strict=False)
        if model.comparison is not None and STATISTICS in self.files:
            model.comparison.use_statistics(self._statistics())
        model.replace_classes(n_classes)
        model.freeze_backbones()
        return model

    def check_backbones(self, config: ModelConfig) -> None:
        """Raises: ModelError: `config` is not about this pack's backbones."""
        for stream in BACKBONES:
            if getattr(config, stream) != getattr(self.model, stream):
                raise ModelError(
                    f"The configuration's {stream} stream is not that of the pack {self.name}.",
                    "Use the pack that it was made for.",
                )

    def _statistics(self) -> dict[str, torch.Tensor]:
        """The whitening of each stream's embeddings, (D, D)."""
        widths = {stream: getattr(self.model, stream).width for stream in BACKBONES}
        shapes = {stream: torch.Size((width, width)) for stream, width in widths.items()}
        return read_weights(self.folder / STATISTICS, shapes)

    def _source_weights(self, model: SMP) -> dict[str, torch.Tensor]:
        """The source-trained values that fit `model`, the last layer of the head among them."""
        n_classes = max(2, len(self.source_classes))
        file = self.folder / SOURCE_WEIGHTS
        weights = read_weights(file, trained_shapes(self.model, n_classes))
        fits = {name: parameter.shape for name, parameter in model.trainable().items()}
        return {name: value for name, value in weights.items() if fits.get(name) == value.shape}


def load_backbones(model: SMP, folder: Path) -> None:
    """Load each stream's frozen weights from `<stream>.safetensors`."""
    for stream in BACKBONES:
        module = getattr(model, stream)
        if module is None:
            continue
        expected = {name: tensor.shape for name, tensor in module.state_dict().items()}
        module.load_state_dict(read_weights(folder / f"{stream}.safetensors", expected))


def open_pack(folder: Path) -> Pack:
    """Read a pack's manifest, preprocessing included.

    Raises:
        ModelError: As `read_manifest` says.
    """
    manifest = read_manifest(folder)
    try:
        inputs = _inputs_from_json(manifest.inputs)
    except (KeyError, TypeError) as error:
        raise garbled(folder / MANIFEST, error) from error
    return Pack(
        folder=folder,
        name=manifest.name,
        description=manifest.description,
        licence=manifest.licence,
        digest=manifest.digest,
        learned_from=manifest.learned_from,
        captioner=manifest.captioner,
        model=manifest.model,
        inputs=inputs,
        source_classes=manifest.source_classes,
        files=manifest.files,
    )


def write_pack(
    folder: Path,
    model: SMP,
    *,
    name: str,
    description: str,
    licence: str,
    learned_from: str,
    captioner: str,
    inputs: InputOptions,
    source_classes: Sequence[str],
    extra_files: Sequence[str] = (),
    backbone_dtype: torch.dtype = torch.float16,
    backbones: Path | None = None,
    parts: Sequence[PackPart] = (),
    statistics: Mapping[str, torch.Tensor] | None = None,
) -> Pack:
    """Write a pack from a model; `tokenizer.json` must already lie in `folder`.

    The manifest is written last: a pack that was cut off is not one.

    Args:
        folder: Created if needed.
        model: Backbones and, if `source_classes` is not empty, source-trained parameters.
        extra_files: Other files in `folder` to be listed with their checksums.
        backbone_dtype: How the frozen weights are stored; they are float32 in memory.
        backbones: A pack's folder whose backbone files are taken as they are; None writes the
            model's own. After source training the model's biases are no longer the backbones'.
        parts: Where its parts came from.
        statistics: Stream → whitening of its source-trained embeddings (`comparison.whitening`).

    Raises:
        ResourceError: The disk is full.
        StorageError: The place cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    names = [TOKENIZER, *extra_files]
    for stream in BACKBONES:
        module = getattr(model, stream)
        if module is None:
            continue
        file = folder / f"{stream}.safetensors"
        if backbones is None:
            write_weights(file, module.state_dict(), backbone_dtype)
        elif backbones.resolve() != folder.resolve():
            atomic_write_bytes(file, (backbones / file.name).read_bytes())
        names.append(file.name)
    if source_classes:
        write_weights(folder / SOURCE_WEIGHTS, model.trainable())
        names.append(SOURCE_WEIGHTS)
    if statistics is not None:
        write_weights(folder / STATISTICS, statistics)
        names.append(STATISTICS)
    manifest: dict[str, Any] = {
        "format": PACK_FORMAT,
        "name": name,
        "description": description,
        "licence": licence,
        "learned_from": learned_from,
        "captioner": captioner,
        "created": datetime.now(UTC).isoformat(timespec="seconds"),
        "model": model.config.to_json(),
        "inputs": asdict(inputs),
        "source_classes": list(source_classes),
        "files": {item: file_sha256(folder / item) for item in sorted(names)},
    }
    if parts:
        manifest["parts"] = [asdict(part) for part in parts]
    atomic_write_json(folder / MANIFEST, manifest)
    return open_pack(folder)


def _inputs_from_json(data: Mapping[str, Any]) -> InputOptions:
    return InputOptions(
        decode=DecodeOptions(**data["decode"]),
        mel=MelOptions(**data["mel"]),
        frame_mean=tuple(data["frame_mean"]),
        frame_std=tuple(data["frame_std"]),
    )
