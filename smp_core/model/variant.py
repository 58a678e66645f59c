"""How a configuration differs from the one that a pack was source-trained with."""

from __future__ import annotations

from dataclasses import dataclass, fields

import torch

from smp_core.model.config import ModelConfig
from smp_core.model.smp import SMP

# Dropout is a matter of training alone; the weights mean the same with or without it.
# The comparison is filled from the support set, so a pack needs no weights for it.
_HARMLESS = ("adapter_dropout", "head_dropout", "comparison")


@dataclass(frozen=True)
class Difference:
    """What stands between a pack's weights and a configuration.

    Attributes:
        settings: "name=value (the pack: value)" for every setting that gives weights another
            meaning.
        untrained: The parts, in words, that the pack has no weights for.
    """

    settings: tuple[str, ...]
    untrained: tuple[str, ...]


def difference(pack: ModelConfig, config: ModelConfig) -> Difference:
    """Compare a configuration with a pack's, by settings and by the shapes of what is trained.

    Builds both models without memory for their weights, so it is cheap at any size.
    """
    settings = tuple(
        f"{f.name}={_shown(getattr(config, f.name))} (the pack: {_shown(getattr(pack, f.name))})"
        for f in fields(ModelConfig)
        if f.name not in _HARMLESS and getattr(config, f.name) != getattr(pack, f.name)
    )
    if not settings:
        return Difference((), ())
    have, want = trained_shapes(pack), trained_shapes(config)
    names = [name for name, shape in want.items() if have.get(name) != shape]
    return Difference(settings, _parts(names))


def trained_shapes(config: ModelConfig, n_classes: int = 2) -> dict[str, torch.Size]:
    """Name → shape of every trained parameter."""
    with torch.device("meta"):
        model = SMP(config, n_classes)
    return {name: parameter.shape for name, parameter in model.trainable().items()}


def _parts(names: list[str]) -> tuple[str, ...]:
    """Parameter names → what they belong to, in words."""
    whole: dict[str, set[int]] = {}
    weights_only: set[int] = set()
    parts: list[str] = []
    for name in names:
        top, _, rest = name.partition(".")
        if top in ("pavels", "attention_pavels"):
            block = int(rest.partition(".")[0])
            if ".lambda_" in name:
                weights_only.add(block)
            else:
                beside = "MLP" if top == "pavels" else "attention"
                whole.setdefault(f"P-AVeL beside the {beside}", set()).add(block)
        elif name.startswith("head.hidden"):
            parts = ["the head's hidden layer"]
    for kind, blocks in whole.items():
        parts.append(f"{kind} of {_blocks(blocks)}")
        weights_only -= blocks
    if weights_only:
        parts.append(f"the weights λ of latent attention in {_blocks(weights_only)}")
    return tuple(sorted(parts))


def _blocks(numbers: set[int]) -> str:
    first, last = min(numbers), max(numbers)
    if len(numbers) == 1:
        return f"block {first}"
    if len(numbers) == last - first + 1:
        return f"blocks {first} to {last}"
    return f"blocks {', '.join(map(str, sorted(numbers)))}"


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple):
        return ",".join(map(str, value)) or "none"
    return str(value)
