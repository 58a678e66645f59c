"""The paper's constant prompt."""

from __future__ import annotations

from collections.abc import Sequence

from smp_core.jobs import JobContext
from smp_core.types import DecodedClip

CONSTANT_PROMPT = "A video of [label]"


class ConstantCaptioner:
    """Gives every clip the paper's literal string; the class name is never filled in."""

    name = "constant"
    version = "1"

    def caption(self, clips: Sequence[DecodedClip], ctx: JobContext | None = None) -> list[str]:
        """Return the same literal once per clip."""
        return [CONSTANT_PROMPT] * len(clips)
