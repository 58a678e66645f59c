"""A captioner that measures a clip and says in one sentence what it measured.

It needs no download, is deterministic, and stands where a vision-language model stands in the
paper. Numbers are rounded to few words, so that clips of one event mostly get the same sentence.
"""

from __future__ import annotations

from collections.abc import Sequence

from smp_core.jobs import JobContext
from smp_core.prompts.descriptor.sentence import describe
from smp_core.types import DecodedClip


class DescriptorCaptioner:
    """Describes each clip from measurements of its strip and waveform."""

    name = "descriptor"
    version = "1"

    def caption(self, clips: Sequence[DecodedClip], ctx: JobContext | None = None) -> list[str]:
        """Describe clips, one sentence of at most 60 words each; see `Captioner.caption`."""
        return [describe(clip) for clip in clips]


__all__ = ["DescriptorCaptioner", "describe"]
