"""From examples to model inputs, decoded and captioned once for every method."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import torch
from numpy.typing import NDArray

from smp_core.bench.datasets.examples import Example
from smp_core.errors import InputError, MediaError, SmpError
from smp_core.jobs import JobContext
from smp_core.media.cache import ClipCache
from smp_core.media.clip import load_clip
from smp_core.media.decoder import Decoder
from smp_core.media.hashing import content_hash
from smp_core.media.picture import target_size
from smp_core.model.inputs import ClipInputs, make_inputs
from smp_core.model.pack import Pack
from smp_core.prompts import captioner
from smp_core.training.support_set import SupportSet
from smp_core.types import DecodedClip, DecodeOptions

_PICTURES = (".jpg", ".jpeg", ".png", ".bmp")


def load_examples(
    examples: Sequence[Example],
    class_names: Sequence[str],
    pack: Pack,
    ctx: JobContext,
    decoder: Decoder,
    cache: ClipCache,
    *,
    change: Callable[[DecodedClip], DecodedClip] = lambda clip: clip,
) -> SupportSet:
    """Decode, caption (unless a prompt came along) and preprocess.

    An example that cannot be read is set aside with its reason.

    Args:
        class_names: In head order; examples of others are an error.
        change: What is done to a clip for a robustness test, after its prompt was written.

    Raises:
        InputError: None could be read.
    """
    describe = captioner(pack.captioner)
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
        prompt = example.prompt or describe.caption([clip])[0]
        clips.append(make_inputs(change(clip), tokenizer.encode(prompt), pack.inputs))
        labels.append(names[example.label])
    ctx.progress("Reading clips", len(examples), len(examples))
    if not clips:
        raise InputError("None of the clips could be read.", "The reasons are above.")
    return SupportSet(
        clips, torch.tensor(labels, dtype=torch.int64), tuple(class_names), pack.inputs
    )


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
