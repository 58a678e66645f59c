"""Stop in the middle of a step: one of a large model on a CPU takes minutes."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from torch import Tensor, nn

from smp_core.jobs import JobContext


@contextlib.contextmanager
def stop_points(model: nn.Module, ctx: JobContext) -> Iterator[None]:
    """While this lasts, forward and backward look at every block whether they are to stop.

    Args:
        model: Whose first norm of each block marks the points.
        ctx: Its `raise_if_cancelled` raises `Cancelled` out of the step.
    """

    def backward(gradient: Tensor) -> None:
        ctx.raise_if_cancelled()

    def forward(_module: nn.Module, _inputs: object, output: object) -> None:
        ctx.raise_if_cancelled()
        if isinstance(output, Tensor) and output.requires_grad:
            output.register_hook(backward)

    norms = [module for name, module in model.named_modules() if name.endswith(("norm1", "norm2"))]
    handles = [norm.register_forward_hook(forward) for norm in norms]
    try:
        yield
    finally:
        for handle in handles:
            handle.remove()
