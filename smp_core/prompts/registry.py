"""Captioners by name, and what each needs on this machine."""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from pathlib import Path

from smp_core.errors import InputError, SmpError
from smp_core.prompts.captioner import Captioner, CaptionerSettings
from smp_core.prompts.catalogue import (
    JOINED_NAMES,
    MODEL_CARDS,
    Kind,
    ModelCard,
    card_for_architecture,
    model_card,
)
from smp_core.prompts.constant import ConstantCaptioner
from smp_core.prompts.descriptor import DescriptorCaptioner
from smp_core.prompts.model_folder import (
    check_model_folder,
    find_model_folder,
    model_size_bytes,
    models_folders,
    read_config,
    require_model_folder,
)

PLAIN_NAMES = ("constant", "descriptor")
CAPTIONER_NAMES: tuple[str, ...] = (
    *PLAIN_NAMES,
    *(card.name for card in MODEL_CARDS),
    *JOINED_NAMES,
)


@dataclass(frozen=True)
class CaptionerInfo:
    """A captioner for people, and whether it can be used here.

    Attributes:
        name: To be given to `captioner`.
        title: For people.
        kind: "constant", "descriptor", "vision-language", "audio" or "both".
        available: It can be used now.
        missing: Why it cannot, and what to do; empty if it can.
        size_bytes: Of its models on disk, about; 0 without any.
        model_ids: What the publishers call its models.
        folders: Where they lie; empty if not available.
        tested: Its model is on the list of tested ones.
    """

    name: str
    title: str
    kind: Kind
    available: bool
    missing: str
    size_bytes: int
    model_ids: tuple[str, ...] = ()
    folders: tuple[Path, ...] = ()
    tested: bool = True


def captioner(name: str, settings: CaptionerSettings | None = None) -> Captioner:
    """Give the captioner of that name. A model is loaded only when the first clip comes.

    Args:
        name: One of `CAPTIONER_NAMES`; or two joined by "+", the picture's first; or the name of
            a folder in a models folder that holds a model of a supported architecture.
        settings: Device, folders, the text encoder's limit.

    Raises:
        InputError: For any other name.
        ModelError: Its model is not on this machine, or not usable.
    """
    settings = settings or CaptionerSettings()
    if name == "constant":
        return ConstantCaptioner()
    if name == "descriptor":
        return DescriptorCaptioner()
    if "+" in name:
        return _joined(name, settings)
    return _with_model(_card(name, settings.models), settings)


def captioners(models: Path | None = None) -> list[CaptionerInfo]:
    """Every captioner with its state on this machine; loads no library and no weights.

    Args:
        models: See `CaptionerSettings`.
    """
    found = [
        CaptionerInfo("constant", "The constant prompt of the paper", "constant", True, "", 0),
        CaptionerInfo("descriptor", "Measured description", "descriptor", True, "", 0),
    ]
    found += [_info(card, models) for card in MODEL_CARDS]
    known = {info.name: info for info in found}
    for name in JOINED_NAMES:
        found.append(_joined_info(name, [known[part] for part in name.split("+")]))
    return found + _own_models(models)


def is_captioner(name: str) -> bool:
    """Whether `captioner` knows that name, be its model here or not."""
    if name in CAPTIONER_NAMES:
        return True
    try:
        cards = [_card(part, None) for part in name.split("+")]
    except SmpError:
        return False
    kinds = [card.kind for card in cards]
    return len(cards) == 1 or kinds == ["vision-language", "audio"]


def captioner_kind(name: str) -> Kind:
    """What a captioner describes, be its model here or not.

    Raises:
        InputError: There is none of that name.
    """
    if name == "constant":
        return "constant"
    if name == "descriptor":
        return "descriptor"
    return "both" if "+" in name else _card(name, None).kind


