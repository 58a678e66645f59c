"""Delayed sound and shuffled prompts."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from smp_core.bench.robustness import delay_sound, prompt_donors, with_prompts_of
from smp_core.errors import InputError
from smp_core.model.inputs import ClipInputs
from smp_core.types import DecodedClip


@pytest.fixture
def clip() -> DecodedClip:
    wave = np.arange(1, 1 + 4 * 16_000, dtype=np.float32) / 64_000
    frames = np.full((2, 32, 32, 3), 7, dtype=np.uint8)
    return DecodedClip(frames, None, wave, 10.0, 14.0)


def test_a_delayed_sound_begins_with_silence_and_keeps_its_length(clip: DecodedClip) -> None:
    late = delay_sound(clip, 1.5)
    assert late.waveform is not None and clip.waveform is not None
    assert late.waveform.shape == clip.waveform.shape and late.waveform.dtype == np.float32
    assert not late.waveform[:24_000].any()
    assert np.array_equal(late.waveform[24_000:], clip.waveform[:40_000])
    assert late.frames is clip.frames and (late.start_s, late.end_s) == (10.0, 14.0)


def test_no_delay_and_a_delay_beyond_the_clip(clip: DecodedClip) -> None:
    same, gone = delay_sound(clip, 0).waveform, delay_sound(clip, 60).waveform
    assert same is not None and gone is not None
    assert np.array_equal(same, clip.waveform)
    assert gone.shape == (64_000,) and not gone.any()


def test_a_silent_clip_stays_and_a_negative_delay_is_refused(clip: DecodedClip) -> None:
    silent = replace(clip, waveform=None)
    assert delay_sound(silent, 3) is silent
    with pytest.raises(InputError, match="below 0"):
        delay_sound(clip, -1)


@given(st.lists(st.integers(0, 4), min_size=2, max_size=60), st.integers(0, 1000))
def test_a_prompt_comes_only_from_another_class(labels: list[int], seed: int) -> None:
    donors = prompt_donors(labels, batch_size=8, seed=seed)
    moved = [(row, int(d)) for row, d in enumerate(donors) if int(d) != row]
    assert all(labels[row] != labels[donor] for row, donor in moved)
    assert len(moved) <= round(len(labels) / 2) + len(labels) // 8


def test_half_of_every_batch_is_shuffled_within_it() -> None:
    labels = [row // 20 for row in range(64)]  # sorted by class, as a query set is
    donors = prompt_donors(labels, batch_size=16)
    assert int((donors != torch.arange(64)).sum()) == 32
    assert torch.equal(donors, prompt_donors(labels, batch_size=16))
    assert not torch.equal(donors, prompt_donors(labels, batch_size=16, seed=1))
    order = torch.randperm(64, generator=torch.Generator().manual_seed(42))
    for batch in order.split(16):
        assert set(donors[batch].tolist()) <= set(batch.tolist())


def test_one_class_alone_keeps_its_prompts_and_shares_are_kept() -> None:
    assert prompt_donors([1] * 9).tolist() == list(range(9))
    labels = list(range(16))
    assert prompt_donors(labels, share=0).tolist() == labels
    assert all(int(d) != row for row, d in enumerate(prompt_donors(labels, share=1)))
    with pytest.raises(InputError, match="outside"):
        prompt_donors(labels, share=1.5)
    with pytest.raises(InputError, match="batches of 1"):
        prompt_donors(labels, batch_size=1)


def test_only_the_prompt_changes_hands() -> None:
    clips = [
        ClipInputs(torch.full((2, 2), float(n)), torch.full((1,), n), torch.tensor([0, n, 1]))
        for n in range(3)
    ]
    mixed = with_prompts_of(clips, torch.tensor([2, 1, 0]))
    assert [clip.token_ids.tolist()[1] for clip in mixed] == [2, 1, 0]
    assert all(new.frames is old.frames for new, old in zip(mixed, clips, strict=True))
    assert all(new.spectrogram is old.spectrogram for new, old in zip(mixed, clips, strict=True))
