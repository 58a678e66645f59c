"""A pack with random weights: the real code path, in milliseconds."""

from __future__ import annotations

from pathlib import Path

import torch
from tiny_smp import tiny_config

from smp_core.media.spectrogram import MelOptions
from smp_core.model.inputs import InputOptions
from smp_core.model.pack import TOKENIZER, Pack, write_pack
from smp_core.model.smp import SMP
from smp_core.training.vocabulary import learn_vocabulary
from smp_core.types import DecodeOptions


def write_tiny_pack(
    folder: Path, seed: int = 0, source_classes: tuple[str, ...] = ("first", "second")
) -> Pack:
    folder.mkdir(parents=True, exist_ok=True)
    learn_vocabulary(["a bright red scene with a low hum"], folder / TOKENIZER, 300)
    torch.manual_seed(seed)
    return write_pack(
        folder,
        SMP(tiny_config(), 2),
        name="tiny",
        description="Random weights.",
        licence="Apache-2.0",
        learned_from="nothing at all",
        captioner="descriptor",
        inputs=InputOptions(
            decode=DecodeOptions(n_frames=2, short_side_px=32, square=True),
            mel=MelOptions(n_fft=1024, win_length=1024, hop_length=1600),
        ),
        source_classes=source_classes,
    )
