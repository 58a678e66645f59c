"""Says what the sound is like, from its measures."""

from __future__ import annotations

from smp_core.prompts.descriptor.sound import SoundMeasures
from smp_core.prompts.descriptor.words import rate_words, step_word

NO_SOUND = "no sound"
SILENT = "silence"


def _height(hz: float) -> str:
    return step_word(hz, (260, 520, 1000, 2000), ("deep", "low", "middle", "high", "shrill"))


def _is_struck(m: SoundMeasures) -> bool:
    """Begins at once and dies away: something was hit."""
    if m.continuous or m.edges.attack_s >= 0.035 or m.edges.decay_s >= 1.5:
        return False
    # The shape of something shorter than the smoothing of the envelope cannot be told.
    return m.edges.hold < 0.62 or m.edges.decay_s < 0.03


def _is_tonal(m: SoundMeasures) -> bool:
    """Whether the event has a pitch rather than being noise."""
    return m.colour.tonal > 0.72 or (m.pitch.voiced > 0.55 and m.colour.tonal > 0.4)


def _is_voice(m: SoundMeasures) -> bool:
    """Harmonic, rich in overtones, in a speaking or crying range, and never quite steady."""
    p = m.pitch
    return (
        p.voiced > 0.4
        and 80 <= p.hz <= 750
        and p.overtones > 0.3
        and p.shape not in ("none", "steady", "two tones")
        and m.colour.high < 0.2
    )


def _struck_noun(m: SoundMeasures) -> str:
    hz = m.colour.centroid_hz
    if m.edges.decay_s > 0.35 and m.colour.tonal > 0.6 and hz > 350:
        return "metallic clang"
    if m.edges.decay_s > 0.35 and m.colour.tonal < 0.4 and hz > 350:
        return "crash"
    return step_word(hz, (330, 1000, 1900), ("thud", "knock", "clack", "click"))


def _sustained_noun(m: SoundMeasures) -> str:
    p = m.pitch
    if not _is_tonal(m):
        return step_word(
            m.colour.centroid_hz, (300, 1000, 2000), ("rumble", "murmur", "rush", "hiss")
        )
    if _is_voice(m):
        return "voice-like cry"
    if p.shape == "two tones":
        return "two-tone signal"
    if p.shape in ("rising", "falling"):
        return f"{p.shape} tone"
    if p.shape == "waving":
        return "wailing tone"
    if p.shape == "wandering":
        return "melody"
    if m.burst_s < 0.5 and not m.continuous:
        return "beep"
    return "hum" if p.hz < 300 else "held tone"


def _texture(m: SoundMeasures) -> str:
    """Tone or noise, and how rich."""
    if m.colour.tonal < 0.3:
        return "noisy"
    if m.colour.tonal < 0.75:
        return "rough"
    return step_word(m.pitch.overtones, (0.15, 0.6), ("pure", "clear", "rich"))


def _edge(m: SoundMeasures) -> str:
    if m.continuous:
        return "steady"
    begin = step_word(m.edges.attack_s, (0.016, 0.12), ("sharp", "quick", "soft"))
    end = step_word(m.edges.decay_s, (0.06, 0.2, 1.0), ("dry", "short", "ringing", "long"))
    return f"{begin} {end}"


def _width(m: SoundMeasures) -> str:
    return step_word(m.colour.spread_octaves, (0.65, 1.1), ("narrow", "full", "broad"))


def _count(m: SoundMeasures) -> str:
    """How often it comes, regular or not."""
    if m.beat.rate_hz > 0 and m.onsets >= 3:
        return f"beats regularly {rate_words(m.beat.rate_hz)}"
    if m.onsets <= 1 and m.bursts <= 1:
        return "comes once"
    return step_word(
        max(m.onsets, m.bursts),
        (5, 15),
        ("comes a few times", "comes several times, unevenly", "comes many times, unevenly"),
    )


def _course(m: SoundMeasures) -> str:
    """How the level runs through the clip."""
    if m.swell_db > 9 and m.active_share > 0.25:
        return "swells and fades"
    if m.active_share > 0.6:
        if abs(m.drift_db) > 12:
            return "grows louder" if m.drift_db > 0 else "fades away"
        return "goes on evenly" if m.continuous else "goes on"
    return "then quiet" if m.active_share < 0.2 else "with pauses"


def sound_clause(m: SoundMeasures) -> str:
    """Describe the sound, most telling words first."""
    if m.silent:
        return SILENT
    noun = _struck_noun(m) if _is_struck(m) else _sustained_noun(m)
    course = _course(m)
    # A sound without clear beginnings is not counted; its course says it all.
    unbroken = m.active_share > 0.6 and (m.continuous or m.onsets <= 1) and m.beat.rate_hz <= 0
    run = course if unbroken else f"{_count(m)}, {course}"
    tone = f"{_edge(m)} {_height(m.colour.centroid_hz)} {_width(m)} {_texture(m)}"
    return f"a {tone} {noun} {run}"
