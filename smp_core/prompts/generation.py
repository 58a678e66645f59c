"""Greedy generation that can be stopped, shared by the captioners with a language model."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import torch

from smp_core.device import is_out_of_memory, release_memory
from smp_core.jobs import JobContext
from smp_core.prompts.loading import LoadedModel, out_of_memory, quiet
from smp_core.prompts.sentences import MAX_NEW_TOKENS, one_sentence


def generate_sentences(
    loaded: LoadedModel,
    inputs: Mapping[str, Any],
    name: str,
    ctx: JobContext,
    *,
    after_prompt: bool,
) -> list[str]:
    """Let a model continue, always taking the likeliest token, at most `MAX_NEW_TOKENS` of them.

    Args:
        loaded: The model.
        inputs: What its processor made: tensors with B rows.
        name: The captioner's, for errors.
        ctx: Cancelling stops after the present token.
        after_prompt: The model repeats its input tokens before the answer; others begin with a
            start token.

    Returns:
        B cleaned sentences; "" where the model said nothing.

    Raises:
        ResourceError: Out of memory.
        Cancelled: Stopped.
    """
    memory_ran_out = False
    tokens = torch.zeros(0)
    moved = {key: _to_model(value, loaded) for key, value in inputs.items()}
    try:
        with torch.inference_mode(), quiet():
            tokens = loaded.model.generate(  # (B, answer), or (B, prompt + answer)
                **moved,
                do_sample=False,
                num_beams=1,
                temperature=None,
                top_p=None,
                top_k=None,
                max_new_tokens=MAX_NEW_TOKENS,
                stopping_criteria=[_StopWhenCancelled(ctx)],
            )
    except RuntimeError as error:
        if not is_out_of_memory(error):
            raise
        memory_ran_out = True  # what holds the memory is let go outside of this block
    if memory_ran_out:
        release_memory()
        raise out_of_memory(name)
    # A decoder of its own begins with a start token, which not every tokenizer knows as special.
    tokens = tokens[:, inputs["input_ids"].shape[1] if after_prompt else 1 :]
    said = loaded.processor.batch_decode(tokens, skip_special_tokens=True)
    cut_off = _cut_off(loaded, tokens)
    return [one_sentence(text, cut_off=cut) for text, cut in zip(said, cut_off, strict=True)]


def _to_model(value: Any, loaded: LoadedModel) -> Any:
    if not isinstance(value, torch.Tensor):
        return value
    return value.to(loaded.device, loaded.dtype if value.is_floating_point() else None)


def _cut_off(loaded: LoadedModel, tokens: torch.Tensor) -> list[bool]:
    """Whether each answer used up its tokens: then its end may not be one."""
    marks = set(loaded.processor.tokenizer.all_special_ids)
    said = [sum(int(token) not in marks for token in row) for row in tokens.cpu()]
    return [count >= MAX_NEW_TOKENS - 1 for count in said]  # some models force an end token


class _StopWhenCancelled:
    """Raises through the library's loop, which asks after every token."""

    def __init__(self, ctx: JobContext) -> None:
        self._ctx = ctx

    def __call__(self, input_ids: torch.Tensor, scores: Any, **_: Any) -> torch.Tensor:
        self._ctx.raise_if_cancelled()
        return torch.zeros(input_ids.shape[0], dtype=torch.bool, device=input_ids.device)
