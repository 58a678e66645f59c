"""Keeping generated prompts within what the text encoder reads, and saying so."""

from __future__ import annotations

from collections.abc import Sequence

from smp_core.jobs import JobContext
from smp_core.prompts.captioner import CaptionerSettings
from smp_core.prompts.training_rules import fit_to_tokens


class TokenLimit:
    """The text encoder's limit for one captioner; says once that prompts are being cut.

    Args:
        settings: How to count, and the limit.
    """

    def __init__(self, settings: CaptionerSettings) -> None:
        self.count = settings.count
        self.limit = settings.limit
        self._told = False

    def fit(self, prompts: Sequence[str], ctx: JobContext) -> list[str]:
        """Cut every prompt at a word to at most `limit` tokens."""
        fitted = [fit_to_tokens(prompt, self.count, self.limit) for prompt in prompts]
        self.tell(any(cut for _, cut in fitted), ctx)
        return [text for text, _ in fitted]

    def tell(self, cut: bool, ctx: JobContext) -> None:
        """Warn at the first cut."""
        if cut and not self._told:
            self._told = True
            ctx.warn(
                f"Prompts longer than the {self.limit} tokens that the text encoder takes are cut "
                "at a word.",
                "Look at them, and shorten by hand those whose end matters.",
            )
