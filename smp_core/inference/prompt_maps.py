"""Which patches a word of the prompt attends to, and which listen to it (paper Eq. 1 and 3)."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import torch
from torch import Tensor, nn

from smp_core.model.latent_attention import TextWeights

PHASES = (1, 2)


@dataclass(frozen=True)
class PromptWord:
    """A word of a prompt and its tokens.

    Attributes:
        text: As written, punctuation included.
        first, last: Its tokens are first…last − 1, the start token being 0; equal if the encoder's
            limit cut the word off.
    """

    text: str
    first: int
    last: int


@dataclass(frozen=True)
class Layer:
    """One latent attention of a model.

    Attributes:
        block: Zero-based. beside: What its P-AVeL runs parallel to. place: Before or after the
            convolution.
    """

    block: int
    beside: Literal["attention", "mlp"]
    place: Literal["before", "after"]


def prompt_words(prompt: str, count: Callable[[str], int], max_tokens: int) -> list[PromptWord]:
    """Find each word's tokens.

    A byte-pair tokenizer never joins words across a space, so the tokens of a beginning of the text
    are the beginning of its tokens.

    Args:
        prompt: The text.
        count: Tokens of a text, start and end included (`PromptTokenizer.count`).
        max_tokens: The encoder's limit, start and end included.
    """
    words = []
    first = 1
    for match in re.finditer(r"\S+", prompt):
        last = max(first, count(prompt[: match.end()]) - 1)
        limit = max_tokens - 1  # the end token takes the last place
        words.append(PromptWord(match.group(), min(first, limit), min(last, limit)))
        first = last
    return words


def latent_weights(module: nn.Module, tokens: object, text_mask: Tensor) -> TextWeights:
    """The softmaxes of one latent attention, whichever kind it is; none without prompts."""
    weights: TextWeights = module.weights(tokens, text_mask)  # type: ignore[operator]
    return weights


def word_maps(
    looks: Tensor | None,
    listens: Tensor | None,
    words: Sequence[PromptWord],
    grid: tuple[int, ...],
) -> Tensor:
    """Maps of every word over one stream's patches, as multiples of even attention.

    Phase 1 is where the word looks: its row over the patches. Phase 2 is who listens to it: its
    column. A word of several tokens is their mean.

    Args:
        looks: (1, L, 1 + N), listens: (1, 1 + N, L), rows sum to 1; see `TextWeights`.
        words: Of the prompt.
        grid: Its product is N.

    Returns:
        float32 (2, words, *grid) on the CPU, phase first; ≥ 0, 1 = as if attention were spread
        evenly over all tokens; NaN where there is no such weight, 0 for a word that was cut off.
    """
    n_patches = int(torch.tensor(grid).prod())
    maps = torch.full((len(PHASES), len(words), n_patches), torch.nan)
    for phase, weights in enumerate((looks, None if listens is None else listens.transpose(1, 2))):
        if weights is None:
            continue
        even = weights.shape[2] if phase == 0 else weights.shape[1]
        patches = weights[0, :, 1:].float().cpu() * even  # (L, N)
        for row, word in enumerate(words):
            taken = patches[word.first : word.last]
            maps[phase, row] = taken.mean(dim=0) if len(taken) else 0.0
    return maps.reshape(len(PHASES), len(words), *grid)
