"""A folder with one sub-folder of videos per class, as labelled model inputs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import torch

from smp_core.errors import InputError, SmpError
from smp_core.jobs import JobContext
from smp_core.media.cache import ClipCache
from smp_core.media.clip import load_clip
from smp_core.media.decoder import Decoder
from smp_core.media.formats import is_media_name
from smp_core.media.hashing import content_hash
from smp_core.model.inputs import ClipInputs, make_inputs
from smp_core.model.pack import Pack
from smp_core.prompts import captioner
from smp_core.training.support_set import SupportSet


def class_folders(folder: Path) -> dict[str, list[Path]]:
    """Videos by class name, both sorted.

    Raises:
        InputError: No folder, or no sub-folder with videos.
    """
    if not folder.is_dir():
        raise InputError(f"{folder} is no folder.", "Name a folder with one sub-folder per class.")
    found = {
        sub.name: sorted(file for file in sub.iterdir() if file.is_file() and is_media_name(file))
        for sub in sorted(folder.iterdir())
        if sub.is_dir() and not sub.name.startswith(".")
    }
    found = {name: files for name, files in found.items() if files}
    if len(found) < 2:
        raise InputError(
            f"{folder} holds videos of fewer than two classes.", "Make one sub-folder per class."
        )
    return found


def labelled_clips(
    folder: Path,
    pack: Pack,
    captioner_name: str,
    ctx: JobContext,
    decoder: Decoder,
    cache: ClipCache,
    *,
    held_out: float = 0.0,
) -> tuple[SupportSet, SupportSet]:
    """Decode, caption and preprocess everything.

    Args:
        held_out: Share of each class (its last files by name) for the second set.

    Returns:
        Training set and held-out set; the latter may be empty.
    """
    classes = class_folders(folder)
    names = tuple(classes)
    describe = captioner(captioner_name)
    tokenizer = pack.tokenizer()
    parts: tuple[list[tuple[ClipInputs, int]], list[tuple[ClipInputs, int]]] = ([], [])
    total = sum(len(files) for files in classes.values())
    done = 0
    for label, files in enumerate(classes.values()):
        kept = len(files) - int(len(files) * held_out)
        for index, file in enumerate(files):
            try:
                clip = load_clip(
                    file, content_hash(file), None, None, pack.inputs.decode, cache, decoder
                )
                prompt = describe.caption([clip])[0]
                inputs = make_inputs(clip, tokenizer.encode(prompt), pack.inputs)
                parts[index >= kept].append((inputs, label))
            except SmpError as error:
                ctx.set_aside(error, str(file))
            done += 1
            ctx.progress("Reading clips", done, total)
    return _as_set(parts[0], names, pack), _as_set(parts[1], names, pack)


def _as_set(
    items: Sequence[tuple[ClipInputs, int]], names: tuple[str, ...], pack: Pack
) -> SupportSet:
    labels = torch.tensor([label for _, label in items], dtype=torch.int64)
    return SupportSet([clip for clip, _ in items], labels, names, pack.inputs)
