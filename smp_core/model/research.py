"""The checkpoints that the paper's published research code writes, as one of our models.

Only weights are read, never code: `torch.load(weights_only=True)` refuses everything else. The
names below are those of the published state dicts: `v1` is the audio ViT, `v2` the visual one,
`spec` and `rgb` their P-AVeL halves. From the first fused block on, `v2.blocks.N` holds all three
streams once more; what it says of sound and text is a second name for what lies under `v1` and
`text_model`.
"""

from __future__ import annotations

import pickle
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from smp_core.errors import ModelError
from smp_core.model.config import Location, ModelConfig, Place, TextConfig, VitConfig, Weighting
from smp_core.model.smp import SMP

# Channels of an attention head in every ViT and CLIP of this family; a state dict does not say.
_HEAD_CHANNELS = 64

_LOCATIONS = {"AVT_adapter_1": "attention_pavels", "AVT_adapter_2": "pavels"}
_STREAMS = {"spec": "audio", "rgb": "visual", "text": "text"}
# Which term of which equation each gate weighs: the first-named stream asks the second.
_GATES = {
    "latent_gate1": "lambda_text_audio",
    "latent_gate2": "lambda_text_visual",
    "V_T_A_gate": "lambda_visual",
    "A_T_V_gate": "lambda_audio",
    "T_V_gate": "lambda_text_1",
    "T_A_gate": "lambda_text_2",
}
_HEADS = ("fusion_classification_net", "fusion_classification_head")
_HEAD_LAYERS = {"fc1": "hidden", "fc_action": "classify"}
# Second names of tensors that are read by their first, and a table of plain position numbers.
_SECOND_NAMES = re.compile(
    r"(spec|rgb)_(conv|post_norm)\.|(spec|rgb)_(pos_embed|cls_token)$"
    r"|v2\.blocks\.\d+\.(audio|caption)_|text_model\.embeddings\.position_ids$"
)


def read_research_checkpoint(file: Path) -> SMP:
    """Build the model that a research checkpoint holds, in eval mode.

    Its configuration is read off names and shapes. Two things differ from the paper's equations
    and are set so that the outputs equal the research code's: where λ stands in phase 2, and that
    padded text tokens are attended to.

    Args:
        file: A state dict, or a dictionary that has it under "model".

    Raises:
        ModelError: Missing, damaged, more than weights, or not such a checkpoint.
    """
    state = _load(file)
    try:
        config = _config(state)
        weights = _renamed(state)
    except (KeyError, ValueError, IndexError, StopIteration) as error:
        raise ModelError(
            f"{file} is no checkpoint of the research code: {error} is missing or odd.",
            "Name a .pt file that its training script wrote.",
        ) from error
    model = SMP(config, len(weights["head.classify.bias"])).eval()
    expected = model.state_dict()
    if odd := sorted(set(weights) ^ set(expected)):
        raise ModelError(
            f"{file} does not fit the model: {', '.join(odd[:3])} missing or unexpected.",
            "Name a .pt file that the research code's training script wrote.",
        )
    for name, value in weights.items():
        if value.shape != expected[name].shape or not bool(torch.isfinite(value).all()):
            raise ModelError(
                f"{file}: {name} has another shape, or values that are no finite numbers.",
                "Fetch the checkpoint again.",
            )
    model.load_state_dict(weights)
    return model


def _load(file: Path) -> dict[str, Tensor]:
    try:
        data: Any = torch.load(file, map_location="cpu", weights_only=True)
    except (pickle.UnpicklingError, OSError, RuntimeError, EOFError, ValueError, KeyError) as error:
        said = str(error).partition("\n")[0]
        raise ModelError(
            f"{file} cannot be read as plain weights: {said}",
            "Only weights are accepted; save the state dict alone and try again.",
        ) from error
    if isinstance(data, dict) and isinstance(data.get("model"), dict):
        data = data["model"]
    if not isinstance(data, dict) or not data:
        raise ModelError(f"{file} holds no state dict.", "Name the .pt file of a trained model.")
    state: dict[str, Tensor] = {}
    for name, value in data.items():
        if not isinstance(name, str) or not isinstance(value, Tensor):
            raise ModelError(f"{file} holds more than named tensors.", "Save the state dict alone.")
        state[name.removeprefix("module.")] = value  # trained on several GPUs
    return state


