"""Reading and writing weights without trusting them: safetensors only, every tensor checked."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save
from torch import Tensor

from smp_core.errors import ModelError
from smp_core.paths import atomic_write_bytes

# A paper-size model has about 600 tensors; a header beyond this is an attack or a mistake.
_MAX_HEADER_BYTES = 4 * 1024 * 1024


def read_weights(file: Path, expected: Mapping[str, torch.Size]) -> dict[str, Tensor]:
    """Read exactly the tensors that a model needs.

    Args:
        file: A safetensors file.
        expected: Name → shape of every tensor that must be there; no other may be.

    Returns:
        float32 tensors on the CPU.

    Raises:
        ModelError: Missing or damaged file, other names or shapes, a non-float dtype, or a value
            that is not finite.
    """
    _check_header(file)
    tensors: dict[str, Tensor] = {}
    try:
        with safe_open(str(file), framework="pt") as opened:
            names = set(opened.keys())
            if names != set(expected):
                odd = sorted(names ^ set(expected))[:3]
                raise ModelError(
                    f"{file} does not fit the model: {odd} missing or unexpected.",
                    "It belongs to another model or pack.",
                )
            for name, shape in expected.items():
                tensors[name] = opened.get_tensor(name)
                if tensors[name].shape != shape:
                    raise ModelError(
                        f"{file}: {name} has shape {tuple(tensors[name].shape)}, "
                        f"the model needs {tuple(shape)}.",
                        "It belongs to another model or pack.",
                    )
    except (SafetensorError, OSError) as error:
        raise ModelError(f"{file} cannot be read: {error}.", "Fetch or export it again.") from error
    for name, tensor in tensors.items():
        if not tensor.is_floating_point() or not bool(torch.isfinite(tensor).all()):
            raise ModelError(
                f"{file}: {name} holds values that are no finite numbers.",
                "The file is damaged; fetch or export it again.",
            )
    return {name: tensor.float() for name, tensor in tensors.items()}


def tensor_names(file: Path) -> set[str]:
    """Names of the tensors in a file.

    Raises:
        ModelError: It cannot be read.
    """
    _check_header(file)
    try:
        with safe_open(str(file), framework="pt") as opened:
            return set(opened.keys())
    except (SafetensorError, OSError) as error:
        raise ModelError(f"{file} cannot be read: {error}.", "Fetch or export it again.") from error


def write_weights(
    file: Path, tensors: Mapping[str, Tensor], dtype: torch.dtype | None = None
) -> None:
    """Write to a temporary name, flush to disk, rename: the file is whole or not there.

    Raises:
        ResourceError: The disk is full.
        StorageError: The place cannot be written.
    """
    plain = {
        name: tensor.detach().to("cpu", dtype or tensor.dtype).contiguous()
        for name, tensor in tensors.items()
    }
    # Not safetensors' own writing: it keeps the system's reason for a failure to itself.
    atomic_write_bytes(file, save(plain))


def _check_header(file: Path) -> None:
    try:
        with file.open("rb") as opened:
            length = int.from_bytes(opened.read(8), "little")
            if not 2 <= length <= _MAX_HEADER_BYTES:
                raise ModelError(
                    f"{file} is no safetensors file of a sensible size.",
                    "Fetch or export it again.",
                )
            json.loads(opened.read(length))
    except (OSError, ValueError) as error:
        raise ModelError(f"{file} cannot be read: {error}.", "Fetch or export it again.") from error
