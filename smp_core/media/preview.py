"""What a clip looks and sounds like at a glance: small pictures, wave, spectrogram. No torch."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from smp_core.types import SAMPLE_RATE_HZ, DecodedClip, DecodeOptions, MediaInfo

N_FRAMES: Final = 10
FRAME_WIDTH_PX: Final = 176
FRAME_HEIGHT_PX: Final = 99
N_COLUMNS: Final = 400
N_BANDS: Final = 64

# Only the small pictures are wanted: the model's frames become them, the strip is next to nothing.
PREVIEW_OPTIONS: Final = DecodeOptions(
    n_frames=N_FRAMES,
    short_side_px=FRAME_HEIGHT_PX,
    multiple_px=1,
    strip_hz=0.01,
    strip_width_px=2,
    strip_height_px=2,
)

_N_FFT = 512
_RANGE_DB = 70.0
# What a 16-bit file holds at most when nothing was recorded: a few steps of dither.
SILENT_PEAK: Final = 10 ** (-60 / 20)
_LOWEST_HZ = 30.0


@dataclass(frozen=True, eq=False)
class Preview:
    """A stretch of a file at a glance. Arrays are not to be changed.

    Attributes:
        start_s, end_s: The stretch as decoded, within the file.
        duration_s: Length of the whole file, seconds; 0 if it could not be opened.
        fps: Pictures a second, 0 without picture.
        width_px, height_px: Displayed size of the video, 0 without picture.
        has_video, has_audio: What the file holds.
        frames: uint8 (10, h, w, 3) RGB at the middles of ten equal parts; h ≤ 99, w ≤ 176, the
            video's own aspect. None without picture.
        peaks: float32 (400, 2), lowest and highest sample in [-1, 1] of equal parts of the stretch;
            0 where the sound has ended. None without sound in the stretch.
        spectrogram: uint8 (64, 400), log-mel, row 0 is the highest band, 255 the loudest;
            columns are times as in `peaks`. None without sound in the stretch.
        trouble: Why there is nothing to see or hear, one sentence that names the file; empty if
            there is.
        hint: What to do about it, may be empty.
    """

    start_s: float
    end_s: float
    duration_s: float
    fps: float
    width_px: int
    height_px: int
    has_video: bool
    has_audio: bool
    frames: NDArray[np.uint8] | None = None
    peaks: NDArray[np.float32] | None = None
    spectrogram: NDArray[np.uint8] | None = None
    trouble: str = ""
    hint: str = ""

    @property
    def silent(self) -> bool:
        """No sound in the stretch, or none louder than -60 dB of full scale."""
        return self.peaks is None or float(np.abs(self.peaks).max(initial=0.0)) < SILENT_PEAK

    @property
    def n_bytes(self) -> int:
        """Memory of the arrays."""
        arrays = (self.frames, self.peaks, self.spectrogram)
        return sum(array.nbytes for array in arrays if array is not None)

    def frame_at(self, time_s: float) -> NDArray[np.uint8] | None:
        """The picture nearest to a time of the file, uint8 (h, w, 3); None without picture."""
        if self.frames is None:
            return None
        length_s = max(self.end_s - self.start_s, 1e-6)
        index = int((time_s - self.start_s) / length_s * len(self.frames))
        return np.asarray(self.frames[min(max(index, 0), len(self.frames) - 1)])


def broken_preview(start_s: float, end_s: float, trouble: str, hint: str = "") -> Preview:
    """A preview that only says why there is none."""
    return Preview(start_s, end_s, 0.0, 0.0, 0, 0, False, False, trouble=trouble, hint=hint)


def make_preview(clip: DecodedClip, info: MediaInfo) -> Preview:
    """Turn a decoded stretch into a preview.

    Args:
        clip: Decoded with `PREVIEW_OPTIONS`.
        info: Of the same file.
    """
    n_samples = round((clip.end_s - clip.start_s) * SAMPLE_RATE_HZ)
    sound = clip.waveform
    return Preview(
        start_s=clip.start_s,
        end_s=clip.end_s,
        duration_s=info.duration_s,
        fps=info.fps,
        width_px=info.width_px,
        height_px=info.height_px,
        has_video=info.has_video,
        has_audio=info.has_audio,
        frames=None if clip.frames is None else small_frames(clip.frames),
        peaks=None if sound is None else wave_peaks(sound, n_samples),
        spectrogram=None if sound is None else mel_picture(sound, n_samples),
    )


def small_frames(frames: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Scale pictures, uint8 (n, H, W, 3), down to fit 176 × 99; smaller ones stay as they are."""
    height_px, width_px = frames.shape[1:3]
    scale = min(FRAME_WIDTH_PX / width_px, FRAME_HEIGHT_PX / height_px)
    if scale >= 1:
        return np.ascontiguousarray(frames)
    size = (max(1, round(width_px * scale)), max(1, round(height_px * scale)))
    scaled = [cv2.resize(each, size, interpolation=cv2.INTER_AREA) for each in frames]
    return np.stack(scaled).astype(np.uint8, copy=False)


