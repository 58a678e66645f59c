"""An adapter: what one finetuning learned, small enough to mail, useless without its pack."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from smp_core import __version__
from smp_core.errors import ModelError
from smp_core.model.checksums import file_sha256
from smp_core.model.config import ModelConfig
from smp_core.model.pack import Pack
from smp_core.model.smp import SMP
from smp_core.model.weights import read_weights, write_weights
from smp_core.paths import atomic_write_json, atomic_write_text

ADAPTER_FORMAT = 1
WEIGHTS = "adapter.safetensors"
MANIFEST = "adapter.json"
CARD = "MODEL_CARD.md"


@dataclass(frozen=True)
class Adapter:
    """An adapter's manifest.

    Attributes:
        folder: Where it lies.
        pack_name, pack_digest: The one pack that it fits.
        class_names: In head order.
        captioner, captioner_version: What wrote the training prompts; incoming videos use the same.
        model: The configuration that was trained: the pack's, or another of the same backbones.
        training: The training configuration with the preset's name and the number of clips
            ("preset", "n_clips"; older programs wrote neither), for people and for the record.
        metrics: Numbers of the training by name.
    """

    folder: Path
    pack_name: str
    pack_digest: str
    class_names: tuple[str, ...]
    captioner: str
    captioner_version: str
    model: ModelConfig
    training: Mapping[str, Any]
    metrics: Mapping[str, Any]

    def load(self, pack: Pack) -> SMP:
        """The finetuned model, in eval mode, on the CPU.

        Raises:
            ModelError: The weights do not fit.
        """
        model = pack.new_model(len(self.class_names), source_trained=False, config=self.model)
        expected = {name: p.shape for name, p in model.trainable().items()}
        model.load_state_dict(read_weights(self.folder / WEIGHTS, expected), strict=False)
        return model.eval()


def write_adapter(
    folder: Path,
    model: SMP,
    pack: Pack,
    *,
    class_names: Sequence[str],
    captioner: str,
    captioner_version: str,
    training: Mapping[str, Any],
    metrics: Mapping[str, Any],
) -> Adapter:
    """Write weights, then manifest, then model card."""
    folder.mkdir(parents=True, exist_ok=True)
    write_weights(folder / WEIGHTS, model.trainable())
    manifest = {
        "format": ADAPTER_FORMAT,
        "program": __version__,
        "pack": {"name": pack.name, "digest": pack.digest},
        "class_names": list(class_names),
        "captioner": {"name": captioner, "version": captioner_version},
        "model": model.config.to_json(),
        "training": dict(training),
        "metrics": dict(metrics),
        "weights_sha256": file_sha256(folder / WEIGHTS),
    }
    atomic_write_text(folder / CARD, _model_card(manifest, pack))
    atomic_write_json(folder / MANIFEST, manifest)
    return read_adapter(folder, pack)


def read_adapter(folder: Path, pack: Pack, shown: Path | None = None) -> Adapter:
    """Read and check an adapter that may come from outside.

    Args:
        shown: The folder that errors name, if `folder` is only a copy of it.

    Raises:
        ModelError: No adapter, damaged, a newer format, or made for another pack.
    """
    shown = shown or folder
    try:
        data = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ModelError(
            f"{shown} holds no adapter: {MANIFEST} is missing or damaged.",
            "Name the folder that `smp export` wrote.",
        ) from error
    if not isinstance(data, dict) or data.get("format") != ADAPTER_FORMAT:
        raise ModelError(f"The adapter {shown} has another format.", "Update the program.")
    try:
        adapter = Adapter(
            folder=folder,
            pack_name=str(data["pack"]["name"]),
            pack_digest=str(data["pack"]["digest"]),
            class_names=tuple(str(name) for name in data["class_names"]),
            captioner=str(data["captioner"]["name"]),
            captioner_version=str(data["captioner"]["version"]),
            model=ModelConfig.from_json(data["model"]),
            training=dict(data["training"]),
            metrics=dict(data["metrics"]),
        )
        weights_digest = str(data["weights_sha256"])
    except (KeyError, TypeError, ValueError) as error:
        raise ModelError(
            f"{shown / MANIFEST} lacks or garbles {error}.", "Export the adapter again."
        ) from error
    if adapter.pack_digest != pack.digest:
        raise ModelError(
            f"The adapter {shown} was made for another pack "
            f"({adapter.pack_name}, {adapter.pack_digest[:12]}), "
            f"this project uses {pack.name} ({pack.digest[:12]}).",
            "Import it into a project with that pack.",
        )
    pack.check_backbones(adapter.model)
    if len(set(adapter.class_names)) != len(adapter.class_names) or len(adapter.class_names) < 2:
        raise ModelError(f"{shown / MANIFEST} names classes twice, or fewer than two.")
    if file_sha256(folder / WEIGHTS) != weights_digest:
        raise ModelError(f"{shown / WEIGHTS} is damaged.", "Copy or export the adapter again.")
    return adapter


def _model_card(manifest: Mapping[str, Any], pack: Pack) -> str:
    classes = "\n".join(f"- {_plain(name)}" for name in manifest["class_names"])
    settings = "\n".join(f"- {key}: {value}" for key, value in manifest["training"].items())
    metrics = "\n".join(f"- {key}: {value}" for key, value in manifest["metrics"].items())
    return f"""# Adapter for SMP Studio

Made by SMP Studio {manifest["program"]} for the pack "{pack.name}" ({pack.digest[:12]}).
The pack learned from: {pack.learned_from}.
Prompts by: {manifest["captioner"]["name"]} {manifest["captioner"]["version"]}.

## Classes

{classes}

## Training

{settings}

## Numbers of the training (on the training clips, not a measure of quality)

{metrics}

Use it in a project with the same pack: "Import adapter…" in the history of Train, or
`smp import PROJECT FOLDER`. It tells only these classes apart; anything else that it sees is
called the nearest of them.
"""


def _plain(text: str) -> str:
    return "".join(c if c.isprintable() and c not in "<>[]`*_#|" else " " for c in text)
