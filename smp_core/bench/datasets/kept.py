"""What was read of a part of a data set, kept for all processes of a comparison.

Decoding is cached for all of the program; spectrograms and tokens are not, and a comparison needs
them in each of its processes and again each time it goes on. Of a part that is too large to be held
in memory, only the list is kept: which clips, and the tokens of their prompts.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file, save

from smp_core.bench.datasets.examples import Example
from smp_core.errors import SmpError
from smp_core.model.inputs import ClipInputs
from smp_core.model.pack import Pack
from smp_core.paths import atomic_write_bytes, atomic_write_json
from smp_core.training.support_set import SupportSet
from smp_core.workflows.cached_clips import CachedClips, ClipReader, ReadClip

_LIST = ".json"


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


def load_kept(
    file: Path, class_names: Sequence[str], pack: Pack, reader: ClipReader
) -> SupportSet | None:
    """What was kept; None where nothing was, or where it is damaged.

    Args:
        reader: Gives the clips of which only the list was kept.
    """
    if file.with_suffix(_LIST).is_file():
        return _load_list(file.with_suffix(_LIST), class_names, pack, reader)
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
    if isinstance(part.clips, CachedClips):
        _keep_list(file.with_suffix(_LIST), part.clips, part.labels.tolist())
        return
    tensors = {"labels": part.labels}
    for row, clip in enumerate(part.clips):
        named = (("sound", clip.spectrogram), ("frames", clip.frames), ("tokens", clip.token_ids))
        for name, tensor in named:
            tensors[f"{row}.{name}"] = tensor.contiguous()
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        atomic_write_bytes(file, save({name: torch.Tensor.clone(t) for name, t in tensors.items()}))
    except (SmpError, OSError):
        return


def _keep_list(file: Path, clips: CachedClips, labels: Sequence[int]) -> None:
    told = [
        {**asdict(clip), "media": str(clip.media), "frames": clip.frames and str(clip.frames)}
        for clip in clips.clips
    ]
    with contextlib.suppress(SmpError, OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        atomic_write_json(file, {"labels": labels, "clips": told})


def _load_list(
    file: Path, class_names: Sequence[str], pack: Pack, reader: ClipReader
) -> SupportSet | None:
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
        clips = [
            ReadClip(
                Path(each["media"]),
                each["content_hash"],
                each["start_s"],
                each["end_s"],
                None if each["frames"] is None else Path(each["frames"]),
                tuple(each["token_ids"]),
            )
            for each in found["clips"]
        ]
        labels = torch.tensor(found["labels"], dtype=torch.int64)
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return SupportSet(CachedClips(clips, reader), labels, tuple(class_names), pack.inputs)


def _state(media: Path) -> tuple[int, int]:
    """What changes when a file does."""
    try:
        found = media.stat()
    except OSError:
        return (0, 0)
    return (found.st_size, found.st_mtime_ns)
