"""Labelled clips in memory, and models run over all of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from smp_core.model.inputs import ClipInputs, InputOptions, make_batches
from smp_core.model.smp import SMP, Embeddings, SmpOutput


@dataclass(frozen=True)
class SupportSet:
    """Clips with labels: the support set of a session, or a whole source set.

    Attributes:
        clips: Model inputs.
        labels: int64 (S,) in [0, C).
        class_names: C names in head order.
        options: How the clips were preprocessed.
    """

    clips: Sequence[ClipInputs]
    labels: Tensor
    class_names: tuple[str, ...]
    options: InputOptions

    def __len__(self) -> int:
        return len(self.clips)


def run_model(model: SMP, clips: Sequence[ClipInputs], options: InputOptions) -> SmpOutput:
    """Forward any clips as one batch, in the order given, whatever their frame sizes."""
    batches = make_batches(clips, options, model.config.text.end_id, model.device)
    outputs = [model(batch) for batch in batches]
    if len(outputs) == 1:
        return outputs[0]
    order = torch.cat([batch.rows for batch in batches]).argsort().to(model.device)
    return SmpOutput(
        torch.cat([out.logits for out in outputs])[order],
        Embeddings(
            *(_join(parts, order) for parts in zip(*(o.embeddings for o in outputs), strict=True))
        ),
    )


@torch.no_grad()
def run_all(
    model: SMP,
    clips: Sequence[ClipInputs],
    options: InputOptions,
    batch_size: int,
    on_batch: Callable[[int], None] = lambda done: None,
) -> SmpOutput:
    """Forward many clips in eval mode without gradients, batch by batch; outputs on the CPU.

    Args:
        on_batch: Called with the number of clips finished; may raise to stop.
    """
    was_training = model.training
    model.eval()
    outputs = []
    try:
        for start in range(0, len(clips), batch_size):
            out = run_model(model, clips[start : start + batch_size], options)
            outputs.append(
                SmpOutput(
                    out.logits.float().cpu(),
                    Embeddings(*(None if e is None else e.float().cpu() for e in out.embeddings)),
                )
            )
            on_batch(min(start + batch_size, len(clips)))
    finally:
        model.train(was_training)
    return SmpOutput(
        torch.cat([out.logits for out in outputs]),
        Embeddings(*(_join(parts) for parts in zip(*(o.embeddings for o in outputs), strict=True))),
    )


def _join(parts: Sequence[Tensor | None], order: Tensor | None = None) -> Tensor | None:
    present = [part for part in parts if part is not None]
    if not present:
        return None
    joined = torch.cat(present)
    return joined if order is None else joined[order]
