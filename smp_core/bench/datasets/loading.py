"""From examples to model inputs, decoded and captioned once for every method."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

import torch

from smp_core.bench.datasets.examples import Dataset, Example, Split
from smp_core.bench.datasets.kept import keep, kept_file, load_kept
from smp_core.bench.datasets.prompting import Prompts, prompt_writer, told_of
from smp_core.bench.robustness import delay_sound
from smp_core.errors import InputError, SmpError
from smp_core.jobs import JobContext
from smp_core.media.cache import ClipCache
from smp_core.media.clip import load_clip
from smp_core.media.decoder import Decoder
from smp_core.media.hashing import content_hash
from smp_core.media.picture_folder import read_frames
from smp_core.model.inputs import ClipInputs, make_inputs
from smp_core.model.pack import Pack
from smp_core.paths import user_cache_folder
from smp_core.training.support_set import SupportSet
from smp_core.types import DecodedClip, DecodeOptions


def load_examples(
    examples: Sequence[Example],
    class_names: Sequence[str],
    pack: Pack,
    ctx: JobContext,
    decoder: Decoder,
    cache: ClipCache,
    *,
    prompts: Prompts = "own",
    change: Callable[[DecodedClip], DecodedClip] = lambda clip: clip,
) -> SupportSet:
    """Decode, caption (unless a prompt came along) and preprocess.

    An example that cannot be read is set aside with its reason.

    Args:
        class_names: In head order; examples of others are an error.
        prompts: What the prompts are written from. Those that came along are "own".
        change: What is done to a clip for a robustness test, after its prompt was written.

    Raises:
        InputError: None could be read.
    """
    describe = prompt_writer(pack, prompts)
    tokenizer = pack.tokenizer()
    names = {name: label for label, name in enumerate(class_names)}
    clips: list[ClipInputs] = []
    labels: list[int] = []
    for done, example in enumerate(examples):
        ctx.progress("Reading clips", done, len(examples))
        try:
            clip = _decoded(example, pack.inputs.decode, decoder, cache)
        except SmpError as error:
            ctx.set_aside(error, str(example.media))
            continue
        brought = example.prompt if prompts == "own" else None
        prompt = brought or describe.caption([told_of(clip, prompts)])[0]
        clips.append(make_inputs(change(clip), tokenizer.encode(prompt), pack.inputs))
        labels.append(names[example.label])
    ctx.progress("Reading clips", len(examples), len(examples))
    if not clips:
        raise InputError("None of the clips could be read.", "The reasons are above.")
    return SupportSet(
        clips, torch.tensor(labels, dtype=torch.int64), tuple(class_names), pack.inputs
    )


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

    Args:
        prompts: What the prompts are written from. delay_s: How much later the sound comes.
    """
    examples, folder = data.of(classes, split), user_cache_folder()
    describe = prompt_writer(pack, prompts)
    writer = [describe.name, describe.version]
    file = kept_file(folder / "bench", examples, pack, [*writer, prompts, delay_s])
    kept = load_kept(file, classes, pack)
    if kept is not None:
        return kept
    with Decoder() as decoder:
        part = load_examples(
            examples, classes, pack, ctx, decoder, ClipCache(folder / "clips", 8 << 30),
            prompts=prompts, change=partial(delay_sound, delay_s=delay_s),
        )  # fmt: skip
    keep(file, part)
    return part


def _decoded(
    example: Example, options: DecodeOptions, decoder: Decoder, cache: ClipCache
) -> DecodedClip:
    clip = load_clip(
        example.media,
        content_hash(example.media),
        example.start_s,
        example.end_s,
        options,
        cache,
        decoder,
    )
    if example.frames is None:
        return clip
    return replace(clip, frames=read_frames(example.frames, options))
