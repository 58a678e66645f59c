"""Everything that is looked at of one clip in one pass: answer, embedding, rollout, word maps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import torch
from torch import Tensor, nn

from smp_core.inference.prompt_maps import Layer, PromptWord, latent_weights, word_maps
from smp_core.inference.rollout import cls_rollout
from smp_core.model.config import StreamName
from smp_core.model.inputs import ClipInputs, InputOptions, make_batches
from smp_core.model.latent_attention import TextWeights
from smp_core.model.smp import SMP
from smp_core.model.tokens import Grids, Tokens


@dataclass(frozen=True)
class StreamMaps:
    """Maps of one stream.

    Attributes:
        rollout: float32 (blocks, *grid), see `cls_rollout`.
        words: float32 (layers, 2, words, *grid), see `word_maps`.
        patch_px: Side of a patch in the input's own pixels, so that grid · patch_px is what the
            model saw of it.
    """

    rollout: Tensor
    words: Tensor
    patch_px: int


@dataclass(frozen=True)
class ClipMaps:
    """What was found.

    Attributes:
        probabilities: float32 (C,).
        embedding: float32 (D,), the head's input: the streams' embeddings one after the other.
        audio, visual: None for a stream that the model has not.
        layers: The latent attentions, first dimension of `StreamMaps.words`.
    """

    probabilities: Tensor
    embedding: Tensor
    audio: StreamMaps | None
    visual: StreamMaps | None
    layers: tuple[Layer, ...]


@torch.no_grad()
def clip_maps(
    model: SMP, clip: ClipInputs, options: InputOptions, words: Sequence[PromptWord]
) -> ClipMaps:
    """Run a clip through a model and keep what its attentions did.

    Args:
        model: In eval mode.
        clip: One clip. options: How it was preprocessed.
        words: Of its prompt.
    """
    (batch,) = make_batches([clip], options, model.config.text.end_id, model.device)
    watch = _Keeper()
    embeddings = model.embed(batch, watch)
    parts = [getattr(embeddings, stream) for stream in model.config.head_streams]
    return ClipMaps(
        probabilities=model.classify(embeddings)[0].softmax(dim=0).float().cpu(),
        embedding=torch.cat(parts, dim=1)[0].float().cpu(),
        audio=_stream_maps(model, "audio", watch, words),
        visual=_stream_maps(model, "visual", watch, words),
        layers=tuple(layer for layer, _ in watch.latents),
    )


class _Keeper:
    """A `Watch` that keeps the inputs of the self-attentions and the weights of the latent ones."""

    def __init__(self) -> None:
        self.normed: list[Tokens] = []
        self.grids = Grids()
        self.latents: list[tuple[Layer, TextWeights]] = []

    def attention(self, block: int, normed: Tokens, grids: Grids) -> None:
        self.normed.append(normed)
        self.grids = grids

    def latent(
        self,
        block: int,
        beside: Literal["attention", "mlp"],
        place: Literal["before", "after"],
        module: nn.Module,
        tokens: Tokens,
        text_mask: Tensor,
    ) -> None:
        weights = latent_weights(module, tokens, text_mask)
        self.latents.append((Layer(block, beside, place), weights))


def _stream_maps(
    model: SMP, name: StreamName, watch: _Keeper, words: Sequence[PromptWord]
) -> StreamMaps | None:
    stream = model.audio if name == "audio" else model.visual
    grid: tuple[int, ...] | None = watch.grids.audio if name == "audio" else watch.grids.visual
    if stream is None or grid is None:
        return None
    rows = cls_rollout(stream, [tokens.of(name) for tokens in watch.normed])
    maps = [
        word_maps(
            weights.text_audio if name == "audio" else weights.text_visual,
            weights.audio_text if name == "audio" else weights.visual_text,
            words,
            grid,
        )
        for _, weights in watch.latents
    ]
    return StreamMaps(
        rollout=rows.reshape(len(rows), *grid),
        words=torch.stack(maps) if maps else torch.zeros(0, 2, len(words), *grid),
        patch_px=stream.patch_px,
    )
