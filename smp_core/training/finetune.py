"""Finetuning a pack's model on a support set (paper III-A; spec, "Training and protocol")."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch

from smp_core.device import describe_device, peak_memory_bytes
from smp_core.errors import InputError
from smp_core.jobs import JobContext
from smp_core.model.adapter import Adapter, write_adapter
from smp_core.model.pack import Pack
from smp_core.model.smp import SMP
from smp_core.training import checkpoint
from smp_core.training.config import TrainConfig
from smp_core.training.loop import train
from smp_core.training.support_set import SupportSet


@dataclass(frozen=True)
class FinetuneResult:
    """An adapter and how it came about.

    Attributes:
        adapter: What was written.
        metrics: Plain JSON: history per epoch, clips, batch size, seconds, device, peak memory.
    """

    adapter: Adapter
    metrics: dict[str, Any]


def start_model(pack: Pack, n_classes: int, seed: int) -> SMP:
    """A fresh model for one session: source-trained, with a new last layer drawn from `seed`."""
    torch.manual_seed(seed)
    return pack.new_model(n_classes)


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
) -> FinetuneResult:
    """Train an adapter and write it into `folder`, with a checkpoint there each epoch meanwhile.

    Args:
        identity: What besides settings and labels must be equal for a resume.

    Raises:
        InputError: Fewer than two classes, or a class without clips.
        Others: See `loop.train`.
    """
    counts = torch.bincount(support.labels, minlength=len(support.class_names)).tolist()
    if len(support.class_names) < 2:
        raise InputError(
            "There is only one class to learn.", "Add clips of a second class to tell it from."
        )
    if 0 in counts:
        name = support.class_names[counts.index(0)]
        raise InputError(
            f'The class "{name}" has no usable clips.', "Add clips to it or remove it."
        )
    started = time.monotonic()
    folder.mkdir(parents=True, exist_ok=True)
    model = start_model(pack, len(support.class_names), config.seed).to(device)
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
    adapter = write_adapter(
        folder,
        model.cpu(),
        pack,
        class_names=support.class_names,
        captioner=captioner,
        captioner_version=captioner_version,
        training=config.to_json(),
        metrics=metrics,
    )
    checkpoint.clear(folder)
    return FinetuneResult(adapter, {**metrics, "history": result.history})
