"""The model's view of sound: a log-mel spectrogram (spec: 10 s at 16 kHz give 128 × 1001)."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import torch
import torchaudio
from numpy.typing import NDArray

from smp_core.types import SAMPLE_RATE_HZ

# Silence has no deviation to divide by.
_MIN_STD = 1e-6


@dataclass(frozen=True)
class MelOptions:
    """How sound becomes a spectrogram. The defaults are the paper's.

    Attributes:
        n_fft, win_length, hop_length: Samples at 16 kHz.
        n_mels: Mel bands, the spectrogram's height.
        mean, std: Of log-mel values in dB over the paper's data; subtracted and divided by.
        duration_s: Length that every spectrogram is padded or cut to.
    """

    n_fft: int = 400
    win_length: int = 400
    hop_length: int = 160
    n_mels: int = 128
    mean: float = 2.5812705
    std: float = 24.051544
    duration_s: float = 10.0

    @property
    def n_samples(self) -> int:
        """Samples of the full duration."""
        return round(self.duration_s * SAMPLE_RATE_HZ)

    @property
    def n_frames(self) -> int:
        """Time steps T of every spectrogram."""
        return 1 + self.n_samples // self.hop_length


def log_mel(waveform: NDArray[np.float32] | None, options: MelOptions) -> torch.Tensor:
    """Turn a waveform into the model's spectrogram.

    z = (w − mean(w)) / std(w); S = (dB(mel(z)) − options.mean) / options.std.

    Args:
        waveform: float32 (N,) at 16 kHz, any length; None = silence of the full duration.
        options: See `MelOptions`.

    Returns:
        float32 (n_mels, n_frames). Shorter sound is followed by zeros (after normalisation, as the
        paper pads its batches), longer sound is cut.
    """
    if waveform is None:
        waveform = np.zeros(options.n_samples, np.float32)
    samples = torch.from_numpy(np.array(waveform[: options.n_samples], dtype=np.float32))
    if samples.numel() == 0:
        return torch.zeros(options.n_mels, options.n_frames)
    samples = (samples - samples.mean()) / samples.std(correction=0).clamp_min(_MIN_STD)
    if samples.numel() < options.n_fft:
        # The reflected edges of the first window need at least half a window of sound.
        samples = torch.nn.functional.pad(samples, (0, options.n_fft - samples.numel()))
    mel, to_db = _transforms(options)
    with torch.no_grad():
        decibels: torch.Tensor = to_db(mel(samples))  # (n_mels, t)
    spectrogram = (decibels - options.mean) / options.std
    missing = options.n_frames - spectrogram.shape[-1]
    if missing > 0:
        return torch.nn.functional.pad(spectrogram, (0, missing))
    return spectrogram[:, : options.n_frames].contiguous()


@lru_cache(maxsize=8)
def _transforms(
    options: MelOptions,
) -> tuple[torchaudio.transforms.MelSpectrogram, torchaudio.transforms.AmplitudeToDB]:
    with warnings.catch_warnings():
        # With n_fft 400 and 128 bands some of the lowest filters are empty; so are the paper's.
        warnings.filterwarnings("ignore", message="At least one mel filterbank")
        mel = torchaudio.transforms.MelSpectrogram(
            sample_rate=SAMPLE_RATE_HZ,
            n_fft=options.n_fft,
            win_length=options.win_length,
            hop_length=options.hop_length,
            n_mels=options.n_mels,
        )
    return mel, torchaudio.transforms.AmplitudeToDB()
