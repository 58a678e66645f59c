"""What a peer is: where it comes from, what was simplified, and how it answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from torch import Tensor

from smp_core.bench.peers.fusion import FusionModel
from smp_core.model.config import ModelConfig
from smp_core.model.smp import Embeddings

Predict = Callable[[Embeddings, Tensor, Embeddings, bool], Tensor]
"""(support, labels int64 (S,), queries, with the captions' embeddings) → logits float (Q, C)."""


@dataclass(frozen=True)
class TrainedPeer:
    """A method that is trained on the source classes, then finetuned in each session.

    Attributes:
        name: Row label. source: Where it was published. simplified: What is simpler here.
        build: From the pack's configuration and C to a model whose backbones are still untrained.
        version: Raised with every change of what it computes, so that nothing old is taken for it.
    """

    name: str
    source: str
    simplified: str
    build: Callable[[ModelConfig, int], FusionModel]
    version: int = 1


@dataclass(frozen=True)
class TrainingFree:
    """A method that only compares embeddings of the source-trained SMP.

    Attributes:
        name: Row label. source: Where it was published. simplified: What is simpler here.
        predict: See `Predict`.
        captions: Whether the captions' embeddings are used beside sound and picture.
    """

    name: str
    source: str
    simplified: str
    predict: Predict
    captions: bool


def parts_of(embeddings: Embeddings, captions: bool) -> list[Tensor]:
    """The embeddings to compare, (n, D) each."""
    parts = [embeddings.audio, embeddings.visual, embeddings.text if captions else None]
    return [part for part in parts if part is not None]