def wave_peaks(
    waveform: NDArray[np.float32], n_samples: int, n_columns: int = N_COLUMNS
) -> NDArray[np.float32]:
    """Lowest and highest sample of equal parts of a stretch.

    Args:
        waveform: float32 (N,) from the stretch's start on.
        n_samples: Of the whole stretch; what is missing at its end counts as 0.
        n_columns: Number of parts.

    Returns:
        float32 (n_columns, 2).
    """
    n_samples = max(n_samples, n_columns)
    line = np.zeros(n_samples, np.float32)
    length = min(n_samples, waveform.size)
    line[:length] = waveform[:length]
    starts = np.arange(n_columns) * n_samples // n_columns
    lows, highs = np.minimum.reduceat(line, starts), np.maximum.reduceat(line, starts)
    return np.stack([lows, highs], axis=1)


def mel_picture(
    waveform: NDArray[np.float32], n_samples: int, n_columns: int = N_COLUMNS
) -> NDArray[np.uint8]:
    """A log-mel spectrogram to look at, 70 dB below its loudest point are black.

    Args:
        waveform: float32 (N,) at 16 kHz from the stretch's start on.
        n_samples: Of the whole stretch; what is missing at its end is black.
        n_columns: Width of the picture.

    Returns:
        uint8 (64, n_columns), row 0 is the highest band (8 kHz).
    """
    line = np.zeros(max(n_samples, waveform.size) + _N_FFT, np.float32)
    line[_N_FFT // 2 : _N_FFT // 2 + waveform.size] = waveform
    centres = ((np.arange(n_columns) + 0.5) * n_samples / n_columns).astype(np.int64)
    windows = np.lib.stride_tricks.sliding_window_view(line, _N_FFT)[centres]
    spectrum = np.abs(np.fft.rfft(windows * np.hanning(_N_FFT).astype(np.float32))) ** 2
    power = spectrum @ _mel_filters()  # (n_columns, 64)
    # Full scale, not this clip's noise, is the measure of what counts as nothing.
    floor = (SILENT_PEAK * _N_FFT / 4) ** 2
    loudest = max(float(power.max(initial=0.0)), floor)
    decibels = 10 * np.log10(np.maximum(power, 1e-12) / loudest)
    levels = np.clip(decibels / _RANGE_DB + 1, 0, 1) * 255
    return np.ascontiguousarray(levels.T[::-1].astype(np.uint8))


@lru_cache(maxsize=1)
def _mel_filters() -> NDArray[np.float32]:
    """Triangles, evenly spaced in mel, float32 (257, 64)."""
    low, high = (2595 * np.log10(1 + hz / 700) for hz in (_LOWEST_HZ, SAMPLE_RATE_HZ / 2))
    edges_hz = 700 * (10 ** (np.linspace(low, high, N_BANDS + 2) / 2595) - 1)
    bins_hz = np.fft.rfftfreq(_N_FFT, 1 / SAMPLE_RATE_HZ)
    width_hz = bins_hz[1]
    filters = []
    for left, centre, right in zip(edges_hz[:-2], edges_hz[1:-1], edges_hz[2:], strict=True):
        # A band narrower than the bins still sees its nearest one.
        rise = (bins_hz - left) / max(centre - left, width_hz)
        fall = (right - bins_hz) / max(right - centre, width_hz)
        shape = np.clip(np.minimum(rise, fall), 0, None)
        if not shape.any():
            shape[int(np.argmin(np.abs(bins_hz - centre)))] = 1
        filters.append(shape)
    return np.stack(filters, axis=1).astype(np.float32)
