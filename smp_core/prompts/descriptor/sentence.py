"""Joins what the picture and the sound say into one sentence."""

from __future__ import annotations

import numpy as np

from smp_core.prompts.descriptor.picture import measure_picture
from smp_core.prompts.descriptor.picture_words import NO_PICTURE, camera_clause, picture_clause
from smp_core.prompts.descriptor.sound import measure_sound
from smp_core.prompts.descriptor.sound_words import NO_SOUND, sound_clause
from smp_core.types import SAMPLE_RATE_HZ, DecodedClip

WORD_LIMIT = 60


def describe(clip: DecodedClip) -> str:
    """Describe a clip in one sentence.

    Args:
        clip: Decoded stretch; only `strip` and `waveform` are read.

    Returns:
        "<Picture>; <sound>[; <camera>]." with at most `WORD_LIMIT` words.
    """
    picture, camera = NO_PICTURE, ""
    if clip.strip is not None and clip.strip.size:
        duration_s = clip.duration_s if clip.duration_s > 0 else len(clip.strip) / 8.0
        seen = measure_picture(clip.strip, duration_s)
        picture, camera = picture_clause(seen), camera_clause(seen)
    sound = NO_SOUND
    if clip.waveform is not None and len(clip.waveform) >= SAMPLE_RATE_HZ // 100:
        sound = sound_clause(measure_sound(np.asarray(clip.waveform, dtype=np.float32)))
    text = "; ".join(part for part in (picture, sound, camera) if part)
    words = text.split()[:WORD_LIMIT]
    sentence = " ".join(words)
    return f"{sentence[0].upper()}{sentence[1:]}."
