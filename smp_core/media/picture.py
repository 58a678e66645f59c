"""From decoded pictures to the model's frames and the small strip, by timestamp."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from av.video.frame import VideoFrame
from av.video.reformatter import Interpolation, VideoReformatter
from numpy.typing import NDArray

from smp_core.errors import MediaError
from smp_core.types import DecodeOptions

# Wider pictures than this many times their height are squashed, so that a crafted 16000 × 2 picture
# does not become gigabytes of tokens.
MAX_ASPECT = 8
# Absorbs the rounding of timestamps when a target falls exactly on a frame's start.
_EPSILON_S = 1e-6


def middles(start_s: float, end_s: float, n: int) -> NDArray[np.float64]:
    """Middles of n equal parts of a stretch, seconds, shape (n,)."""
    parts = np.arange(n, dtype=np.float64) + 0.5
    return np.asarray(start_s + parts * ((end_s - start_s) / n), dtype=np.float64)


def rotation_deg(frame: VideoFrame) -> int:
    """Quarter turns clockwise that show the picture upright: 0, 90, 180 or 270."""
    # PyAV gives the display matrix's angle counterclockwise, -180 … 180.
    return (round(-frame.rotation / 90) % 4) * 90


def displayed_size(
    width_px: int, height_px: int, pixel_aspect: Fraction | None, turn_deg: int
) -> tuple[int, int]:
    """Width and height as shown: square pixels, upright."""
    if pixel_aspect is not None and pixel_aspect > 0 and pixel_aspect != 1:
        width_px = max(1, round(width_px * pixel_aspect))
    return (height_px, width_px) if turn_deg in (90, 270) else (width_px, height_px)


def target_size(width_px: int, height_px: int, options: DecodeOptions) -> tuple[int, int]:
    """Width and height of the model's frames.

    Args:
        width_px, height_px: Displayed size, ≥ 1.
        options: `short_side_px`, `square` and `multiple_px` are used.

    Returns:
        (width, height): short × short if `square`, otherwise aspect kept up to `MAX_ASPECT` and
        both sides rounded to a multiple of `multiple_px`, at least one.
    """
    short = options.short_side_px
    if options.square:
        return short, short
    shorter = max(1, min(width_px, height_px))
    longest = short * MAX_ASPECT
    step = options.multiple_px

    def fit(side_px: int) -> int:
        scaled = min(side_px * short / shorter, longest)
        return max(1, round(scaled / step)) * step

    return fit(width_px), fit(height_px)


class _Resizer:
    """Scales to one displayed size and turns upright; keeps its scaler between frames."""

    def __init__(self, width_px: int, height_px: int, turn_deg: int, how: Interpolation) -> None:
        self._turns = turn_deg // 90
        # Scaling happens before turning, so the sides are swapped for a quarter turn.
        self._size = (height_px, width_px) if self._turns % 2 else (width_px, height_px)
        self._how = how
        self._reformatter = VideoReformatter()

    def __call__(self, frame: VideoFrame) -> NDArray[np.uint8]:
        """Return uint8 (height, width, 3) RGB."""
        width_px, height_px = self._size
        try:
            small = self._reformatter.reformat(
                frame, width_px, height_px, "rgb24", interpolation=self._how, threads=1
            )
        except ValueError as error:
            raise MediaError(
                f"The pictures' format {frame.format.name} cannot be converted.",
                "Convert the video to MP4 with H.264.",
            ) from error
        pixels = np.asarray(small.to_ndarray(), dtype=np.uint8)
        return np.rot90(pixels, -self._turns) if self._turns else pixels


class FrameSampler:
    """Collects, in one pass, the pictures shown at given times.

    A frame is shown from its own timestamp until the next frame's. Times before the first frame
    get the first, times after the last get the last; so variable frame rates come out right.

    Args:
        start_s, end_s: The stretch.
        options: Frame counts and sizes.
        pixel_aspect: Width of a pixel by its height.
    """

    def __init__(
        self, start_s: float, end_s: float, options: DecodeOptions, pixel_aspect: Fraction | None
    ) -> None:
        n_strip = max(1, round((end_s - start_s) * options.strip_hz))
        self._frame_times = middles(start_s, end_s, options.n_frames)
        self._strip_times = middles(start_s, end_s, n_strip)
        self._options = options
        self._pixel_aspect = pixel_aspect
        self._frames: list[NDArray[np.uint8]] = []
        self._strip: list[NDArray[np.uint8]] = []
        self._shown: VideoFrame | None = None
        self._to_frame: _Resizer | None = None
        self._to_strip: _Resizer | None = None

    @property
    def done(self) -> bool:
        """Every time has its picture; later frames are not needed."""
        return len(self._frames) == len(self._frame_times) and len(self._strip) == len(
            self._strip_times
        )

    def add(self, frame: VideoFrame, time_s: float) -> None:
        """Take the next frame in order of display; times never decrease."""
        if self._shown is None:
            self._prepare(frame)
            self._shown = frame
        self._fill_until(time_s - _EPSILON_S)
        self._shown = frame

    def finish(self) -> tuple[NDArray[np.uint8], NDArray[np.uint8]] | None:
        """Give the pictures.

        Returns:
            Frames uint8 (n_frames, H, W, 3) and strip uint8 (S, h, w, 3), RGB; None if no frame
            ever came.
        """
        if self._shown is None:
            return None
        self._fill_until(float("inf"))
        return np.stack(self._frames), np.stack(self._strip)

    def _prepare(self, frame: VideoFrame) -> None:
        turn = rotation_deg(frame)
        shown = displayed_size(frame.width, frame.height, self._pixel_aspect, turn)
        width_px, height_px = target_size(*shown, self._options)
        self._to_frame = _Resizer(width_px, height_px, turn, Interpolation.BICUBIC)
        # Area averaging keeps the strip's noise low, which matters for measuring motion.
        self._to_strip = _Resizer(
            self._options.strip_width_px,
            self._options.strip_height_px,
            turn,
            Interpolation.AREA,
        )

    def _fill_until(self, time_s: float) -> None:
        """Give the picture on show to all open times before `time_s`."""
        for times, pictures, resize in (
            (self._frame_times, self._frames, self._to_frame),
            (self._strip_times, self._strip, self._to_strip),
        ):
            picture: NDArray[np.uint8] | None = None
            while len(pictures) < len(times) and times[len(pictures)] < time_s:
                if picture is None and resize is not None and self._shown is not None:
                    picture = resize(self._shown)
                if picture is None:
                    return
                pictures.append(picture)
