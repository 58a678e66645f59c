"""What a model is made of. One set of modules serves every size."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import Any, Literal, Self

from smp_core.errors import ModelError


@dataclass(frozen=True)
class VitConfig:
    """A ViT stream (Dosovitskiy et al. 2021), pre-norm blocks, one CLS token.

    Attributes:
        width: Token dimension D.
        depth: Transformer blocks.
        heads: Attention heads; divides `width`.
        patch_px: Side of a square patch.
        positions: Entries of the position table, CLS included (197 for 224 px / 16 px). Other token
            counts are reached by linear 1-D interpolation of the whole table (spec, "Inputs").
    """

    width: int = 768
    depth: int = 12
    heads: int = 12
    patch_px: int = 16
    positions: int = 197


@dataclass(frozen=True)
class TextConfig:
    """A CLIP text encoder (Radford et al. 2021).

    Attributes:
        width, depth, heads: As in `VitConfig`. `depth` equals the ViTs': the streams run lock-step.
        vocabulary: Token ids.
        max_tokens: Longest prompt, start and end tokens included.
        start_id, end_id: Ids of the start-of-text and end-of-text tokens.
        activation: transformers' name of the MLP activation.
    """

    width: int = 768
    depth: int = 12
    heads: int = 12
    vocabulary: int = 49408
    max_tokens: int = 77
    start_id: int = 49406
    end_id: int = 49407
    activation: str = "quick_gelu"


@dataclass(frozen=True)
class ModelConfig:
    """A whole SMP. The defaults are the paper's.

    Attributes:
        audio, visual, text: The three streams.
        streams: Which of "audio" and "visual" exist; both for SMP, one for the unimodal baselines.
        pavel: False leaves out every P-AVeL (and with it the text): the late-fusion baseline.
        begin_block: First block with a P-AVeL, zero-based (paper Fig. 7a).
        bottleneck: Down-sampled dimension d (paper Fig. 7b).
        adapter_dropout: Within P-AVeL.
        phase2_weighting: "text" puts λ on the text tokens (Eq. 3); "latent" on the attended ones,
            as the authors' checkpoints need.
        mask_padding: Padded text tokens are no keys in phase 2. False only for those checkpoints.
        head_width, head_dropout: The hidden layer of the head.
    """

    audio: VitConfig = VitConfig()
    visual: VitConfig = VitConfig()
    text: TextConfig = TextConfig()
    streams: tuple[Literal["audio", "visual"], ...] = ("audio", "visual")
    pavel: bool = True
    begin_block: int = 4
    bottleneck: int = 16
    adapter_dropout: float = 0.1
    phase2_weighting: Literal["text", "latent"] = "text"
    mask_padding: bool = True
    head_width: int = 512
    head_dropout: float = 0.5

    def __post_init__(self) -> None:
        depths = {self.audio.depth, self.visual.depth, self.text.depth}
        if len(depths) != 1:
            raise ModelError(
                f"The streams have {sorted(depths)} blocks.", "Lock-step fusion needs equal depths."
            )
        if not 0 <= self.begin_block <= self.audio.depth:
            raise ModelError(f"begin_block {self.begin_block} is outside 0…{self.audio.depth}.")
        if not self.streams or set(self.streams) - {"audio", "visual"}:
            raise ModelError(f"Unknown streams {self.streams}.", 'Use "audio", "visual" or both.')
        if self.pavel and len(self.streams) != 2:
            raise ModelError("P-AVeL fuses sound and picture.", "Use both streams, or pavel=False.")
        if self.phase2_weighting not in ("text", "latent"):
            raise ModelError(f"Unknown phase2_weighting {self.phase2_weighting!r}.")

    def to_json(self) -> dict[str, Any]:
        """Plain dictionaries, lists and numbers."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        """The inverse of `to_json`.

        Raises:
            ModelError: An unknown or ill-typed field, so that a newer file is not half-understood.
        """
        known = {f.name for f in fields(cls)}
        if unknown := set(data) - known:
            raise ModelError(
                f"The model configuration has unknown fields {sorted(unknown)}.",
                "It was written by a newer program; update this one.",
            )
        try:
            nested = {
                "audio": VitConfig(**data.get("audio", {})),
                "visual": VitConfig(**data.get("visual", {})),
                "text": TextConfig(**data.get("text", {})),
                "streams": tuple(data.get("streams", ("audio", "visual"))),
            }
            return cls(**{**data, **nested})
        except TypeError as error:
            raise ModelError(f"The model configuration cannot be read: {error}.") from error
