"""A clip from the cache, or else from its file."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Protocol

from smp_core.media.cache import ClipCache
from smp_core.media.sound import round_waveform
from smp_core.types import DecodedClip, DecodeOptions


class ClipDecoder(Protocol):
    """What `load_clip` needs of a decoder; `decoder.Decoder` is one."""

    def decode(
        self,
        path: Path,
        start_s: float | None = None,
        end_s: float | None = None,
        options: DecodeOptions | None = None,
    ) -> DecodedClip:
        """See `decode.decode_stretch`."""
        ...


def load_clip(
    path: Path,
    content_hash: str,
    start_s: float | None,
    end_s: float | None,
    options: DecodeOptions,
    cache: ClipCache | None,
    decoder: ClipDecoder,
) -> DecodedClip:
    """Load a stretch: cache first, decoder otherwise; the numbers are the same either way.

    Args:
        path: The file; not touched if the clip is in the cache.
        content_hash: Of that file, see `hashing.content_hash`.
        start_s, end_s: The stretch; None as in `decode.decode_stretch`.
        options: Sizes and counts.
        cache: None = always decode.
        decoder: Decodes what the cache does not hold.

    Returns:
        The clip, its waveform in 16-bit steps.

    Raises:
        InputError, MediaError: As the decoder says.
    """
    if cache is not None:
        cached = cache.get(content_hash, start_s, end_s, options)
        if cached is not None:
            return cached
    clip = decoder.decode(path, start_s, end_s, options)
    if clip.waveform is not None:
        clip = replace(clip, waveform=round_waveform(clip.waveform))
    if cache is not None:
        cache.put(content_hash, start_s, end_s, options, clip)
    return clip
