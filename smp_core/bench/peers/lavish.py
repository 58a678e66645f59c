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
_REDUCTION = 8
_GROUPS = 2


class LavishAdapter(nn.Module):
    """What one stream takes over from the other; nothing at the start.

    Args:
        own, other: Widths. inner: Bottleneck. All are multiples of the two groups.
    """

    def __init__(self, own: int, other: int, inner: int) -> None:
        super().__init__()
        self.latents = nn.Parameter(torch.randn(_LATENTS, own) * 0.02)
        self.project = nn.Identity() if own == other else nn.Linear(other, own)
        self.down = nn.Conv1d(own, inner, 1, groups=_GROUPS, bias=False)
        self.up = nn.Conv1d(inner, own, 1, groups=_GROUPS, bias=False)
        self.norm = nn.LayerNorm(own)
        self.listening = nn.Parameter(torch.zeros(()))
        self.gate = nn.Parameter(torch.zeros(()))

    def forward(self, x: Tensor, other: Tensor) -> Tensor:
        """(B, N, D), (B, M, D') → what is added to x, (B, N, D)."""
        there = self.project(other)
        latents = self.latents.expand(len(x), -1, -1)
        # Compress, then fuse; neither attention is scaled, and the latents keep what they were.
        heard = latents + functional.scaled_dot_product_attention(latents, there, there, scale=1.0)
        found = functional.scaled_dot_product_attention(x, heard, heard, scale=1.0)
        mixed = self.norm(x + self.listening * found).transpose(1, 2)  # (B, D, N)
        added: Tensor = self.gate * self.up(self.down(mixed).relu()).transpose(1, 2)
        return added


class Lavish(FusionModel):
    """Adapters beside attention and MLP of every block, both ways."""

    def __init__(self, config: ModelConfig, n_classes: int) -> None:
        super().__init__(config)
        audio, visual = config.audio.width, config.visual.width
        count = 2 * config.audio.depth
        self.to_audio = nn.ModuleList(
            LavishAdapter(audio, visual, _inner(audio)) for _ in range(count)
        )
        self.to_visual = nn.ModuleList(
            LavishAdapter(visual, audio, _inner(visual)) for _ in range(count)
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


def _inner(width: int) -> int:
    """An eighth of the width, in whole groups."""
    return max(1, width // _REDUCTION // _GROUPS) * _GROUPS


PEER = TrainedPeer(
    "LAVISH",
    'Lin et al., "Vision Transformers are Parameter-Efficient Audio-Visual Learners", CVPR 2023',
    "2 latents; one layer norm before the bottleneck instead of batch norms within and after it; a "
    "backbone for each modality, as everywhere here, instead of one for both",
    Lavish,
    version=2,
)
