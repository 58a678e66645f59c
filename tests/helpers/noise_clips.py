"""Decoded clips without a file."""

from __future__ import annotations

import numpy as np

from smp_core.types import SAMPLE_RATE_HZ, DecodedClip


def clip(
    seed: int = 0, *, picture: bool = True, sound: bool = True, seconds: float = 2.0
) -> DecodedClip:
    """A clip of noise whose mean colour and pitch differ by seed."""
    random = np.random.default_rng(seed)
    frames = random.integers(0, 60, (4, 48, 64, 3)) + random.integers(0, 190, (4, 1, 1, 3))
    time_s = np.arange(int(seconds * SAMPLE_RATE_HZ)) / SAMPLE_RATE_HZ
    wave = 0.3 * np.sin(2 * np.pi * (200 + 700 * seed) * time_s) + 0.01 * random.normal(
        size=time_s.size
    )
    return DecodedClip(
        frames=frames.astype(np.uint8) if picture else None,
        strip=None,
        waveform=wave.astype(np.float32) if sound else None,
        start_s=0.0,
        end_s=seconds,
    )
