"""Prompt-guided latent attention (paper III-C2, Eq. 1–4, Fig. 3)."""

from __future__ import annotations

from typing import Literal, NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional


class Tokens(NamedTuple):
    """The three streams' tokens, down-sampled to d.

    Attributes:
        text: (B, L, d). audio: (B, Na, d). visual: (B, Nv, d).
    """

    text: Tensor
    audio: Tensor
    visual: Tensor


def cross_modal_attention(
    query: Tensor, key: Tensor, value: Tensor, key_mask: Tensor | None = None
) -> Tensor:
    """CMA(Q, K, V) = softmax(Q Kᵀ / √d) V, without parameters (Eq. 2).

    Args:
        query: (B, Nq, d). key, value: (B, Nk, d).
        key_mask: bool (B, Nk), True where the key may be attended to; None for all.

    Returns:
        (B, Nq, d).
    """
    mask = None if key_mask is None else key_mask[:, None, :]  # (B, 1, Nk)
    return functional.scaled_dot_product_attention(query, key, value, attn_mask=mask)


class LatentAttention(nn.Module):
    """The three phases, with their six learned weights λ.

    Args:
        phase2_weighting: "text": T' = T^{t,·} + λ T^t (Eq. 3). "latent": T' = T^t + λ T^{t,·}.
        mask_padding: Padded text tokens are no keys in phase 2.
    """

    def __init__(
        self, phase2_weighting: Literal["text", "latent"] = "text", mask_padding: bool = True
    ) -> None:
        super().__init__()
        self.phase2_weighting = phase2_weighting
        self.mask_padding = mask_padding
        # λ^{t,a}, λ^{t,v} = 0.5, the other four 0 (spec, "P-AVeL", init).
        self.lambda_text_audio = nn.Parameter(torch.tensor([0.5]))
        self.lambda_text_visual = nn.Parameter(torch.tensor([0.5]))
        self.lambda_visual = nn.Parameter(torch.zeros(1))
        self.lambda_audio = nn.Parameter(torch.zeros(1))
        self.lambda_text_1 = nn.Parameter(torch.zeros(1))
        self.lambda_text_2 = nn.Parameter(torch.zeros(1))

    def forward(self, tokens: Tokens, text_mask: Tensor) -> Tokens:
        """Fuse the three streams (Eq. 1, 3, 4).

        Args:
            tokens: Down-sampled tokens.
            text_mask: bool (B, L), True at real text tokens.

        Returns:
            Tokens of the same shapes.
        """
        text, audio, visual = tokens
        # Phase 1, text-aware attention (Eq. 1): (B, L, d) each.
        text_visual = cross_modal_attention(text, visual, visual)
        text_audio = cross_modal_attention(text, audio, audio)
        # Phase 2, modality fusion (Eq. 3).
        mixed_audio = self._mix(text_audio, text, self.lambda_text_audio)
        mixed_visual = self._mix(text_visual, text, self.lambda_text_visual)
        mask = text_mask if self.mask_padding else None
        visual_fused = cross_modal_attention(visual, mixed_audio, mixed_audio, mask)  # (B, Nv, d)
        audio_fused = cross_modal_attention(audio, mixed_visual, mixed_visual, mask)  # (B, Na, d)
        # Phase 3, modality summation (Eq. 4).
        return Tokens(
            text=self.lambda_text_1 * text_visual + self.lambda_text_2 * text_audio + text,
            audio=self.lambda_audio * audio_fused + audio,
            visual=self.lambda_visual * visual_fused + visual,
        )

    def _mix(self, latent: Tensor, text: Tensor, weight: Tensor) -> Tensor:
        if self.phase2_weighting == "text":
            return latent + weight * text
        return text + weight * latent
