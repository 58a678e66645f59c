"""TBN: sound and picture bound within short windows of time, answers averaged over them."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

from smp_core.bench.peers.fusion import FusionModel
from smp_core.bench.peers.peer import TrainedPeer
from smp_core.model.config import ModelConfig
from smp_core.model.inputs import ClipBatch


class Tbn(FusionModel):
    """One window per frame: the frame's patches and the sound's columns around it."""

    def __init__(self, config: ModelConfig, n_classes: int) -> None:
        super().__init__(config)
        self.bind = nn.Linear(config.audio.width + config.visual.width, config.head_width)
        self.dropout = nn.Dropout(config.head_dropout)
        self.classify = nn.Linear(config.head_width, n_classes)

    def heads(self) -> list[tuple[nn.Module, str]]:
        """The one head, shared by all windows."""
        return [(self, "classify")]

    def forward(self, batch: ClipBatch) -> Tensor:
        """Clips → logits (B, C)."""
        audio, visual, (high, long), n_frames = self.final_tokens(batch)
        n = len(audio)
        columns = audio[:, 1:].reshape(n, high, long, -1).mean(dim=1)  # (B, t, D)
        windows = functional.adaptive_avg_pool1d(columns.transpose(1, 2), n_frames)
        frames = visual[:, 1:].reshape(n, n_frames, -1, visual.shape[2]).mean(dim=2)
        bound = self.bind(torch.cat([windows.transpose(1, 2), frames], dim=2)).relu()
        logits: Tensor = self.classify(self.dropout(bound)).mean(dim=1)  # (B, F, C) → (B, C)
        return logits


PEER = TrainedPeer(
    "TBN",
    'Kazakos et al., "EPIC-Fusion: Audio-Visual Temporal Binding", ICCV 2019',
    "ViT tokens instead of BN-Inception features, no optical flow; one window per frame",
    Tbn,
)
