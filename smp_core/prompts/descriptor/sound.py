"""Measures the sound of a clip in plain numbers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from smp_core.prompts.descriptor.pitch import NO_PITCH, Pitch, follow_pitch
from smp_core.prompts.descriptor.rhythm import NO_RHYTHM, Rhythm, find_rhythm, runs
from smp_core.prompts.descriptor.spectrum import (
    FRAME_HZ,
    Colour,
    FloatArray,
    Spectra,
    measure_colour,
    measure_spectra,
)

_SILENT_DB = -62.0
_ENVELOPE_HZ = 4 * FRAME_HZ


@dataclass(frozen=True)
class SoundMeasures:
    """The sound in numbers.

    Attributes:
        silent: Nothing above -62 dB of full scale.
        loud_db: Level of the loud parts, dB of full scale.
        depth_db: Loud minus quiet parts.
        continuous: The level is even from start to end.
        active_share: Share of the time in which the event sounds.
        colour: Spectrum of the event.
        pitch: Pitch line of the event.
        onsets: Number of sharp beginnings.
        beat: Repetition of the beginnings.
        bursts: Separate stretches of sound.
        burst_s: Typical length of a stretch, seconds.
        attack_s: Time from 10 % to 90 % of the strongest event's level.
        decay_s: Time the strongest event takes to fall by 15 dB; at most 2.
        flutter: Fast repetition (4 to 20 Hz) of the level within the event.
        swell_db: How far the level in the middle stands above both ends, slow changes only.
        drift_db: Level of the last third over the first third, slow changes only.
    """

    silent: bool
    loud_db: float
    depth_db: float
    continuous: bool
    active_share: float
    colour: Colour
    pitch: Pitch
    onsets: int
    beat: Rhythm
    bursts: int
    burst_s: float
    attack_s: float
    decay_s: float
    flutter: Rhythm
    swell_db: float
    drift_db: float


SILENCE = SoundMeasures(
    True, -120.0, 0.0, True, 0.0, Colour(0, 0, 0, 0, 0, 0), NO_PITCH, 0, NO_RHYTHM, 0, 0.0, 0.0,
    0.0, NO_RHYTHM, 0.0, 0.0,
)  # fmt: skip


def _band_edges() -> NDArray[np.int64]:
    hz = np.geomspace(60.0, 7600.0, 25)
    return np.unique(np.round(hz / 15.625).astype(np.int64))


def _novelty(power: FloatArray) -> FloatArray:
    """Rise of the log band levels since 20 ms before, mean over bands: (T,)."""
    bands = np.add.reduceat(power, _band_edges()[:-1], axis=1)
    least = 1e-3 * float(np.percentile(bands.sum(axis=1), 99)) / bands.shape[1] + 1e-10
    levels = np.log10(bands + least)
    rise = np.zeros(len(levels), dtype=np.float32)
    if len(levels) > 2:
        rise[2:] = np.maximum(levels[2:] - levels[:-2], 0.0).mean(axis=1)
    return rise


def _onsets(novelty: FloatArray) -> NDArray[np.int64]:
    """Frames where the novelty peaks: at least 0.3 decades, 35 % of the best, 90 ms apart."""
    if len(novelty) < 3:
        return np.zeros(0, dtype=np.int64)
    least = max(0.3, 0.35 * float(novelty.max()))
    order = np.argsort(novelty)[::-1]
    found: list[int] = []
    for index in order[novelty[order] >= least].tolist():
        if all(abs(index - other) >= 9 for other in found):
            found.append(index)
    return np.array(sorted(found), dtype=np.int64)


def _beat(novelty: FloatArray, onsets: NDArray[np.int64]) -> Rhythm:
    """Repetition of the beginnings: by their distances if even, else by autocorrelation."""
    if len(onsets) < 3:
        return NO_RHYTHM
    gaps = np.diff(onsets) / FRAME_HZ
    middle = float(np.median(gaps))
    even = float((np.abs(gaps - middle) < 0.15 * middle).mean())
    if even >= 0.7:
        return Rhythm(1.0 / middle, even)
    smooth = np.convolve(novelty, np.hanning(9) / np.hanning(9).sum(), mode="same")
    return find_rhythm(smooth.astype(np.float32), FRAME_HZ, 0.25, 8.0, least=0.45)


def _edges(envelope: FloatArray) -> tuple[float, float]:
    """Attack and decay time in seconds around the strongest point of an envelope at 400 Hz."""
    kernel = np.hanning(9) / np.hanning(9).sum()
    smooth = np.convolve(envelope, kernel, mode="same") if len(envelope) >= 9 else envelope
    floor = float(np.percentile(smooth, 10))
    above = np.maximum(smooth - floor, 0.0)
    top = int(above.argmax())
    peak = float(above[top])
    if peak <= 0.0:
        return 0.0, 0.0
    before = above[: top + 1][::-1]
    late = int(np.argmax(before < 0.9 * peak)) if (before < 0.9 * peak).any() else len(before)
    early = int(np.argmax(before < 0.1 * peak)) if (before < 0.1 * peak).any() else len(before)
    # Ringing beats up and down: the last time it is still above the limit counts, within 2 s.
    after = above[top : top + int(2.0 * _ENVELOPE_HZ)]
    width = max(1, int(0.05 * _ENVELOPE_HZ))
    held = np.array([after[i : i + width].max() for i in range(0, len(after), width)])
    quiet = held < 0.178 * peak
    fall = int(np.argmax(quiet)) * width if quiet.any() else len(after)
    exact = after[:fall]
    last = int(np.flatnonzero(exact >= 0.178 * peak)[-1]) + 1 if len(exact) else 0
    return (early - late) / _ENVELOPE_HZ, last / _ENVELOPE_HZ


def _slow(level_db: FloatArray) -> tuple[float, float]:
    """Swell and drift in dB of the level smoothed over a sixth of the clip."""
    parts = np.array_split(level_db.astype(np.float64), 6)
    if min(len(part) for part in parts) == 0:
        return 0.0, 0.0
    levels = np.array([10 * np.log10(np.mean(10 ** (part / 10)) + 1e-12) for part in parts])
    swell = float(levels[1:5].max() - max(levels[0], levels[-1]))
    drift = float(levels[4:].mean() - levels[:2].mean())
    return swell, drift


def _flutter(spectra: Spectra) -> Rhythm:
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


def measure_sound(waveform: FloatArray) -> SoundMeasures:
    """Measure a waveform.

    Args:
        waveform: float32 (N,) in [-1, 1] at 16 kHz, N ≥ 1.
    """
    spectra = measure_spectra(waveform)
    if spectra.peak_db < _SILENT_DB:
        return SILENCE
    novelty = _novelty(spectra.event)
    onsets = _onsets(novelty)
    stretches = runs(spectra.active, bridge=4)
    lengths = [(end - start) / FRAME_HZ for start, end in stretches if end - start >= 3]
    attack_s, decay_s = _edges(spectra.envelope)
    swell_db, drift_db = _slow(spectra.level_db)
    sounding = spectra.event[spectra.active]
    return SoundMeasures(
        silent=False,
        loud_db=spectra.peak_db,
        depth_db=spectra.peak_db - spectra.floor_db,
        continuous=spectra.continuous,
        active_share=float(spectra.active.mean()),
        colour=measure_colour(sounding if len(sounding) else spectra.event),
        pitch=follow_pitch(spectra.event, spectra.active),
        onsets=len(onsets),
        beat=_beat(novelty, onsets),
        bursts=len(lengths),
        burst_s=float(np.median(lengths)) if lengths else 0.0,
        attack_s=attack_s,
        decay_s=decay_s,
        flutter=_flutter(spectra),
        swell_db=swell_db,
        drift_db=drift_db,
    )
