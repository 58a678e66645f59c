"""P-AVeL, the prompt-refined audio-visual efficient learner (paper III-C, Fig. 2)."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from smp_core.model.config import ModelConfig, StreamName
from smp_core.model.latent_attention import latent_attention
from smp_core.model.tokens import Grids, Tokens
from smp_core.model.watch import LatentWatch


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

    Runs parallel to the MLPs (or the attentions) of one lock-step block, on the outputs of the norm
    before them. At initialisation it adds exactly nothing, because the output scales are 0.
    """

    def __init__(self, config: ModelConfig) -> None:
        super().__init__()
        d, streams = config.bottleneck, config.fused_streams
        has_audio, has_visual = "audio" in streams, "visual" in streams
        self.text = ModalityAdapter(config.text.width, d) if "text" in streams else None
        self.audio = ModalityAdapter(config.audio.width, d) if has_audio else None
        self.visual = ModalityAdapter(config.visual.width, d) if has_visual else None
        self.audio_conv = nn.Conv2d(d, d, kernel_size=3, padding=1) if has_audio else None
        self.visual_conv = (
            nn.Conv3d(d, d, kernel_size=3, padding=1, groups=d) if has_visual else None
        )
        for conv in (self.audio_conv, self.visual_conv):
            if conv is not None:
                nn.init.xavier_uniform_(conv.weight)
                if conv.bias is not None:
                    nn.init.zeros_(conv.bias)
        place = config.latent_attention
        self.attention_1 = latent_attention(config) if place in ("before", "both") else None
        self.attention_2 = latent_attention(config) if place in ("after", "both") else None
        self.dropout = nn.Dropout(config.adapter_dropout)

    def forward(
        self,
        tokens: Tokens,
        text_mask: Tensor,
        grids: Grids,
        watch: LatentWatch | None = None,
    ) -> Tokens:
        """What is to be added to each stream.

        Args:
            tokens: Normed tokens at full width; audio and visual begin with their CLS token.
            text_mask: bool (B, L), True at real text tokens.
            grids: Patch layout.
            watch: Is shown each latent attention and what goes into it; changes nothing.

        Returns:
            Increments of the same shapes; None for a stream that this P-AVeL leaves alone.
        """
        if self.text is None:
            tokens = tokens._replace(text=None)
        small = tokens.map(lambda stream, x: quick_gelu(self._adapter(stream).down(x)))  # (B, ·, d)
        if self.attention_1 is not None:
            if watch is not None:
                watch("before", self.attention_1, small)
            small = self.attention_1(small, text_mask)
        small = small.map(
            lambda stream, x: self.dropout(quick_gelu(self._convolve(stream, x, grids)))
        )
        if self.attention_2 is not None:
            if watch is not None:
                watch("after", self.attention_2, small)
            small = self.attention_2(small, text_mask)
        return small.map(
            lambda stream, x: self._adapter(stream).up(x) * self._adapter(stream).scale
        )

    def _adapter(self, stream: StreamName) -> ModalityAdapter:
        adapter: ModalityAdapter = getattr(self, stream)
        return adapter

    def _convolve(self, stream: StreamName, tokens: Tensor, grids: Grids) -> Tensor:
        if stream == "audio" and self.audio_conv is not None and grids.audio is not None:
            return convolve(self.audio_conv, tokens, grids.audio)
        if stream == "visual" and self.visual_conv is not None and grids.visual is not None:
            return convolve(self.visual_conv, tokens, grids.visual)
        return tokens  # text has no convolution


def convolve(conv: nn.Conv2d | nn.Conv3d, tokens: Tensor, grid: tuple[int, ...]) -> Tensor:
    """Convolve the patches on their grid and the CLS token alone (spec, "P-AVeL").

    Args:
        tokens: (B, 1 + N, d), CLS first.
        grid: Its product is N.

    Returns:
        (B, 1 + N, d).
    """
    batch, _, d = tokens.shape
    cls, patches = tokens[:, :1], tokens[:, 1:]
    cls_map = cls.transpose(1, 2).reshape(batch, d, *(1 for _ in grid))  # (B, d, 1, 1[, 1])
    patch_map = patches.transpose(1, 2).reshape(batch, d, *grid)  # (B, d, *grid)
    cls = conv(cls_map).flatten(2).transpose(1, 2)  # (B, 1, d)
    patches = conv(patch_map).flatten(2).transpose(1, 2)  # (B, N, d)
    return torch.cat([cls, patches], dim=1)
