"""Methods compared on the same frozen backbones, inputs and sessions (paper Table I)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import torch

from smp_core.jobs import JobContext
from smp_core.model.config import ModelConfig
from smp_core.model.pack import SOURCE_WEIGHTS, Pack, load_backbones
from smp_core.model.smp import SMP
from smp_core.model.weights import read_weights, write_weights
from smp_core.training.config import TrainConfig, preset
from smp_core.training.loop import train
from smp_core.training.support_set import SupportSet


@dataclass(frozen=True)
class Method:
    """One row of the table.

    Attributes:
        name: Row label.
        adapt: From the pack's model configuration to this method's.
        config: Of the target sessions.
    """

    name: str
    adapt: Callable[[ModelConfig], ModelConfig]
    config: TrainConfig


def _smp(config: ModelConfig) -> ModelConfig:
    return config


def _late_fusion(config: ModelConfig) -> ModelConfig:
    return replace(config, pavel=False)


def _audio(config: ModelConfig) -> ModelConfig:
    return replace(config, pavel=False, streams=("audio",))


def _visual(config: ModelConfig) -> ModelConfig:
    return replace(config, pavel=False, streams=("visual",))


METHODS = {
    "smp": Method("SMP, paper preset", _smp, preset("paper")),
    "smp-fast": Method("SMP, fast preset", _smp, preset("fast")),
    "late-fusion": Method("Late fusion, finetuned", _late_fusion, preset("paper")),
    "audio": Method("Audio model, finetuned", _audio, preset("paper")),
    "visual": Method("Visual model, finetuned", _visual, preset("paper")),
}


def source_weights(
    method: Method, pack: Pack, source: SupportSet, folder: Path, ctx: JobContext
) -> Path:
    """The file with a method's source-trained parameters; SMP's own come with the pack.

    The baselines are trained on the source classes exactly as the pack's SMP was, once, and kept.
    """
    config = method.adapt(pack.model)
    if config == pack.model:
        return pack.folder / SOURCE_WEIGHTS
    streams = "-".join(config.streams)
    file = folder / f"source-{streams}-{pack.digest[:12]}.safetensors"
    if file.is_file():
        return file
    torch.manual_seed(TrainConfig().seed)
    model = SMP(config, len(source.class_names))
    load_backbones(model, pack.folder)
    train(model, source, TrainConfig(), ctx, stage=f"Source training, {method.name}")
    folder.mkdir(parents=True, exist_ok=True)
    write_weights(file, model.trainable())
    return file


def session_model(method: Method, pack: Pack, weights: Path, n_classes: int) -> SMP:
    """A fresh source-trained model with a new last layer."""
    config = method.adapt(pack.model)
    model = SMP(config, len(pack.source_classes))
    load_backbones(model, pack.folder)
    expected = {name: p.shape for name, p in model.trainable().items()}
    model.load_state_dict(read_weights(weights, expected), strict=False)
    torch.manual_seed(method.config.seed)
    model.head.replace_classes(n_classes)
    model.freeze_backbones()
    return model
