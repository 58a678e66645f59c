"""PROTO-CAT: a prototypical network on the concatenated embeddings."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

from smp_core.bench.peers.fusion import FusionModel
from smp_core.bench.peers.peer import TrainedPeer
from smp_core.model.config import ModelConfig
from smp_core.model.inputs import ClipBatch


class ProtoCat(FusionModel):
    """Distances to learned class points in a projection of both CLS tokens.

    With one point per class, started anywhere and trained with the rest, the last layer is a
    prototypical network's: logits are negative squared distances.
    """

    def __init__(self, config: ModelConfig, n_classes: int) -> None:
        super().__init__(config)
        width = config.audio.width + config.visual.width
        self.project = nn.Sequential(
            nn.Linear(width, config.head_width), nn.ReLU(), nn.Linear(config.head_width, 64)
        )
        self.points = nn.Linear(64, n_classes, bias=False)

    def heads(self) -> list[tuple[nn.Module, str]]:
        """The class points."""
        return []

    def replace_classes(self, n_classes: int) -> None:
        """New class points; the projection stays."""
        self.points = nn.Linear(64, n_classes, bias=False, device=self.device)

    def embed(self, batch: ClipBatch) -> Tensor:
        """Clips → (B, 64)."""
        audio, visual, _, _ = self.final_tokens(batch)
        embedded: Tensor = self.project(torch.cat([audio[:, 0], visual[:, 0]], dim=1))
        return embedded

    def forward(self, batch: ClipBatch) -> Tensor:
        """Clips → logits (B, C)."""
        return -(torch.cdist(self.embed(batch), self.points.weight) ** 2)

    def loss(self, batch: ClipBatch, labels: Tensor) -> Tensor:
        """Episodic where the batch holds a class twice, against the class points otherwise."""
        embedded = self.embed(batch)
        own = functional.one_hot(labels, len(self.points.weight)).to(embedded.dtype)  # (B, C)
        others = own.sum(dim=0)[None] - own  # a clip is no part of its own prototype
        sums = own.T @ embedded
        prototypes = (sums[None] - own[..., None] * embedded[:, None]) / others[
            ..., None
        ].clamp_min(1)
        prototypes = torch.where(others[..., None] > 0, prototypes, self.points.weight[None])
        logits = -((embedded[:, None] - prototypes) ** 2).sum(dim=2)
        pull = functional.cross_entropy(-(torch.cdist(embedded, self.points.weight) ** 2), labels)
        return functional.cross_entropy(logits, labels) + pull


PEER = TrainedPeer(
    "PROTO-CAT",
    'prototypical networks (Snell et al., NeurIPS 2017) on concatenated embeddings, "PROTO-CAT" of '
    "the paper's Table III",
    "no attention over the support set; episodes are the batches; class points replace prototypes "
    "where a class comes once",
    ProtoCat,
)
