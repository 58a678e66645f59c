"""Takes camera shake and flickering light out of the strip, and says how much there was."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import scipy.fft
from numpy.typing import NDArray

FloatArray = NDArray[np.float32]

_LARGEST_SHIFT_PX = 6


@dataclass(frozen=True)
class SteadyStrip:
    """A strip with a still camera and even light.

    Attributes:
        frames: float32 (S, h, w, 3) RGB, 0 to 255.
        background: float32 (h, w, 3), the median over time.
        shake_px: Typical jump of the camera between neighbouring frames, in strip pixels.
        flicker: Standard deviation of the overall light, relative to its mean.
        margin_px: Edge made up when shifts were undone; says nothing about the scene.
        light: float32 (S,) overall light relative to the background, 1 = as usual.
        slope: float32 (h, w), grey levels per pixel at the background's edges where a rest of the
            shake may still show; zero when the camera stood still.
    """

    frames: FloatArray
    background: FloatArray
    shake_px: float
    flicker: float
    margin_px: int
    light: FloatArray
    slope: FloatArray


def _median_frame(frames: FloatArray) -> FloatArray:
    """Lower median over at most 41 frames spread over the strip: enough, and fast."""
    chosen = frames[:: -(-len(frames) // 41)]
    # Sorting along contiguous rows is several times faster than along the first axis.
    series = np.ascontiguousarray(chosen.reshape(len(chosen), -1).T)
    series.sort(axis=1)
    middle: FloatArray = series[:, (len(chosen) - 1) // 2]
    return middle.reshape(frames.shape[1:])


def gray_of(frames: FloatArray) -> FloatArray:
    """Mean of the three channels: (…, h, w, 3) to (…, h, w)."""
    return (frames[..., 0] + frames[..., 1] + frames[..., 2]) / np.float32(3.0)


def strongest_channel(difference: FloatArray) -> FloatArray:
    """Largest of the three absolute channels: (…, h, w, 3) to (…, h, w)."""
    size = np.abs(difference)
    return np.maximum(np.maximum(size[..., 0], size[..., 1]), size[..., 2])


def _shifts(gray: FloatArray, reference: FloatArray) -> FloatArray:
    """Phase correlation of every frame with the reference: (S, 2) shifts (dy, dx) in pixels."""
    h, w = reference.shape
    window = np.outer(np.hanning(h), np.hanning(w)).astype(np.float32)

    def prepare(pictures: FloatArray) -> NDArray[np.complex64]:
        level = pictures.mean(axis=(-2, -1), keepdims=True)
        spectrum: NDArray[np.complex64] = scipy.fft.rfft2((pictures - level) * window)
        return spectrum

    cross = prepare(gray) * np.conj(prepare(reference))
    cross /= np.abs(cross) + 1e-3 * (np.abs(cross).max() + 1e-6)
    surface = scipy.fft.irfft2(cross, s=(h, w))
    r = _LARGEST_SHIFT_PX
    near = np.roll(surface, (r, r), axis=(1, 2))[:, : 2 * r + 1, : 2 * r + 1]
    flat = near.reshape(len(gray), -1).argmax(axis=1)
    return np.stack([flat // (2 * r + 1) - r, flat % (2 * r + 1) - r], axis=1).astype(np.float32)


def _gradients(picture: FloatArray) -> FloatArray:
    """Central differences of a picture: (2, h, w), along y and x, grey levels per pixel."""
    smooth = cv2.GaussianBlur(picture, (3, 3), 0.6)
    along_y, along_x = np.gradient(smooth)
    return np.stack([along_y, along_x]).astype(np.float32)


def _fine_shifts(gray: FloatArray, reference: FloatArray) -> FloatArray:
    """Shifts below a pixel by one robust least-squares step: (S, 2) as (dy, dx).

    For a small shift d, frame(x) = reference(x - d) ≈ reference(x) - ∇reference · d. Pixels far off
    (moving things) weigh little.
    """
    slopes = _gradients(reference).reshape(2, -1)
    off = (gray - reference).reshape(len(gray), -1)
    off -= np.median(off[:, ::5], axis=1, keepdims=True)
    usual = np.median(np.abs(off[:, ::5]), axis=1, keepdims=True)
    weight = 1.0 / (1.0 + (off / (2.0 * usual + 2.0)) ** 2)
    products = np.stack([slopes[0] ** 2, slopes[0] * slopes[1], slopes[1] ** 2])
    yy, yx, xx = (weight @ products.T).T
    # A plain wall says nothing about the camera; this keeps its shift at zero.
    yy, xx = yy + off.shape[1], xx + off.shape[1]
    by, bx = (-(weight * off) @ slopes.T).T
    det = yy * xx - yx**2
    shift = np.stack([(by * xx - bx * yx) / det, (bx * yy - by * yx) / det], axis=1)
    return np.asarray(np.clip(shift, -1.5, 1.5), dtype=np.float32)


def _moved_back(frames: FloatArray, shifts: FloatArray) -> FloatArray:
    """Frames (S, h, w) or (S, h, w, 3) shifted back by (S, 2)."""
    h, w = frames.shape[1:3]
    out = frames.copy()
    for index in np.flatnonzero(np.abs(shifts).max(axis=1) > 0.02):
        dy, dx = float(shifts[index, 0]), float(shifts[index, 1])
        # cv2 maps backwards with this flag: pixel x of the result comes from x + shift.
        warp = np.array([[1, 0, dx], [0, 1, dy]], dtype=np.float32)
        flags = cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP
        out[index] = cv2.warpAffine(
            frames[index], warp, (w, h), flags=flags, borderMode=cv2.BORDER_REPLICATE
        )
    return out


def _distance(gray: FloatArray, background: FloatArray) -> float:
    """Typical distance of a frame from the background at the background's edges."""
    slope = np.abs(_gradients(background)).sum(axis=0)
    edges = slope >= np.percentile(slope, 70)
    return float(np.median(np.median(np.abs(gray[:, edges] - background[edges]), axis=1)))


