"""A pack out of published models that lie on this machine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast

import torch

from smp_core.errors import InputError, ModelError
from smp_core.jobs import JobContext
from smp_core.media.spectrogram import MelOptions
from smp_core.model.config import ModelConfig, TextConfig, VitConfig
from smp_core.model.hub_ast import read_ast
from smp_core.model.hub_layouts import State, read_clip, read_config, read_timm
from smp_core.model.inputs import IMAGENET_MEAN, IMAGENET_STD, InputOptions
from smp_core.model.manifest import PackPart
from smp_core.model.pack import TOKENIZER, Pack, load_backbones, open_pack, write_pack
from smp_core.model.smp import SMP
from smp_core.paths import atomic_write_bytes, resources_folder
from smp_core.types import DecodeOptions
from smp_core.workflows.new_folder import new_folder
from smp_core.workflows.pack_catalogue import CataloguePack, Layout, StreamSource

_STAGE = "Building the pack"
_STEPS = 5


@dataclass(frozen=True)
class BuildRequest:
    """What to make a pack of.

    Attributes:
        recipe: What the streams are and how clips are prepared.
        sources: Stream → the folder of its published model.
        folder: The pack's folder, new.
        revisions: Stream → the commit that the files are of, where it is known.
        model: Settings of `ModelConfig` that differ from the paper's: a small model fuses earlier.
    """

    recipe: CataloguePack
    sources: Mapping[str, Path]
    folder: Path
    revisions: Mapping[str, str] | None = None
    model: Mapping[str, Any] | None = None


def local_recipe(base: CataloguePack, name: str, sources: Mapping[str, Path]) -> CataloguePack:
    """A recipe for models that lie on this machine: prepared like `base`, named after themselves.

    Args:
        base: Whose preprocessing, and whose sources for the streams that are of the same kind.
        name: The pack's.
        sources: Stream → folder.

    Raises:
        ModelError: A folder without config.json.
    """
    kinds = {"audio-spectrogram-transformer": "ast", "clip": "clip", "clip_text_model": "clip"}
    found: dict[str, StreamSource] = {}
    for stream, folder in sources.items():
        layout = kinds.get(str(read_config(folder).get("model_type")), "timm")
        known = base.sources[stream]
        same = layout == known.layout
        found[stream] = replace(
            known,
            repo=folder.name,
            revision="local files",
            layout=cast(Layout, layout),
            licence="as its publisher says",
            positions=known.positions if same else "table",
            heads=known.heads if same else 0,
        )
    # Frames are normalised as these models' own config says, not as the base's.
    inputs = {k: v for k, v in base.inputs.items() if k not in ("frame_mean", "frame_std")}
    return replace(
        base,
        name=name,
        inputs=inputs,
        description=f"Made from {', '.join(dict.fromkeys(f.name for f in sources.values()))}.",
        learned_from="what the published models learned from",
        sources=found,
    )


def build_pack(request: BuildRequest, ctx: JobContext) -> Pack:
    """Convert the weights, write the pack, and load it once; it is there whole or not at all.

    Raises:
        InputError: The folder exists, or the recipe's preprocessing cannot be read.
        ModelError: A model is missing, damaged or of another kind, or does not fit the others.
        ResourceError: The disk is full. StorageError: The place cannot be written.
    """
    if request.folder.exists():
        raise InputError(f"{request.folder} exists already.", "Name a new folder, or remove it.")
    own = frame_normalisation(request.sources["visual"])
    inputs = input_options({**own, **request.recipe.inputs})
    states, model = _read_streams(request, inputs, ctx)
    for stream in ("audio", "visual"):
        if getattr(model.config, stream).width != model.config.text.width:
            ctx.warn(
                f"The {stream} stream is not as wide as the text encoder: in training its "
                "prototypes are not tuned by the prompts' (Eq. 6 adds vectors of one width)."
            )
    for stream, state in states.items():
        _load(model, stream, state, request)
    states.clear()  # twice the weights is enough memory spent
    ctx.progress(_STAGE, 3, _STEPS)
    with new_folder(request.folder) as part:
        atomic_write_bytes(
            part / TOKENIZER, (request.sources["text"] / "tokenizer.json").read_bytes()
        )
        parts = [_part(stream, request, part) for stream in ("audio", "visual", "text")]
        write_pack(
            part,
            model,
            name=request.recipe.name,
            description=request.recipe.description,
            licence=" · ".join(request.recipe.licences),
            learned_from=request.recipe.learned_from,
            captioner=request.recipe.captioner,
            inputs=inputs,
            source_classes=(),
            extra_files=sorted({each.licence_file for each in parts} - {""}),
            parts=parts,
        )
        ctx.progress(_STAGE, 4, _STEPS)
        load_backbones(model, part)  # what was rounded to half precision must still be finite
        open_pack(part).tokenizer()
    ctx.progress(_STAGE, _STEPS, _STEPS)
    return open_pack(request.folder)


def frame_normalisation(folder: Path) -> dict[str, Any]:
    """Mean and deviation of frames as a timm model's own config says; empty where it does not.

    Some differ from ImageNet's: `vit_base_patch16_224.augreg_in21k` says 0.5 and 0.5 (spec,
    "Inputs"). A recipe that names other numbers has its way.
    """
    config = read_config(folder).get("pretrained_cfg")
    found = config if isinstance(config, dict) else {}
    pairs = (("frame_mean", found.get("mean")), ("frame_std", found.get("std")))
    return {name: value for name, value in pairs if isinstance(value, list)}


def input_options(settings: Mapping[str, Any]) -> InputOptions:
    """A recipe's preprocessing; what it does not name is the paper's.

    Raises:
        InputError: An unknown setting, or one that is no number.
    """
    left = dict(settings)
    decode, mel = DecodeOptions(), MelOptions()
    try:
        decode = DecodeOptions(
            n_frames=int(left.pop("n_frames", decode.n_frames)),
            short_side_px=int(left.pop("short_side_px", decode.short_side_px)),
            square=bool(left.pop("square", decode.square)),
            multiple_px=int(left.pop("multiple_px", decode.multiple_px)),
        )
        mel = MelOptions(
            n_fft=int(left.pop("n_fft", mel.n_fft)),
            win_length=int(left.pop("win_length", mel.win_length)),
            hop_length=int(left.pop("hop_length", mel.hop_length)),
            n_mels=int(left.pop("n_mels", mel.n_mels)),
            mean=float(left.pop("mel_mean", mel.mean)),
            std=float(left.pop("mel_std", mel.std)),
            duration_s=float(left.pop("duration_s", mel.duration_s)),
        )
        mean = _three(left.pop("frame_mean", IMAGENET_MEAN))
        std = _three(left.pop("frame_std", IMAGENET_STD))
    except (TypeError, ValueError) as error:
        raise InputError(f"The recipe's preprocessing cannot be read: {error}.") from error
    if left:
        raise InputError(f"The recipe has unknown preprocessing {sorted(left)}.")
    return InputOptions(decode, mel, mean, std)


def _read_streams(
    request: BuildRequest, inputs: InputOptions, ctx: JobContext
) -> tuple[dict[str, State], SMP]:
    """Each stream's weights, and a model of their sizes."""
    states: dict[str, State] = {}
    vits: dict[str, VitConfig] = {}
    for number, stream in enumerate(("audio", "visual")):
        ctx.progress(_STAGE, number, _STEPS)
        vits[stream], states[stream] = _read_vit(stream, request, inputs)
    ctx.progress(_STAGE, 2, _STEPS)
    text: TextConfig
    text, states["text"] = read_clip(request.sources["text"])
    settings = dict(request.model or {})
    settings.setdefault("begin_block", min(ModelConfig.begin_block, text.depth))
    config = ModelConfig(audio=vits["audio"], visual=vits["visual"], text=text, **settings)
    return states, SMP(config, 2)