def _joined(name: str, settings: CaptionerSettings) -> Captioner:
    from smp_core.prompts.joined import JoinedCaptioner

    first, _, second = name.partition("+")
    kinds = [_card(part, settings.models).kind for part in (first, second)]
    if kinds != ["vision-language", "audio"]:
        raise InputError(
            f'"{name}" does not join a picture captioner and a sound captioner.',
            f"Name the picture's first, for example {JOINED_NAMES[0]}.",
        )
    whole = replace(settings, limit=sys.maxsize)  # only what is joined is cut
    return JoinedCaptioner(captioner(first, whole), captioner(second, whole), settings)


def _with_model(card: ModelCard, settings: CaptionerSettings) -> Captioner:
    folder = require_model_folder(card, settings.models)
    check_model_folder(folder, card.architecture)
    if card.architecture == "clap":
        from smp_core.prompts.audio_tags import AudioTagCaptioner

        return AudioTagCaptioner(card, folder, settings)
    if card.architecture == "qwen2_audio":
        from smp_core.prompts.audio_language import AudioLanguageCaptioner

        return AudioLanguageCaptioner(card, folder, settings)
    from smp_core.prompts.vision_language import VisionLanguageCaptioner

    return VisionLanguageCaptioner(card, folder, settings)


def _card(name: str, models: Path | None) -> ModelCard:
    """A tested model, or the operator's own by the name of its folder."""
    card = model_card(name)
    if card is None and name not in PLAIN_NAMES and Path(name).name == name:
        folder = find_model_folder(name, "", models)
        card = own_model_card(folder) if folder is not None else None
    if card is None:
        raise InputError(
            f'There is no captioner called "{name}".',
            f"Choose one of: {', '.join(CAPTIONER_NAMES)}.",
        )
    return card


def own_model_card(folder: Path) -> ModelCard | None:
    """A card for an untested model whose architecture has a recipe; None without one.

    Raises:
        ModelError: Its config.json or its weights are missing or damaged.
    """
    alike = card_for_architecture(str(read_config(folder).get("model_type")))
    if alike is None:
        return None
    size = model_size_bytes(folder)
    title = f"{folder.name} (not tested)"
    return ModelCard(folder.name, "", title, alike.kind, alike.architecture, size, "")


def _info(card: ModelCard, models: Path | None) -> CaptionerInfo:
    size_bytes, missing = card.size_bytes, ""
    folders: tuple[Path, ...] = ()
    try:
        folder = require_model_folder(card, models)
        check_model_folder(folder, card.architecture)
        size_bytes, folders = model_size_bytes(folder), (folder,)
    except SmpError as error:
        missing = str(error)
    return CaptionerInfo(
        card.name,
        card.title,
        card.kind,
        not missing,
        missing,
        size_bytes,
        (card.model_id,) if card.model_id else (),
        folders,
        bool(card.model_id),
    )


def _joined_info(name: str, parts: list[CaptionerInfo]) -> CaptionerInfo:
    return CaptionerInfo(
        name,
        " and ".join(part.title for part in parts),
        "both",
        all(part.available for part in parts),
        " ".join(part.missing for part in parts if part.missing),
        sum(part.size_bytes for part in parts),
        tuple(each for part in parts for each in part.model_ids),
        tuple(each for part in parts for each in part.folders),
    )


def _own_models(models: Path | None) -> list[CaptionerInfo]:
    """Models on this machine that are not on the tested list but may work."""
    tested = {card.name for card in MODEL_CARDS}
    tested |= {card.model_id.replace("/", "--") for card in MODEL_CARDS}
    tested |= {card.model_id.partition("/")[2] for card in MODEL_CARDS}
    found: dict[str, CaptionerInfo] = {}
    for parent in models_folders(models):
        for folder in sorted(each.parent for each in parent.glob("*/config.json")):
            if folder.name in tested or folder.name in found or "+" in folder.name:
                continue
            if folder.name.startswith("."):  # being copied, or put aside
                continue
            try:
                card = own_model_card(folder)
            except SmpError:  # someone's half-copied folder; naming it explicitly says what it is
                continue
            if card is not None:
                found[folder.name] = _info(card, models)
    return list(found.values())
