"""The captioners with a model that were tried: which model, how large, under what licence.

Plain values; nothing here loads a library. Sizes are those of the published weight files.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["constant", "descriptor", "vision-language", "audio", "both"]

_MB = 1_000_000


@dataclass(frozen=True)
class ModelCard:
    """A published model that a captioner uses.

    Attributes:
        name: The captioner's short name, also the preferred name of its folder.
        model_id: The publisher's name for it on the model hub, "owner/model".
        title: For people.
        kind: What it describes.
        architecture: `model_type` in its config.json.
        size_bytes: About that much on disk.
        licence: As the publisher states it.
    """

    name: str
    model_id: str
    title: str
    kind: Kind
    architecture: str
    size_bytes: int
    licence: str


MODEL_CARDS: tuple[ModelCard, ...] = (
    ModelCard(
        "smolvlm2-500m",
        "HuggingFaceTB/SmolVLM2-500M-Video-Instruct",
        "SmolVLM2 500M",
        "vision-language",
        "smolvlm",
        2030 * _MB,
        "Apache-2.0",
    ),
    ModelCard(
        "smolvlm2-256m",
        "HuggingFaceTB/SmolVLM2-256M-Video-Instruct",
        "SmolVLM2 256M",
        "vision-language",
        "smolvlm",
        1030 * _MB,
        "Apache-2.0",
    ),
    ModelCard(
        "qwen3-vl-2b",
        "Qwen/Qwen3-VL-2B-Instruct",
        "Qwen3-VL 2B",
        "vision-language",
        "qwen3_vl",
        4260 * _MB,
        "Apache-2.0",
    ),
    ModelCard(
        "qwen3.5-0.8b",
        "Qwen/Qwen3.5-0.8B",
        "Qwen3.5 0.8B",
        "vision-language",
        "qwen3_5",
        1750 * _MB,
        "Apache-2.0",
    ),
    ModelCard(
        "internvl3-1b",
        "OpenGVLab/InternVL3-1B-hf",
        "InternVL3 1B",
        "vision-language",
        "internvl",
        1880 * _MB,
        "Apache-2.0",
    ),
    ModelCard(
        "florence-2-base",
        "florence-community/Florence-2-base",
        "Florence-2 base (one frame)",
        "vision-language",
        "florence2",
        470 * _MB,
        "MIT",
    ),
    ModelCard(
        "blip-base",
        "Salesforce/blip-image-captioning-base",
        "BLIP base (one frame)",
        "vision-language",
        "blip",
        990 * _MB,
        "BSD-3-Clause",
    ),
    ModelCard(
        "clap-tags",
        "laion/clap-htsat-unfused",
        "CLAP sound tags",
        "audio",
        "clap",
        615 * _MB,
        "Apache-2.0",
    ),
    ModelCard(
        "qwen2-audio-7b",
        "Qwen/Qwen2-Audio-7B-Instruct",
        "Qwen2-Audio 7B",
        "audio",
        "qwen2_audio",
        16_800 * _MB,
        "Apache-2.0",
    ),
)

CPU_DEFAULT = "smolvlm2-500m"
GPU_DEFAULT = "qwen3-vl-2b"

# Any "PICTURE+SOUND" works; these are the ones that are offered.
JOINED_NAMES: tuple[str, ...] = (
    "smolvlm2-500m+clap-tags",
    "smolvlm2-256m+clap-tags",
    "qwen3-vl-2b+clap-tags",
)


def model_card(name: str) -> ModelCard | None:
    """The tested model of that captioner name, None if there is none."""
    return next((card for card in MODEL_CARDS if card.name == name), None)


def card_for_architecture(architecture: str) -> ModelCard | None:
    """The first tested model with that `model_type`; its recipe serves untested ones too."""
    return next((card for card in MODEL_CARDS if card.architecture == architecture), None)