def _read_vit(stream: str, request: BuildRequest, inputs: InputOptions) -> tuple[VitConfig, State]:
    source = request.recipe.sources[stream]
    folder = request.sources[stream]
    if source.layout == "ast":
        if stream != "audio":
            raise ModelError("AST hears and cannot see.", "Use it for the audio stream.")
        return read_ast(folder, inputs.mel, source.heads)
    if source.layout != "timm":
        raise ModelError(f"The layout {source.layout} is none of a {stream} stream.", "")
    config, state = read_timm(folder, source.heads, _frames(source, inputs, folder))
    if stream == "visual" and inputs.decode.multiple_px % config.patch_px:
        raise ModelError(
            f"{folder} has patches of {config.patch_px} px, but frames are cut for "
            f"{inputs.decode.multiple_px} px.",
            "Set multiple_px in the recipe to the patch size.",
        )
    return config, state


def _frames(source: StreamSource, inputs: InputOptions, folder: Path) -> tuple[int, int] | None:
    if source.positions == "table":
        return None
    decode = inputs.decode
    if not decode.square:
        raise ModelError(
            f"A position for each patch of {folder} needs square frames.",
            'Set square = true, or positions = "table".',
        )
    return decode.n_frames, decode.short_side_px // decode.multiple_px


def _load(model: SMP, stream: str, state: State, request: BuildRequest) -> None:
    """Put a stream's weights into the model.

    Raises:
        ModelError: A tensor is missing, unknown, or of another shape.
    """
    module = getattr(model, stream)
    inner = module.model if stream == "text" else module.vit
    expected = inner.state_dict()
    folder = request.sources[stream]
    if odd := sorted(set(state) ^ set(expected)):
        raise ModelError(
            f"The model in {folder} does not fit the {stream} stream: "
            f"{', '.join(odd[:3])} missing or unexpected.",
            "Take a model of the kind that the catalogue names.",
        )
    for name, value in state.items():
        if value.shape != expected[name].shape:
            raise ModelError(
                f"The model in {folder}: {name} has shape {tuple(value.shape)}, the {stream} "
                f"stream needs {tuple(expected[name].shape)}.",
                "Take a model of one width, with as many heads as the recipe says.",
            )
    with torch.no_grad():
        inner.load_state_dict(state)


def _part(stream: str, request: BuildRequest, part: Path) -> PackPart:
    """Where a stream came from, its licence's text put into the pack."""
    source = request.recipe.sources[stream]
    revision = (request.revisions or {}).get(stream, source.revision)
    text = resources_folder() / "packs" / "licences" / f"{source.licence}.txt"
    file = ""
    if text.is_file():
        file = f"licences/{source.licence}.txt"
        atomic_write_bytes(part / file, text.read_bytes())
    return PackPart(stream, f"{source.repo}@{revision}", source.licence, file)


def _three(values: Any) -> tuple[float, float, float]:
    red, green, blue = values
    return float(red), float(green), float(blue)
