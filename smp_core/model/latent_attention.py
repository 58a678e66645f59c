"""Prompt-guided latent attention (paper III-C2, Eq. 1–4, Fig. 3) and what the paper sets beside it.

One class for each way of fusing; `latent_attention` picks the one that a configuration asks for.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

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


class TextWeights(NamedTuple):
    """The softmaxes between prompt and patches in one latent attention, for looking at them.

    Attributes:
        text_audio, text_visual: (B, L, N), rows sum to 1: where each text token looks (Eq. 1, or
            the like terms of Eq. 14); CLS first among the N.
        audio_text, visual_text: (B, N, L), rows sum to 1: to which text token each patch listens
            (Eq. 3). None where a stream or a term is not there.
    """

    text_audio: Tensor | None = None
    text_visual: Tensor | None = None
    audio_text: Tensor | None = None
    visual_text: Tensor | None = None


def attention_weights(query: Tensor, key: Tensor, key_mask: Tensor | None = None) -> Tensor:
    """The softmax of Eq. 2, which the fused `cross_modal_attention` never shows: (B, Nq, Nk)."""
    scores = query @ key.transpose(1, 2) / query.shape[-1] ** 0.5
    if key_mask is not None:
        scores = scores.masked_fill(~key_mask[:, None, :], float("-inf"))
    return scores.softmax(dim=-1)


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

    def weights(self, tokens: Tokens, text_mask: Tensor) -> TextWeights:
        """The softmaxes behind `forward`, recomputed from the same tokens."""
        text, audio, visual = tokens.of("text"), tokens.of("audio"), tokens.of("visual")
        looks_audio = attention_weights(text, audio)
        looks_visual = attention_weights(text, visual)
        weighting = self.phase2_weighting
        mixed_audio = _mix(looks_audio @ audio, text, self.lambda_text_audio, weighting)
        mixed_visual = _mix(looks_visual @ visual, text, self.lambda_text_visual, weighting)
        mask = text_mask if self.mask_padding else None
        return TextWeights(
            looks_audio,
            looks_visual,
            audio_text=attention_weights(audio, mixed_visual, mask),
            visual_text=attention_weights(visual, mixed_audio, mask),
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

    def weights(self, tokens: Tokens, text_mask: Tensor) -> TextWeights:
        """As `LatentAttention.weights`."""
        text, audio, visual = tokens.of("text"), tokens.of("audio"), tokens.of("visual")
        mask = text_mask if self.mask_padding else None
        return TextWeights(
            attention_weights(text, audio),
            attention_weights(text, visual),
            attention_weights(audio, text, mask),
            attention_weights(visual, text, mask),
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

    def weights(self, tokens: Tokens, text_mask: Tensor) -> TextWeights:
        """None at all: there is no text here."""
        return TextWeights()


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

    def weights(self, tokens: Tokens, text_mask: Tensor) -> TextWeights:
        """As `LatentAttention.weights`, with one stream."""
        text, own = tokens.of("text"), tokens.of(self.stream)
        looks = attention_weights(text, own)
        mixed = _mix(looks @ own, text, self.lambda_mixed, self.phase2_weighting)
        listens = attention_weights(own, mixed, text_mask if self.mask_padding else None)
        if self.stream == "audio":
            return TextWeights(text_audio=looks, audio_text=listens)
        return TextWeights(text_visual=looks, visual_text=listens)


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
