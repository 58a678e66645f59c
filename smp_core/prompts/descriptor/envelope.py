"""Measures how the level of a sound rises, stays, dies away and flutters."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from smp_core.prompts.descriptor.rhythm import NO_RHYTHM, Rhythm, find_rhythm, runs
from smp_core.prompts.descriptor.spectrum import FRAME_HZ, FloatArray, Spectra

ENVELOPE_HZ = 4 * FRAME_HZ
_MOST_EVENTS = 12
_LONGEST_S = 2.0


@dataclass(frozen=True)
class Edges:
    """How the events of a sound begin and end; medians over the strongest ones.

    Attributes:
        attack_s: Time from 10 % to 90 % of the event's peak.
        decay_s: Time from the peak until it stays 15 dB below, at most 2 s.
        hold: Share of the time above 10 % of the peak that is spent above 50 %: about 0.3 for
            something struck that dies away, near 1 for something switched on and off.
    """

    attack_s: float
    decay_s: float
    hold: float


def _event(above: FloatArray, top: int) -> tuple[float, float, float]:
    """Attack, decay and hold of the event with its peak at `top`."""
    peak = float(above[top])
    before = above[: top + 1][::-1]
    late = int(np.argmax(before < 0.9 * peak)) if (before < 0.9 * peak).any() else len(before)
    early = int(np.argmax(before < 0.1 * peak)) if (before < 0.1 * peak).any() else len(before)
    # Ringing beats up and down: the last time it is still above the limit counts.
    after = above[top : top + int(_LONGEST_S * ENVELOPE_HZ)]
    width = max(1, int(0.05 * ENVELOPE_HZ))
    held = np.array([after[i : i + width].max() for i in range(0, len(after), width)])
    quiet = held < 0.178 * peak
    fall = int(np.argmax(quiet)) * width if quiet.any() else len(after)
    loud = np.flatnonzero(after[:fall] >= 0.178 * peak)
    last = int(loud[-1]) + 1 if len(loud) else 0
    whole = above[max(0, top - early) : top + max(1, last)]
    sounding = int((whole > 0.1 * peak).sum())
    hold = float((whole > 0.5 * peak).sum()) / sounding if sounding else 0.0
    return (early - late) / ENVELOPE_HZ, last / ENVELOPE_HZ, hold


def measure_edges(envelope: FloatArray, onsets: NDArray[np.int64]) -> Edges:
    """Measure beginnings and ends.

    Args:
        envelope: float32 (T,) at 400 Hz.
        onsets: Frames at 100 Hz where events begin; without any, the loudest moment is taken.
    """
    kernel = np.hanning(9) / np.hanning(9).sum()
    smooth = np.convolve(envelope, kernel, mode="same") if len(envelope) >= 9 else envelope
    above = np.maximum(smooth - float(np.percentile(smooth, 10)), 0.0)
    if float(above.max(initial=0.0)) <= 0.0:
        return Edges(0.0, 0.0, 0.0)
    starts = np.maximum(4 * onsets - 16, 0)
    ends = np.concatenate([starts[1:], [len(above)]]) if len(starts) else starts
    ends = np.minimum(ends, starts + 120)
    tops = [
        int(start) + int(above[start:end].argmax())
        for start, end in zip(starts, ends, strict=True)
        if end > start
    ]
    loudest = int(above.argmax())
    # Echoes and distractors are weaker than the events meant here.
    tops = [top for top in tops if above[top] > 0.25 * above[loudest]] or [loudest]
    tops = sorted(tops, key=lambda top: -above[top])[:_MOST_EVENTS]
    attack_s, decay_s, hold = np.median([_event(above, top) for top in tops], axis=0)
    return Edges(float(attack_s), float(decay_s), float(hold))


def measure_slow_changes(level_db: FloatArray) -> tuple[float, float]:
    """Swell and drift in dB of the level smoothed over a sixth of the clip."""
    parts = np.array_split(level_db.astype(np.float64), 6)
    if min(len(part) for part in parts) == 0:
        return 0.0, 0.0
    levels = np.array([10 * np.log10(np.mean(10 ** (part / 10)) + 1e-12) for part in parts])
    swell = float(levels[1:5].max() - max(levels[0], levels[-1]))
    drift = float(levels[4:].mean() - levels[:2].mean())
    return swell, drift


def find_flutter(spectra: Spectra) -> Rhythm:
    rows = np.flatnonzero(spectra.active)
    if len(rows) < 40:
        return NO_RHYTHM
    level = spectra.envelope[: 4 * len(spectra.level_db)]
    level = level[: len(level) // 4 * 4].reshape(-1, 4).mean(axis=1)
    start, end = max(runs(spectra.active, bridge=8), key=lambda run: run[1] - run[0])
    piece = level[start:end]
    if len(piece) < 40 or float(np.std(piece)) < 0.12 * float(np.mean(piece)):
        return NO_RHYTHM
    return find_rhythm(piece, FRAME_HZ, 4.0, 20.0, least=0.5)
