"""How a long video is cut into windows."""

from __future__ import annotations

import math

from smp_core.errors import InputError

# A window that adds less than this at the end is not worth a prediction of its own.
_EPSILON_S = 1e-3


def windows(
    duration_s: float, window_s: float = 10.0, hop_s: float = 10.0
) -> list[tuple[float, float]]:
    """Cut a video into windows: all of it, or with a hop longer than a window, samples of it.

    Args:
        duration_s: Length of the video, > 0.
        window_s: Length of a window, > 0.
        hop_s: From one start to the next, > 0; above `window_s` the time between is left out.

    Returns:
        (start, end) in seconds, in order. A video up to one window long is one window. Otherwise
        all windows are full length, and the last is moved back to end with the video.

    Raises:
        InputError: A value outside the ranges above.
    """
    if not (math.isfinite(duration_s) and duration_s > 0):
        raise InputError(f"A length of {duration_s:g} s cannot be cut into windows.")
    if not (math.isfinite(window_s) and window_s > 0 and math.isfinite(hop_s) and hop_s > 0):
        raise InputError(
            f"Windows of {window_s:g} s every {hop_s:g} s make no sense.",
            "Choose lengths above 0 seconds.",
        )
    if duration_s <= window_s + _EPSILON_S:
        return [(0.0, duration_s)]
    last_start_s = duration_s - window_s
    count = math.ceil((last_start_s - _EPSILON_S) / hop_s)
    starts = [i * hop_s for i in range(count)] + [last_start_s]
    return [(start, min(start + window_s, duration_s)) for start in starts]
