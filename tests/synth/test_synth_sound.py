"""Building blocks of sound have the pitch, length and level that they are asked for."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smp_core.synth import acoustics
from smp_core.synth.timeline import Timeline, busy, ease, kick, random_onsets, random_spans
from smp_core.synth.voices import voiced


def _peak_hz(wave: np.ndarray) -> float:
    spectrum = np.abs(np.fft.rfft(wave * np.hanning(wave.size)))
    return float(spectrum.argmax() * 16_000 / wave.size)


@given(pitch=st.floats(100, 5000))
@settings(max_examples=20, deadline=None)
def test_a_tone_has_its_pitch(pitch: float) -> None:
    assert _peak_hz(acoustics.glide(pitch, (1.0, 0.3), 0.5)) == pytest.approx(pitch, abs=4)


def test_modes_decay_as_asked() -> None:
    wave = acoustics.modes([440.0], [0.1], [1.0], 0.6)
    early = np.abs(wave[:800]).max()
    late = np.abs(wave[3200:4000]).max()
    assert late / early == pytest.approx(np.exp(-2.0), rel=0.15)
    assert _peak_hz(wave) == pytest.approx(440, abs=5)


def test_band_noise_keeps_to_its_band() -> None:
    wave = acoustics.band_noise(np.random.default_rng(0), 2.0, 1000, 2000)
    power = np.abs(np.fft.rfft(wave)) ** 2
    frequency = np.fft.rfftfreq(wave.size, 1 / 16_000)
    inside = power[(frequency > 700) & (frequency < 3000)].sum() / power.sum()
    assert inside > 0.9
    assert wave.std() == pytest.approx(1.0, rel=0.01)


def test_a_voice_follows_its_pitch() -> None:
    rng = np.random.default_rng(0)
    wave = voiced(rng, np.full(16_000, 200.0), (500, 1500, 2500), 1.0, 0.0)
    echo = np.correlate(wave[:4000], wave[:4000], "full")[4000:]
    assert 40 + int(echo[40:200].argmax()) + 1 == pytest.approx(80, abs=2)


def test_pieces_are_cut_at_both_ends_of_the_clip() -> None:
    wave = acoustics.silence()
    piece = np.ones(1600, np.float32)
    acoustics.place(wave, piece, -0.05)
    acoustics.place(wave, piece, 9.95, 0.5)
    assert wave.sum() == pytest.approx(800 + 400)
    assert wave[0] == 1.0 and wave[-1] == 0.5


def test_gate_is_open_in_its_spans_only() -> None:
    opened = acoustics.gate(((1.0, 2.0), (5.0, 6.0)))
    assert opened[8000] == 0.0 and opened[24_000] == 1.0
    assert opened[56_000] == 0.0 and opened[88_000] == 1.0


def test_a_room_keeps_the_direct_sound_and_adds_a_tail() -> None:
    rng = np.random.default_rng(0)
    wave = acoustics.silence()
    wave[1000] = 1.0
    wet = acoustics.convolved(wave, acoustics.room_response(rng, 0.2, 0.5))
    assert wet[1000] == pytest.approx(1.0, abs=1e-3)
    assert np.sum(wet[1001:] ** 2) == pytest.approx(0.25, rel=0.05)


@given(seed=st.integers(0, 10_000), most=st.integers(1, 6))
@settings(max_examples=40, deadline=None)
def test_onsets_keep_their_distance(seed: int, most: int) -> None:
    onsets = random_onsets(np.random.default_rng(seed), 1, most)
    assert 1 <= len(onsets) <= most
    assert all(0.8 <= t <= 8.8 for t in onsets)
    assert all(b - a >= 0.69 for a, b in zip(onsets[:-1], onsets[1:], strict=True))
    spans = random_spans(np.random.default_rng(seed))
    assert all(0 <= a < b <= 10 for a, b in spans)
    assert sum(b - a for a, b in spans) > 2.5
    assert all(b[0] > a[1] for a, b in zip(spans[:-1], spans[1:], strict=True))


def test_a_delay_moves_everything_and_drops_what_is_past_the_end() -> None:
    line = Timeline((1.0, 9.8), ((0.5, 9.9),)).delayed(0.3)
    assert line.onsets == (1.3,)
    assert line.spans == ((0.8, 10.0),)


def test_time_curves() -> None:
    assert [ease(t, 1, 3) for t in (0.5, 2.0, 4.0)] == [0.0, 0.5, 1.0]
    assert kick((1.0, 2.0), 0.5, 0.1) == 0.0
    assert kick((1.0, 2.0), 2.1, 0.1) == pytest.approx(np.exp(-1))
    assert busy(((1, 2),), 1.0) and not busy(((1, 2),), 2.0)
