"""Opening a captioner's model with the model library's own classes, from a folder, as numbers only.

No code from the folder is run (`trust_remote_code` is off and classes are named here), no weights
but safetensors are read, and no network is asked.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
import torch
from safetensors import SafetensorError, safe_open

from smp_core.device import is_out_of_memory, pick_device
from smp_core.errors import ModelError, ResourceError
from smp_core.prompts.catalogue import ModelCard
from smp_core.prompts.model_folder import check_model_folder, parameter_count, weight_files

# Architecture → model class and processor class of the library.
_CLASSES = {
    "smolvlm": ("SmolVLMForConditionalGeneration", "SmolVLMProcessor"),
    "qwen3_vl": ("Qwen3VLForConditionalGeneration", "Qwen3VLProcessor"),
    "qwen3_5": ("Qwen3_5ForConditionalGeneration", "Qwen3VLProcessor"),
    "internvl": ("InternVLForConditionalGeneration", "InternVLProcessor"),
    "florence2": ("Florence2ForConditionalGeneration", "Florence2Processor"),
    "blip": ("BlipForConditionalGeneration", "BlipProcessor"),
    "clap": ("ClapModel", "ClapProcessor"),
    "qwen2_audio": ("Qwen2AudioForConditionalGeneration", "Qwen2AudioProcessor"),
}

# Beyond the weights: activations, the key-value cache, what the library itself takes.
_ROOM = 1.3
_EXTRA_BYTES = 300_000_000
# A CPU computes larger models with 16-bit numbers: slower, but in half the memory.
_LARGE_PARAMETERS = 3_000_000_000

# What the library raises for folders that do not fit; everything else is a bug of ours.
_UNFIT = (
    OSError,
    ValueError,
    TypeError,
    KeyError,
    AttributeError,
    ImportError,
    RuntimeError,
    SafetensorError,
)


@dataclass(frozen=True)
class LoadedModel:
    """A model ready to be asked.

    Attributes:
        model: In eval mode, on `device`. processor: Turns pictures, sound and text into tensors.
        device: Where it computes. dtype: Of its weights.
    """

    model: Any
    processor: Any
    device: torch.device
    dtype: torch.dtype


def load_model(card: ModelCard, folder: Path, device_choice: str) -> LoadedModel:
    """Open a model folder.

    Args:
        card: What it should be; only the architecture counts.
        folder: config.json, safetensors, tokenizer and processor files.
        device_choice: "auto", "cpu", "cuda" or "mps".

    Raises:
        InputError: No such device.
        ModelError: The folder does not hold a whole model of that architecture.
        ResourceError: Not enough memory.
    """
    check_model_folder(folder, card.architecture)
    device = pick_device(device_choice)
    n_parameters = parameter_count(folder)
    dtype = _dtype(device, n_parameters)
    _check_memory(card, n_parameters, device, dtype)
    model_class, processor_class = _classes(card.architecture)
    local = {"local_files_only": True, "trust_remote_code": False}
    with _translated(card, folder), quiet():
        processor = processor_class.from_pretrained(folder, **local)
        model, told = model_class.from_pretrained(
            folder, **local, use_safetensors=True, dtype=dtype, output_loading_info=True
        )
        _refuse_lacking(told)
        model = model.to(device).eval()
    model.requires_grad_(False)
    return LoadedModel(model, processor, device, dtype)


def check_model(card: ModelCard, folder: Path) -> None:
    """See that a folder holds a whole model, in little memory: its weights are not read.

    Args:
        card: What it should be; only the architecture counts.

    Raises:
        ModelError: A file is missing, cut short or of another kind, or the weights are not those of
            the model that config.json describes: one too few, or of another shape.
    """
    check_model_folder(folder, card.architecture)
    model_class, processor_class = _classes(card.architecture)
    local = {"local_files_only": True, "trust_remote_code": False}
    with _translated(card, folder), quiet():
        processor_class.from_pretrained(folder, **local)
        config = model_class.config_class.from_pretrained(folder, **local)
        _, told = model_class.from_pretrained(
            None,
            config=config,
            state_dict=_shapes(folder),
            dtype=torch.float32,  # in another one they would be made anew, in full
            output_loading_info=True,
        )
        _refuse_lacking(told)


def architectures() -> tuple[str, ...]:
    """Kinds of models that can be opened; the classes of all are there.

    Raises:
        ImportError, AttributeError, RuntimeError: The library lacks some.
    """
    for each in _CLASSES:
        _classes(each)
    return tuple(_CLASSES)


def _shapes(folder: Path) -> dict[str, torch.Tensor]:
    """Weights by name that take no memory: one number each, seen in the right shape.

    The library knows how to bring old names to new ones only for weights that it is given.
    """
    found: dict[str, torch.Tensor] = {}
    for file in weight_files(folder):
        with safe_open(file, "pt") as opened:  # refuses a file that is cut short
            for name in opened.keys():  # noqa: SIM118  (it is no dict)
                found[name] = torch.zeros(()).expand(opened.get_slice(name).get_shape())
    return found


def _refuse_lacking(told: Mapping[str, Any]) -> None:
    lacking = sorted(told["missing_keys"]) + sorted(str(k) for k in told["mismatched_keys"])
    if lacking:
        raise ValueError(f"{len(lacking)} weights are missing or misshapen ({lacking[0]})")


def _classes(architecture: str) -> tuple[Any, Any]:
    import transformers  # seconds to import; only captioners with a model need it

    model, processor = _CLASSES[architecture]
    return getattr(transformers, model), getattr(transformers, processor)


def _dtype(device: torch.device, n_parameters: int) -> torch.dtype:
    if device.type == "cuda":
        return torch.bfloat16 if torch.cuda.is_bf16_supported() else torch.float16
    if device.type == "cpu" and n_parameters > _LARGE_PARAMETERS:
        return torch.bfloat16
    return torch.float32


def _check_memory(
    card: ModelCard, n_parameters: int, device: torch.device, dtype: torch.dtype
) -> None:
    needed = int(n_parameters * dtype.itemsize * _ROOM) + _EXTRA_BYTES
    if device.type == "cuda":
        free = torch.cuda.mem_get_info(device)[0]
    else:
        free = psutil.virtual_memory().available
    if needed > free:
        raise ResourceError(
            f"The captioner {card.name} needs about {needed / 1e9:.1f} GB of memory, "
            f"{free / 1e9:.1f} GB are free.",
            "Close other programs, or choose a smaller captioner.",
        )


@contextlib.contextmanager
def _translated(card: ModelCard, folder: Path) -> Iterator[None]:
    try:
        yield
    except torch.OutOfMemoryError as error:
        raise out_of_memory(card.name) from error
    except _UNFIT as error:
        if isinstance(error, RuntimeError) and is_out_of_memory(error):
            raise out_of_memory(card.name) from error
        reason = " ".join(str(error).split())[:300]
        raise ModelError(
            f"The model in {folder} cannot be opened as {card.architecture}: {reason}",
            f"Copy the whole folder of {card.model_id or card.name} again.",
        ) from error


def out_of_memory(name: str) -> ResourceError:
    """The error for a captioner that ran out of memory."""
    return ResourceError(
        f"The memory ran out while the captioner {name} was at work.",
        "Close other programs, or choose a smaller captioner.",
    )


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """The library's progress bars and notes are not for our operators."""
    from transformers.utils import logging as library

    logging: Any = library  # parts of it have no annotations
    before, bars = logging.get_verbosity(), logging.is_progress_bar_enabled()
    logging.set_verbosity_error()
    logging.disable_progress_bar()
    try:
        yield
    finally:
        logging.set_verbosity(before)
        if bars:
            logging.enable_progress_bar()
