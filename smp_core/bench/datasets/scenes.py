"""Our own scenes as a data set: made on this machine, no download."""

from __future__ import annotations

from pathlib import Path

from smp_core.jobs import JobContext
from smp_core.synth.dataset import synthesise

_SEED = 42
_DIFFICULTY = 0.5
_SOURCE_CLIPS = 32
_TARGET_CLIPS = 40


def make_scenes(folder: Path, ctx: JobContext) -> Path:
    """Make what is missing of `source/` and `target/`; takes some minutes the first time.

    Returns:
        `folder`.
    """
    synthesise(folder / "source", "source", _SOURCE_CLIPS, _SEED, _DIFFICULTY, ctx)
    synthesise(folder / "target", "target", _TARGET_CLIPS, _SEED, _DIFFICULTY, ctx)
    return folder
