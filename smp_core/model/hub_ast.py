"""The Audio Spectrogram Transformer (AST, Gong et al. 2021), published in transformers' layout."""

from __future__ import annotations

import math
import re
import warnings
from collections.abc import Mapping
from pathlib import Path

import torch
from torch import Tensor
from torchaudio.functional import melscale_fbanks

from smp_core.media.spectrogram import MelOptions
from smp_core.model.config import VitConfig
from smp_core.model.hub_layouts import (
    State,
    read_config,
    read_tensors,
    require,
    unfit,
    vit_config,
)
from smp_core.types import SAMPLE_RATE_HZ

_AST_STRIDE = 10  # of the published model, where its config does not say
_OUR_PATCH_PX = 16
_PRE_EMPHASIS = 0.97  # of the filter that AST's sound went through


_AST_NAMES = {
    "embeddings.cls_token": "cls_token",
    "embeddings.distillation_token": "distillation",
    "embeddings.position_embeddings": "positions",
    "embeddings.patch_embeddings.projection.weight": "projection.weight",
    "embeddings.patch_embeddings.projection.bias": "projection.bias",
    "layernorm.weight": "norm.weight",
    "layernorm.bias": "norm.bias",
}
# Both the names of the published file and those that the newest library gives.
_AST_LAYERS = (
    (r"attention\.(attention\.query|q_proj)", "q"),
    (r"attention\.(attention\.key|k_proj)", "k"),
    (r"attention\.(attention\.value|v_proj)", "v"),
    (r"attention\.(output\.dense|o_proj)", "attn.proj"),
    (r"(intermediate\.dense|mlp\.fc1)", "mlp.fc1"),
    (r"(output\.dense|mlp\.fc2)", "mlp.fc2"),
    (r"layernorm_before", "norm1"),
    (r"layernorm_after", "norm2"),
)


