"""Which device computes, and how precisely."""

from __future__ import annotations

import contextlib
import gc
import sys
from typing import Literal

import psutil
import torch

from smp_core.errors import InputError

if sys.platform != "win32":
    import resource

DeviceChoice = Literal["auto", "cpu", "cuda", "mps"]


def pick_device(choice: str = "auto") -> torch.device:
    """The device meant by `choice`.

    Args:
        choice: "auto" takes CUDA, then MPS, then CPU.

    Raises:
        InputError: Unknown, or not present on this machine.
    """
    available = {
        "cuda": torch.cuda.is_available(),
        "mps": torch.backends.mps.is_available(),
        "cpu": True,
    }
    if choice == "auto":
        return torch.device(next(name for name, there in available.items() if there))
    if choice not in available:
        raise InputError(f"Unknown device {choice!r}.", "Use auto, cpu, cuda or mps.")
    if not available[choice]:
        raise InputError(f"This machine has no {choice} device.", "Use --device auto or cpu.")
    return torch.device(choice)


def describe_device(device: torch.device) -> str:
    """A name for people."""
    if device.type == "cuda":
        return torch.cuda.get_device_name(device)
    return {"cpu": f"CPU ({torch.get_num_threads()} threads)", "mps": "Apple GPU"}[device.type]


def precision(device: torch.device, mixed: bool) -> contextlib.AbstractContextManager[None]:
    """bf16 autocast on a GPU that has it; full precision everywhere else.

    A CPU without AMX or avx512_bf16 ran bf16 several times slower, so the CPU never autocasts.
    """
    if mixed and device.type == "cuda" and torch.cuda.is_bf16_supported():
        return torch.autocast("cuda", torch.bfloat16)
    return contextlib.nullcontext()


def is_out_of_memory(error: RuntimeError) -> bool:
    """Whether torch ran out of memory, on the GPU or the CPU."""
    if isinstance(error, torch.OutOfMemoryError):
        return True
    text = str(error)  # the CPU allocator and MPS have no exception class of their own
    return "not enough memory" in text or "MPS backend out of memory" in text


def release_memory() -> None:
    """Give cached memory back after an out-of-memory error; call outside the `except` block."""
    gc.collect()
    if torch.cuda.is_available():
        torch.cuda.empty_cache()


def fast_precision(device: torch.device) -> contextlib.AbstractContextManager[None]:
    """bf16 autocast wherever it is faster, CPUs with avx512_bf16 or AMX included.

    For pretraining only: finetuning on a CPU stays in full precision, so that results do not
    depend on the CPU's model.
    """
    if device.type == "cuda":
        return precision(device, mixed=True)
    if device.type == "cpu" and torch.cpu._is_avx512_bf16_supported():
        return torch.autocast("cpu", torch.bfloat16)
    return contextlib.nullcontext()


def peak_memory_bytes(device: torch.device) -> int:
    """Most memory used so far: of the GPU, or of this process; 0 where the system does not say."""
    if device.type == "cuda":
        return torch.cuda.max_memory_allocated(device)
    if sys.platform == "win32":
        return int(psutil.Process().memory_info().peak_wset)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024  # bytes there, KiB on Linux