def _config(state: Mapping[str, Tensor]) -> ModelConfig:
    fused = _matches(r"v2\.blocks\.(\d+)\.(AVT_adapter_[12])\.", state)
    if not fused:
        raise KeyError("AVT_adapter_2")
    adapters = [name for name in state if ".AVT_adapter_" in name]
    down = next(state[name] for name in adapters if name.endswith("spec_down.weight"))
    head = _head(state)
    return ModelConfig(
        audio=_vit(state, "v1"),
        visual=_vit(state, "v2"),
        text=_text(state),
        pavel_location=_location({adapter for _, adapter in fused}),
        latent_attention=_place(adapters),
        begin_block=min(int(block) for block, _ in fused),
        bottleneck=down.shape[0],
        phase2_weighting=_weighting(adapters),
        mask_padding=False,
        head_width=state[f"{head}.fc1.bias"].shape[0],
    )


def _matches(pattern: str, state: Mapping[str, Tensor]) -> list[tuple[str, str]]:
    found = (re.match(pattern, name) for name in state)
    return [(match[1], match[2]) for match in found if match is not None]


def _vit(state: Mapping[str, Tensor], name: str) -> VitConfig:
    positions, width = state[f"{name}.pos_embed"].shape[1:]
    depth = 1 + max(int(m[0]) for m in _matches(rf"{name}\.blocks\.(\d+)\.(\w+)", state))
    return VitConfig(
        width=width,
        depth=depth,
        heads=max(1, width // _HEAD_CHANNELS),
        patch_px=state[f"{name}.patch_embed.proj.weight"].shape[-1],
        positions=positions,
    )


def _text(state: Mapping[str, Tensor]) -> TextConfig:
    vocabulary, width = state["text_model.embeddings.token_embedding.weight"].shape
    layers = _matches(r"text_model\.encoder\.layers\.(\d+)\.(\w+)", state)
    return TextConfig(
        width=width,
        depth=1 + max(int(m[0]) for m in layers),
        heads=max(1, width // _HEAD_CHANNELS),
        vocabulary=vocabulary,
        max_tokens=state["text_model.embeddings.position_embedding.weight"].shape[0],
        start_id=vocabulary - 2,  # CLIP's two special tokens end its vocabulary
        end_id=vocabulary - 1,
    )


def _location(adapters: set[str]) -> Location:
    if len(adapters) == 2:
        return "both"
    return "attention" if adapters == {"AVT_adapter_1"} else "mlp"


def _place(adapters: list[str]) -> Place:
    before = any(re.search(r"latent_(fusion|attention)1\.", name) for name in adapters)
    after = any(re.search(r"latent_(fusion|attention)2\.", name) for name in adapters)
    if before and after:
        return "both"
    return "before" if before else "after" if after else "none"


def _weighting(adapters: list[str]) -> Weighting:
    """The first published code, told by its names, weighs both terms of phase 2."""
    return "convex" if any(".latent_attention" in name for name in adapters) else "latent"


def _head(state: Mapping[str, Tensor]) -> str:
    for name in _HEADS:
        if f"{name}.fc1.bias" in state:
            return name
    raise KeyError(_HEADS[0])


def _renamed(state: Mapping[str, Tensor]) -> dict[str, Tensor]:
    out = {}
    for name, value in state.items():
        ours = _our_name(name)
        if ours is not None:
            out[ours] = value.float()
    return out


def _our_name(name: str) -> str | None:
    """Their name → ours; None for a second name; an unknown one stays, to be reported."""
    if _SECOND_NAMES.match(name):
        return None
    top, _, rest = name.partition(".")
    if top == "v1":
        return f"audio.vit.{rest}"
    if top == "text_model":
        return f"text.model.{rest}"
    if top in _HEADS:
        layer, _, kind = rest.partition(".")
        return f"head.{_HEAD_LAYERS.get(layer, layer)}.{kind}"
    if top != "v2":
        return name
    adapter = re.fullmatch(r"blocks\.(\d+)\.(AVT_adapter_[12])\.(.+)", rest)
    if adapter is not None:
        return f"{_LOCATIONS[adapter[2]]}.{adapter[1]}.{_pavel_name(adapter[3])}"
    return "visual.vit." + re.sub(r"^(blocks\.\d+\.)video_", r"\1", rest)


def _pavel_name(name: str) -> str:
    """spec_down.weight → audio.down.weight; latent_fusion1.T_A_gate → attention_1.lambda_text_2."""
    gate = re.fullmatch(r"latent_(?:fusion|attention)([12])\.(\w+)", name)
    if gate is not None:
        return f"attention_{gate[1]}.{_GATES.get(gate[2], gate[2])}"
    stream, _, part = name.partition("_")
    ours = _STREAMS.get(stream, stream)
    return f"{ours}_{part}" if part.startswith("conv.") else f"{ours}.{part}"
