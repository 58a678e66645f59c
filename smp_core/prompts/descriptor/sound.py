"""Measures the sound of a clip in plain numbers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from smp_core.prompts.descriptor.envelope import (
    Edges,
    find_flutter,
    measure_edges,
    measure_slow_changes,
)
from smp_core.prompts.descriptor.onsets import find_beat, find_onsets, measure_novelty
from smp_core.prompts.descriptor.pitch import NO_PITCH, Pitch, follow_pitch
from smp_core.prompts.descriptor.rhythm import NO_RHYTHM, Rhythm, runs
from smp_core.prompts.descriptor.spectrum import (
    FRAME_HZ,
    Colour,
    FloatArray,
    measure_colour,
    measure_spectra,
)

_SILENT_DB = -62.0


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
        edges: How its events begin and end.
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
    edges: Edges
    flutter: Rhythm
    swell_db: float
    drift_db: float


SILENCE = SoundMeasures(
    True, -120.0, 0.0, True, 0.0, Colour(0, 0, 0, 0, 0, 0), NO_PITCH, 0, NO_RHYTHM, 0, 0.0,
    Edges(0, 0, 0), NO_RHYTHM, 0.0, 0.0,
)  # fmt: skip


def measure_sound(waveform: FloatArray) -> SoundMeasures:
    """Measure a waveform.

    Args:
        waveform: float32 (N,) in [-1, 1] at 16 kHz, N ≥ 1.
    """
    spectra = measure_spectra(waveform)
    if spectra.peak_db < _SILENT_DB:
        return SILENCE
    novelty = measure_novelty(spectra.event)
    onsets = find_onsets(novelty)
    stretches = runs(spectra.active, bridge=4)
    lengths = [(end - start) / FRAME_HZ for start, end in stretches if end - start >= 3]
    swell_db, drift_db = measure_slow_changes(spectra.level_db)
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
        beat=find_beat(novelty, onsets),
        bursts=len(lengths),
        burst_s=float(np.median(lengths)) if lengths else 0.0,
        edges=measure_edges(spectra.envelope, onsets),
        flutter=find_flutter(spectra),
        swell_db=swell_db,
        drift_db=drift_db,
    )
