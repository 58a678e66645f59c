"""Settings given one by one as key=value, for the command line and the window alike."""

from __future__ import annotations

import difflib
import math
from collections.abc import Callable, Sequence
from dataclasses import fields, replace
from typing import Any, Literal, get_args, get_origin, get_type_hints

from smp_core.errors import InputError, ModelError
from smp_core.model.config import ModelConfig
from smp_core.training.config import TrainConfig

# The streams' sizes are the pack's: other sizes need other backbones.
_OF_THE_PACK = ("audio", "visual", "text")
_SWITCH = {"true": True, "yes": True, "on": True, "1": True}
_SWITCH |= {"false": False, "no": False, "off": False, "0": False}


def apply_overrides(
    model_config: ModelConfig, train_config: TrainConfig, settings: Sequence[str]
) -> tuple[ModelConfig, TrainConfig]:
    """Change single fields of both configurations.

    Args:
        model_config: Usually the pack's.
        train_config: Usually a preset's.
        settings: "key=value" each; key is a field of either configuration. Switches take true or
            false, `streams` takes words with commas between them, or none.

    Raises:
        InputError: No such key, a value of another kind, or values that do not go together. It
            names the key, what is allowed, and the nearest keys.
    """
    model_changes: dict[str, Any] = {}
    train_changes: dict[str, Any] = {}
    for setting in settings:
        key, value = _split(setting)
        changes = model_changes if key in _MODEL else train_changes
        if key in changes:
            raise InputError(f"The setting {key} is given twice.", "Give it once.")
        changes[key] = _parse(key, value, _ALL[key])
    try:
        return replace(model_config, **model_changes), replace(train_config, **train_changes)
    except (ModelError, InputError) as error:
        said = ", ".join(settings)
        raise InputError(f"The settings {said} cannot be used: {error.message}", error.hint) from (
            error
        )


def setting_names() -> tuple[str, ...]:
    """Every key that `apply_overrides` knows, the model's first."""
    return tuple(_ALL)


def allowed_values(key: str) -> str:
    """What a key takes, in words."""
    return _allowed(_ALL[key])


def _split(setting: str) -> tuple[str, str]:
    key, equals, value = (part.strip() for part in setting.partition("="))
    if not equals or not key:
        raise InputError(
            f'"{setting}" is not a setting.', "Write key=value, for example bottleneck=8."
        )
    if key not in _ALL:
        near = difflib.get_close_matches(key, _ALL, n=3, cutoff=0.5)
        hint = f"Did you mean {' or '.join(near)}? " if near else ""
        raise InputError(f'There is no setting "{key}".', f"{hint}There are: {', '.join(_ALL)}.")
    return key, value


def _parse(key: str, value: str, kind: Any) -> Any:
    parse = _PARSERS.get(kind)
    if parse is None:
        parse = _word if get_origin(kind) is Literal else _words
    try:
        return parse(value, kind)
    except (ValueError, KeyError) as error:
        raise InputError(
            f'The setting {key} cannot be "{value}".', f"It takes {_allowed(kind)}."
        ) from error


def _whole(value: str, kind: Any) -> int:
    return int(value)


def _number(value: str, kind: Any) -> float:
    number = float(value)
    if not math.isfinite(number):
        raise ValueError(value)
    return number


def _switch(value: str, kind: Any) -> bool:
    return _SWITCH[value.lower()]


def _word(value: str, kind: Any) -> str:
    if value not in get_args(kind):
        raise ValueError(value)
    return value


def _words(value: str, kind: Any) -> tuple[str, ...]:
    """A tuple of words: `kind` is tuple[Literal[…], ...]."""
    if value in ("", "none"):
        return ()
    return tuple(_word(part.strip(), get_args(kind)[0]) for part in value.split(","))


def _allowed(kind: Any) -> str:
    if kind in _IN_WORDS:
        return _IN_WORDS[kind]
    if get_origin(kind) is Literal:
        return f"one of: {', '.join(get_args(kind))}"
    words = get_args(get_args(kind)[0])
    return f"none, or one or more of {', '.join(words)} with commas between them"


def _kinds(config: type[ModelConfig] | type[TrainConfig]) -> dict[str, Any]:
    hints = get_type_hints(config)
    return {f.name: hints[f.name] for f in fields(config) if f.name not in _OF_THE_PACK}


_PARSERS: dict[Any, Callable[[str, Any], Any]] = {int: _whole, float: _number, bool: _switch}
_IN_WORDS = {int: "a whole number", float: "a number", bool: "true or false"}
_MODEL = _kinds(ModelConfig)
_ALL = {**_MODEL, **_kinds(TrainConfig)}
