"""Captioners: where the words beside a clip come from."""

from __future__ import annotations

from smp_core.prompts.captioner import Captioner, CaptionerSettings
from smp_core.prompts.constant import CONSTANT_PROMPT, ConstantCaptioner
from smp_core.prompts.descriptor import DescriptorCaptioner
from smp_core.prompts.registry import (
    CAPTIONER_NAMES,
    CaptionerInfo,
    captioner,
    captioners,
    is_captioner,
)
from smp_core.prompts.training_rules import CLIP_TOKEN_LIMIT, fit_to_tokens, mentions_class

__all__ = [
    "CAPTIONER_NAMES",
    "CLIP_TOKEN_LIMIT",
    "CONSTANT_PROMPT",
    "Captioner",
    "CaptionerInfo",
    "CaptionerSettings",
    "ConstantCaptioner",
    "DescriptorCaptioner",
    "captioner",
    "captioners",
    "fit_to_tokens",
    "is_captioner",
    "mentions_class",
]
