"""G-Blend: three losses, weighted by how much each modality still generalises."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

from smp_core.bench.peers.fusion import FusionModel, mlp_head
from smp_core.bench.peers.peer import TrainedPeer
from smp_core.model.config import ModelConfig
from smp_core.model.inputs import ClipBatch


def blend_weights(before: Tensor, after: Tensor) -> Tensor:
    """Weights of the three losses from their overfitting-to-generalisation ratios.

    Args:
        before, after: (3, 2): training and held-out loss of each head at two moments.

    Returns:
        (3,), at least 0, sum 1: G / O² of each head, where G is how much the held-out loss fell
        and O how much the gap between the two grew.
    """
    generalised = (before[:, 1] - after[:, 1]).clamp_min(0)
    gap = (after[:, 1] - after[:, 0]) - (before[:, 1] - before[:, 0])
    weights = generalised / gap.abs().clamp_min(1e-3) ** 2
    if weights.sum() <= 0:
        return torch.full((3,), 1 / 3)
    return weights / weights.sum()


class GBlend(FusionModel):
    """Heads for sound, picture and both; `weights` blends their losses."""

    def __init__(self, config: ModelConfig, n_classes: int) -> None:
        super().__init__(config)
        audio, visual = config.audio.width, config.visual.width
        hidden, dropout = config.head_width, config.head_dropout
        self.audio_head = mlp_head(audio, hidden, n_classes, dropout)
        self.visual_head = mlp_head(visual, hidden, n_classes, dropout)
        self.both_head = mlp_head(audio + visual, hidden, n_classes, dropout)
        self.weights: Tensor
        self.register_buffer("weights", torch.full((3,), 1 / 3))
        self._seen: list[tuple[Tensor, Tensor]] = []

    def heads(self) -> list[tuple[nn.Module, str]]:
        """Three heads."""
        return [(self.audio_head, "3"), (self.visual_head, "3"), (self.both_head, "3")]

    def each(self, batch: ClipBatch) -> tuple[Tensor, Tensor, Tensor]:
        """Logits (B, C) from sound, from picture, and from both."""
        audio, visual, _, _ = self.final_tokens(batch)
        a, v = audio[:, 0], visual[:, 0]
        return self.audio_head(a), self.visual_head(v), self.both_head(torch.cat([a, v], dim=1))

    def forward(self, batch: ClipBatch) -> Tensor:
        """Clips → logits (B, C): the blend of the three."""
        logits = torch.stack(self.each(batch))
        return (self.weights[:, None, None] * logits).sum(dim=0)

    def loss(self, batch: ClipBatch, labels: Tensor) -> Tensor:
        """The weighted sum; in training, a quarter of each batch estimates the weights first."""
        n_held = len(labels) // 4
        losses = [
            functional.cross_entropy(logits.float(), labels, reduction="none")
            for logits in self.each(batch)
        ]
        table = torch.stack(losses)  # (3, B)
        if n_held and self.training:
            self._estimate(table.detach(), n_held)
            table = table[:, n_held:]
        return (self.weights * table.mean(dim=1)).sum()

    def _estimate(self, table: Tensor, n_held: int) -> None:
        """Online: compare the mean of the last ten steps with that of the ten before."""
        self._seen.append((table[:, n_held:].mean(dim=1), table[:, :n_held].mean(dim=1)))
        if len(self._seen) == 20:
            halves = [
                torch.stack([torch.stack([s[k] for s in part]).mean(dim=0) for k in (0, 1)], dim=1)
                for part in (self._seen[:10], self._seen[10:])
            ]
            self.weights.copy_(blend_weights(*halves))
            self._seen = self._seen[10:]


PEER = TrainedPeer(
    "G-Blend",
    'Wang et al., "What Makes Training Multi-modal Classification Networks Hard?", CVPR 2020',
    "weights estimated online every ten steps from a quarter of each batch that does not train",
    GBlend,
)
