"""Keeping generated prompts within what the text encoder reads, and saying so."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from smp_core.jobs import JobContext
from smp_core.prompts.training_rules import fit_to_tokens


def fit_prompts(
    prompts: Sequence[str], count: Callable[[str], int], limit: int, ctx: JobContext
) -> list[str]:
    """Cut every prompt at a word to at most `limit` tokens; a warning says how many were cut."""
    fitted = [fit_to_tokens(prompt, count, limit) for prompt in prompts]
    warn_of_cut(sum(cut for _, cut in fitted), len(fitted), limit, ctx)
    return [text for text, _ in fitted]


def warn_of_cut(n_cut: int, n_prompts: int, limit: int, ctx: JobContext) -> None:
    """Say that prompts were cut, if any were."""
    if n_cut:
        ctx.warn(
            f"{n_cut} of {n_prompts} prompts were cut at a word to the {limit} tokens that the "
            "text encoder takes.",
            "Shorten them by hand if the end matters.",
        )
