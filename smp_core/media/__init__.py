"""Video and sound in: probe, decode, windows, cache.

Nothing here imports torch; the spectrogram, which does, is imported by name from
`smp_core.media.spectrogram`.
"""

from smp_core.media.cache import ClipCache
from smp_core.media.clip import ClipDecoder, load_clip
from smp_core.media.decode import WINDOW_S, decode_stretch
from smp_core.media.decoder import Decoder, DecoderBug
from smp_core.media.formats import MEDIA_SUFFIXES, SOUND_SUFFIXES, VIDEO_SUFFIXES, is_media_name
from smp_core.media.hashing import content_hash
from smp_core.media.probe import probe
from smp_core.media.stretch import DecodeStats
from smp_core.media.windows import windows

__all__ = [
    "MEDIA_SUFFIXES",
    "SOUND_SUFFIXES",
    "VIDEO_SUFFIXES",
    "WINDOW_S",
    "ClipCache",
    "ClipDecoder",
    "DecodeStats",
    "Decoder",
    "DecoderBug",
    "content_hash",
    "decode_stretch",
    "is_media_name",
    "load_clip",
    "probe",
    "windows",
]
