"""The demo pack's sizes: a model that trains on two CPU cores."""

from __future__ import annotations

from smp_core.media.spectrogram import MelOptions
from smp_core.model.config import ModelConfig, TextConfig, VitConfig
from smp_core.model.inputs import InputOptions
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
