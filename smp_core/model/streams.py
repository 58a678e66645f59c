"""The three frozen backbones, opened up so that their blocks can run lock-step."""

from __future__ import annotations

from typing import cast

import torch
from timm.layers.attention import Attention
from timm.models.vision_transformer import Block, VisionTransformer
from torch import Tensor, nn
from torch.nn import functional
from transformers import CLIPTextConfig, CLIPTextModel
from transformers.models.clip.modeling_clip import CLIPEncoderLayer

from smp_core.model.config import TextConfig, VitConfig


class VitStream(nn.Module):
    """A timm ViT fed with any number of patches: a picture's, eight frames', a spectrogram's."""

    def __init__(self, config: VitConfig) -> None:
        super().__init__()
        # Any square picture that gives the right number of positions; patches are embedded by hand,
        # so the picture size itself plays no part.
        self.vit = VisionTransformer(
            img_size=(config.patch_px, config.patch_px * (config.positions - 1)),
            patch_size=config.patch_px,
            embed_dim=config.width,
            depth=config.depth,
            num_heads=config.heads,
            num_classes=0,
        )
        self.patch_px = config.patch_px

    def patchify(self, pictures: Tensor) -> tuple[Tensor, tuple[int, int]]:
        """Embed patches.

        Args:
            pictures: (B, 3, H, W); what does not fill a whole patch at the end is dropped.

        Returns:
            (B, h·w, D) and the grid (h, w).
        """
        grid = self.vit.patch_embed.proj(pictures)  # (B, D, h, w)
        return grid.flatten(2).transpose(1, 2), (grid.shape[2], grid.shape[3])

    def begin(self, patches: Tensor) -> Tensor:
        """Prepend CLS and add positions, interpolated in 1-D over the whole table when needed.

        Args:
            patches: (B, N, D).

        Returns:
            (B, 1 + N, D).
        """
        cls, positions = self.vit.cls_token, self.vit.pos_embed
        if cls is None or positions is None:
            raise ValueError("a stream needs a CLS token and a position table")
        x = torch.cat([cls.expand(patches.shape[0], -1, -1), patches], dim=1)
        if positions.shape[1] == x.shape[1]:
            return x + positions
        stretched = functional.interpolate(
            positions.transpose(1, 2), size=x.shape[1], mode="linear", align_corners=False
        )
        return x + stretched.transpose(1, 2)

    def norm1(self, block: int, x: Tensor) -> Tensor:
        """The norm before a block's attention."""
        return self._block(block).norm1(x)

    def attention(self, block: int, normed: Tensor) -> Tensor:
        """What a block's attention adds to x, from norm1(x)."""
        return self._block(block).attn(normed)

    def queries_and_keys(self, block: int, normed: Tensor) -> tuple[Tensor, Tensor]:
        """What a block's attention weighs, from norm1(x): softmax(Q Kᵀ) are its weights.

        Returns:
            Q, scaled already, and K: (B, heads, 1 + N, D / heads) each.
        """
        attention = cast(Attention, self._block(block).attn)
        batch, n_tokens, _ = normed.shape
        parts = attention.qkv(normed).reshape(batch, n_tokens, 3, attention.num_heads, -1)
        query, key, _ = parts.permute(2, 0, 3, 1, 4).unbind(0)  # (B, heads, 1 + N, d) each
        return attention.q_norm(query) * attention.scale, attention.k_norm(key)

    def norm2(self, block: int, x: Tensor) -> Tensor:
        """The norm before a block's MLP."""
        return self._block(block).norm2(x)

    def mlp(self, block: int, normed: Tensor) -> Tensor:
        """What a block's MLP adds to x, from norm2(x)."""
        return self._block(block).mlp(normed)

    def run(self, x: Tensor) -> Tensor:
        """All blocks without any P-AVeL, and the final norm: (B, 1 + N, D) → (B, 1 + N, D)."""
        for block in range(len(self.vit.blocks)):
            x = x + self.attention(block, self.norm1(block, x))
            x = x + self.mlp(block, self.norm2(block, x))
        return self.vit.norm(x)

    def _block(self, block: int) -> Block:
        return cast(Block, self.vit.blocks[block])

    def finish(self, x: Tensor) -> Tensor:
        """Final norm, CLS token: (B, 1 + N, D) → (B, D)."""
        return self.vit.norm(x)[:, 0]


class TextStream(nn.Module):
    """transformers' CLIP text model, block by block.

    Its layers take one combined causal-and-padding mask; given separately, transformers 5 silently
    drops the causal one.
    """

    def __init__(self, config: TextConfig) -> None:
        super().__init__()
        self.end_id = config.end_id
        self.model = CLIPTextModel(
            CLIPTextConfig(
                vocab_size=config.vocabulary,
                hidden_size=config.width,
                intermediate_size=4 * config.width,
                projection_dim=config.width,
                num_hidden_layers=config.depth,
                num_attention_heads=config.heads,
                max_position_embeddings=config.max_tokens,
                hidden_act=config.activation,
                bos_token_id=config.start_id,
                eos_token_id=config.end_id,
                pad_token_id=config.end_id,
            )
        )
        self.model.set_attn_implementation("sdpa")

    def begin(self, token_ids: Tensor) -> Tensor:
        """Token and position embeddings: int64 (B, L) → (B, L, D)."""
        return self.model.embeddings(input_ids=token_ids)

    @staticmethod
    def combined_mask(text_mask: Tensor) -> Tensor:
        """Causal and padding mask in one: bool (B, L) → bool (B, 1, L, L), True = attend.

        No row is empty: every token may attend to the start token, which is always real.
        """
        length = text_mask.shape[1]
        causal = torch.ones(length, length, dtype=torch.bool, device=text_mask.device).tril()
        return (causal & text_mask[:, None, :])[:, None]

    def norm1(self, block: int, x: Tensor) -> Tensor:
        """The norm before a block's attention."""
        return self._layer(block).layer_norm1(x)

    def attention(self, block: int, normed: Tensor, combined_mask: Tensor) -> Tensor:
        """What a block's attention adds to x, from norm1(x)."""
        attended, _ = self._layer(block).self_attn(normed, attention_mask=combined_mask)
        return attended

    def norm2(self, block: int, x: Tensor) -> Tensor:
        """The norm before a block's MLP."""
        return self._layer(block).layer_norm2(x)

    def mlp(self, block: int, normed: Tensor) -> Tensor:
        """What a block's MLP adds to x, from norm2(x)."""
        return self._layer(block).mlp(normed)

    def run(self, token_ids: Tensor, text_mask: Tensor) -> Tensor:
        """All blocks without any P-AVeL: (B, L) → (B, D)."""
        x, mask = self.begin(token_ids), self.combined_mask(text_mask)
        for block in range(len(self.model.encoder.layers)):
            x = x + self.attention(block, self.norm1(block, x), mask)
            x = x + self.mlp(block, self.norm2(block, x))
        return self.finish(x, token_ids)

    def _layer(self, block: int) -> CLIPEncoderLayer:
        return cast(CLIPEncoderLayer, self.model.encoder.layers[block])

    def finish(self, x: Tensor, token_ids: Tensor) -> Tensor:
        """Final norm, end-of-text token: (B, L, D) → (B, D)."""
        rows = torch.arange(x.shape[0], device=x.device)
        end = (token_ids == self.end_id).int().argmax(dim=1)  # the first one; padding may repeat it
        return self.model.final_layer_norm(x)[rows, end]
