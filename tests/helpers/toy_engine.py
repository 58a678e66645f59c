"""An engine with toy jobs: the real process, pipe and protocol, without torch.

Run as a program it serves standard input, like `python -m smp_core.worker`.
"""

from __future__ import annotations

import os
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from smp_core.errors import MediaError
from smp_core.jobs import JobContext
from smp_core.worker.job import Job
from smp_core.worker.jobs.device import DeviceInfo, DeviceRequest
from smp_core.worker.server import Engine

COMMAND = [sys.executable, str(Path(__file__).resolve())]


@dataclass(frozen=True)
class ToyRequest:
    """Attributes:
    what: "count", "fail", "bug", "die" or "deaf".
    steps: How many, 20 ms each.
    path: Comes back in the result.
    """

    what: str = "count"
    steps: int = 3
    path: Path = Path("a.mp4")


@dataclass(frozen=True)
class ToyResult:
    """Attributes:
    counted: Steps done.
    path: As asked.
    pid: Of the engine.
    """

    counted: int
    path: Path
    pid: int


def _run(request: ToyRequest, ctx: JobContext) -> ToyResult:
    if request.what == "fail":
        raise MediaError(f"{request.path} is empty.", "Copy it again.")
    if request.what == "bug":
        raise KeyError("nobody thought of this")
    if request.what == "die":
        sys.stderr.write("my last words\n")
        sys.stderr.flush()
        os._exit(7)
    if request.what == "deaf":
        ctx.warn("It hears nothing from now on.")
        time.sleep(60)
    for step in range(request.steps):
        ctx.progress("Counting", step, request.steps, loss=1.0 / (step + 1))
        time.sleep(0.02)
    ctx.progress("Counting", request.steps, request.steps)
    ctx.warn("One was odd.", "Look at it.", subject=str(request.path))
    print("a library that chats")
    return ToyResult(request.steps, request.path, os.getpid())


TOY = Job("toy", ToyRequest, ToyResult, _run)


def _device(_request: DeviceRequest, _ctx: JobContext) -> DeviceInfo:
    return DeviceInfo("cpu", "CPU (2 threads)", 8_000_000_000, 4_000_000_000)


DEVICE = Job("device", DeviceRequest, DeviceInfo, _device)


def find_toy(name: str) -> Job[Any, Any]:
    return {"toy": TOY, "device": DEVICE}[name]


if __name__ == "__main__":
    replies = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    Engine(sys.stdin.buffer, replies, find_toy).serve()
    os._exit(0)
