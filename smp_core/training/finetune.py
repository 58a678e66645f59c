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
) -> FinetuneResult:
    """Train an adapter and write it into `folder`, with a checkpoint there each epoch meanwhile.

    The last checkpoint stays: whoever keeps the result calls `checkpoint.clear` after that, so that
    a death of the program in between costs no epoch.

    Args:
        identity: What besides settings and labels must be equal for a resume.

    Raises:
        InputError: See `check_trainable`.
        Others: See `loop.train`.
    """
    check_trainable(support)
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
    return FinetuneResult(adapter, {**metrics, "history": result.history})
