"""What is done to query clips before a robustness test (Tables VIII and IX)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import torch
from torch import Tensor

from smp_core.errors import InputError
from smp_core.model.inputs import ClipInputs
from smp_core.types import SAMPLE_RATE_HZ, DecodedClip

DELAYS = {"delay-1s": 1.0, "delay-3s": 3.0, "delay-5s": 5.0}
"""Table VIII."""

SHUFFLES = {"shuffle-50": 0.5}
"""Table IX."""

VARIANTS = (*DELAYS, *SHUFFLES)


def check_variants(names: Sequence[str]) -> None:
    """Raises: InputError: There is no such robustness test."""
    if unknown := [name for name in names if name not in VARIANTS]:
        raise InputError(
            f"There is no robustness test {unknown[0]!r}.", f"Use some of: {', '.join(VARIANTS)}."
        )


def delay_sound(clip: DecodedClip, delay_s: float) -> DecodedClip:
    """Let the sound come later, behind silence; what no longer fits the clip is cut off.

    Frames and length stay as they are. A clip without sound stays as it is.

    Args:
        delay_s: ≥ 0; the paper's are 1, 3 and 5.

    Raises:
        InputError: A negative delay.
    """
    if delay_s < 0:
        raise InputError(f"A delay of {delay_s} s is below 0.", "Give 0 or more seconds.")
    if clip.waveform is None:
        return clip
    shift = min(round(delay_s * SAMPLE_RATE_HZ), len(clip.waveform))
    delayed = np.zeros_like(clip.waveform)
    delayed[shift:] = clip.waveform[: len(clip.waveform) - shift]
    return replace(clip, waveform=delayed)


def prompt_donors(
    labels: Sequence[int], *, share: float = 0.5, batch_size: int = 16, seed: int = 42
) -> Tensor:
    """Whose prompt each sample gets when prompts are shuffled within batches.

    The samples are dealt into batches in an order drawn from `seed`, as the query set lies sorted
    by class. In every batch, `share` of the samples get the prompt of a sample of another class in
    the same batch. In a batch of one class alone there is none, and all keep their own.

    Args:
        labels: Class of each of n samples.
        share: Of each batch, in [0, 1], rounded to whole samples.
        batch_size: ≥ 2; what is left over joins the last batch.

    Returns:
        int64 (n,): the row whose prompt the sample gets; its own row where it keeps its own.

    Raises:
        InputError: A share outside [0, 1], or batches too small to shuffle in.
    """
    if not 0 <= share <= 1:
        raise InputError(f"A share of {share} is outside 0…1.")
    if batch_size < 2:
        raise InputError(
            f"Prompts cannot be shuffled in batches of {batch_size}.", "Use 2 or more."
        )
    generator = torch.Generator().manual_seed(seed)
    donors = torch.arange(len(labels))
    order = torch.randperm(len(labels), generator=generator).tolist()
    n_batches = max(1, len(order) // batch_size)
    for index in range(n_batches):
        stop = None if index == n_batches - 1 else (index + 1) * batch_size
        batch = order[index * batch_size : stop]  # in drawn order, so its beginning is a draw
        for row in batch[: round(share * len(batch))]:
            others = [other for other in batch if labels[other] != labels[row]]
            if others:
                pick = int(torch.randint(len(others), (1,), generator=generator))
                donors[row] = others[pick]
    return donors


def with_prompts_of(clips: Sequence[ClipInputs], donors: Tensor) -> list[ClipInputs]:
    """The clips, each with its donor's prompt.

    Args:
        clips: n clips. donors: int64 (n,), rows of `clips`.
    """
    return [
        replace(clip, token_ids=clips[int(donor)].token_ids)
        for clip, donor in zip(clips, donors, strict=True)
    ]
