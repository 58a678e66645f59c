"""Published weights, in the layouts of their publishers, as the weights of our streams.

timm's ViT and transformers' CLIP here, the Audio Spectrogram Transformer in `hub_ast`. Only
safetensors and JSON are read.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError, safe_open
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional

from smp_core.errors import ModelError
from smp_core.model.config import TextConfig, VitConfig
from smp_core.model.weights import tensor_names

WEIGHTS = "model.safetensors"
CONFIG = "config.json"
_HEAD_CHANNELS = 64  # of every ViT and CLIP that is published in these layouts
_TOKENS = ("<|startoftext|>", "<|endoftext|>")

State = dict[str, Tensor]


def read_timm(
    folder: Path, heads: int = 0, frames: tuple[int, int] | None = None
) -> tuple[VitConfig, State]:
    """A timm ViT with a class token: `vit_base_patch16_224`, DINOv2 and their kin.

    Layer scale is folded into the layers before it, which is exact: γ(Wx + b) = (γW)x + γb.

    Args:
        folder: Holds model.safetensors.
        heads: Attention heads; 0 for one per 64 channels.
        frames: (frames, patches on a side): resample the position table to that square and repeat
            it for every frame. None keeps the table.

    Returns:
        The stream's configuration, and its state without the prefix "vit.".

    Raises:
        ModelError: A file is missing or damaged, or it is another kind of network.
    """
    state = read_tensors(folder, lambda name: None if _TIMM_SPARE.match(name) else name)
    for name in [name for name in state if name.endswith(".gamma")]:
        gamma = state.pop(name)
        block, layer = name.removesuffix(".gamma").rsplit(".", 1)
        scaled = f"{block}.{_SCALED.get(layer, layer)}"
        require(state, folder, f"{scaled}.weight", f"{scaled}.bias")
        state[f"{scaled}.weight"] = gamma[:, None] * state[f"{scaled}.weight"]
        state[f"{scaled}.bias"] = gamma * state[f"{scaled}.bias"]
    require(state, folder, "cls_token", "pos_embed", "patch_embed.proj.weight", "norm.weight")
    if state["patch_embed.proj.weight"].dim() != 4:
        raise unfit(folder, "its patch projection is not one of pictures")
    if frames is not None:
        state["pos_embed"] = _repeat_positions(state["pos_embed"], *frames)
    return vit_config(state, folder, heads), state


def read_clip(folder: Path) -> tuple[TextConfig, State]:
    """The text encoder of a CLIP model; the picture half is left aside.

    Args:
        folder: Holds config.json, tokenizer.json and model.safetensors.

    Returns:
        The encoder's configuration, and its state without the prefix "model.".

    Raises:
        ModelError: As `read_timm`, or a tokenizer that is missing or not CLIP's.
    """
    config = read_config(folder)
    if config.get("model_type") not in ("clip", "clip_text_model"):
        raise unfit(folder, f"it is a {config.get('model_type')}")
    text = config.get("text_config") if config["model_type"] == "clip" else config
    text = text if isinstance(text, dict) else {}
    state = read_tensors(folder, _clip_name)
    tokens, places = "embeddings.token_embedding.weight", "embeddings.position_embedding.weight"
    require(state, folder, tokens, places, "final_layer_norm.weight")
    vocabulary, width = state[tokens].shape
    start_id, end_id = _special_tokens(folder / "tokenizer.json", vocabulary)
    layers = {int(found[1]) for name in state if (found := re.match(_CLIP_LAYER, name))}
    return (
        TextConfig(
            width=width,
            depth=1 + max(layers, default=-1),
            heads=int(text.get("num_attention_heads", max(1, width // _HEAD_CHANNELS))),
            vocabulary=vocabulary,
            max_tokens=state[places].shape[0],
            start_id=start_id,
            end_id=end_id,
            activation=str(text.get("hidden_act", "quick_gelu")),
        ),
        state,
    )


def read_config(folder: Path) -> dict[str, Any]:
    """A published model's config.json.

    Raises:
        ModelError: Missing or damaged.
    """
    try:
        data = json.loads((folder / CONFIG).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ModelError(
            f"{folder / CONFIG} is missing or damaged.", "Copy or fetch the model again."
        ) from error
    return data if isinstance(data, dict) else {}


# What belongs to other uses of a network: classifiers, and the token that hid patches in training.
_TIMM_SPARE = re.compile(r"(head|head_dist)\.|mask_token$")
_SCALED = {"ls1": "attn.proj", "ls2": "mlp.fc2"}
_CLIP_LAYER = r"encoder\.layers\.(\d+)\."


def _clip_name(name: str) -> str | None:
    spare = ("vision_model.", "visual_projection.", "text_projection.", "logit_scale")
    if name.startswith(spare) or name.endswith("position_ids"):
        return None
    return name.removeprefix("text_model.")


def _repeat_positions(table: Tensor, n_frames: int, side: int) -> Tensor:
    """(1, 1 + s², D) → (1, 1 + n_frames · side², D)."""
    old = math.isqrt(table.shape[1] - 1)
    if old * old != table.shape[1] - 1:
        raise ModelError(
            f"A position table of {table.shape[1]} entries is not that of a square picture.",
            "Keep the table as it is.",
        )
    patches = table[:, 1:].reshape(1, old, old, -1).permute(0, 3, 1, 2)  # (1, D, old, old)
    if side != old:
        patches = functional.interpolate(
            patches, size=(side, side), mode="bicubic", antialias=True, align_corners=False
        )
    patches = patches.flatten(2).transpose(1, 2).repeat(1, n_frames, 1)
    return torch.cat([table[:, :1], patches], dim=1)


def _special_tokens(file: Path, vocabulary: int) -> tuple[int, int]:
    if not file.is_file():
        raise ModelError(
            f"{file} is missing: a text encoder is of no use without its tokenizer.",
            "Copy or fetch the whole model again.",
        )
    try:
        tokenizer = Tokenizer.from_file(str(file))
    except Exception as error:  # the library raises bare Exception for every fault
        raise ModelError(f"{file} is no tokenizer.", "Copy or fetch the model again.") from error
    start, end = (tokenizer.token_to_id(token) for token in _TOKENS)
    if start is None or end is None or tokenizer.get_vocab_size() > vocabulary:
        raise ModelError(f"{file} is not the tokenizer of this text encoder.", "Fetch both again.")
    return start, end


def read_tensors(folder: Path, rename: Callable[[str], str | None]) -> State:
    """Tensors by our name, float32 and finite; those that `rename` gives None for are left out."""
    file = folder / WEIGHTS
    if not file.is_file():
        foreign = sorted(each.name for each in folder.glob("*.bin")) if folder.is_dir() else []
        if foreign:
            raise ModelError(
                f"{folder} holds its weights only as {foreign[0]}, which can run foreign code.",
                f"Put the {WEIGHTS} of the same model there.",
            )
        raise ModelError(f"{file} is missing.", "Copy or fetch the model again.")
    wanted = {name: ours for name in tensor_names(file) if (ours := rename(name)) is not None}
    state: State = {}
    try:
        with safe_open(str(file), framework="pt") as opened:
            for name, ours in wanted.items():
                value = opened.get_tensor(name)
                if not value.is_floating_point() or not bool(torch.isfinite(value).all()):
                    raise ModelError(
                        f"{file}: {name} holds values that are no finite numbers.",
                        "The file is damaged; copy or fetch it again.",
                    )
                state[ours] = value.float()
    except (SafetensorError, OSError) as error:
        raise ModelError(f"{file} cannot be read: {error}.", "Fetch it again.") from error
    return state


def vit_config(state: Mapping[str, Tensor], folder: Path, heads: int) -> VitConfig:
    width = state["cls_token"].shape[-1]
    blocks = {int(found[1]) for name in state if (found := re.match(r"blocks\.(\d+)\.", name))}
    if blocks != set(range(len(blocks))) or not blocks:
        raise unfit(folder, "its blocks are not numbered from 0")
    return VitConfig(
        width=width,
        depth=len(blocks),
        heads=heads or max(1, width // _HEAD_CHANNELS),
        patch_px=state["patch_embed.proj.weight"].shape[-1],
        positions=state["pos_embed"].shape[1],
    )


def require(state: Mapping[str, Tensor], folder: Path, *names: str) -> None:
    if missing := [name for name in names if name not in state]:
        raise unfit(folder, f"it lacks {missing[0]}")


def unfit(folder: Path, why: str) -> ModelError:
    return ModelError(
        f"The model in {folder} cannot be used as this stream: {why}.",
        "Take a model of the kind that the catalogue names.",
    )
