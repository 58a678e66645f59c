"""What a file holds: streams, length, displayed size."""

from __future__ import annotations

from pathlib import Path

import av.error
from av.container import InputContainer
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from smp_core.errors import MediaError
from smp_core.media.formats import open_media
from smp_core.media.picture import displayed_size, rotation_deg
from smp_core.media.streams import Streams, choose_streams, frame_rate, stream_end_s, to_seconds
from smp_core.types import MediaInfo

MIN_DURATION_S = 0.1
# A header may claim anything. Above this the packets are counted instead of believed.
_BELIEVABLE_S = 48 * 3600.0
_US = 1_000_000
_PROBE_PACKETS = 200


def probe(path: Path) -> MediaInfo:
    """Read what a file holds; decodes at most its first picture.

    Args:
        path: A video or sound file.

    Returns:
        Streams, length and displayed size. Cover art is not video.

    Raises:
        InputError: There is no such file.
        MediaError: Not a media file, nothing in it, or shorter than 0.1 s.
    """
    with open_media(path) as container:
        streams = choose_streams(container, path)
        duration_s = header_duration_s(container, streams)
        if duration_s is None:
            duration_s = measured_duration_s(path)
        if duration_s < MIN_DURATION_S:
            raise MediaError(
                f"{path} is only {duration_s:.2f} s long.",
                f"Use a clip of at least {MIN_DURATION_S} s.",
            )
        frame = _first_frame(container, streams.video) if streams.video is not None else None
        return _describe(container, streams, frame, duration_s)


def header_duration_s(container: InputContainer, streams: Streams) -> float | None:
    """The length that the container states, in seconds; None if absent or beyond belief."""
    stated = container.duration / _US if container.duration is not None else 0.0
    if stated <= 0:
        ends = [
            stream_end_s(stream, streams.origin_s)
            for stream in (streams.video, streams.audio)
            if stream is not None
        ]
        stated = max((end for end in ends if end is not None), default=0.0)
    return stated if 0 < stated <= _BELIEVABLE_S else None


def measured_duration_s(path: Path) -> float:
    """Read all packets (without decoding) and see when the last one ends."""
    end_s = 0.0
    with open_media(path) as container:
        streams = choose_streams(container, path)
        used = [s for s in (streams.video, streams.audio) if s is not None]
        rate = frame_rate(streams.video) if streams.video is not None else 0.0
        try:
            for packet in container.demux(used):
                pts_s = to_seconds(packet.pts, packet.time_base)
                if pts_s is None:
                    continue
                length_s = to_seconds(packet.duration or None, packet.time_base)
                if length_s is None:
                    length_s = 1 / rate if packet.stream is streams.video and rate else 0.0
                end_s = max(end_s, pts_s - streams.origin_s + length_s)
        except av.error.FFmpegError:
            pass  # a file that breaks off is as long as what can be read of it
    return end_s


def _first_frame(container: InputContainer, video: VideoStream) -> VideoFrame | None:
    """The first picture: only a frame carries the rotation. None if nothing decodes early on."""
    try:
        for count, packet in enumerate(container.demux(video)):
            try:
                for frame in packet.decode():
                    return frame
            except av.error.InvalidDataError:
                continue
            if count > _PROBE_PACKETS:
                break
    except av.error.FFmpegError:
        pass  # the header can still be told; decoding will name the damage
    return None


def _describe(
    container: InputContainer, streams: Streams, frame: VideoFrame | None, duration_s: float
) -> MediaInfo:
    video, audio = streams.video, streams.audio
    width_px = height_px = turn = 0
    if video is not None:
        turn = rotation_deg(frame) if frame is not None else 0
        context = video.codec_context
        width_px, height_px = displayed_size(
            frame.width if frame is not None else context.width,
            frame.height if frame is not None else context.height,
            video.sample_aspect_ratio,
            turn,
        )
    return MediaInfo(
        duration_s=duration_s,
        has_video=video is not None,
        has_audio=audio is not None,
        width_px=width_px,
        height_px=height_px,
        fps=frame_rate(video) if video is not None else 0.0,
        rotation_deg=turn,
        video_codec=video.codec_context.name if video is not None else "",
        audio_codec=audio.codec_context.name if audio is not None else "",
        container=container.format.name,
    )
