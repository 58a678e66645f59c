"""P-AVeL, the prompt-refined audio-visual efficient learner (paper III-C, Fig. 2)."""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor, nn

from smp_core.model.config import ModelConfig
from smp_core.model.latent_attention import LatentAttention, Tokens


class Grids(NamedTuple):
    """How the patch tokens (CLS excluded) lie in space.

    Attributes:
        audio: (frequency, time). visual: (frames, height, width).
    """

    audio: tuple[int, int]
    visual: tuple[int, int, int]


def quick_gelu(x: Tensor) -> Tensor:
    """x · σ(1.702 x), CLIP's activation."""
    return x * torch.sigmoid(1.702 * x)


class ModalityAdapter(nn.Module):
    """One modality's down- and up-projection with a learnable output scale (starting at 0)."""

    def __init__(self, width: int, bottleneck: int) -> None:
        super().__init__()
        self.down = nn.Linear(width, bottleneck)
        self.up = nn.Linear(bottleneck, width)
        self.scale = nn.Parameter(torch.zeros(1))
        for layer in (self.down, self.up):
            nn.init.xavier_uniform_(layer.weight)
            nn.init.zeros_(layer.bias)


class PAVeL(nn.Module):
    """Down → QuickGELU → LA 1 → convolution → QuickGELU → dropout → LA 2 → up × scale.

    Runs parallel to the MLPs of one lock-step block, on the outputs of their second norms. At
    initialisation it adds exactly nothing, because the output scales are 0.
    """

    def __init__(self, config: ModelConfig) -> None:
        super().__init__()
        d = config.bottleneck
        self.text = ModalityAdapter(config.text.width, d)
        self.audio = ModalityAdapter(config.audio.width, d)
        self.visual = ModalityAdapter(config.visual.width, d)
        self.audio_conv = nn.Conv2d(d, d, kernel_size=3, padding=1)
        self.visual_conv = nn.Conv3d(d, d, kernel_size=3, padding=1, groups=d)
        for conv in (self.audio_conv, self.visual_conv):
            nn.init.xavier_uniform_(conv.weight)
            if conv.bias is not None:
                nn.init.zeros_(conv.bias)
        self.attention_1 = LatentAttention(config.phase2_weighting, config.mask_padding)
        self.attention_2 = LatentAttention(config.phase2_weighting, config.mask_padding)
        self.dropout = nn.Dropout(config.adapter_dropout)

    def forward(self, tokens: Tokens, text_mask: Tensor, grids: Grids) -> Tokens:
        """What is to be added to each stream.

        Args:
            tokens: Normed tokens at full width; audio and visual begin with their CLS token.
            text_mask: bool (B, L), True at real text tokens.
            grids: Patch layout.

        Returns:
            Increments of the same shapes.
        """
        small = Tokens(
            quick_gelu(self.text.down(tokens.text)),
            quick_gelu(self.audio.down(tokens.audio)),
            quick_gelu(self.visual.down(tokens.visual)),
        )  # (B, ·, d)
        small = self.attention_1(small, text_mask)
        small = Tokens(
            self.dropout(quick_gelu(small.text)),
            self.dropout(quick_gelu(_convolve(self.audio_conv, small.audio, grids.audio))),
            self.dropout(quick_gelu(_convolve(self.visual_conv, small.visual, grids.visual))),
        )
        small = self.attention_2(small, text_mask)
        return Tokens(
            self.text.up(small.text) * self.text.scale,
            self.audio.up(small.audio) * self.audio.scale,
            self.visual.up(small.visual) * self.visual.scale,
        )


def _convolve(conv: nn.Conv2d | nn.Conv3d, tokens: Tensor, grid: tuple[int, ...]) -> Tensor:
    """Convolve the patches on their grid and the CLS token alone (spec, "P-AVeL")."""
    batch, _, d = tokens.shape
    cls, patches = tokens[:, :1], tokens[:, 1:]
    cls_map = cls.transpose(1, 2).reshape(batch, d, *(1 for _ in grid))  # (B, d, 1, 1[, 1])
    patch_map = patches.transpose(1, 2).reshape(batch, d, *grid)  # (B, d, *grid)
    cls = conv(cls_map).flatten(2).transpose(1, 2)  # (B, 1, d)
    patches = conv(patch_map).flatten(2).transpose(1, 2)  # (B, N, d)
    return torch.cat([cls, patches], dim=1)
