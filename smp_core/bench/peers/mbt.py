"""MBT: streams that exchange only through a few bottleneck tokens."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from smp_core.bench.peers.fusion import FusionModel, block, mlp_head
from smp_core.bench.peers.peer import TrainedPeer
from smp_core.model.config import ModelConfig
from smp_core.model.inputs import ClipBatch

_BOTTLENECKS = 4


class Mbt(FusionModel):
    """In the last third of the blocks four tokens pass through both streams.

    In each such block every stream sees its own tokens and the bottlenecks; the two versions of the
    bottlenecks are averaged after it.
    """

    def __init__(self, config: ModelConfig, n_classes: int) -> None:
        super().__init__(config)
        self.first = max(1, config.audio.depth * 2 // 3)
        audio, visual = config.audio.width, config.visual.width
        self.bottlenecks = nn.Parameter(torch.randn(1, _BOTTLENECKS, visual) * 0.02)
        same = audio == visual
        self.inward = nn.Identity() if same else nn.Linear(visual, audio)
        self.outward = nn.Identity() if same else nn.Linear(audio, visual)
        hidden, dropout = config.head_width, config.head_dropout
        self.audio_head = mlp_head(audio, hidden, n_classes, dropout)
        self.visual_head = mlp_head(visual, hidden, n_classes, dropout)

    def heads(self) -> list[tuple[nn.Module, str]]:
        """One of each stream; their logits are averaged."""
        return [(self.audio_head, "3"), (self.visual_head, "3")]

    def forward(self, batch: ClipBatch) -> Tensor:
        """Clips → logits (B, C)."""
        audio, visual, _, _ = self.begin(batch)
        shared = self.bottlenecks.expand(len(audio), -1, -1)
        for index in range(self.config.audio.depth):
            if index < self.first:
                audio = block(self.audio, index, audio)
                visual = block(self.visual, index, visual)
                continue
            heard = block(self.audio, index, torch.cat([audio, self.inward(shared)], dim=1))
            seen = block(self.visual, index, torch.cat([visual, shared], dim=1))
            audio, visual = heard[:, :-_BOTTLENECKS], seen[:, :-_BOTTLENECKS]
            shared = (self.outward(heard[:, -_BOTTLENECKS:]) + seen[:, -_BOTTLENECKS:]) / 2
        a = self.audio_head(self.audio.finish(audio))
        v = self.visual_head(self.visual.finish(visual))
        logits: Tensor = (a + v) / 2
        return logits


PEER = TrainedPeer(
    "MBT",
    'Nagrani et al., "Attention Bottlenecks for Multimodal Fusion", NeurIPS 2021',
    "frozen backbones; 4 bottlenecks from two thirds of the depth on",
    Mbt,
)