def read_ast(folder: Path, mel: MelOptions, heads: int = 0) -> tuple[VitConfig, State]:
    """An Audio Spectrogram Transformer as our audio stream.

    Exact: the one-channel patch projection, spread over three equal channels. Not exact, and the
    reason why such a pack is still to be trained: patches are laid 16 apart instead of 10, with the
    position table read at their places; the distillation token is left out; sound is brought to one
    loudness, and its pre-emphasis is added afterwards, band by band, through the position table.

    Args:
        folder: Holds config.json and model.safetensors.
        mel: How our spectrograms are made; gives the grid.
        heads: 0 to read them from config.json.

    Returns:
        As `read_timm`.

    Raises:
        ModelError: As `read_timm`.
    """
    config = read_config(folder)
    if config.get("model_type") != "audio-spectrogram-transformer":
        raise unfit(folder, f"it is a {config.get('model_type')}")
    raw = read_tensors(folder, _ast_name)
    names = ("cls_token", "distillation", "positions", "projection.weight", "projection.bias")
    require(raw, folder, *names)
    state: State = {"cls_token": raw.pop("cls_token")}
    distillation = raw.pop("distillation")
    kernel = raw.pop("projection.weight")  # (D, 1, 16, 16): frequency × time
    if kernel.shape[1:] != (1, _OUR_PATCH_PX, _OUR_PATCH_PX) or distillation.shape[1] != 1:
        raise unfit(folder, f"its patches are {tuple(kernel.shape[1:])}")
    state["patch_embed.proj.weight"] = kernel.expand(-1, 3, -1, -1) / 3
    state["patch_embed.proj.bias"] = raw.pop("projection.bias")
    table = raw.pop("positions")  # (1, 2 + f·t, D)
    strides = (
        int(config.get("frequency_stride", _AST_STRIDE)),
        int(config.get("time_stride", _AST_STRIDE)),
    )
    grid = (
        (int(config.get("num_mel_bins", 128)) - _OUR_PATCH_PX) // strides[0] + 1,
        (int(config.get("max_length", 1024)) - _OUR_PATCH_PX) // strides[1] + 1,
    )
    if table.shape[1] != 2 + math.prod(grid):
        raise unfit(folder, f"it has {table.shape[1]} positions, not 2 + {grid[0]} × {grid[1]}")
    ours = (mel.n_mels // _OUR_PATCH_PX, mel.n_frames // _OUR_PATCH_PX)
    patches = _read_positions(table[:, 2:], grid, strides, ours)  # (1, f, t, D)
    patches = patches + _emphasis(kernel, mel)[None, :, None]
    state["pos_embed"] = torch.cat([table[:, :1], patches.flatten(1, 2)], dim=1)
    state |= _joined_attention(raw, folder)
    heads = heads or int(config.get("num_attention_heads", 0))
    return vit_config(state, folder, heads), state


def _ast_name(name: str) -> str | None:
    name = name.removeprefix("audio_spectrogram_transformer.")
    if name.startswith("classifier."):
        return None
    layer = re.fullmatch(r"(?:encoder\.layer|layers)\.(\d+)\.(.+)\.(weight|bias)", name)
    if layer is None:
        return _AST_NAMES.get(name, name)
    for pattern, ours in _AST_LAYERS:
        if re.fullmatch(pattern, layer[2]):
            return f"blocks.{layer[1]}.{ours}.{layer[3]}"
    return name


def _joined_attention(raw: Mapping[str, Tensor], folder: Path) -> State:
    """Query, key and value as timm's one layer; everything else as it is."""
    separate = re.compile(r"(blocks\.\d+)\.[qkv]\.(weight|bias)")
    state = {name: value for name, value in raw.items() if not separate.fullmatch(name)}
    pairs = {(found[1], found[2]) for name in raw if (found := separate.fullmatch(name))}
    for block, kind in sorted(pairs):
        parts = [f"{block}.{letter}.{kind}" for letter in "qkv"]
        require(raw, folder, *parts)
        state[f"{block}.attn.qkv.{kind}"] = torch.cat([raw[each] for each in parts])
    return state


def _read_positions(
    table: Tensor, grid: tuple[int, int], strides: tuple[int, int], ours: tuple[int, int]
) -> Tensor:
    """The table's values at our patches' places, linear between its entries: (1, f, t, D)."""
    out = table.reshape(1, *grid, -1)
    for axis in (1, 2):
        # Our patch j starts where theirs number 16 j / stride would.
        at = torch.arange(ours[axis - 1]) * (_OUR_PATCH_PX / strides[axis - 1])
        at = at.clamp(max=grid[axis - 1] - 1)
        low = at.floor().long()
        high = (low + 1).clamp(max=grid[axis - 1] - 1)
        shape = [1, 1, 1, 1]
        shape[axis] = -1
        share = (at - low).reshape(shape)
        out = out.index_select(axis, low) * (1 - share) + out.index_select(axis, high) * share
    return out


def _emphasis(kernel: Tensor, mel: MelOptions) -> Tensor:
    """What pre-emphasis adds to each row of patches, embedded: (f, D).

    In decibels a filter is an addition that depends on the band alone, and a patch projection is
    linear: the addition goes through the kernel once and for all.
    """
    bins = torch.linspace(0, SAMPLE_RATE_HZ / 2, mel.n_fft // 2 + 1)
    omega = 2 * math.pi * bins / SAMPLE_RATE_HZ
    power = 1 + _PRE_EMPHASIS**2 - 2 * _PRE_EMPHASIS * torch.cos(omega)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="At least one mel filterbank")
        banks = melscale_fbanks(
            len(bins), 0.0, SAMPLE_RATE_HZ / 2, mel.n_mels, SAMPLE_RATE_HZ, norm=None
        )  # (bins, M)
    weight = banks.sum(dim=0)
    gain = torch.where(weight > 0, (banks * power[:, None]).sum(dim=0) / weight.clamp_min(1e-9), 1)
    offset = 10 * torch.log10(gain) / mel.std  # (M,)
    rows = offset[: mel.n_mels // _OUR_PATCH_PX * _OUR_PATCH_PX].reshape(-1, _OUR_PATCH_PX)
    return rows @ kernel.sum(dim=(1, 3)).T  # (f, 16) · (16, D)
