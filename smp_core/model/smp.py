"""SMP: two ViT streams and a text encoder in lock-step, fused by P-AVeLs (paper Fig. 2)."""

from __future__ import annotations

from typing import Literal, NamedTuple

import torch
from torch import Tensor, nn

from smp_core.errors import ModelError
from smp_core.model.comparison import Comparison
from smp_core.model.config import ModelConfig, StreamName
from smp_core.model.head import Head
from smp_core.model.inputs import ClipBatch
from smp_core.model.pavel import PAVeL
from smp_core.model.streams import TextStream, VitStream
from smp_core.model.tokens import Grids, Tokens
from smp_core.model.watch import LatentWatch, Watch


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
        self.text = TextStream(config.text) if config.has_text else None
        self.pavels = _pavels(config, beside="mlp")
        self.attention_pavels = _pavels(config, beside="attention")
        widths = [getattr(config, stream).width for stream in config.head_streams]
        self.head = Head(sum(widths), config.head_width, config.head_dropout, n_classes)
        compared: dict[str, int] = {
            name: getattr(config, name).width for name in config.compared_streams
        }
        self.comparison = Comparison(compared, n_classes) if compared else None
        self.freeze_backbones()

    def freeze_backbones(self) -> None:
        """Leave trainable what the paper trains (spec, "Backbones and what trains").

        Audio patch projection; biases and norms of all ViT blocks and the final norms (BitFit);
        position tables and CLS tokens; P-AVeLs; head. The text encoder is frozen. In Text only,
        that leaves the head.
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

    def embed(self, batch: ClipBatch, watch: Watch | None = None) -> Embeddings:
        """Run the streams in lock-step.

        Args:
            batch: Clips of one frame size.
            watch: Is shown what the attentions see; changes nothing.

        Returns:
            CLS tokens of audio and video and the end-of-text token, after the final norms.
        """
        tokens, grids = self._begin(batch)
        for block in range(self.config.audio.depth):
            tokens = self._block(block, tokens, batch.text_mask, grids, watch)
        return Embeddings(
            audio=None if self.audio is None else self.audio.finish(tokens.of("audio")),
            visual=None if self.visual is None else self.visual.finish(tokens.of("visual")),
            text=None
            if self.text is None
            else self.text.finish(tokens.of("text"), batch.token_ids),
        )

    def classify(self, embeddings: Embeddings) -> Tensor:
        """Embeddings → logits (B, C)."""
        parts = [getattr(embeddings, stream) for stream in self.config.head_streams]
        logits: Tensor = self.head(torch.cat(parts, dim=1))
        return logits if self.comparison is None else logits + self.comparison(embeddings._asdict())

    def replace_classes(self, n_classes: int) -> None:
        """Start a new last layer, as every target session does; all else stays."""
        self.head.replace_classes(n_classes)
        if self.comparison is not None:
            self.comparison.replace_classes(n_classes)

    def forward(self, batch: ClipBatch) -> SmpOutput:
        """Clips → logits and embeddings."""
        embeddings = self.embed(batch)
        return SmpOutput(self.classify(embeddings), embeddings)

    def _begin(self, batch: ClipBatch) -> tuple[Tokens, Grids]:
        """The first tokens of every stream that there is."""
        audio = visual = text = audio_grid = visual_grid = None
        if self.audio is not None:
            audio, audio_grid = self.begin_audio(self.audio, batch.spectrogram)
        if self.visual is not None:
            visual, visual_grid = self.begin_visual(self.visual, batch.frames)
        if self.text is not None:
            text = self.text.begin(batch.token_ids)
        return Tokens(text, audio, visual), Grids(audio_grid, visual_grid)

    def _block(
        self, block: int, tokens: Tokens, text_mask: Tensor, grids: Grids, watch: Watch | None
    ) -> Tokens:
        """One block of every stream, in step, with what its P-AVeLs add."""
        normed = tokens.map(lambda name, x: self._stream(name).norm1(block, x))
        if watch is not None:
            watch.attention(block, normed, grids)
        attended = normed.map(lambda name, x: self._attend(name, block, x, text_mask))
        tokens = tokens.plus(attended)
        if str(block) in self.attention_pavels:
            shown = _shown(watch, block, "attention", text_mask)
            added = self.attention_pavels[str(block)](normed, text_mask, grids, shown)
            tokens = tokens.plus(added)
        normed = tokens.map(lambda name, x: self._stream(name).norm2(block, x))
        tokens = tokens.plus(normed.map(lambda name, x: self._stream(name).mlp(block, x)))
        if str(block) in self.pavels:
            shown = _shown(watch, block, "mlp", text_mask)
            tokens = tokens.plus(self.pavels[str(block)](normed, text_mask, grids, shown))
        return tokens

    def _stream(self, name: StreamName) -> VitStream | TextStream:
        stream: VitStream | TextStream = getattr(self, name)
        return stream

    def _attend(self, name: StreamName, block: int, normed: Tensor, text_mask: Tensor) -> Tensor:
        stream = self._stream(name)
        if isinstance(stream, TextStream):
            return stream.attention(block, normed, stream.combined_mask(text_mask))
        return stream.attention(block, normed)

    @staticmethod
    def begin_audio(stream: VitStream, spectrogram: Tensor) -> tuple[Tensor, tuple[int, int]]:
        """(B, M, T) → (B, 1 + f·t, D); the spectrogram fills all three picture channels."""
        patches, grid = stream.patchify(spectrogram[:, None].expand(-1, 3, -1, -1))
        return stream.begin(patches), grid

    @staticmethod
    def begin_visual(stream: VitStream, frames: Tensor) -> tuple[Tensor, tuple[int, int, int]]:
        """(B, F, 3, H, W) → (B, 1 + F·h·w, D): joint space-time tokens."""
        batch, n_frames = frames.shape[:2]
        patches, (h, w) = stream.patchify(frames.flatten(0, 1))  # (B·F, h·w, D)
        patches = patches.reshape(batch, n_frames * h * w, -1)
        return stream.begin(patches), (n_frames, h, w)


def _pavels(config: ModelConfig, beside: Literal["attention", "mlp"]) -> nn.ModuleDict:
    """The P-AVeLs of one place by block number, as text because module names are text."""
    if not config.pavel or config.pavel_location not in (beside, "both"):
        return nn.ModuleDict()
    blocks = range(config.begin_block, config.audio.depth)
    return nn.ModuleDict({str(block): PAVeL(config) for block in blocks})


def _shown(
    watch: Watch | None, block: int, beside: Literal["attention", "mlp"], text_mask: Tensor
) -> LatentWatch | None:
    """A P-AVeL's view of the watcher."""
    if watch is None:
        return None
    return lambda place, module, tokens: watch.latent(
        block, beside, place, module, tokens, text_mask
    )


def _trains(name: str) -> bool:
    part, _, rest = name.partition(".")
    if part in ("pavels", "attention_pavels", "head", "comparison"):
        return True
    if part == "text":
        return False
    if rest.startswith("vit.patch_embed"):
        return part == "audio"
    if rest in ("vit.cls_token", "vit.pos_embed"):
        return True
    return rest.endswith(".bias") or ".norm" in rest
