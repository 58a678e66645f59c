"""The plain values that flow between media, prompts, model and workflows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

SAMPLE_RATE_HZ = 16_000


@dataclass(frozen=True)
class MediaInfo:
    """What a file holds, as read from its container without decoding it all.

    Attributes:
        duration_s: Length in seconds, > 0.
        has_video: A picture stream that is not just cover art.
        has_audio: A sound stream.
        width_px, height_px: Displayed size, after rotation; 0 without video.
        fps: Average frames per second; 0 without video.
        rotation_deg: 0, 90, 180 or 270, clockwise, already honoured by `width_px`/`height_px`.
        video_codec, audio_codec, container: FFmpeg short names, "" where absent.
    """

    duration_s: float
    has_video: bool
    has_audio: bool
    width_px: int
    height_px: int
    fps: float
    rotation_deg: int
    video_codec: str
    audio_codec: str
    container: str


@dataclass(frozen=True)
class DecodeOptions:
    """How a stretch of video becomes arrays. Part of every cache key.

    Attributes:
        n_frames: Frames for the model, at the middles of n equal parts of the stretch.
        short_side_px: Shorter side of those frames.
        square: Squash to short_side × short_side (the whole picture stays visible); otherwise the
            aspect ratio is kept and both sides are rounded to a multiple of `multiple_px`.
        multiple_px: See `square`; the ViT's patch size.
        strip_hz: Small frames per second for measuring motion.
        strip_width_px, strip_height_px: Size of those small frames.
    """

    n_frames: int = 8
    short_side_px: int = 224
    square: bool = False
    multiple_px: int = 16
    strip_hz: float = 8.0
    strip_width_px: int = 64
    strip_height_px: int = 48


@dataclass(frozen=True)
class DecodedClip:
    """One stretch of one video as arrays.

    Attributes:
        frames: uint8 (n_frames, H, W, 3) RGB; None when the file has no picture.
        strip: uint8 (S, strip_height, strip_width, 3) RGB, evenly spaced at about strip_hz,
            None when the file has no picture.
        waveform: float32 (N,) in [-1, 1], mono (first channel), 16 kHz; None without sound.
        start_s, end_s: The stretch within the file.
    """

    frames: NDArray[np.uint8] | None
    strip: NDArray[np.uint8] | None
    waveform: NDArray[np.float32] | None
    start_s: float
    end_s: float

    @property
    def duration_s(self) -> float:
        """Length of the stretch in seconds."""
        return self.end_s - self.start_s