def _find_shake(gray: FloatArray) -> FloatArray:
    """Shifts (S, 2) of the camera in pixels, as (dy, dx); all zero when none is believed.

    A shift is believed only when undoing it brings the edges of the background at least a tenth
    nearer to their median: otherwise it was a large thing moving, not the camera.
    """
    shifts = np.zeros((len(gray), 2), dtype=np.float32)
    steadied, median = gray, _median_frame(gray)
    distance = _distance(steadied, median)
    for estimate in (_shifts, _fine_shifts, _fine_shifts):
        more = shifts + estimate(steadied, median)
        if float(np.abs(more - shifts).max()) < 0.05:
            continue
        moved = _moved_back(gray, more)
        moved_median = _median_frame(moved)
        moved_distance = _distance(moved, moved_median)
        if moved_distance < 0.9 * distance:
            shifts, steadied, median, distance = more, moved, moved_median, moved_distance
    return shifts


def steady(strip: NDArray[np.uint8]) -> SteadyStrip:
    """Undo camera shake and flicker.

    Args:
        strip: uint8 (S, h, w, 3) RGB, S ≥ 1.
    """
    frames = strip.astype(np.float32)
    shake_px, margin_px = 0.0, 0
    if len(frames) >= 4 and min(strip.shape[1:3]) >= 8:
        shifts = _find_shake(gray_of(frames))
        if np.any(shifts):
            frames = _moved_back(frames, shifts)
            margin_px = int(np.ceil(np.abs(shifts).max())) + 1
            shake_px = float(np.mean(np.linalg.norm(np.diff(shifts, axis=0), axis=1)))
    background = _median_frame(frames)
    # The median of the ratio ignores whatever moves, as long as it fills less than half.
    ratio = (gray_of(frames)[:, ::2, ::2] + 8.0) / (gray_of(background)[::2, ::2] + 8.0)
    light = np.asarray(np.median(ratio.reshape(len(frames), -1), axis=1), dtype=np.float32)
    light = np.clip(light, 0.05, 20.0)
    flicker = float(np.std(light))
    if flicker > 0.01:
        frames = np.clip(frames / light[:, None, None, None], 0.0, 255.0)
        background = _median_frame(frames)
    slope = np.hypot(*_gradients(gray_of(background))) if margin_px else np.zeros(strip.shape[1:3])
    return SteadyStrip(
        frames, background, shake_px, flicker, margin_px, light, slope.astype(np.float32)
    )
