"""How a training runs. The defaults are the paper's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields, replace
from typing import Any, Self

from smp_core.errors import InputError


@dataclass(frozen=True)
class TrainConfig:
    """Settings of source training and finetuning alike (paper IV-A2; spec, "Training").

    Attributes:
        epochs: Passes over the support set, ≥ 1.
        batch_size: Clips per step, ≥ 1.
        learning_rate: Adam's, constant, > 0.
        seed: Of shuffling, dropout and the new head.
        rebalance: P-PR on or off.
        alpha: α of Eq. 10, ≥ 0.
        tune_prototypes: Pull the prototypes towards the prompts' (Eq. 6). False is P-PR without
            prompts: plain prototypes (Table V).
        detach_rebalance: Let no gradient flow through δ, β and γ.
        balance_classes: Let every class count alike, however many clips it has (see
            `class_balance`). Not in the paper.
        mixed_precision: bf16 on GPUs that have it.
    """

    epochs: int = 30
    batch_size: int = 16
    learning_rate: float = 1e-4
    seed: int = 42
    rebalance: bool = True
    alpha: float = 1.0
    tune_prototypes: bool = True
    detach_rebalance: bool = False
    balance_classes: bool = False
    mixed_precision: bool = True

    def __post_init__(self) -> None:
        if self.epochs < 1 or self.batch_size < 1:
            raise InputError("Epochs and batch size must be at least 1.")
        if self.learning_rate <= 0:
            raise InputError("The learning rate must be above 0.")
        if self.alpha < 0:
            raise InputError("alpha must be at least 0.")

    def to_json(self) -> dict[str, Any]:
        """Plain numbers."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        """The inverse of `to_json`; unknown fields are refused.

        Raises:
            InputError: Fields of a newer program.
        """
        if unknown := set(data) - {f.name for f in fields(cls)}:
            raise InputError(f"Unknown training settings {sorted(unknown)}.", "Update the program.")
        return cls(**data)


PRESETS = {
    "fast": TrainConfig(epochs=5, detach_rebalance=True, balance_classes=True),
    "paper": TrainConfig(),
}
"""By name; the first is the one that people get without asking."""

PRESET_SETTINGS: dict[str, tuple[str, ...]] = {"fast": ("comparison=true",)}
"""What a preset changes in the model, as "key=value" for `overrides`."""


def preset_settings(name: str, given: Sequence[str] = ()) -> tuple[str, ...]:
    """A preset's own settings, except those given otherwise, and then the given ones."""
    taken = {setting.partition("=")[0].strip() for setting in given}
    own = PRESET_SETTINGS.get(name, ())
    return (*(each for each in own if each.partition("=")[0] not in taken), *given)


def preset(name: str, **changes: Any) -> TrainConfig:
    """A named preset with changes.

    Raises:
        InputError: No such preset.
    """
    if name not in PRESETS:
        raise InputError(f"Unknown preset {name!r}.", f"Use one of: {', '.join(PRESETS)}.")
    return replace(PRESETS[name], **changes)
