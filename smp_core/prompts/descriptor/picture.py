"""Measures the picture of a clip in plain numbers."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from smp_core.prompts.descriptor.motion import Motion, find_motion, steps
from smp_core.prompts.descriptor.rhythm import NO_RHYTHM, Rhythm, find_rhythm, runs
from smp_core.prompts.descriptor.steadying import FloatArray, SteadyStrip, steady

_MOST_FRAMES = 160
LIGHT_COHERENCE = 0.8
Rgb = tuple[float, float, float]


@dataclass(frozen=True)
class PictureMeasures:
    """The picture in numbers.

    Attributes:
        brightness: Of the background, 0 to 1.
        background_rgb, thing_rgb: Median colours, 0 to 255.
        moving_share: Share of the picture that changes in a typical active frame, 0 to 1.
        active_share: Share of the time in which something moves, 0 to 1.
        bursts: Separate stretches of motion.
        where_y, where_x: Middle of the motion, 0 (top, left) to 1.
        spread: How far the motion reaches around its middle, 0 to about 0.5.
        heat_tallness: Height over width of the region of motion, > 0.
        one_spot: Share of the motion in its largest connected region, 0 to 1.
        plunge: -1 when the main blob goes up faster than down, 1 the other way round.
        swelling: Relative change of the main blob's area over time (deviation over mean).
        net_y, net_x: Way from start to end of the main blob over all its stretches, picture sides.
        path_y, path_x: Length of its way, picture sides.
        speed: Picture sides per second while it is fast (90th percentile).
        peak_ratio: Largest change in one frame over the mean change, ≥ 1; large = sudden.
        rests: Share of the time after the last motion.
        rhythm: Repetition of the motion.
        size: Share of the picture that the main blob fills, 0 to 1.
        tallness: Height over width of the main blob, > 0.
        blobs: Typical number of blobs that move at once.
        coherence: 1 when changing pixels brighten and darken together (a light), near 0 for motion.
        light_rhythm: Repetition of the brightness where it changes most.
        flicker: Standard deviation of the overall light over its mean.
        shake_px: See `steadying.SteadyStrip`.
    """

    brightness: float
    background_rgb: Rgb
    thing_rgb: Rgb
    moving_share: float
    active_share: float
    bursts: int
    where_y: float
    where_x: float
    spread: float
    heat_tallness: float
    one_spot: float
    plunge: float
    swelling: float
    net_y: float
    net_x: float
    path_y: float
    path_x: float
    speed: float
    peak_ratio: float
    rests: float
    rhythm: Rhythm
    size: float
    tallness: float
    blobs: float
    coherence: float
    light_rhythm: Rhythm
    flicker: float
    shake_px: float


def _rgb(pixels: FloatArray) -> Rgb:
    """Median colour of pixels (n, 3), n ≥ 1."""
    red, green, blue = np.median(pixels, axis=0)
    return float(red), float(green), float(blue)


def _coherence(strip: SteadyStrip, motion: Motion) -> float:
    # Per channel: a red lamp on a green wall may keep its luminance while it blinks.
    moved = motion.changed[1:]
    change = strip.frames[1:][moved] - strip.frames[:-1][moved]
    total = float(np.abs(change).sum())
    if total <= 0:
        return 0.0
    frame = np.nonzero(moved)[0]
    sums = [np.bincount(frame, weights=change[:, channel]) for channel in range(3)]
    return float(np.abs(sums).sum() / total)


def _thing_rgb(strip: SteadyStrip, motion: Motion, coherence: float) -> Rgb:
    """Colour of the moving thing; of a light, the colour of its bright moments."""
    if coherence > LIGHT_COHERENCE:
        pixels = strip.frames[:, motion.changed.any(axis=0)].reshape(-1, 3)
        if len(pixels):
            glow = pixels.max(axis=1)
            return _rgb(pixels[glow >= np.percentile(glow, 80)])
    pixels = strip.frames[motion.things & motion.active[:, None, None]]
    return _rgb(pixels) if len(pixels) else (0.0, 0.0, 0.0)


def _one_spot(heat: NDArray[np.float64]) -> float:
    """Share of the motion in the largest connected region of the places that move often."""
    if heat.sum() <= 0:
        return 0.0
    often = (heat >= 0.15 * np.percentile(heat[heat > 0], 95)).astype(np.uint8)
    count, labels = cv2.connectedComponents(often, connectivity=8)
    sums = np.bincount(labels.ravel(), weights=heat.ravel(), minlength=count)[1:]
    return float(sums.max() / heat.sum()) if len(sums) else 0.0


def _plunge(way: FloatArray) -> float:
    down, up = (
        float((np.maximum(way[:, 0], 0) ** 2).sum()),
        float((np.minimum(way[:, 0], 0) ** 2).sum()),
    )
    return (down - up) / (down + up) if down + up > 0 else 0.0


def _tallness(things: NDArray[np.bool_]) -> float:
    """Median height over width of the moving pixels by second moments, per frame."""
    ratios = []
    for picture in things:
        y, x = np.nonzero(picture)
        if len(y) >= 6:
            ratios.append((float(y.std()) + 0.3) / (float(x.std()) + 0.3))
    return float(np.median(ratios)) if ratios else 1.0


def _light_series(strip: SteadyStrip, motion: Motion) -> FloatArray:
    """Mean brightness (S,) of the pixels that change most often."""
    often = motion.changed.sum(axis=0)
    region = often >= max(1.0, 0.5 * float(often.max()))
    series: FloatArray = strip.frames[:, region].max(axis=2).mean(axis=1)
    return series


def _motion_rhythm(motion: Motion, way: FloatArray, rate_hz: float) -> Rhythm:
    """Repetition of the place of the blob, or else of the amount of motion."""
    length = float(np.abs(way).sum())
    axis = int(np.argmax(np.abs(way).sum(axis=0)))
    # A place says more than an amount: a swing has two bursts of motion per turn.
    place = find_rhythm(np.cumsum(way[:, axis]), rate_hz, 0.25, rate_hz / 2, least=0.45)
    if place.rate_hz > 0 and length > 0.3:
        return place
    # A steadily gliding edge crosses pixels at an even rate; only real pauses are a rhythm.
    ebb = float(np.std(motion.amount)) / max(float(np.mean(motion.amount)), 1e-9)
    if ebb < 0.4:
        return NO_RHYTHM
    return find_rhythm(motion.amount, rate_hz, 0.25, rate_hz / 2)


def measure_picture(strip: NDArray[np.uint8], duration_s: float) -> PictureMeasures:
    """Measure a strip of small frames.

    Args:
        strip: uint8 (S, h, w, 3) RGB, evenly spaced over the clip, S ≥ 1.
        duration_s: Length of the clip in seconds, > 0.
    """
    strip = strip[:: max(1, -(-len(strip) // _MOST_FRAMES))]
    s = len(strip)
    rate_hz = s / max(duration_s, 1e-3)
    steadied = steady(strip)
    motion = find_motion(steadied)
    background = steadied.background
    active = np.flatnonzero(motion.active)
    heat = motion.changed.sum(axis=0, dtype=np.float64)
    where_y = where_x = 0.5
    spread, heat_tallness = 0.0, 1.0
    if heat.sum() > 0:
        h, w = heat.shape
        y, x = (np.arange(h) + 0.5) / h, (np.arange(w) + 0.5) / w
        weight_y, weight_x = heat.sum(axis=1) / heat.sum(), heat.sum(axis=0) / heat.sum()
        where_y, where_x = float(weight_y @ y), float(weight_x @ x)
        tall, wide = weight_y @ (y - where_y) ** 2, weight_x @ (x - where_x) ** 2
        spread = float(np.sqrt(tall + wide))
        heat_tallness = float(np.sqrt(tall + 1e-4) * h / (np.sqrt(wide + 1e-4) * w))
    way = steps(motion)
    lengths = np.linalg.norm(way, axis=1)
    moving = lengths[lengths > 0]
    things = motion.things & motion.active[:, None, None]
    changing = motion.amount[active]
    net, path = way.sum(axis=0), np.abs(way).sum(axis=0)
    coherence = _coherence(steadied, motion) if s > 1 else 0.0
    has_things = bool(things.any())
    sizes = motion.areas[motion.areas > 0]
    counts = motion.blobs[motion.blobs > 0]
    has_motion = len(active) > 0
    return PictureMeasures(
        brightness=float(background.mean()) / 255.0,
        background_rgb=_rgb(background.reshape(-1, 3)),
        thing_rgb=_thing_rgb(steadied, motion, coherence),
        moving_share=float(np.median(changing)) if has_motion else 0.0,
        active_share=len(active) / s,
        bursts=len(runs(motion.active, bridge=max(1, round(0.4 * rate_hz)))),
        where_y=where_y,
        where_x=where_x,
        spread=spread,
        heat_tallness=heat_tallness,
        one_spot=_one_spot(heat),
        plunge=_plunge(way),
        swelling=float(sizes.std() / sizes.mean()) if len(sizes) else 0.0,
        net_y=float(net[0]),
        net_x=float(net[1]),
        path_y=float(path[0]),
        path_x=float(path[1]),
        speed=float(np.percentile(moving, 90)) * rate_hz if len(moving) else 0.0,
        peak_ratio=float(motion.amount.max() / motion.amount.mean()) if has_motion else 1.0,
        rests=(s - 1 - int(active[-1])) / s if has_motion else 1.0,
        rhythm=_motion_rhythm(motion, way, rate_hz) if has_motion else NO_RHYTHM,
        size=float(np.median(sizes)) if len(sizes) else 0.0,
        tallness=_tallness(things[active]) if has_things else 1.0,
        blobs=float(np.median(counts)) if len(counts) else 0.0,
        coherence=coherence,
        light_rhythm=(
            find_rhythm(_light_series(steadied, motion), rate_hz, 0.25, rate_hz / 2)
            if has_motion
            else NO_RHYTHM
        ),
        flicker=steadied.flicker,
        shake_px=steadied.shake_px,
    )
