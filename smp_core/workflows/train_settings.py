"""Every hyper-parameter by name, with what it may be: for a window that shows them all."""

from __future__ import annotations

import inspect
import re
from dataclasses import dataclass, fields
from typing import Any, Literal, get_args, get_origin, get_type_hints

from smp_core.errors import SmpError
from smp_core.model.config import ModelConfig
from smp_core.prompts.registry import captioners
from smp_core.storage.project import Project
from smp_core.training.config import PRESETS, TrainConfig, preset, preset_settings
from smp_core.training.overrides import apply_overrides, setting_names
from smp_core.workflows.packs import project_manifest
from smp_core.workflows.prompts import chosen_captioner, list_prompts

Kind = Literal["whole", "number", "switch", "word", "words"]


@dataclass(frozen=True)
class Setting:
    """One hyper-parameter.

    Attributes:
        key: Its name for overrides. part: "training" or "model".
        kind: What it takes; "word" is one of `choices`, "words" any of them.
        default: As an override's text, of the preset and the project's pack.
        about: Its description in the code.
    """

    key: str
    part: Literal["training", "model"]
    kind: Kind
    default: str
    choices: tuple[str, ...] = ()
    about: str = ""


def preset_names() -> tuple[str, ...]:
    """The presets that there are."""
    return tuple(PRESETS)


def usable_captioners(project: Project) -> tuple[str, ...]:
    """The captioners that can write here or have written, the project's own choice first."""
    written = {each.captioner for each in list_prompts(project)}
    usual = chosen_captioner(project)
    ready = [each.name for each in captioners() if not each.missing or each.name in written]
    return tuple(dict.fromkeys([usual, *ready]))


def list_settings(project: Project, preset_name: str) -> list[Setting]:
    """All settings with their values under a preset, the training's first.

    Where the project's pack cannot be read, the model's are those of the paper.

    Raises:
        InputError: No such preset.
    """
    model, train = apply_overrides(
        _pack_model(project), preset(preset_name), preset_settings(preset_name)
    )
    known = set(setting_names())
    found = []
    for part, config in (("training", train), ("model", model)):
        hints, about = get_type_hints(type(config)), _about(type(config))
        for each in fields(config):
            kind, choices = _kind(hints[each.name])
            if each.name in known and kind is not None:
                text = _text(getattr(config, each.name))
                found.append(
                    Setting(each.name, part, kind, text, choices, about.get(each.name, ""))  # type: ignore[arg-type]
                )
    return found


def check_settings(project: Project, preset_name: str, overrides: tuple[str, ...]) -> None:
    """Whether these settings can be used together.

    Raises:
        InputError: No; it says which and why.
    """
    settings = preset_settings(preset_name, overrides)
    apply_overrides(_pack_model(project), preset(preset_name), settings)


def _pack_model(project: Project) -> ModelConfig:
    try:
        return project_manifest(project).model
    except SmpError:
        return ModelConfig()


def _kind(hint: Any) -> tuple[Kind | None, tuple[str, ...]]:
    plain: dict[Any, Kind] = {int: "whole", float: "number", bool: "switch"}
    if hint in plain:
        return plain[hint], ()
    if get_origin(hint) is Literal:
        return "word", tuple(str(each) for each in get_args(hint))
    if get_origin(hint) is tuple and get_origin(get_args(hint)[0]) is Literal:
        return "words", tuple(str(each) for each in get_args(get_args(hint)[0]))
    return None, ()


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return ",".join(str(each) for each in value) or "none"
    return f"{value:g}" if isinstance(value, float) else str(value)


def _about(config: type[TrainConfig] | type[ModelConfig]) -> dict[str, str]:
    """What the docstring's "Attributes:" say, by name."""
    lines = (inspect.getdoc(config) or "").partition("Attributes:")[2].splitlines()
    found: dict[str, str] = {}
    names: list[str] = []
    for line in lines:
        begun = re.match(r" {4}(\w[\w, ]*): (.*)", line)
        if begun:
            names = [name.strip() for name in begun[1].split(",")]
            found.update(dict.fromkeys(names, begun[2]))
        elif line.strip():
            found.update({name: f"{found[name]} {line.strip()}" for name in names})
    return found
