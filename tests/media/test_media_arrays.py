"""Sizes, rates and roundings."""

from __future__ import annotations

from fractions import Fraction

import av
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from smp_core.media.picture import MAX_ASPECT, displayed_size, middles, target_size
from smp_core.media.sound import SoundCollector, first_channel, resample, round_waveform
from smp_core.types import DecodeOptions


def test_middles_of_equal_parts():
    assert middles(2.0, 4.0, 4).tolist() == [2.25, 2.75, 3.25, 3.75]


@settings(deadline=None)
@given(width_px=st.integers(1, 20_000), height_px=st.integers(1, 20_000))
def test_target_sizes_are_whole_patches(width_px, height_px):
    options = DecodeOptions()
    width, height = target_size(width_px, height_px, options)
    assert width % 16 == height % 16 == 0 and min(width, height) == 224
    assert max(width, height) <= MAX_ASPECT * 224
    if max(width_px, height_px) < MAX_ASPECT * min(width_px, height_px):
        longest = 224 * max(width_px, height_px) / min(width_px, height_px)
        assert abs(max(width, height) - longest) <= 8
    assert target_size(width_px, height_px, DecodeOptions(square=True)) == (224, 224)


def test_known_sizes():
    assert target_size(320, 240, DecodeOptions()) == (304, 224)
    assert target_size(1080, 1920, DecodeOptions()) == (224, 400)
    assert displayed_size(720, 576, Fraction(16, 15), 90) == (576, 768)
    assert displayed_size(64, 48, None, 180) == (64, 48)


@settings(deadline=None)
@given(hnp.arrays(np.float32, st.integers(0, 50), elements=st.floats(-2, 2, width=32)))
def test_rounding_twice_is_rounding_once(waveform):
    once = round_waveform(waveform)
    assert np.array_equal(round_waveform(once), once)
    assert np.abs(once - np.clip(waveform, -1, 1)).max(initial=0) <= 0.51 / 32767


@pytest.mark.parametrize("rate_hz", [8_000, 22_050, 44_100, 48_000, 96_000])
def test_resampling_keeps_time_and_level(rate_hz):
    t = np.arange(rate_hz) / rate_hz
    mono = (0.5 * np.sin(2 * np.pi * 300 * t)).astype(np.float32)
    out = resample(mono, rate_hz, 16_000)
    expected = 0.5 * np.sin(2 * np.pi * 300 * np.arange(16_000) / 16_000)
    assert out.size == pytest.approx(16_000, abs=20)
    assert np.abs(out[500:15_500] - expected[500:15_500]).max() < 0.01


def audio_frame(samples, fmt, layout, rate_hz=16_000):
    frame = av.AudioFrame.from_ndarray(samples, format=fmt, layout=layout)
    frame.sample_rate = rate_hz
    return frame


@pytest.mark.parametrize(
    ("fmt", "dtype", "half"),
    [
        ("u8", np.uint8, 192),
        ("s16", np.int16, 1 << 14),
        ("s32", np.int32, 1 << 30),
        ("flt", np.float32, 0.5),
        ("dbl", np.float64, 0.5),
    ],
)
def test_the_first_channel_in_every_format(fmt, dtype, half):
    quiet = 128 if fmt == "u8" else 0
    packed = np.array([[half, quiet] * 6], dtype)
    assert first_channel(audio_frame(packed, fmt, "stereo")).tolist() == [0.5] * 6
    planar = np.array([[half] * 6, [quiet] * 6], dtype)
    assert first_channel(audio_frame(planar, f"{fmt}p", "stereo")).tolist() == [0.5] * 6


def test_gaps_are_silence_and_jitter_is_joined():
    block = np.full((1, 1600), 0.5, np.float32)
    collector = SoundCollector(0.0, 1.0)
    for time_s in (0.0, 0.1004, 0.1997, 0.6):
        collector.add(audio_frame(block, "fltp", "mono"), time_s)
    assert collector.reached_s == pytest.approx(0.7)
    waveform = collector.finish()
    assert waveform.size == 11_200
    assert np.allclose(waveform[:4800], 0.5, atol=1e-4), "rounded timestamps leave no holes"
    assert np.all(waveform[4800:9600] == 0)
    assert np.allclose(waveform[9600:], 0.5, atol=1e-4)


def test_a_rate_that_changes_on_the_way():
    collector = SoundCollector(0.0, 2.0)
    collector.add(audio_frame(np.full((1, 16_000), 0.5, np.float32), "fltp", "mono"), 0.0)
    late = audio_frame(np.full((2, 48_000), 0.25, np.float32), "fltp", "stereo", 48_000)
    collector.add(late, 1.0)
    waveform = collector.finish()
    assert waveform.size == pytest.approx(32_000, abs=20)
    assert np.allclose(waveform[100:15_900], 0.5, atol=1e-3)
    assert np.allclose(waveform[16_100:31_900], 0.25, atol=1e-3)
