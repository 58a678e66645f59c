"""Which streams of a container are used, and their clock."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from av.audio.stream import AudioStream
from av.container import InputContainer
from av.stream import Discard, Disposition, Stream
from av.video.stream import VideoStream

from smp_core.errors import MediaError

# 8192 × 8192 is above 8K; larger pictures are refused before their memory is asked for.
MAX_PIXELS = 8192 * 8192
_THREADS = 2
_US = 1_000_000


@dataclass(frozen=True)
class Streams:
    """The picture and the sound that are used.

    Attributes:
        video: First picture stream that is not cover art, None without.
        audio: First sound stream, None without.
        origin_s: The container's own time of its first moment; every time in this package is
            relative to it.
    """

    video: VideoStream | None
    audio: AudioStream | None
    origin_s: float


def choose_streams(container: InputContainer, path: Path) -> Streams:
    """Pick the streams and set their decoders up (threads, picture size limit).

    Args:
        container: An open container, before any decoding.
        path: Named in errors.

    Returns:
        The streams.

    Raises:
        MediaError: Neither picture nor sound, or no decoder for one of them.
    """
    video = next((s for s in container.streams.video if not _is_cover(s)), None)
    audio = next(iter(container.streams.audio), None)
    if video is None and audio is None:
        raise MediaError(
            f"{path} holds neither a picture nor sound.", "Use a file with video or sound in it."
        )
    for kind, stream in (("picture", video), ("sound", audio)):
        if stream is not None and stream.codec_context is None:
            raise MediaError(
                f"The {kind} of {path} uses a codec that cannot be decoded.",
                "Convert it to MP4 with H.264 and AAC.",
            )
    if video is not None:
        context = video.codec_context
        context.options = {"max_pixels": str(MAX_PIXELS)}
        context.thread_type = "AUTO"
        context.thread_count = _THREADS
    for other in container.streams:
        if other is not video and other is not audio:
            other.discard = Discard.all
    start = container.start_time
    return Streams(video, audio, start / _US if start is not None else 0.0)


def _is_cover(stream: VideoStream) -> bool:
    return bool(stream.disposition & (Disposition.attached_pic | Disposition.timed_thumbnails))


def to_seconds(ticks: int | None, time_base: Fraction | None) -> float | None:
    """Ticks of a time base in seconds; None if either is unknown."""
    if ticks is None or time_base is None:
        return None
    # Not Fraction arithmetic: this runs for every packet.
    return ticks * time_base.numerator / time_base.denominator


def stream_end_s(stream: Stream, origin_s: float) -> float | None:
    """When the stream ends by its own header, relative to the origin; None if not stated."""
    duration_s = to_seconds(stream.duration, stream.time_base)
    if duration_s is None or duration_s <= 0:
        return None
    start_s = to_seconds(stream.start_time, stream.time_base)
    return duration_s + (start_s if start_s is not None else origin_s) - origin_s


def frame_rate(video: VideoStream) -> float:
    """Average frames per second, 0 if unknown."""
    for rate in (video.average_rate, video.guessed_rate, video.base_rate):
        if rate is not None and rate > 0:
            return float(rate)
    return 0.0
