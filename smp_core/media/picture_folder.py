"""Frames that were extracted already: a folder of pictures in the place of a video."""

from __future__ import annotations

import os
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from smp_core.errors import MediaError
from smp_core.media.picture import target_size
from smp_core.types import DecodeOptions

_PICTURES = (".jpg", ".jpeg", ".png", ".bmp")


def read_frames(folder: Path, options: DecodeOptions) -> NDArray[np.uint8]:
    """Evenly spaced pictures of a folder, first and last included, as the authors' loader takes
    them.

    Returns:
        uint8 (n_frames, H, W, 3) RGB.

    Raises:
        MediaError: No picture, or one that cannot be read.
    """
    files = sorted(
        Path(entry.path)
        for entry in os.scandir(folder)
        if entry.is_file() and entry.name.lower().endswith(_PICTURES)
    )
    if not files:
        raise MediaError(f"{folder} holds no pictures.", "Put the clip's frames there.")
    picked = np.linspace(0, len(files) - 1, options.n_frames, dtype=int)
    frames: list[NDArray[np.uint8]] = []
    size: tuple[int, int] | None = None
    for index in picked:
        file = files[int(index)]
        picture = cv2.imdecode(np.frombuffer(file.read_bytes(), np.uint8), cv2.IMREAD_COLOR)
        if picture is None:
            raise MediaError(f"{file} is no picture that can be read.", "Extract it again.")
        if size is None:  # of one video: all alike
            size = target_size(picture.shape[1], picture.shape[0], options)
        shrunk = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
        frames.append(np.asarray(cv2.cvtColor(shrunk, cv2.COLOR_BGR2RGB), dtype=np.uint8))
    return np.stack(frames)
