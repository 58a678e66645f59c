"""Heat as colour over pictures and spectrograms, on the screen and in exports. No torch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, get_args

import cv2
import numpy as np
from numpy.typing import NDArray

from smp_core.workflows.explain_files import Explanation

Colours = Literal["inferno", "viridis", "magma"]
COLOURS: tuple[Colours, ...] = get_args(Colours)
_CV = {
    "inferno": cv2.COLORMAP_INFERNO,
    "viridis": cv2.COLORMAP_VIRIDIS,
    "magma": cv2.COLORMAP_MAGMA,
}

# One patch in a thousand often outshines all others; it must not make them all dark.
_TOP = 0.995
# So much of the opacity stays where there is no heat, so that cold is told from bright footage.
_COLD_SHARE = 0.3
_RANGE_DB = 70.0


@dataclass(frozen=True)
class View:
    """What of an explanation is looked at.

    Attributes:
        word: Index of a word of the prompt; None for the rollout.
        block: Rollout after this block, −1 = the last.
        layer, phase: Of a word's map, see `Explanation.heat`; layer None = mean over all.
        opacity: Of the heat, 0…1.
        colours: The colour map.
    """

    word: int | None = None
    block: int = -1
    layer: int | None = None
    phase: int = 1
    opacity: float = 0.65
    colours: Colours = "inferno"

    def heat(
        self, explanation: Explanation, stream: Literal["visual", "audio"]
    ) -> NDArray[np.float32] | None:
        """The map that this view shows of a stream; see `Explanation.heat`."""
        return explanation.heat(
            stream, block=self.block, word=self.word, layer=self.layer, phase=self.phase
        )


def shares(heat: NDArray[np.float32]) -> NDArray[np.float32]:
    """Heat between its lowest and (nearly) highest value as 0…1, over all frames together.

    Args:
        heat: Any shape, finite.
    """
    low, high = float(heat.min()), float(np.quantile(heat, _TOP))
    if high <= low:
        high = float(heat.max())
    if high - low <= 1e-12:
        return np.zeros_like(heat)
    return np.clip((heat - low) / (high - low), 0, 1).astype(np.float32)


def span(heat: NDArray[np.float32], *, even: float | None = None) -> tuple[float, float]:
    """Lowest and highest value as multiples of even attention.

    Args:
        heat: A map. even: What 1 is; the mean of the map if None (rollout), 1.0 for words.
    """
    unit = float(heat.mean()) if even is None else even
    return (float(heat.min()) / unit, float(heat.max()) / unit) if unit > 0 else (0.0, 0.0)


def colour_bar(colours: Colours, n: int = 256) -> NDArray[np.uint8]:
    """The colour map from cold to hot: uint8 (n, 3) RGB."""
    return _coloured(np.linspace(0, 1, n, dtype=np.float32)[None], colours)[0]


def warm(
    picture: NDArray[np.uint8],
    share: NDArray[np.float32] | None,
    opacity: float,
    colours: Colours,
) -> NDArray[np.uint8]:
    """Lay heat over a picture.

    Args:
        picture: uint8 (H, W, 3) RGB.
        share: (h, w) in 0…1, one value a patch, stretched smoothly over the picture; None for none.
        opacity: 0 = the picture alone, 1 = where it is hot, the heat alone.
        colours: Which colours.

    Returns:
        uint8 (H, W, 3).
    """
    if share is None or opacity <= 0:
        return picture
    height, width = picture.shape[:2]
    smooth: NDArray[Any] = cv2.resize(
        np.ascontiguousarray(share), (width, height), interpolation=cv2.INTER_CUBIC
    )
    smooth = np.clip(smooth, 0, 1).astype(np.float32)
    weight = (opacity * (_COLD_SHARE + (1 - _COLD_SHARE) * smooth))[..., None]
    mixed = picture * (1 - weight) + _coloured(smooth, colours) * weight
    return mixed.round().astype(np.uint8)


def overlay(
    share: NDArray[np.float32], colours: Colours, size_px: tuple[int, int]
) -> NDArray[np.uint8]:
    """Heat to be drawn over a picture with any opacity; then it looks as `warm` makes it.

    Args:
        share: (h, w) in 0…1. colours: Which colours. size_px: Width and height of the result.

    Returns:
        uint8 (height, width, 4) RGBA, not premultiplied.
    """
    smooth = cv2.resize(np.ascontiguousarray(share), size_px, interpolation=cv2.INTER_CUBIC)
    smooth = np.clip(smooth, 0, 1).astype(np.float32)
    alpha = (_COLD_SHARE + (1 - _COLD_SHARE) * smooth) * 255
    return np.dstack([_coloured(smooth, colours), alpha.round().astype(np.uint8)])


def frame_pictures(explanation: Explanation, view: View) -> list[NDArray[np.uint8]]:
    """The frames with heat: uint8 (H, W, 3) each; none for a model without picture."""
    if explanation.frames is None:
        return []
    heat = view.heat(explanation, "visual")
    scaled = None if heat is None else shares(heat)
    return [
        warm(frame, None if scaled is None else scaled[i], view.opacity, view.colours)
        for i, frame in enumerate(explanation.frames)
    ]


def spectrogram_picture(
    explanation: Explanation, view: View, width_px: int = 992, height_px: int = 256
) -> NDArray[np.uint8] | None:
    """The spectrogram in grey with heat, high frequencies on top: uint8 (height, width, 3)."""
    if explanation.spectrogram is None:
        return None
    heat = view.heat(explanation, "audio")
    grey = grey_spectrogram(explanation, width_px, height_px)
    scaled = None if heat is None else np.ascontiguousarray(shares(heat)[::-1])
    return warm(np.repeat(grey[..., None], 3, axis=2), scaled, view.opacity, view.colours)


def grey_spectrogram(explanation: Explanation, width_px: int, height_px: int) -> NDArray[np.uint8]:
    """Loudness in grey, high frequencies on top, dark where there is only padding.

    Raises:
        ValueError: The model has no sound.
    """
    values = explanation.spectrogram
    if values is None:
        raise ValueError("there is no spectrogram")
    steps = values.shape[1]
    sounding = max(1, min(steps, round(steps * explanation.sound_s / explanation.spectrogram_s)))
    sound = values[:, :sounding]
    # Values are decibels over some deviation of about 24: the floor is where that many lie below.
    high = float(np.quantile(sound, 0.999))
    low = max(float(np.quantile(sound, 0.02)), high - _RANGE_DB / 24)
    grey = np.zeros(values.shape, np.float32)
    if explanation.has_audio and high > low:
        grey[:, :sounding] = np.clip((sound - low) / (high - low), 0, 1)
    stretched = cv2.resize(grey[::-1].copy(), (width_px, height_px), interpolation=cv2.INTER_AREA)
    return (stretched * 235 + 10).astype(np.uint8)


def _coloured(share: NDArray[Any], colours: Colours) -> NDArray[np.uint8]:
    blue_first = cv2.applyColorMap((share * 255).round().astype(np.uint8), _CV[colours])
    return np.ascontiguousarray(blue_first[..., ::-1])
