"""The tokens of the streams that a model has."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from torch import Tensor

from smp_core.model.config import StreamName


class Tokens(NamedTuple):
    """One tensor for each stream; None for a stream that is not there.

    Attributes:
        text: (B, L, D). audio: (B, Na, D). visual: (B, Nv, D); D is the stream's own width, or the
            common bottleneck d.
    """

    text: Tensor | None = None
    audio: Tensor | None = None
    visual: Tensor | None = None

    def of(self, stream: StreamName) -> Tensor:
        """The tokens of a stream that must be there."""
        tokens: Tensor | None = getattr(self, stream)
        if tokens is None:
            raise ValueError(f"there are no {stream} tokens")
        return tokens

    def map(self, change: Callable[[StreamName, Tensor], Tensor]) -> Tokens:
        """Every stream that is there, changed."""
        return Tokens(
            text=None if self.text is None else change("text", self.text),
            audio=None if self.audio is None else change("audio", self.audio),
            visual=None if self.visual is None else change("visual", self.visual),
        )

    def plus(self, other: Tokens) -> Tokens:
        """Stream by stream; a stream that `other` lacks stays as it is."""

        def add(stream: StreamName, mine: Tensor) -> Tensor:
            increment: Tensor | None = getattr(other, stream)
            return mine if increment is None else mine + increment

        return self.map(add)


class Grids(NamedTuple):
    """How the patch tokens (CLS excluded) lie in space; None for a stream that is not there.

    Attributes:
        audio: (frequency, time). visual: (frames, height, width).
    """

    audio: tuple[int, int] | None = None
    visual: tuple[int, int, int] | None = None
