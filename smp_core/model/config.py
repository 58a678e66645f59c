"""What a model is made of. One set of modules serves every size."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import Any, Literal, Self, get_args

from smp_core.errors import ModelError

StreamName = Literal["text", "audio", "visual"]
Location = Literal["none", "attention", "mlp", "both"]
Place = Literal["none", "before", "after", "both"]
Weighting = Literal["text", "latent", "convex"]

_WORDS = {"pavel_location": Location, "latent_attention": Place, "phase2_weighting": Weighting}


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
    """A whole SMP, or one of the paper's other configurations. The defaults are the paper's SMP.

    Attributes:
        audio, visual, text: Sizes of the three streams.
        streams: Which of "audio" and "visual" exist. One of them with P-AVeL is Audio or Visual
            SMP, without it a unimodal baseline; none of them, with `head_text`, is Text only.
        pavel: False leaves out every P-AVeL, and the text too unless the head reads it: the
            baselines (Table I).
        pavel_location: Parallel to the attention (fed with norm1), to the MLP (fed with norm2), or
            both (Table VII). "none" leaves out the P-AVeLs alone: the text is there for P-PR
            (Table IV, third row).
        pavel_prompts: False keeps the text out of P-AVeL: latent attention between sound and
            picture only (Table V). The text still runs, frozen, for P-PR.
        latent_attention: Before the convolutions, after them, both or none (Table X).
        phase1: Text-aware attention. False is Eq. 14–15 with six attentions (Table VI).
        phase2: False removes the λ of Eq. 3: weight 1, not learned. Without phase 1 there are none.
        phase3: False removes the λ of Eq. 4 and 15: weight 1, not learned.
        begin_block: First block with a P-AVeL, zero-based (Fig. 7a).
        bottleneck: Down-sampled dimension d (Fig. 7b).
        adapter_dropout: Within P-AVeL.
        phase2_weighting: "text" puts λ on the text tokens (Eq. 3). The authors' checkpoints need
            "latent", with λ on the attended ones, or (the oldest) "convex": λ on the attended ones
            and 1 − λ on the text.
        mask_padding: Padded text tokens are no keys. False only for those checkpoints.
        head_text: The text embedding goes into the head too: AVP and Text only (Table I).
        head_width, head_dropout: The hidden layer of the head.
        comparison: Add cosines with prototypes to the head's logits (see `comparison`; not in the
            paper).
    """

    audio: VitConfig = VitConfig()
    visual: VitConfig = VitConfig()
    text: TextConfig = TextConfig()
    streams: tuple[Literal["audio", "visual"], ...] = ("audio", "visual")
    pavel: bool = True
    pavel_location: Location = "mlp"
    pavel_prompts: bool = True
    latent_attention: Place = "both"
    phase1: bool = True
    phase2: bool = True
    phase3: bool = True
    begin_block: int = 4
    bottleneck: int = 16
    adapter_dropout: float = 0.1
    phase2_weighting: Weighting = "text"
    mask_padding: bool = True
    head_text: bool = False
    head_width: int = 512
    head_dropout: float = 0.5
    comparison: bool = False

    def __post_init__(self) -> None:
        depths = {self.audio.depth, self.visual.depth, self.text.depth}
        if len(depths) != 1:
            raise ModelError(
                f"The streams have {sorted(depths)} blocks.", "Lock-step fusion needs equal depths."
            )
        if not 0 <= self.begin_block <= self.audio.depth:
            raise ModelError(f"begin_block {self.begin_block} is outside 0…{self.audio.depth}.")
        for name, limit in (("bottleneck", 1024), ("head_width", 65536)):
            if not 1 <= getattr(self, name) <= limit:
                raise ModelError(f"{name} {getattr(self, name)} is outside 1…{limit}.")
        for name in ("adapter_dropout", "head_dropout"):
            if not 0 <= getattr(self, name) < 1:
                raise ModelError(f"{name} {getattr(self, name)} is outside 0…1 (below 1).")
        for name, words in _WORDS.items():
            if getattr(self, name) not in get_args(words):
                raise ModelError(
                    f"Unknown {name} {getattr(self, name)!r}.",
                    f"Use one of: {', '.join(get_args(words))}.",
                )
        self._check_streams()

    def _check_streams(self) -> None:
        if set(self.streams) - {"audio", "visual"} or len(set(self.streams)) < len(self.streams):
            raise ModelError(f"Unknown streams {self.streams}.", 'Use "audio", "visual" or both.')
        if self.pavel and not self.streams:
            raise ModelError(
                "P-AVeL needs sound or picture.", "Name a stream, or set pavel to false."
            )
        if not self.streams and not self.head_text:
            raise ModelError(
                "Nothing goes into the head.", "Name a stream, or set head_text to true."
            )
        if self.pavel and len(self.streams) == 1:
            if not self.pavel_prompts:
                raise ModelError(
                    "Latent attention has nothing to attend to: one stream and no prompts.",
                    "Use both streams, or set pavel_prompts to true.",
                )
            if not self.phase1:
                raise ModelError(
                    "Eq. 14–15 (phase1 false) speak of two streams.",
                    "Use both streams, or set phase1 to true.",
                )

    @property
    def fused_streams(self) -> tuple[StreamName, ...]:
        """The streams that P-AVeLs adapt, in the order of their parameters; none without them."""
        if not self.pavel:
            return ()
        return (*(("text",) if self.pavel_prompts else ()), *self.vit_streams)

    @property
    def vit_streams(self) -> tuple[StreamName, ...]:
        """The streams of sound and picture, sound first whatever the order in `streams`."""
        return tuple(name for name in ("audio", "visual") if name in self.streams)

    @property
    def has_text(self) -> bool:
        """The text encoder runs: for P-AVeL, for P-PR, or for the head."""
        return self.pavel or self.head_text

    @property
    def head_streams(self) -> tuple[StreamName, ...]:
        """Whose embeddings go into the head, in order."""
        return (*self.vit_streams, *(("text",) if self.head_text else ()))

    @property
    def compared_streams(self) -> tuple[StreamName, ...]:
        """Whose embeddings are compared with prototypes, in order; none without `comparison`."""
        if not self.comparison:
            return ()
        return (*self.vit_streams, *(("text",) if self.has_text else ()))

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
