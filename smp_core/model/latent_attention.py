"""Prompt-guided latent attention (paper III-C2, Eq. 1–4, Fig. 3) and what the paper sets beside it.

One class for each way of fusing; `latent_attention` picks the one that a configuration asks for.
"""

from __future__ import annotations

from typing import Literal

import torch
from torch import Tensor, nn
from torch.nn import functional

from smp_core.model.config import ModelConfig, Weighting
from smp_core.model.tokens import Tokens

Weight = nn.Parameter | float


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


def latent_attention(config: ModelConfig) -> nn.Module:
    """The way of fusing that a configuration with P-AVeLs asks for.

    Returns:
        A module from (Tokens at width d, text mask (B, L)) to Tokens of the same shapes.
    """
    if not config.pavel_prompts:
        return AudioVisualAttention(learn_phase3=config.phase3)
    if len(config.streams) == 1:
        return OneStreamAttention(
            config.streams[0],
            config.phase2_weighting,
            config.mask_padding,
            learn_phase2=config.phase2,
            learn_phase3=config.phase3,
        )
    if not config.phase1:
        return DirectAttention(config.mask_padding, learn_phase3=config.phase3)
    return LatentAttention(
        config.phase2_weighting,
        config.mask_padding,
        learn_phase2=config.phase2,
        learn_phase3=config.phase3,
    )


class LatentAttention(nn.Module):
    """The paper's three phases, with their six weights λ.

    Args:
        phase2_weighting: "text": T' = T^{t,·} + λ T^t (Eq. 3). "latent": T' = T^t + λ T^{t,·}.
            "convex": T' = (1 − λ) T^t + λ T^{t,·}, neither weight below 0.
        mask_padding: Padded text tokens are no keys in phase 2.
        learn_phase2: The two λ of Eq. 3 are learned; otherwise they are 1.
        learn_phase3: The four λ of Eq. 4 are learned; otherwise they are 1.
    """

    def __init__(
        self,
        phase2_weighting: Weighting = "text",
        mask_padding: bool = True,
        *,
        learn_phase2: bool = True,
        learn_phase3: bool = True,
    ) -> None:
        super().__init__()
        self.phase2_weighting = phase2_weighting
        self.mask_padding = mask_padding
        # λ^{t,a}, λ^{t,v} = 0.5, the other four 0 (spec, "P-AVeL", init).
        self.lambda_text_audio = _weight(0.5, learn_phase2)
        self.lambda_text_visual = _weight(0.5, learn_phase2)
        self.lambda_visual = _weight(0.0, learn_phase3)
        self.lambda_audio = _weight(0.0, learn_phase3)
        self.lambda_text_1 = _weight(0.0, learn_phase3)
        self.lambda_text_2 = _weight(0.0, learn_phase3)

    def forward(self, tokens: Tokens, text_mask: Tensor) -> Tokens:
        """Fuse the three streams (Eq. 1, 3, 4).

        Args:
            tokens: Down-sampled tokens.
            text_mask: bool (B, L), True at real text tokens.

        Returns:
            Tokens of the same shapes.
        """
        text, audio, visual = tokens.of("text"), tokens.of("audio"), tokens.of("visual")
        # Phase 1, text-aware attention (Eq. 1): (B, L, d) each.
        text_visual = cross_modal_attention(text, visual, visual)
        text_audio = cross_modal_attention(text, audio, audio)
        # Phase 2, modality fusion (Eq. 3).
        mixed_audio = _mix(text_audio, text, self.lambda_text_audio, self.phase2_weighting)
        mixed_visual = _mix(text_visual, text, self.lambda_text_visual, self.phase2_weighting)
        mask = text_mask if self.mask_padding else None
        visual_fused = cross_modal_attention(visual, mixed_audio, mixed_audio, mask)  # (B, Nv, d)
        audio_fused = cross_modal_attention(audio, mixed_visual, mixed_visual, mask)  # (B, Na, d)
        # Phase 3, modality summation (Eq. 4).
        return Tokens(
            text=self.lambda_text_1 * text_visual + self.lambda_text_2 * text_audio + text,
            audio=self.lambda_audio * audio_fused + audio,
            visual=self.lambda_visual * visual_fused + visual,
        )


