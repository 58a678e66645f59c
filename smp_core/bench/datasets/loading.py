"""From examples to model inputs, read and captioned as `smp pretrain` does, for every method."""

from __future__ import annotations

import os
from dataclasses import replace
from functools import partial

import torch

from smp_core.bench.datasets.examples import Dataset, Example, Split
from smp_core.bench.datasets.kept import keep, kept_file, load_kept
from smp_core.bench.datasets.prompting import Prompts, prompt_writer
from smp_core.bench.robustness import delay_sound
from smp_core.errors import InputError
from smp_core.jobs import JobContext
from smp_core.media.decoder import Decoder
from smp_core.model.pack import Pack
from smp_core.paths import user_cache_folder
from smp_core.training.support_set import SupportSet
from smp_core.workflows.cached_clips import (
    ClipReader,
    clip_sizes,
    large_cache,
    memory_for_clips,
)
from smp_core.workflows.captioning import ClipCaptioner
from smp_core.workflows.source_clips import SourceClip, read_source

# Inputs of more than this stay in the cache of decoded clips; every process reads what it needs.
LARGEST_BYTES = 2 << 30


def read_part(
    data: Dataset,
    pack: Pack,
    classes: tuple[str, ...],
    split: Split | None,
    ctx: JobContext,
    *,
    prompts: Prompts = "own",
    delay_s: float = 0.0,
) -> SupportSet:
    """Some classes of a data set as model inputs, at once where they were read before.

    An example that cannot be read is set aside with its reason. A large part is no list of clips in
    memory: each is read from the cache when it is asked for.

    Args:
        classes: In head order.
        prompts: What the prompts are written from. Those that came along are "own".
        delay_s: How much later the sound comes, for a robustness test.

    Raises:
        InputError: None could be read.
        ResourceError, ModelError: As `read_source` says.
    """
    examples, folder = data.of(classes, split), user_cache_folder()
    writer = prompt_writer(pack, prompts)
    how = (writer.name, writer.version, prompts, delay_s)
    file = kept_file(folder / "bench", examples, pack, how)
    # The decoder starts with the first clip that is not in the cache. That of a large part ends
    # with this process: clips are asked for as long as it lives.
    decoder, room = Decoder(), memory_for_clips(os.cpu_count() or 1)
    late = partial(delay_sound, delay_s=delay_s)  # whoever describes the clip hears it in time
    reader = ClipReader(decoder, large_cache(len(examples), pack.inputs), pack.inputs, room, late)
    kept = load_kept(file, classes, pack, reader)
    if kept is not None:
        return kept
    describe = ClipCaptioner(writer, folder / "captions", pack.inputs.decode)
    clips = [_clip(example, prompts) for example in examples]
    found = read_source(clips, pack, describe, reader, ctx).support
    if not len(found):
        raise InputError("None of the clips could be read.", "The reasons are above.")
    place = torch.tensor([classes.index(name) for name in found.class_names])
    part = SupportSet(found.clips, place[found.labels], classes, pack.inputs)
    if clip_sizes(pack.inputs).memory_bytes * len(examples) <= LARGEST_BYTES:
        part = replace(part, clips=list(found.clips))
        decoder.close()
    keep(file, part)
    return part


def _clip(example: Example, prompts: Prompts) -> SourceClip:
    return SourceClip(
        example.label,
        example.media,
        start_s=example.start_s,
        end_s=example.end_s,
        frames=example.frames,
        prompt=example.prompt if prompts == "own" else None,
    )
