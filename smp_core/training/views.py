"""Views of a clip that show the same event: mirrored, and with its sound shifted in time, around.

One clip's embedding holds much that is its own; the mean over views of it holds less (+1 point with
one clip a class, docs/adr/0005).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from smp_core.model.inputs import ClipInputs

N_VIEWS = 4


def views(clips: Sequence[ClipInputs]) -> list[ClipInputs]:
    """All clips as they are, then all of them in a second view, and so on: `N_VIEWS` times as many.

    A spectrogram that is one value (silence) and black frames stay what they are.
    """
    return [
        *clips,
        *(_view(clip, mirrored=True, shift=1 / 4) for clip in clips),
        *(_view(clip, mirrored=False, shift=1 / 2) for clip in clips),
        *(_view(clip, mirrored=True, shift=-1 / 4) for clip in clips),
    ]


def _view(clip: ClipInputs, *, mirrored: bool, shift: float) -> ClipInputs:
    columns = round(clip.spectrogram.shape[1] * shift)
    return replace(
        clip,
        spectrogram=clip.spectrogram.roll(columns, dims=1),
        frames=clip.frames.flip(-1) if mirrored else clip.frames,
    )
