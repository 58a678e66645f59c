"""LAVISH: adapters through which each frozen stream listens to the other by a few latents."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

from smp_core.bench.peers.fusion import FusionModel, mlp_head
from smp_core.bench.peers.peer import TrainedPeer
from smp_core.model.config import ModelConfig
from smp_core.model.inputs import ClipBatch

_LATENTS = 2


class LavishAdapter(nn.Module):
    """What one stream takes over from the other; nothing at the start.

    Args:
        own, other: Widths. inner: Bottleneck.
    """

    def __init__(self, own: int, other: int, inner: int) -> None:
        super().__init__()
        self.latents = nn.Parameter(torch.randn(_LATENTS, own) * 0.02)
        self.project = nn.Identity() if own == other else nn.Linear(other, own)
        self.down = nn.Linear(own, inner)
        self.up = nn.Linear(inner, own)
        self.norm = nn.LayerNorm(own)
        self.gate = nn.Parameter(torch.zeros(()))

    def forward(self, x: Tensor, other: Tensor) -> Tensor:
        """(B, N, D), (B, M, D') → what is added to x, (B, N, D)."""
        there = self.project(other)
        latents = self.latents.expand(len(x), -1, -1)
        heard = functional.scaled_dot_product_attention(latents, there, there)  # compress
        mixed = x + functional.scaled_dot_product_attention(x, heard, heard)  # fuse
        added: Tensor = self.gate * self.up(self.down(self.norm(mixed)).relu())
        return added


class Lavish(FusionModel):
    """Adapters beside attention and MLP of every block, both ways."""

    def __init__(self, config: ModelConfig, n_classes: int) -> None:
        super().__init__(config)
        audio, visual = config.audio.width, config.visual.width
        count = 2 * config.audio.depth
        self.to_audio = nn.ModuleList(
            LavishAdapter(audio, visual, max(4, audio // 8)) for _ in range(count)
        )
        self.to_visual = nn.ModuleList(
            LavishAdapter(visual, audio, max(4, visual // 8)) for _ in range(count)
        )
        self.head = mlp_head(audio + visual, config.head_width, n_classes, config.head_dropout)

    def heads(self) -> list[tuple[nn.Module, str]]:
        """The one head."""
        return [(self.head, "3")]

    def forward(self, batch: ClipBatch) -> Tensor:
        """Clips → logits (B, C)."""
        a, v, _, _ = self.begin(batch)
        for index in range(self.config.audio.depth):
            na, nv = self.audio.norm1(index, a), self.visual.norm1(index, v)
            a, v = (
                a + self.audio.attention(index, na) + self.to_audio[2 * index](na, nv),
                v + self.visual.attention(index, nv) + self.to_visual[2 * index](nv, na),
            )
            na, nv = self.audio.norm2(index, a), self.visual.norm2(index, v)
            a, v = (
                a + self.audio.mlp(index, na) + self.to_audio[2 * index + 1](na, nv),
                v + self.visual.mlp(index, nv) + self.to_visual[2 * index + 1](nv, na),
            )
        both = torch.cat([self.audio.finish(a), self.visual.finish(v)], dim=1)
        logits: Tensor = self.head(both)
        return logits


PEER = TrainedPeer(
    "LAVISH",
    'Lin et al., "Vision Transformers are Parameter-Efficient Audio-Visual Learners", CVPR 2023',
    "2 latents, no grouped layers; a backbone for each modality, as everywhere here",
    Lavish,
)
