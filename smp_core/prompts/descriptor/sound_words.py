"""Says what the sound is like, from its measures."""

from __future__ import annotations

from smp_core.prompts.descriptor.sound import SoundMeasures
from smp_core.prompts.descriptor.words import pitch_word, rate_words, step_word

NO_SOUND = "no sound"
SILENT = "silence"

_THUD_NAMES = ("thud", "knock", "clack", "click")
_NOISE_NAMES = ("rumble", "murmur", "rush", "hiss")
_NOISE_LIMITS_HZ = (300, 1000, 2400)


def is_tonal(m: SoundMeasures) -> bool:
    """Whether the event has a pitch rather than being noise."""
    return m.colour.tonal > 0.72 or (m.pitch.voiced > 0.55 and m.colour.tonal > 0.4)


def _is_voice(m: SoundMeasures) -> bool:
    """Harmonic, rich in overtones, in a speaking or crying range, and never quite steady."""
    p = m.pitch
    return (
        p.voiced > 0.45
        and 80 <= p.hz <= 750
        and p.overtones > 0.3
        and p.shape not in ("none", "steady", "two tones")
        and m.colour.voice > 0.45
    )


def _is_short(m: SoundMeasures) -> bool:
    return not m.continuous and m.burst_s < 0.3


def _is_struck(m: SoundMeasures) -> bool:
    """Begins at once and dies away: something was hit."""
    return not m.continuous and m.attack_s < 0.03 and m.decay_s < 1.6 and m.depth_db > 15


def _tonal_noun(m: SoundMeasures) -> str:
    p = m.pitch
    hz = p.hz if p.hz > 0 else m.colour.centroid_hz
    height = pitch_word(hz)
    if _is_struck(m) and m.colour.centroid_hz < 180:
        return "dull thud"
    if _is_voice(m):
        return f"{height} voice-like cries" if not m.continuous else f"{height} voice-like wailing"
    if _is_struck(m) and m.decay_s > 0.25 and p.harmonic < 0.8:
        return f"{pitch_word(m.colour.centroid_hz)} metallic clang"
    if p.shape == "two tones":
        return f"{height} two-tone signal"
    if p.shape in ("rising", "falling"):
        return f"{height} {p.shape} {'chirp' if _is_short(m) else 'tone'}"
    if p.shape == "waving":
        return f"{height} wailing tone"
    if p.shape == "wandering":
        return f"{height} melody"
    if _is_short(m):
        return f"{height} beep"
    return f"{height} hum" if hz < 300 else f"{height} steady tone"


def _noise_noun(m: SoundMeasures) -> str:
    hz = m.colour.centroid_hz
    if _is_short(m) or (m.attack_s < 0.03 and m.depth_db > 20 and m.active_share < 0.15):
        noun = step_word(hz, (350, 1300, 3200), _THUD_NAMES)
        edge = "sharp" if m.attack_s < 0.012 else "dull"
        return f"{edge} {noun}"
    noun = step_word(hz, _NOISE_LIMITS_HZ, _NOISE_NAMES)
    if m.attack_s < 0.03 and m.depth_db > 20 and m.active_share < 0.4:
        return f"{pitch_word(hz)} noisy crash"
    return f"{pitch_word(hz)} noisy {noun}"


def _course(m: SoundMeasures) -> str:
    """How the sound runs through the clip."""
    if m.beat.rate_hz > 0 and m.onsets >= 3:
        return f"beats regularly {rate_words(m.beat.rate_hz)}"
    if m.continuous or m.active_share > 0.75:
        if m.swell_db > 5:
            return "swells and fades"
        if abs(m.drift_db) > 6:
            return "grows louder" if m.drift_db > 0 else "fades away"
        if m.flutter.rate_hz > 0:
            return "flutters all the time"
        return "goes on evenly"
    if m.bursts <= 1:
        if m.swell_db > 8 and m.burst_s > 1.5:
            return "swells and fades"
        if m.decay_s > 0.3:
            return "rings out once"
        return "sounds once" if m.burst_s < 1.5 else "lasts a while"
    if m.bursts < 5:
        return "comes a few times"
    return "comes again and again, unevenly"


def sound_clause(m: SoundMeasures) -> str:
    """Describe the sound, most telling words first."""
    if m.silent:
        return SILENT
    noun = _tonal_noun(m) if is_tonal(m) else _noise_noun(m)
    quiet = ", then quiet" if not m.continuous and m.active_share < 0.25 and m.bursts <= 2 else ""
    return f"a {noun} {_course(m)}{quiet}"
