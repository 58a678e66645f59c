"""What all random sounds draw alike: pitches, and words for values."""

from __future__ import annotations

import numpy as np

from smp_core.synth.timeline import Timeline


def pitch_for(rng: np.random.Generator, line: Timeline, low: float, high: float) -> float:
    """A pitch: big things mostly sound low."""
    share = np.clip(0.75 * (1 - line.size) + rng.normal(0, 0.3), 0, 1)
    return float(low * (high / low) ** share)


def word_for(value: float, low: float, high: float, words: tuple[str, str, str]) -> str:
    """The word for a value below `low`, in between, or above `high`."""
    return words[0] if value < low else words[2] if value > high else words[1]