class DirectAttention(nn.Module):
    """Without phase 1: every stream attends to the two others, six attentions (Eq. 14–15).

    Args:
        mask_padding: Padded text tokens are no keys.
        learn_phase3: The six λ of Eq. 15 are learned; otherwise they are 1.
    """

    def __init__(self, mask_padding: bool = True, *, learn_phase3: bool = True) -> None:
        super().__init__()
        self.mask_padding = mask_padding
        # The paper gives no start for Eq. 15: 0, as for the λ of Eq. 4 that stand in their place.
        self.lambda_visual_audio = _weight(0.0, learn_phase3)
        self.lambda_visual_text = _weight(0.0, learn_phase3)
        self.lambda_audio_visual = _weight(0.0, learn_phase3)
        self.lambda_audio_text = _weight(0.0, learn_phase3)
        self.lambda_text_1 = _weight(0.0, learn_phase3)
        self.lambda_text_2 = _weight(0.0, learn_phase3)

    def forward(self, tokens: Tokens, text_mask: Tensor) -> Tokens:
        """As `LatentAttention.forward`."""
        text, audio, visual = tokens.of("text"), tokens.of("audio"), tokens.of("visual")
        mask = text_mask if self.mask_padding else None
        visual_audio = cross_modal_attention(visual, audio, audio)
        visual_text = cross_modal_attention(visual, text, text, mask)
        audio_visual = cross_modal_attention(audio, visual, visual)
        audio_text = cross_modal_attention(audio, text, text, mask)
        text_visual = cross_modal_attention(text, visual, visual)
        text_audio = cross_modal_attention(text, audio, audio)
        return Tokens(
            text=self.lambda_text_1 * text_visual + self.lambda_text_2 * text_audio + text,
            audio=self.lambda_audio_visual * audio_visual
            + self.lambda_audio_text * audio_text
            + audio,
            visual=self.lambda_visual_audio * visual_audio
            + self.lambda_visual_text * visual_text
            + visual,
        )


class AudioVisualAttention(nn.Module):
    """Without prompts: sound and picture attend to each other (Table V, "P-AVeL ✗").

    What Eq. 15 leaves when every term with text is struck out; phases 1 and 2 are about text alone.

    Args:
        learn_phase3: The two λ are learned; otherwise they are 1.
    """

    def __init__(self, *, learn_phase3: bool = True) -> None:
        super().__init__()
        self.lambda_visual = _weight(0.0, learn_phase3)
        self.lambda_audio = _weight(0.0, learn_phase3)

    def forward(self, tokens: Tokens, text_mask: Tensor) -> Tokens:
        """As `LatentAttention.forward`; there are no text tokens and the mask plays no part."""
        audio, visual = tokens.of("audio"), tokens.of("visual")
        return Tokens(
            audio=self.lambda_audio * cross_modal_attention(audio, visual, visual) + audio,
            visual=self.lambda_visual * cross_modal_attention(visual, audio, audio) + visual,
        )


class OneStreamAttention(nn.Module):
    """Audio SMP and Visual SMP: the three phases with one stream and the text (Table I).

    The paper says only that the module is "a simplified version". Here every term with the missing
    stream is struck out of Eq. 1 and 4, and in Eq. 3 the stream attends to its own text-aware
    tokens, where with two streams it attends to the other's. For sound:

        T^{t,a} = CMA(T^t, T^a, T^a),  T' = T^{t,a} + λ^{t,a} T^t,  T^{a,t,a} = CMA(T^a, T', T'),
        T̄^a = λ^a T^{a,t,a} + T^a,  T̄^t = λ^t T^{t,a} + T^t.

    Args:
        stream: The one that there is.
        phase2_weighting, mask_padding, learn_phase2, learn_phase3: As in `LatentAttention`.
    """

    def __init__(
        self,
        stream: Literal["audio", "visual"],
        phase2_weighting: Weighting = "text",
        mask_padding: bool = True,
        *,
        learn_phase2: bool = True,
        learn_phase3: bool = True,
    ) -> None:
        super().__init__()
        self.stream = stream
        self.phase2_weighting = phase2_weighting
        self.mask_padding = mask_padding
        self.lambda_mixed = _weight(0.5, learn_phase2)
        self.lambda_stream = _weight(0.0, learn_phase3)
        self.lambda_text = _weight(0.0, learn_phase3)

    def forward(self, tokens: Tokens, text_mask: Tensor) -> Tokens:
        """As `LatentAttention.forward`, with one stream."""
        text, own = tokens.of("text"), tokens.of(self.stream)
        text_own = cross_modal_attention(text, own, own)  # (B, L, d)
        mixed = _mix(text_own, text, self.lambda_mixed, self.phase2_weighting)
        mask = text_mask if self.mask_padding else None
        fused = self.lambda_stream * cross_modal_attention(own, mixed, mixed, mask) + own
        text = self.lambda_text * text_own + text
        if self.stream == "audio":
            return Tokens(text=text, audio=fused)
        return Tokens(text=text, visual=fused)


def _weight(start: float, learned: bool) -> Weight:
    return nn.Parameter(torch.tensor([start])) if learned else 1.0


def _mix(latent: Tensor, text: Tensor, weight: Weight, weighting: Weighting) -> Tensor:
    """T' of Eq. 3, or one of the other ways to weigh its terms."""
    if weighting == "text":
        return latent + weight * text
    if weighting == "latent":
        return text + weight * latent
    share = torch.as_tensor(weight)
    return (1 - share).clamp(0, 1) * text + share.clamp_min(0) * latent
