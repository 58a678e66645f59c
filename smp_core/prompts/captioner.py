"""What every captioner is: clips in, one sentence each out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from smp_core.jobs import JobContext
from smp_core.prompts.training_rules import CLIP_TOKEN_LIMIT, estimated_tokens
from smp_core.types import DecodedClip


@dataclass(frozen=True)
class CaptionerSettings:
    """What a captioner is told beside the clips. Never the classes.

    Attributes:
        device: "auto", "cpu", "cuda" or "mps"; for captioners with a model.
        models: Folder to look for model folders in before all others; None = the usual ones.
        count: Tokens of a text for the pack's text encoder, start and end included.
        limit: Most tokens that the encoder takes.
    """

    device: str = "auto"
    models: Path | None = None
    count: Callable[[str], int] = estimated_tokens
    limit: int = CLIP_TOKEN_LIMIT


class Captioner(Protocol):
    """Writes one prompt per clip.

    Attributes:
        name: Short name, stored beside every prompt it wrote.
        version: Changes whenever the same clip may get other words; with a model it holds a
            fingerprint of the model's files.
    """

    @property
    def name(self) -> str: ...

    @property
    def version(self) -> str: ...

    def caption(self, clips: Sequence[DecodedClip], ctx: JobContext | None = None) -> list[str]:
        """Describe clips.

        Args:
            clips: Decoded stretches; picture or sound (or both) may be missing.
            ctx: Progress, warnings, cancel; None reports nothing and cannot be stopped.

        Returns:
            One sentence per clip, in the same order.

        Raises:
            ModelError, ResourceError: The model cannot be loaded or run.
            Cancelled: Stopped through `ctx`.
        """
        ...
