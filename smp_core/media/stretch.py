"""One pass over the packets of a stretch: where to begin, what to decode, when to stop."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import av.error
from av.audio.frame import AudioFrame
from av.container import InputContainer
from av.packet import Packet
from av.stream import Stream
from av.video.frame import VideoFrame

from smp_core.errors import MediaError
from smp_core.media.picture import FrameSampler
from smp_core.media.sound import SoundCollector
from smp_core.media.streams import Streams, frame_rate, stream_end_s, to_seconds
from smp_core.types import DecodedClip, DecodeOptions

# Up to here reading from the beginning is as fast as seeking, and needs no trust in an index.
_ONE_PASS_S = 3.0
# An index may point after the wanted moment: then seek this much earlier, at last to the start.
_SEEK_BACK_S = (0.0, 10.0, 60.0)
# Sound decoders need a little run-up after a seek.
_SOUND_RUN_UP_S = 0.3
# How far one stream may lie behind the other in the file before it is given up.
_INTERLEAVE_S = 10.0
_MIN_COVERAGE = 0.5
_US = 1_000_000
_DAMAGED = "The file may be damaged or not fully copied; copy it again or convert it to MP4."


@dataclass
class DecodeStats:
    """What a decode cost; filled while decoding."""

    frames_decoded: int = 0
    seeks: int = 0
    damaged_packets: int = 0


class Stretch:
    """Decodes one stretch of an open container.

    Args:
        container, streams: Freshly opened, nothing decoded yet.
        start_s, end_s: Inside the file.
        options: Sizes and counts.
        stats: Filled with what was done.
    """

    def __init__(
        self,
        container: InputContainer,
        streams: Streams,
        start_s: float,
        end_s: float,
        options: DecodeOptions,
        stats: DecodeStats,
    ) -> None:
        self._container = container
        self._streams = streams
        self._start_s = start_s
        self._end_s = end_s
        self._options = options
        self._stats = stats
        rate = frame_rate(streams.video) if streams.video is not None else 0.0
        self._frame_length_s = 1 / rate if rate else 0.0
        self._reset()

    def _reset(self) -> None:
        video = self._streams.video
        aspect = video.sample_aspect_ratio if video is not None else None
        self._sampler = FrameSampler(self._start_s, self._end_s, self._options, aspect)
        self._sound = SoundCollector(self._start_s, self._end_s)
        self._picture_s: float | None = None
        self._picture_end_s = self._start_s
        self._picture_over = video is None
        self._sound_over = self._streams.audio is None

    def run(self) -> None:
        """Decode, from the file's beginning or from shortly before the stretch."""
        if self._start_s > _ONE_PASS_S:
            for back_s in _SEEK_BACK_S:
                seek_s = self._start_s - _SOUND_RUN_UP_S - back_s
                if seek_s > 0 and self._seek(seek_s) and self._read(trusted=False):
                    return
            self._seek(0.0)
        self._read(trusted=True)

    def clip(self, path: Path) -> DecodedClip:
        """Give the arrays.

        Raises:
            MediaError: Too little of the stretch could be decoded.
        """
        pictures = self._sampler.finish()
        waveform = self._sound.finish()
        stretch = f"{self._start_s:g} to {self._end_s:g} s of {path}"
        if self._streams.video is not None and pictures is None:
            raise MediaError(f"No picture from {stretch} could be decoded.", _DAMAGED)
        if pictures is None and waveform is None:
            raise MediaError(f"No sound from {stretch} could be decoded.", _DAMAGED)
        if self._coverage() < _MIN_COVERAGE:
            raise MediaError(f"Less than half of {stretch} could be decoded.", _DAMAGED)
        frames, strip = pictures if pictures is not None else (None, None)
        return DecodedClip(frames, strip, waveform, self._start_s, self._end_s)

    def _coverage(self) -> float:
        """How much was reached of what the better kept stream should hold here, up to 1."""
        shares = []
        for stream, reached_s in (
            (self._streams.video, self._picture_end_s),
            (self._streams.audio, self._sound.reached_s),
        ):
            if stream is None:
                continue
            stated_s = stream_end_s(stream, self._streams.origin_s)
            end_s = self._end_s if stated_s is None else min(stated_s, self._end_s)
            if end_s > self._start_s:
                shares.append((reached_s - self._start_s) / (end_s - self._start_s))
        return max(shares, default=1.0)

    def _seek(self, time_s: float) -> bool:
        """Go to the key frame at or before a time; False if the file cannot."""
        self._reset()
        self._stats.seeks += 1
        try:
            self._container.seek(int((time_s + self._streams.origin_s) * _US), backward=True)
        except av.error.FFmpegError:
            return False
        return True

    def _read(self, *, trusted: bool) -> bool:
        """Read packets until the stretch is complete.

        Args:
            trusted: Take what comes; otherwise stop once the first picture shows that the seek
                went too far.

        Returns:
            False if the seek went too far or led nowhere.
        """
        used: list[Stream] = [
            s for s in (self._streams.video, self._streams.audio) if s is not None
        ]
        flushed = False
        try:
            for packet in self._container.demux(*used):
                time_s = self._time(packet.pts if packet.pts is not None else packet.dts, packet)
                if packet.stream is self._streams.audio:
                    self._take_sound_packet(packet, time_s)
                elif not self._picture_over:
                    first = self._picture_s is None
                    self._take_pictures(self._decode(packet))
                    if first and not trusted and self._went_too_far():
                        return False
                flushed = flushed or packet.size == 0
                if self._is_complete(time_s):
                    break
        except av.error.FFmpegError:
            # The rest of the file cannot be read; `clip` judges whether enough was.
            self._stats.damaged_packets += 1
        if not self._picture_over and not flushed and self._streams.video is not None:
            # Frame threads hold the last pictures back.
            self._take_pictures(self._flush())
        return trusted or self._streams.video is None or self._picture_s is not None

    def _went_too_far(self) -> bool:
        return self._picture_s is not None and self._picture_s > self._start_s + 1e-3

    def _is_complete(self, packet_s: float | None) -> bool:
        if self._picture_over and self._sound_over:
            return True
        return packet_s is not None and packet_s > self._end_s + _INTERLEAVE_S

    def _take_pictures(self, frames: Sequence[object]) -> None:
        for frame in frames:
            if self._picture_over or not isinstance(frame, VideoFrame):
                continue
            self._stats.frames_decoded += 1
            time_s = self._time(frame.pts if frame.pts is not None else frame.dts, frame)
            before_s = self._picture_s
            if time_s is None:
                time_s = 0.0 if before_s is None else before_s + self._frame_length_s
            if before_s is not None:
                time_s = max(time_s, before_s)
            self._sampler.add(frame, time_s)
            self._picture_s = time_s
            length_s = to_seconds(frame.duration or None, frame.time_base)
            self._picture_end_s = time_s + (length_s or self._frame_length_s)
            if self._sampler.done:
                self._picture_over = True
                self._picture_end_s = self._end_s

    def _take_sound_packet(self, packet: Packet[Stream], time_s: float | None) -> None:
        if self._sound_over:
            return
        if time_s is not None:
            length_s = to_seconds(packet.duration or None, packet.time_base) or 0.0
            if time_s + length_s < self._start_s - _SOUND_RUN_UP_S:
                return
            if time_s > self._end_s + _SOUND_RUN_UP_S:
                self._sound_over = True
                return
        for frame in self._decode(packet):
            if isinstance(frame, AudioFrame):
                self._sound.add(frame, self._time(frame.pts, frame))
        self._sound_over = self._sound.done

    def _decode(self, packet: Packet[Stream]) -> Sequence[object]:
        """Frames of a packet; a damaged packet gives none and is counted."""
        try:
            return packet.decode()
        except MemoryError:
            raise
        except av.error.FFmpegError:
            self._stats.damaged_packets += 1
            return ()

    def _flush(self) -> Sequence[object]:
        try:
            return self._streams.video.decode(None) if self._streams.video is not None else ()
        except av.error.FFmpegError:
            return ()

    def _time(
        self, ticks: int | None, of: Packet[Stream] | VideoFrame | AudioFrame
    ) -> float | None:
        """Seconds since the file's first moment."""
        time_s = to_seconds(ticks, of.time_base)
        return None if time_s is None else time_s - self._streams.origin_s
