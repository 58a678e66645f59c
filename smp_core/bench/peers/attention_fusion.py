"""Attention fusion: one transformer layer over all tokens of both streams."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from smp_core.bench.peers.fusion import FusionModel, mlp_head
from smp_core.bench.peers.peer import TrainedPeer
from smp_core.model.config import ModelConfig
from smp_core.model.inputs import ClipBatch


class AttentionFusion(FusionModel):
    """Both streams' tokens, projected to one width, attend to each other once; mean of both CLS."""

    def __init__(self, config: ModelConfig, n_classes: int) -> None:
        super().__init__(config)
        width = config.visual.width
        self.project = nn.Linear(config.audio.width, width)
        self.kinds = nn.Parameter(torch.zeros(2, width))
        self.layer = nn.TransformerEncoderLayer(
            width, config.visual.heads, 2 * width, dropout=0.1, activation="gelu",
            batch_first=True, norm_first=True,
        )  # fmt: skip
        self.head = mlp_head(width, config.head_width, n_classes, config.head_dropout)

    def heads(self) -> list[tuple[nn.Module, str]]:
        """The one head."""
        return [(self.head, "3")]

    def forward(self, batch: ClipBatch) -> Tensor:
        """Clips → logits (B, C)."""
        audio, visual, _, _ = self.final_tokens(batch)
        audio = self.project(audio) + self.kinds[0]
        tokens = self.layer(torch.cat([audio, visual + self.kinds[1]], dim=1))
        both = (tokens[:, 0] + tokens[:, audio.shape[1]]) / 2
        logits: Tensor = self.head(both)
        return logits


PEER = TrainedPeer(
    "Attention fusion",
    "self-attention over both modalities' tokens, as the paper's Table II compares it",
    "one layer over the final tokens",
    AttentionFusion,
)
