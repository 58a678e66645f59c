"""What every captioner is: clips in, one sentence each out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from smp_core.types import DecodedClip


class Captioner(Protocol):
    """Writes one prompt per clip.

    Attributes:
        name: Short name, stored beside every prompt it wrote.
        version: Changes whenever the same clip may get other words.
    """

    @property
    def name(self) -> str: ...

    @property
    def version(self) -> str: ...

    def caption(self, clips: Sequence[DecodedClip]) -> list[str]:
        """Describe clips.

        Args:
            clips: Decoded stretches; picture or sound (or both) may be missing.

        Returns:
            One sentence per clip, in the same order.
        """
        ...
