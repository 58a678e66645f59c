"""SMP: two ViT streams and a text encoder in lock-step, fused by P-AVeLs (paper Fig. 2)."""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor, nn

from smp_core.errors import ModelError
from smp_core.model.config import ModelConfig
from smp_core.model.head import Head
from smp_core.model.inputs import ClipBatch
from smp_core.model.latent_attention import Tokens
from smp_core.model.pavel import Grids, PAVeL
from smp_core.model.streams import TextStream, VitStream


class Embeddings(NamedTuple):
    """What the last block says of a batch: each (B, D), or None for a stream that is not there."""

    audio: Tensor | None
    visual: Tensor | None
    text: Tensor | None


class SmpOutput(NamedTuple):
    """Logits (B, C) and the embeddings that P-PR needs."""

    logits: Tensor
    embeddings: Embeddings


class SMP(nn.Module):
    """The whole model.

    Args:
        config: Sizes and choices.
        n_classes: C ≥ 2.
    """

    def __init__(self, config: ModelConfig, n_classes: int) -> None:
        super().__init__()
        if n_classes < 2:
            raise ModelError("A model needs at least two classes.", "Add clips of a second class.")
        self.config = config
        self.audio = VitStream(config.audio) if "audio" in config.streams else None
        self.visual = VitStream(config.visual) if "visual" in config.streams else None
        self.text = TextStream(config.text) if config.pavel else None
        fused_blocks = range(config.begin_block, config.audio.depth) if config.pavel else ()
        self.pavels = nn.ModuleDict({str(block): PAVeL(config) for block in fused_blocks})
        widths = [getattr(config, stream).width for stream in config.streams]
        self.head = Head(sum(widths), config.head_width, config.head_dropout, n_classes)
        self.freeze_backbones()

    def freeze_backbones(self) -> None:
        """Leave trainable what the paper trains (spec, "Backbones and what trains").

        Audio patch projection; biases and norms of all ViT blocks and the final norms (BitFit);
        position tables and CLS tokens; P-AVeLs; head. The text encoder is frozen.
        """
        for name, parameter in self.named_parameters():
            parameter.requires_grad_(_trains(name))

    @property
    def device(self) -> torch.device:
        """Where the weights are."""
        return self.head.classify.weight.device

    def trainable(self) -> dict[str, nn.Parameter]:
        """The trained parameters by name: what an adapter holds."""
        return {name: p for name, p in self.named_parameters() if p.requires_grad}

    def embed(self, batch: ClipBatch) -> Embeddings:
        """Run the streams in lock-step.

        Args:
            batch: Clips of one frame size.

        Returns:
            CLS tokens of audio and video and the end-of-text token, after the final norms.
        """
        if self.audio is not None and self.visual is not None and self.text is not None:
            return self._embed_fused(batch, self.audio, self.visual, self.text)
        audio = visual = None
        if self.audio is not None:
            x, _ = self._begin_audio(self.audio, batch.spectrogram)
            audio = self.audio.run(x)[:, 0]
        if self.visual is not None:
            x, _ = self._begin_visual(self.visual, batch.frames)
            visual = self.visual.run(x)[:, 0]
        return Embeddings(audio, visual, None)

    def classify(self, embeddings: Embeddings) -> Tensor:
        """Embeddings → logits (B, C)."""
        parts = [e for e in (embeddings.audio, embeddings.visual) if e is not None]
        return self.head(torch.cat(parts, dim=1))

    def forward(self, batch: ClipBatch) -> SmpOutput:
        """Clips → logits and embeddings."""
        embeddings = self.embed(batch)
        return SmpOutput(self.classify(embeddings), embeddings)

    def _embed_fused(
        self, batch: ClipBatch, audio: VitStream, visual: VitStream, text: TextStream
    ) -> Embeddings:
        a, audio_grid = self._begin_audio(audio, batch.spectrogram)
        v, visual_grid = self._begin_visual(visual, batch.frames)
        t = text.begin(batch.token_ids)
        grids = Grids(audio_grid, visual_grid)
        mask = text.combined_mask(batch.text_mask)
        for block in range(self.config.audio.depth):
            a, v = audio.attend(block, a), visual.attend(block, v)
            t = text.attend(block, t, mask)
            normed = Tokens(text.normed(block, t), audio.normed(block, a), visual.normed(block, v))
            a = a + audio.mlp(block, normed.audio)
            v = v + visual.mlp(block, normed.visual)
            t = t + text.mlp(block, normed.text)
            if str(block) in self.pavels:
                delta = self.pavels[str(block)](normed, batch.text_mask, grids)
                t, a, v = t + delta.text, a + delta.audio, v + delta.visual
        return Embeddings(audio.finish(a), visual.finish(v), text.finish(t, batch.token_ids))

    @staticmethod
    def _begin_audio(stream: VitStream, spectrogram: Tensor) -> tuple[Tensor, tuple[int, int]]:
        """(B, M, T) → (B, 1 + f·t, D); the spectrogram fills all three picture channels."""
        patches, grid = stream.patchify(spectrogram[:, None].expand(-1, 3, -1, -1))
        return stream.begin(patches), grid

    @staticmethod
    def _begin_visual(stream: VitStream, frames: Tensor) -> tuple[Tensor, tuple[int, int, int]]:
        """(B, F, 3, H, W) → (B, 1 + F·h·w, D): joint space-time tokens."""
        batch, n_frames = frames.shape[:2]
        patches, (h, w) = stream.patchify(frames.flatten(0, 1))  # (B·F, h·w, D)
        patches = patches.reshape(batch, n_frames * h * w, -1)
        return stream.begin(patches), (n_frames, h, w)


def _trains(name: str) -> bool:
    part, _, rest = name.partition(".")
    if part in ("pavels", "head"):
        return True
    if part == "text":
        return False
    if rest.startswith("vit.patch_embed"):
        return part == "audio"
    if rest in ("vit.cls_token", "vit.pos_embed"):
        return True
    return rest.endswith(".bias") or ".norm" in rest
