"""Model inputs of a part of a data set, kept for all processes of a comparison.

Decoding is cached for all of the program; captions, spectrograms and tokens are not, and a
comparison needs them in each of its processes and again each time it goes on.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file, save

from smp_core.bench.datasets.examples import Example
from smp_core.errors import SmpError
from smp_core.model.inputs import ClipInputs
from smp_core.model.pack import Pack
from smp_core.paths import atomic_write_bytes
from smp_core.training.support_set import SupportSet

# More would rather fill the disk than save time; then every process reads for itself.
_LARGEST_BYTES = 2 << 30


def kept_file(
    folder: Path, examples: Sequence[Example], pack: Pack, how: Sequence[str | float]
) -> Path:
    """Where the inputs of these examples are kept.

    Args:
        how: Who writes the prompts, from what, and what is done to the clips.
    """
    about = [
        [e.label, str(e.media), e.start_s, e.end_s, str(e.frames), e.prompt, *_state(e.media)]
        for e in examples
    ]
    text = json.dumps([pack.digest, *how, about])
    return folder / f"inputs-{hashlib.sha256(text.encode()).hexdigest()[:20]}.safetensors"


def load_kept(file: Path, class_names: Sequence[str], pack: Pack) -> SupportSet | None:
    """What was kept; None where nothing was, or where it is damaged."""
    try:
        found = load_file(file)
        labels = found["labels"]
        clips = [
            ClipInputs(found[f"{row}.sound"], found[f"{row}.frames"], found[f"{row}.tokens"])
            for row in range(len(labels))
        ]
    except (OSError, SafetensorError, KeyError):
        return None
    return SupportSet(clips, labels, tuple(class_names), pack.inputs)


def keep(file: Path, part: SupportSet) -> None:
    """Keep inputs for the next process. A full disk costs time then, nothing else."""
    tensors = {"labels": part.labels}
    for row, clip in enumerate(part.clips):
        named = (("sound", clip.spectrogram), ("frames", clip.frames), ("tokens", clip.token_ids))
        for name, tensor in named:
            tensors[f"{row}.{name}"] = tensor.contiguous()
    if sum(t.nbytes for t in tensors.values()) > _LARGEST_BYTES:
        return
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        atomic_write_bytes(file, save({name: torch.Tensor.clone(t) for name, t in tensors.items()}))
    except (SmpError, OSError):
        return


def _state(media: Path) -> tuple[int, int]:
    """What changes when a file does."""
    try:
        found = media.stat()
    except OSError:
        return (0, 0)
    return (found.st_size, found.st_mtime_ns)
