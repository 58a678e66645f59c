"""The log-mel spectrogram against a plain numpy reckoning of its definition."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from smp_core.media.spectrogram import MelOptions, log_mel

OPTIONS = MelOptions()


def mel_filters(n_fft, n_mels, rate_hz=16_000):
    """Triangles equally spaced on the HTK mel scale, 0 … 8 kHz: (n_fft // 2 + 1, n_mels)."""
    top = 2595 * np.log10(1 + rate_hz / 2 / 700)
    edges = 700 * (10 ** (np.linspace(0, top, n_mels + 2) / 2595) - 1)
    hz = np.linspace(0, rate_hz / 2, n_fft // 2 + 1)[:, None]
    rising = (hz - edges[:-2]) / (edges[1:-1] - edges[:-2])
    falling = (edges[2:] - hz) / (edges[2:] - edges[1:-1])
    return np.maximum(0, np.minimum(rising, falling))


def reference(waveform, options):
    z = (waveform - waveform.mean()) / waveform.std()
    padded = np.pad(z, options.n_fft // 2, mode="reflect")
    window = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(options.n_fft) / options.n_fft)
    steps = 1 + z.size // options.hop_length
    frames = np.stack(
        [padded[k * options.hop_length :][: options.n_fft] * window for k in range(steps)]
    )
    power = np.abs(np.fft.rfft(frames)) ** 2
    decibels = 10 * np.log10(np.maximum(power @ mel_filters(options.n_fft, options.n_mels), 1e-10))
    return ((decibels - options.mean) / options.std).T


def noise(seconds, seed=0):
    rng = np.random.default_rng(seed)
    return rng.normal(0, 0.1, round(seconds * 16_000)).astype(np.float32)


@pytest.mark.parametrize("options", [OPTIONS, MelOptions(n_fft=1024, win_length=1024)])
def test_it_is_the_definition(options):
    waveform = noise(10.0)
    spectrogram = log_mel(waveform, options)
    assert spectrogram.shape == (128, 1001) and spectrogram.dtype == torch.float32
    assert (
        np.abs(spectrogram.numpy() - reference(waveform.astype(np.float64), options)).max() < 2e-3
    )


def test_loudness_and_offset_do_not_matter():
    waveform = noise(2.0)
    assert torch.allclose(
        log_mel(waveform, OPTIONS), log_mel(waveform * 0.2 + 0.1, OPTIONS), atol=2e-3
    )


def test_a_tone_stands_in_its_band():
    t = np.arange(160_000) / 16_000
    spectrogram = log_mel(np.sin(2 * np.pi * 1000 * t).astype(np.float32), OPTIONS)
    band = int(mel_filters(400, 128)[25].argmax())  # bin 25 of 400 points is 1 kHz
    assert abs(int(spectrogram[:, 500].argmax()) - band) <= 1


def test_shorter_sound_is_followed_by_zeros():
    waveform = noise(2.0)
    spectrogram = log_mel(waveform, OPTIONS)
    assert spectrogram.shape == (128, 1001)
    assert torch.all(spectrogram[:, 201:] == 0)
    alone = reference(waveform.astype(np.float64), OPTIONS)
    assert np.abs(spectrogram[:, :201].numpy() - alone).max() < 2e-3


def test_longer_sound_is_cut():
    waveform = noise(12.0)
    assert torch.equal(log_mel(waveform, OPTIONS), log_mel(waveform[:160_000], OPTIONS))


def test_silence_and_no_sound_are_finite_and_the_same():
    floor = (-100 - OPTIONS.mean) / OPTIONS.std
    none = log_mel(None, OPTIONS)
    assert none.shape == (128, 1001)
    assert torch.allclose(none, torch.full((128, 1001), floor))
    assert torch.equal(none, log_mel(np.zeros(160_000, np.float32), OPTIONS))
    flat = log_mel(np.full(160_000, 0.3, np.float32), OPTIONS)
    assert torch.isfinite(flat).all()


@pytest.mark.parametrize("samples", [0, 1, 150, 3200])
def test_very_short_sound(samples):
    spectrogram = log_mel(noise(1.0)[:samples], OPTIONS)
    assert spectrogram.shape == (128, 1001) and torch.isfinite(spectrogram).all()


def test_the_input_is_left_alone():
    waveform = noise(0.5)
    before = waveform.copy()
    waveform.setflags(write=False)
    log_mel(waveform, MelOptions(duration_s=0.5))
    assert np.array_equal(waveform, before)
