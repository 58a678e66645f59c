"""From decoded sound to one 16 kHz mono waveform that is aligned to the stretch."""

from __future__ import annotations

import numpy as np
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from numpy.typing import NDArray

from smp_core.errors import MediaError
from smp_core.types import SAMPLE_RATE_HZ

# Sound around the stretch that is kept while resampling, so that its ends have no edge effects.
_MARGIN_S = 0.05
# Timestamps are often rounded to a millisecond; nearer than this, frames are simply joined.
_JOIN_S = 0.05
_INT16_MAX = 32767.0
_INTEGER_SCALE = {"u8": 128.0, "s16": 32768.0, "s32": 2147483648.0}


def resample(mono: NDArray[np.float32], from_hz: int, to_hz: int) -> NDArray[np.float32]:
    """Change the sample rate with a band-limited filter.

    Args:
        mono: float32 (N,).
        from_hz, to_hz: Sample rates.

    Returns:
        float32 (about N · to_hz / from_hz,), in time with the input.
    """
    if from_hz == to_hz or mono.size == 0:
        return mono
    resampler = AudioResampler(format="fltp", layout="mono", rate=to_hz)
    frame = AudioFrame.from_ndarray(mono[np.newaxis, :], format="fltp", layout="mono")
    frame.sample_rate = from_hz
    parts = [out.to_ndarray()[0] for step in (frame, None) for out in resampler.resample(step)]
    if not parts:
        return np.zeros(0, np.float32)
    return np.concatenate(parts).astype(np.float32, copy=False)


def round_waveform(waveform: NDArray[np.float32]) -> NDArray[np.float32]:
    """Clip to [-1, 1] and round to 16-bit steps, the precision that the cache keeps.

    Doing it at once means that a clip from the cache and a fresh one are the same numbers.

    Args:
        waveform: float32 (N,).

    Returns:
        float32 (N,); rounding twice changes nothing.
    """
    return from_int16(to_int16(waveform))


def from_int16(samples: NDArray[np.int16]) -> NDArray[np.float32]:
    """The waveform, float32 (N,), that `to_int16` rounded."""
    return samples.astype(np.float32) / np.float32(_INT16_MAX)


def to_int16(waveform: NDArray[np.float32]) -> NDArray[np.int16]:
    """Waveform in [-1, 1] as int16 (N,)."""
    steps = np.rint(np.clip(waveform, -1.0, 1.0) * np.float32(_INT16_MAX))
    return np.asarray(steps, dtype=np.int16)


def first_channel(frame: AudioFrame) -> NDArray[np.float32]:
    """The first channel of a decoded frame, float32 (samples,), in [-1, 1] for integer formats."""
    try:
        samples = np.asarray(frame.to_ndarray())
    except ValueError as error:
        raise MediaError(
            f"The sound's format {frame.format.name} cannot be converted.",
            "Convert the file to MP4 with AAC, or to WAV.",
        ) from error
    # Planar: (channels, samples). Packed: (1, samples · channels).
    step = 1 if frame.format.is_planar else frame.layout.nb_channels
    channel = samples[0, ::step].astype(np.float32)
    scale = _INTEGER_SCALE.get(frame.format.name.removesuffix("p"))
    if scale is None:
        return channel
    if frame.format.name.startswith("u8"):
        channel -= 128.0
    return channel / np.float32(scale)


class SoundCollector:
    """Places decoded sound on the stretch's own time line, then resamples it once.

    Gaps and sound that starts late become silence. Sound that ends early ends early.

    Args:
        start_s, end_s: The stretch.
    """

    def __init__(self, start_s: float, end_s: float) -> None:
        self._start_s = start_s
        self._end_s = end_s
        self._rate_hz = 0
        self._line = np.zeros(0, np.float32)
        self._next: int | None = None
        self._reached = 0

    @property
    def reached_s(self) -> float:
        """Where the sound so far ends, seconds; the stretch's start if there is none."""
        if not self._rate_hz:
            return self._start_s
        reached_s = self._start_s - _MARGIN_S + self._reached / self._rate_hz
        return min(max(reached_s, self._start_s), self._end_s)

    @property
    def done(self) -> bool:
        """The time line is full."""
        return bool(self._rate_hz) and self._reached >= self._line.size

    def add(self, frame: AudioFrame, time_s: float | None) -> None:
        """Take the next frame.

        Args:
            frame: Decoded sound in any format, layout and rate.
            time_s: Its start; None = right after the one before.
        """
        mono = first_channel(frame)
        if not self._rate_hz:
            self._rate_hz = frame.sample_rate
            length_s = self._end_s - self._start_s + 2 * _MARGIN_S
            self._line = np.zeros(round(length_s * self._rate_hz), np.float32)
        elif frame.sample_rate != self._rate_hz:
            mono = resample(mono, frame.sample_rate, self._rate_hz)
        at = self._place(time_s)
        self._next = at + mono.size
        begin, end = max(at, 0), min(at + mono.size, self._line.size)
        if begin < end:
            self._line[begin:end] = mono[begin - at : end - at]
            self._reached = max(self._reached, end)

    def finish(self) -> NDArray[np.float32] | None:
        """Give the waveform.

        Returns:
            float32 (N,) at 16 kHz in 16-bit steps, sample 0 at the stretch's start, at most the
            stretch long; None if no sound falls into the stretch.
        """
        if self.reached_s <= self._start_s:
            return None
        waveform = resample(self._line[: self._reached], self._rate_hz, SAMPLE_RATE_HZ)
        begin = round(_MARGIN_S * SAMPLE_RATE_HZ)
        length = round((self.reached_s - self._start_s) * SAMPLE_RATE_HZ)
        waveform = waveform[begin : begin + length]
        return round_waveform(waveform) if waveform.size else None

    def _place(self, time_s: float | None) -> int:
        """Index on the time line of a frame's first sample; may lie outside."""
        if time_s is None:
            return self._next if self._next is not None else round(_MARGIN_S * self._rate_hz)
        at = round((time_s - self._start_s + _MARGIN_S) * self._rate_hz)
        if self._next is not None and abs(at - self._next) < _JOIN_S * self._rate_hz:
            return self._next
        return at
