"""Attention fusion: a small network says how much each modality's own answer counts."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from smp_core.bench.peers.fusion import FusionModel, mlp_head
from smp_core.bench.peers.peer import TrainedPeer
from smp_core.model.config import ModelConfig
from smp_core.model.inputs import ClipBatch


class AttentionFusion(FusionModel):
    """A head for sound and one for picture, added with weights told from both."""

    def __init__(self, config: ModelConfig, n_classes: int) -> None:
        super().__init__(config)
        audio, visual = config.audio.width, config.visual.width
        hidden, dropout = config.head_width, config.head_dropout
        self.audio_head = mlp_head(audio, hidden, n_classes, dropout)
        self.visual_head = mlp_head(visual, hidden, n_classes, dropout)
        self.attention = nn.Sequential(
            nn.Linear(audio + visual, hidden), nn.ReLU(), nn.Linear(hidden, 2)
        )

    def heads(self) -> list[tuple[nn.Module, str]]:
        """One of each stream."""
        return [(self.audio_head, "3"), (self.visual_head, "3")]

    def weights(self, audio: Tensor, visual: Tensor) -> Tensor:
        """How much each modality counts: (B, Da), (B, Dv) → (B, 2), sum 1."""
        return self.attention(torch.cat([audio, visual], dim=1)).softmax(dim=1)

    def forward(self, batch: ClipBatch) -> Tensor:
        """Clips → logits (B, C)."""
        audio, visual, _, _ = self.final_tokens(batch)
        a, v = audio[:, 0], visual[:, 0]
        answers = torch.stack([self.audio_head(a), self.visual_head(v)], dim=1)  # (B, 2, C)
        return (self.weights(a, v)[:, :, None] * answers).sum(dim=1)


PEER = TrainedPeer(
    "Attention fusion",
    "Fayek and Kumar, “Large Scale Audiovisual Learning of Sounds with Weakly Labeled Data”, "
    "IJCAI 2020",
    "one weight for each modality and clip instead of one for each class, so that it carries over "
    "to new classes; ViTs instead of convolutional networks",
    AttentionFusion,
    version=2,
)
