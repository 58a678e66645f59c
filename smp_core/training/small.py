"""The demo pack's sizes: a model that trains on two CPU cores."""

from __future__ import annotations

import torch
from torch import Tensor

from smp_core.media.spectrogram import MelOptions
from smp_core.model.config import ModelConfig, TextConfig, VitConfig
from smp_core.model.inputs import InputOptions
from smp_core.model.smp import SMP
from smp_core.training.vocabulary import END_ID, START_ID
from smp_core.types import DecodeOptions

SMALL_VOCABULARY = 1024

# Square frames keep the whole picture and give every clip the same 8 × 6 × 6 tokens; a hop of
# 320 samples halves the sound tokens, and n_fft 1024 leaves no mel filter empty.
SMALL_INPUTS = InputOptions(
    decode=DecodeOptions(n_frames=8, short_side_px=96, square=True),
    mel=MelOptions(n_fft=1024, win_length=1024, hop_length=320),
)


def small_model(begin_block: int = 2) -> ModelConfig:
    """Six blocks of 128; tables as long as its inputs, so that positions are not interpolated.

    Args:
        begin_block: 6 leaves out every P-AVeL, for pretraining the backbones alone.
    """
    return ModelConfig(
        audio=VitConfig(width=128, depth=6, heads=4, patch_px=16, positions=1 + 8 * 31),
        visual=VitConfig(width=128, depth=6, heads=4, patch_px=16, positions=1 + 8 * 6 * 6),
        text=TextConfig(
            width=128,
            depth=6,
            heads=4,
            vocabulary=SMALL_VOCABULARY,
            start_id=START_ID,
            end_id=END_ID,
        ),
        begin_block=begin_block,
    )


def place_positions(model: SMP) -> None:
    """Start the position tables as sines and cosines of each patch's place.

    A ViT trained from nothing on few clips otherwise spends most of its steps on learning where
    its patches lie (Beyer et al., "Better plain ViT baselines for ImageNet-1k", 2022).
    """
    for stream, grid in ((model.audio, (8, 31)), (model.visual, (8, 6, 6))):
        if stream is None or stream.vit.pos_embed is None:
            continue
        with torch.no_grad():
            stream.vit.pos_embed[0, 1:] = 0.5 * _sines(grid, stream.vit.embed_dim)
            stream.vit.pos_embed[0, 0] = 0.0


def _sines(grid: tuple[int, ...], width: int) -> Tensor:
    """(product of grid, width): an equal part of the width, a multiple of 2, for each axis."""
    part = width // len(grid) // 2 * 2
    widths = [part] * (len(grid) - 1) + [width - part * (len(grid) - 1)]
    tables = []
    for axis, (size, d) in enumerate(zip(grid, widths, strict=True)):
        rates = 10_000.0 ** (-torch.arange(d // 2) / (d // 2))
        angles = torch.arange(size)[:, None] * rates  # (size, d / 2)
        table = torch.cat([angles.sin(), angles.cos()], dim=1)
        shape = [1] * len(grid) + [d]
        shape[axis] = size
        tables.append(table.reshape(shape).expand(*grid, d))
    return torch.cat(tables, dim=-1).reshape(-1, width)
