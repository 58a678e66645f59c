"""A training's state after an epoch, as safetensors: weights and Adam's moments."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import nn

from smp_core.errors import ModelError
from smp_core.model.weights import read_weights, tensor_names, write_weights
from smp_core.paths import atomic_write_json

_STATE = "checkpoint.json"


@dataclass(frozen=True)
class Progressed:
    """What a checkpoint says beside the weights.

    Attributes:
        epoch: Epochs finished.
        batch_size: In use at that point (it may have shrunk).
        history: One dictionary of numbers an epoch.
        fingerprint: Of everything that must be equal for a resume to be exact.
    """

    epoch: int
    batch_size: int
    history: list[dict[str, float]]
    fingerprint: str


def save(
    folder: Path,
    parameters: Mapping[str, nn.Parameter],
    optimizer: torch.optim.Adam,
    state: Progressed,
) -> None:
    """Write a checkpoint; the state file comes last and names the weights, so a cut changes none.

    Raises:
        ResourceError: The disk is full.
    """
    tensors = {f"weight/{name}": p.detach() for name, p in parameters.items()}
    for name, parameter in parameters.items():
        moments = optimizer.state.get(parameter, {})
        for key in ("exp_avg", "exp_avg_sq", "step"):
            if key in moments:
                tensors[f"{key}/{name}"] = torch.as_tensor(moments[key]).float()
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"checkpoint-{state.epoch:03d}.safetensors"
    write_weights(file, tensors)
    atomic_write_json(
        folder / _STATE,
        {
            "file": file.name,
            "epoch": state.epoch,
            "batch_size": state.batch_size,
            "history": state.history,
            "fingerprint": state.fingerprint,
        },
    )
    for old in folder.glob("checkpoint-*.safetensors"):
        if old != file:
            old.unlink(missing_ok=True)


def load(
    folder: Path,
    parameters: Mapping[str, nn.Parameter],
    optimizer: torch.optim.Adam,
    fingerprint: str,
) -> Progressed | None:
    """Restore a checkpoint in place; None when there is none.

    Raises:
        ModelError: It belongs to other clips, prompts, settings or another pack.
    """
    try:
        data: dict[str, Any] = json.loads((folder / _STATE).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise ModelError(
            f"The checkpoint in {folder} cannot be read.", "Start the training anew."
        ) from error
    if data["fingerprint"] != fingerprint:
        raise ModelError(
            "The clips, prompts or settings changed since this training was stopped.",
            "Start a new training instead of resuming.",
        )
    file = folder / Path(str(data["file"])).name
    names = tensor_names(file)
    expected = {f"weight/{name}": p.shape for name, p in parameters.items()}
    for name, parameter in parameters.items():
        for key, shape in (
            ("exp_avg", parameter.shape),
            ("exp_avg_sq", parameter.shape),
            ("step", torch.Size([])),
        ):
            if f"{key}/{name}" in names:
                expected[f"{key}/{name}"] = shape
    tensors = read_weights(file, expected)
    with torch.no_grad():
        for name, parameter in parameters.items():
            parameter.copy_(tensors[f"weight/{name}"])
            if f"step/{name}" in tensors:
                optimizer.state[parameter] = {
                    "step": tensors[f"step/{name}"],
                    "exp_avg": tensors[f"exp_avg/{name}"].to(parameter.device),
                    "exp_avg_sq": tensors[f"exp_avg_sq/{name}"].to(parameter.device),
                }
    return Progressed(
        int(data["epoch"]), int(data["batch_size"]), list(data["history"]), fingerprint
    )


def clear(folder: Path) -> None:
    """Remove a finished training's checkpoints, and what a death while writing left of them."""
    for pattern in (_STATE, "checkpoint-*.safetensors", "*.part"):
        for file in folder.glob(pattern):
            file.unlink(missing_ok=True)
