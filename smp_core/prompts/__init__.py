"""Captioners: where the words beside a clip come from."""

from __future__ import annotations

from collections.abc import Callable

from smp_core.errors import InputError
from smp_core.prompts.captioner import Captioner
from smp_core.prompts.constant import CONSTANT_PROMPT, ConstantCaptioner
from smp_core.prompts.descriptor import DescriptorCaptioner
from smp_core.prompts.training_rules import CLIP_TOKEN_LIMIT, fit_to_tokens, mentions_class

_CAPTIONERS: dict[str, Callable[[], Captioner]] = {
    "constant": ConstantCaptioner,
    "descriptor": DescriptorCaptioner,
}

CAPTIONER_NAMES: tuple[str, ...] = tuple(_CAPTIONERS)


def captioner(name: str) -> Captioner:
    """Give the captioner of that name.

    Args:
        name: One of `CAPTIONER_NAMES`.

    Raises:
        InputError: For any other name.
    """
    make = _CAPTIONERS.get(name)
    if make is None:
        raise InputError(
            f'There is no captioner called "{name}".',
            f"Choose one of: {', '.join(CAPTIONER_NAMES)}.",
        )
    return make()


__all__ = [
    "CAPTIONER_NAMES",
    "CLIP_TOKEN_LIMIT",
    "CONSTANT_PROMPT",
    "Captioner",
    "ConstantCaptioner",
    "DescriptorCaptioner",
    "captioner",
    "fit_to_tokens",
    "mentions_class",
]
