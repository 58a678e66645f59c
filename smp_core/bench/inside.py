"""What the two streams of a model do inside, the same way for SMP and for its peers.

Both run their ViTs block by block in ways of their own, but through the same modules; so these are
listened to.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import cast

import numpy as np
import torch
from numpy.typing import NDArray
from timm.models.vision_transformer import Block
from torch import Tensor, nn

from smp_core.bench.peers.fusion import FusionModel
from smp_core.errors import InputError
from smp_core.inference.rollout import cls_rollout
from smp_core.model.inputs import ClipInputs, InputOptions, make_batches
from smp_core.model.smp import SMP
from smp_core.model.streams import VitStream

_BATCH = 32


@torch.no_grad()
def cls_tokens(
    model: SMP | FusionModel, clips: Sequence[ClipInputs], options: InputOptions
) -> NDArray[np.float32]:
    """CLS tokens of sound and picture after the final norms, side by side: (Q, D).

    Raises:
        InputError: The model has neither stream.
    """
    streams = [stream for stream in (model.audio, model.visual) if stream is not None]
    if not streams:
        raise InputError("A model of text alone has no sound or picture to look at.")
    found = []
    for start in range(0, len(clips), _BATCH):
        part = clips[start : start + _BATCH]
        batches = make_batches(part, options, model.config.text.end_id, model.device)
        tokens = []
        for batch in batches:
            with _heard([stream.vit.norm for stream in streams]) as outputs:
                model(batch)
            tokens.append(torch.cat([output[:, 0].float().cpu() for output in outputs], dim=1))
        order = torch.cat([batch.rows for batch in batches]).argsort()
        found.append(torch.cat(tokens)[order])
    return np.asarray(torch.cat(found).numpy(), dtype=np.float32)


@torch.no_grad()
def visual_rollout(
    model: SMP | FusionModel, clip: ClipInputs, options: InputOptions
) -> NDArray[np.float32]:
    """Attention rollout over all blocks from the picture's CLS token: (F, h, w).

    Raises:
        InputError: The model has no picture, or its picture attends to more than itself.
    """
    stream: VitStream | None = model.visual
    if stream is None:
        raise InputError("A model of sound alone has no attention over frames.")
    (batch,) = make_batches([clip], options, model.config.text.end_id, model.device)
    n_frames, _, height, width = clip.frames.shape
    grid = (n_frames, height // stream.patch_px, width // stream.patch_px)
    norms = [cast(Block, block).norm1 for block in stream.vit.blocks]
    with _heard(norms) as normed:
        model(batch)
    if any(tokens.shape[1] != 1 + grid[0] * grid[1] * grid[2] for tokens in normed):
        raise InputError(
            "The picture attends to other tokens than its own here, which rollout does not follow.",
            "Choose SMP, LAVISH or late fusion.",
        )
    rows = cls_rollout(stream, normed)
    return np.asarray(rows[-1].reshape(grid).numpy(), dtype=np.float32)


@contextmanager
def _heard(modules: Sequence[nn.Module]) -> Iterator[list[Tensor]]:
    """The last output of each module, in their order, once a model has run inside."""
    outputs: list[Tensor] = [torch.empty(0)] * len(modules)

    def keep(place: int, output: Tensor) -> None:
        outputs[place] = output

    handles = [
        module.register_forward_hook(lambda _m, _i, output, place=place: keep(place, output))
        for place, module in enumerate(modules)
    ]
    try:
        yield outputs
    finally:
        for handle in handles:
            handle.remove()
