"""One stretch of one file as arrays, in this process.

Files from outside go through `decoder.Decoder`, which does the same in a process that may die.
"""

from __future__ import annotations

import math
from pathlib import Path

from smp_core.errors import InputError, MediaError
from smp_core.media.formats import open_media
from smp_core.media.probe import MIN_DURATION_S, header_duration_s, measured_duration_s
from smp_core.media.streams import choose_streams
from smp_core.media.stretch import DecodeStats, Stretch
from smp_core.types import DecodedClip, DecodeOptions

WINDOW_S = 10.0
# The arrays of a longer stretch do not belong into one piece of memory.
MAX_STRETCH_S = 600.0


def decode_stretch(
    path: Path,
    start_s: float | None = None,
    end_s: float | None = None,
    options: DecodeOptions | None = None,
    *,
    duration_s: float | None = None,
    stats: DecodeStats | None = None,
) -> DecodedClip:
    """Decode frames, strip and sound of a stretch in one pass.

    Args:
        path: A video or sound file.
        start_s: Start of the stretch, None = 0.
        end_s: End, None = at most `WINDOW_S` after the start; cut at the file's end.
        options: Sizes and counts, None = the defaults.
        duration_s: The file's length if known already, saves measuring it.
        stats: Filled with what was done.

    Returns:
        The clip. Frames and strip are None without a picture stream. The waveform is None without
        sound in this stretch; it begins with silence if the sound starts late, ends where the
        sound ends (it is not padded), and is rounded to 16-bit steps.

    Raises:
        InputError: No such file, or a stretch that lies outside it or is over `MAX_STRETCH_S` long.
        MediaError: Nothing usable: see `open_media`; shorter than 0.1 s; or it breaks off before
            half of the stretch.
    """
    with open_media(path) as container:
        streams = choose_streams(container, path)
        if duration_s is None:
            duration_s = header_duration_s(container, streams)
        if duration_s is None:
            duration_s = measured_duration_s(path)
        start_s, end_s = _bounds(path, start_s, end_s, duration_s)
        stretch = Stretch(
            container,
            streams,
            start_s,
            end_s,
            options if options is not None else DecodeOptions(),
            stats if stats is not None else DecodeStats(),
        )
        stretch.run()
        return stretch.clip(path)


def _bounds(
    path: Path, start_s: float | None, end_s: float | None, duration_s: float
) -> tuple[float, float]:
    """The stretch in seconds, inside the file and of a usable length."""
    start_s = 0.0 if start_s is None else float(start_s)
    end_s = start_s + WINDOW_S if end_s is None else float(end_s)
    if duration_s < MIN_DURATION_S:
        raise MediaError(
            f"{path} is only {duration_s:.2f} s long.",
            f"Use a clip of at least {MIN_DURATION_S} s.",
        )
    if not (math.isfinite(start_s) and math.isfinite(end_s)) or start_s < 0 or end_s <= start_s:
        raise InputError(
            f"{start_s:g} to {end_s:g} s is no stretch of {path}.", "Give a start before the end."
        )
    end_s = min(end_s, duration_s)
    if end_s - start_s < MIN_DURATION_S - 1e-6:
        raise InputError(
            f"{path} has less than {MIN_DURATION_S} s from {start_s:g} s on; it is "
            f"{duration_s:.2f} s long.",
            "Choose a stretch inside the video.",
        )
    if end_s - start_s > MAX_STRETCH_S:
        raise InputError(
            f"{end_s - start_s:.0f} s of {path} at once is too long.",
            f"Decode at most {MAX_STRETCH_S:.0f} s at a time.",
        )
    return start_s, end_s
