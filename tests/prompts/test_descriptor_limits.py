"""The descriptor on odd, tiny and random clips."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from numpy.typing import NDArray

from smp_core.prompts import captioner
from smp_core.prompts.descriptor.sentence import WORD_LIMIT
from smp_core.types import DecodedClip


def say(
    strip: NDArray[np.uint8] | None, waveform: NDArray[np.float32] | None, end_s: float = 1.0
) -> str:
    text = captioner("descriptor").caption([DecodedClip(None, strip, waveform, 0.0, end_s)])[0]
    assert 1 <= len(text.split()) <= WORD_LIMIT
    assert text[0].isupper() and text.endswith(".")
    assert "nan" not in text.lower()
    return text


def test_neither_picture_nor_sound() -> None:
    assert say(None, None) == "No picture; no sound."
    assert say(np.zeros((0, 48, 64, 3), np.uint8), np.zeros(0, np.float32)) == (
        "No picture; no sound."
    )


@pytest.mark.parametrize("frames", [1, 2, 3])
def test_tiny_clips(frames: int) -> None:
    strip = np.full((frames, 48, 64, 3), 90, np.uint8)
    tone = (0.3 * np.sin(np.arange(3200) * 0.3)).astype(np.float32)
    text = say(strip, tone, end_s=0.2)
    assert text.startswith("Nothing moves in a dim picture; ")
    assert "middle" in text


@pytest.mark.parametrize("value", [0, 255])
def test_constant_pictures_and_sounds(value: int) -> None:
    strip = np.full((80, 48, 64, 3), value, np.uint8)
    text = say(strip, np.full(160_000, value / 255.0, np.float32), end_s=10.0)
    assert text == f"Nothing moves in a {'bright' if value else 'dark'} picture; silence."


def test_not_a_number_in_the_sound_counts_as_silence() -> None:
    assert say(None, np.full(16_000, np.nan, np.float32)) == "No picture; silence."


def test_a_clip_without_length_is_still_described() -> None:
    assert "dark picture" in say(np.zeros((8, 48, 64, 3), np.uint8), None, end_s=0.0)


def test_the_same_clip_gets_the_same_words_and_the_clips_stay_apart() -> None:
    rng = np.random.default_rng(0)
    clips = [
        DecodedClip(
            None,
            rng.integers(0, 255, (40, 48, 64, 3), dtype=np.uint8),
            rng.normal(0, 0.1, 80_000).astype(np.float32),
            0.0,
            5.0,
        ),
        DecodedClip(None, np.zeros((40, 48, 64, 3), np.uint8), None, 0.0, 5.0),
    ]
    made = captioner("descriptor")
    together = made.caption(clips)
    assert together == captioner("descriptor").caption(clips)
    assert together == [made.caption([clip])[0] for clip in clips]
    assert together[0] != together[1]


@settings(max_examples=40, deadline=None)
@given(
    hnp.arrays(
        np.uint8,
        st.tuples(st.integers(1, 12), st.integers(2, 16), st.integers(2, 16), st.just(3)),
    ),
    hnp.arrays(
        np.float32,
        st.integers(1, 4000),
        elements=st.floats(-1, 1, width=32) | st.just(float("nan")),
    ),
    st.floats(0.0, 20.0),
)
def test_random_clips_never_crash_and_stay_short(
    strip: NDArray[np.uint8], waveform: NDArray[np.float32], end_s: float
) -> None:
    say(strip, waveform, end_s)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(1, 30), st.integers(200, 40_000))
def test_busy_random_clips_never_crash_and_stay_short(seed: int, frames: int, samples: int) -> None:
    rng = np.random.default_rng(seed)
    strip = rng.integers(0, 256, (frames, 48, 64, 3), dtype=np.uint8)
    bursts = rng.normal(0, 1, samples) * (rng.random(samples) > 0.5)
    say(strip, np.clip(bursts, -1, 1).astype(np.float32), frames / 8)
