"""The descriptor's words for sounds with a known answer."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from smp_core.prompts import captioner
from smp_core.prompts.descriptor.pitch import follow_pitch
from smp_core.prompts.descriptor.sound import measure_sound
from smp_core.prompts.descriptor.spectrum import measure_spectra
from smp_core.types import SAMPLE_RATE_HZ, DecodedClip

N = 10 * SAMPLE_RATE_HZ
T = np.arange(N) / SAMPLE_RATE_HZ
SHORT = T[: 2 * SAMPLE_RATE_HZ]
Wave = NDArray[np.float64]


def noise(size: int = N, seed: int = 1) -> Wave:
    return np.random.default_rng(seed).normal(0, 1, size)


def at(times_s: list[float], sound: Wave) -> Wave:
    """The sound once at each time, in ten seconds of near silence."""
    out = 0.0005 * noise(seed=9)
    for time_s in times_s:
        start = int(time_s * SAMPLE_RATE_HZ)
        piece = sound[: N - start]
        out[start : start + len(piece)] += piece
    return out


def say(wave: Wave) -> str:
    clip = DecodedClip(None, None, wave.astype(np.float32), 0.0, len(wave) / SAMPLE_RATE_HZ)
    return captioner("descriptor").caption([clip])[0].lower()


def chirp(from_hz: float, to_hz: float) -> Wave:
    return 0.3 * np.sin(2 * np.pi * (from_hz * T + (to_hz - from_hz) / 20.0 * T**2))


def test_silence_and_near_silence() -> None:
    assert say(np.zeros(N)) == "no picture; silence."
    assert say(1e-5 * noise()) == "no picture; silence."


@pytest.mark.parametrize(
    ("hz", "words"),
    [
        (150, "steady deep narrow pure hum"),
        (440, "steady low narrow pure held tone"),
        (900, "steady middle narrow pure held tone"),
        (1500, "steady high narrow pure held tone"),
        (2500, "steady shrill narrow pure held tone"),
    ],
)
def test_a_tone_is_named_by_its_pitch(hz: float, words: str) -> None:
    text = say(0.3 * np.sin(2 * np.pi * hz * T))
    assert words in text
    assert "goes on evenly" in text


@pytest.mark.parametrize("hz", [110.0, 440.0, 987.0, 2500.0])
def test_pitch_is_measured_within_half_a_semitone(hz: float) -> None:
    spectra = measure_spectra((0.3 * np.sin(2 * np.pi * hz * T)).astype(np.float32))
    pitch = follow_pitch(spectra.event, spectra.active)
    assert abs(12 * np.log2(pitch.hz / hz)) < 0.5
    assert pitch.shape == "steady"


def test_the_fundamental_is_found_under_loud_overtones() -> None:
    wave = sum(0.1 * k * np.sin(2 * np.pi * 200 * k * T) for k in (1, 2, 3, 4))
    spectra = measure_spectra(np.asarray(wave, dtype=np.float32) * 0.3)
    pitch = follow_pitch(spectra.event, spectra.active)
    assert abs(pitch.hz - 200) < 4
    assert pitch.overtones > 0.9


def test_white_noise_is_noisy_and_even() -> None:
    assert say(0.1 * noise()) == ("no picture; a steady shrill broad noisy hiss goes on evenly.")


def test_deep_noise_rumbles() -> None:
    deep = np.cumsum(noise())
    deep = deep - np.convolve(deep, np.ones(400) / 400, mode="same")
    assert "noisy rumble" in say(0.2 * deep / np.abs(deep).max())


def test_three_clicks_per_second_are_counted() -> None:
    click = 0.5 * noise(len(SHORT)) * np.exp(-SHORT * 300)
    measured = measure_sound(at(list(np.arange(0.1, 9.9, 1 / 3)), click).astype(np.float32))
    assert measured.beat.rate_hz == pytest.approx(3.0, abs=0.1)
    text = say(at(list(np.arange(0.1, 9.9, 1 / 3)), click))
    assert "beats regularly about three times per second" in text
    assert "sharp dry" in text
    assert "noisy click" in text


def test_uneven_clicks_are_not_a_beat() -> None:
    click = 0.5 * noise(len(SHORT)) * np.exp(-SHORT * 300)
    text = say(at([0.3, 0.9, 2.7, 3.1, 5.9, 6.3, 7.8, 9.4], click))
    assert "regularly" not in text
    assert "unevenly" in text


@pytest.mark.parametrize(("ends", "word"), [((300, 1200), "rising"), ((1200, 300), "falling")])
def test_sweeps_tell_their_direction(ends: tuple[float, float], word: str) -> None:
    assert f"{word} tone" in say(chirp(*ends))


def test_a_siren_wails() -> None:
    hz = 900 + 300 * np.sin(2 * np.pi * 0.5 * T)
    assert "wailing" in say(0.3 * np.sin(2 * np.pi * np.cumsum(hz) / SAMPLE_RATE_HZ))


def test_two_alternating_tones() -> None:
    hz = np.where(T % 1 < 0.5, 600.0, 800.0)
    text = say(0.3 * np.sin(2 * np.pi * np.cumsum(hz) / SAMPLE_RATE_HZ))
    assert "two-tone signal" in text


def test_a_thud_is_short_deep_and_once() -> None:
    thud = 0.8 * np.sin(2 * np.pi * 70 * SHORT) * np.exp(-SHORT * 12)
    assert say(at([4.0], thud)) == (
        "no picture; a sharp short deep narrow pure thud comes once, then quiet."
    )


def test_a_clang_rings_out() -> None:
    partials = sum(np.sin(2 * np.pi * hz * SHORT) for hz in (523, 1187, 2011, 3107))
    text = say(at([3.0], 0.15 * np.asarray(partials) * np.exp(-SHORT * 3)))
    assert "sharp ringing high" in text
    assert "metallic clang comes once" in text


def test_beeps_are_counted() -> None:
    text = say(0.3 * np.sin(2 * np.pi * 1000 * T) * (T % 0.5 < 0.15))
    assert "beep beats regularly about twice per second" in text


def test_a_passing_sound_swells_and_fades() -> None:
    text = say(0.3 * noise() * np.exp(-0.5 * ((T - 5) / 1.5) ** 2) + 0.003 * noise(seed=4))
    assert "swells and fades" in text
