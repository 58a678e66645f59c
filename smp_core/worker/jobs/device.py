"""Say on what the engine computes."""

from __future__ import annotations

from dataclasses import dataclass

from smp_core.jobs import JobContext
from smp_core.worker.job import Job


@dataclass(frozen=True)
class DeviceRequest:
    """Attributes:
    choice: "auto", "cpu", "cuda" or "mps".
    """

    choice: str = "auto"


@dataclass(frozen=True)
class DeviceInfo:
    """Attributes:
    kind: "cpu", "cuda" or "mps".
    name: For people.
    memory_bytes: Of the GPU, or of the machine; free_bytes: what is left of it now.
    """

    kind: str
    name: str
    memory_bytes: int
    free_bytes: int


def _run(request: DeviceRequest, ctx: JobContext) -> DeviceInfo:
    import psutil
    import torch

    from smp_core.device import describe_device, pick_device

    ctx.progress("Looking for a device", 0, 1)
    device = pick_device(request.choice)
    if device.type == "cuda":
        free, total = torch.cuda.mem_get_info(device)
    else:
        memory = psutil.virtual_memory()
        free, total = memory.available, memory.total
    return DeviceInfo(device.type, describe_device(device), total, free)


JOB = Job("device", DeviceRequest, DeviceInfo, _run)
