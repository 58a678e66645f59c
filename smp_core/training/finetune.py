"""Finetuning a pack's model on a support set (paper III-A; spec, "Training and protocol")."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch

from smp_core.device import describe_device, peak_memory_bytes
from smp_core.errors import InputError
from smp_core.jobs import JobContext
from smp_core.model.adapter import Adapter, write_adapter
from smp_core.model.config import ModelConfig
from smp_core.model.pack import SOURCE_WEIGHTS, Pack
from smp_core.model.smp import SMP
from smp_core.model.variant import difference
from smp_core.training.config import TrainConfig
from smp_core.training.gates import gates
from smp_core.training.loop import can_rebalance, train
from smp_core.training.stopping import stop_points
from smp_core.training.support_set import SupportSet


@dataclass(frozen=True)
class FinetuneResult:
    """An adapter and how it came about.

    Attributes:
        adapter: What was written.
        metrics: Plain JSON: history per epoch, learned gates (see `gates.gates`), clips, batch
            size, seconds, device, peak memory.
    """

    adapter: Adapter
    metrics: dict[str, Any]


def start_model(pack: Pack, n_classes: int, seed: int, model: ModelConfig | None = None) -> SMP:
    """A fresh model for one session: source-trained, with a new last layer drawn from `seed`.

    Args:
        model: Instead of the pack's own configuration.
    """
    torch.manual_seed(seed)
    return pack.new_model(n_classes, config=model)


def check_trainable(support: SupportSet) -> None:
    """Whether there is anything to tell apart.

    Raises:
        InputError: No clips, fewer than two classes, or a class without clips.
    """
    if not len(support):
        raise InputError(
            "None of the clips can be used.", "Put their files back, or add other clips."
        )
    if len(support.class_names) < 2:
        raise InputError(
            f'There is only one class to learn: "{support.class_names[0]}".',
            "Add clips of a second class to tell it from.",
        )
    counts = torch.bincount(support.labels, minlength=len(support.class_names)).tolist()
    if 0 in counts:
        name = support.class_names[counts.index(0)]
        raise InputError(
            f'The class "{name}" has no usable clips.', "Add clips to it or remove it."
        )


def finetune(
    pack: Pack,
    support: SupportSet,
    config: TrainConfig,
    folder: Path,
    device: torch.device,
    ctx: JobContext,
    *,
    captioner: str,
    captioner_version: str,
    identity: str,
    resume: bool = False,
    model_config: ModelConfig | None = None,
    preset: str = "",
) -> FinetuneResult:
    """Train an adapter and write it into `folder`, with a checkpoint there each epoch meanwhile.

    The last checkpoint stays: whoever keeps the result calls `checkpoint.clear` after that, so that
    a death of the program in between costs no epoch.

    Args:
        identity: What besides settings and labels must be equal for a resume.
        model_config: Another configuration than the pack's own. Parts that the pack has no weights
            for start untrained, which `ctx` is warned of.
        preset: The name of the settings, for the record.

    Raises:
        InputError: See `check_trainable`.
        Others: See `loop.train`.
    """
    check_trainable(support)
    started = time.monotonic()
    folder.mkdir(parents=True, exist_ok=True)
    if model_config is not None and model_config != pack.model:
        _warn_of_difference(pack, model_config, config, ctx)
        identity += json.dumps(model_config.to_json(), sort_keys=True)
    n_classes = len(support.class_names)
    model = start_model(pack, n_classes, config.seed, model_config).to(device)
    with stop_points(model, ctx):
        result = train(
            model,
            support,
            config,
            ctx,
            stage="Finetuning",
            folder=folder,
            identity=identity,
            resume=resume,
        )
    metrics: dict[str, Any] = {
        "clips": len(support),
        "epochs": config.epochs,
        "batch_size": result.batch_size,
        "loss": result.history[-1]["loss"],
        "training_accuracy": result.history[-1]["accuracy"],
        "seconds": round(time.monotonic() - started, 2),
        "device": describe_device(device),
        "peak_memory_mb": round(peak_memory_bytes(device) / 2**20),
    }
    learned_gates = gates(model)
    adapter = write_adapter(
        folder,
        model.cpu(),
        pack,
        class_names=support.class_names,
        captioner=captioner,
        captioner_version=captioner_version,
        training={"preset": preset, "n_clips": len(support), **config.to_json()},
        metrics=metrics,
    )
    return FinetuneResult(adapter, {**metrics, "history": result.history, "gates": learned_gates})


def _warn_of_difference(
    pack: Pack, model_config: ModelConfig, config: TrainConfig, ctx: JobContext
) -> None:
    """Say what the pack's weights are not made for."""
    if config.rebalance and not can_rebalance(model_config):
        ctx.warn(
            "P-PR plays no part in this training.",
            "It balances sound against picture with prompts: it needs pavel=true and both streams.",
        )
    found = difference(pack.model, model_config)
    if not found.settings or SOURCE_WEIGHTS not in pack.files:
        return
    message = f"The pack {pack.name} was not trained with {', '.join(found.settings)}."
    if found.untrained:
        message += f" Starting untrained: {', '.join(found.untrained)}."
    ctx.warn(message, "Expect fewer right answers than with a pack trained with these settings.")
