"""G-Blend: three losses, weighted by how much each modality still generalises."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

from smp_core.bench.peers.fusion import FusionModel, in_order, mlp_head
from smp_core.bench.peers.peer import TrainedPeer
from smp_core.model.config import ModelConfig
from smp_core.model.inputs import ClipBatch
from smp_core.training.support_set import SupportSet

_HELD_OUT = 4
"""Every fourth clip of a class estimates the weights and never trains."""

_PERIODS = 3
"""How often a training estimates them anew."""


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


def held_out_rows(labels: Tensor) -> Tensor:
    """Rows that estimate the weights: every fourth clip of each class, so none of fewer than four.

    Args:
        labels: int64 (S,).

    Returns:
        bool (S,).
    """
    seen: dict[int, int] = {}
    held = []
    for label in labels.tolist():
        seen[label] = seen.get(label, 0) + 1
        held.append(seen[label] % _HELD_OUT == 0)
    return torch.tensor(held)


class GBlend(FusionModel):
    """Heads for sound, picture and both; `weights` blends their losses."""

    def __init__(self, config: ModelConfig, n_classes: int) -> None:
        super().__init__(config)
        audio, visual = config.audio.width, config.visual.width
        hidden, dropout = config.head_width, config.head_dropout
        self.audio_head = mlp_head(audio, hidden, n_classes, dropout)
        self.visual_head = mlp_head(visual, hidden, n_classes, dropout)
        self.both_head = mlp_head(audio + visual, hidden, n_classes, dropout)
        self.weights = nn.Parameter(torch.full((3,), 1 / 3), requires_grad=False)
        self._before: Tensor | None = None

    def heads(self) -> list[tuple[nn.Module, str]]:
        """Three heads."""
        return [(self.audio_head, "3"), (self.visual_head, "3"), (self.both_head, "3")]

    def kept(self) -> dict[str, Tensor]:
        """What was learned, the blend included: where a class has too few clips it stays."""
        return {**super().kept(), "weights": self.weights}

    def each(self, batch: ClipBatch) -> Tensor:
        """Logits (3, B, C) from sound, from picture, and from both."""
        audio, visual, _, _ = self.final_tokens(batch)
        a, v = audio[:, 0], visual[:, 0]
        both = self.both_head(torch.cat([a, v], dim=1))
        return torch.stack([self.audio_head(a), self.visual_head(v), both])

    def forward(self, batch: ClipBatch) -> Tensor:
        """Clips → logits (B, C): the blend of the three."""
        return (self.weights[:, None, None] * self.each(batch)).sum(dim=0)

    def loss(self, batch: ClipBatch, labels: Tensor) -> Tensor:
        """The weighted sum of the three heads' losses."""
        losses = [functional.cross_entropy(one.float(), labels) for one in self.each(batch)]
        return (self.weights * torch.stack(losses)).sum()

    def batches(self, labels: Tensor, batch_size: int) -> list[Tensor]:
        """All but the held-out clips, shuffled."""
        rows = (~held_out_rows(labels)).nonzero()[:, 0]
        return list(rows[torch.randperm(len(rows))].split(batch_size))

    def begin_epoch(self, support: SupportSet, epoch: int, epochs: int) -> None:
        """Compare the losses with those at the beginning of the last period."""
        held = held_out_rows(support.labels)
        if epoch == 0:
            self._before = None
        if epoch % max(1, epochs // _PERIODS) or not held.any():
            return
        now = torch.stack([self._losses(support, ~held), self._losses(support, held)], dim=1)
        if self._before is not None:
            self.weights.copy_(blend_weights(self._before, now))
        self._before = now

    @torch.no_grad()
    def _losses(self, support: SupportSet, chosen: Tensor) -> Tensor:
        """Mean loss of each head over some clips: (3,)."""
        self.eval()
        rows = chosen.nonzero()[:, 0]
        clips = [support.clips[int(row)] for row in rows]
        logits = in_order(self, clips, support.options, lambda b: self.each(b).transpose(0, 1))
        labels = support.labels[rows]
        return torch.stack([functional.cross_entropy(logits[:, head], labels) for head in range(3)])


PEER = TrainedPeer(
    "G-Blend",
    'Wang et al., "What Makes Training Multi-modal Classification Networks Hard?", CVPR 2020',
    "weights estimated three times in a training from the heads' losses as they train together "
    "(theirs trains each modality by itself for that), on every fourth clip of a class, which does "
    "not train; with fewer than four clips a class those of the source training stay",
    GBlend,
    version=2,
)
