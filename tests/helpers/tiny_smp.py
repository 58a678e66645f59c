"""A tiny SMP: real modules, seconds to run."""

from __future__ import annotations

import torch

from smp_core.model.config import ModelConfig, TextConfig, VitConfig
from smp_core.model.inputs import ClipBatch
from smp_core.model.smp import SMP


def tiny_config(**changes: object) -> ModelConfig:
    settings: dict[str, object] = {
        "audio": VitConfig(width=24, depth=3, heads=2, patch_px=16, positions=10),
        "visual": VitConfig(width=24, depth=3, heads=2, patch_px=16, positions=10),
        "text": TextConfig(
            width=24, depth=3, heads=2, vocabulary=300, max_tokens=20, start_id=0, end_id=1
        ),
        "begin_block": 1,
        "bottleneck": 4,
        "head_width": 16,
    }
    return ModelConfig(**{**settings, **changes})  # type: ignore[arg-type]


def random_batch(n: int = 3, lengths: tuple[int, ...] = (7, 4, 9), seed: int = 0) -> ClipBatch:
    generator = torch.Generator().manual_seed(seed)
    longest = max(lengths[:n])
    token_ids = torch.ones(n, longest, dtype=torch.int64)
    for row, length in enumerate(lengths[:n]):
        token_ids[row, 0] = 0
        token_ids[row, 1 : length - 1] = torch.randint(2, 300, (length - 2,), generator=generator)
    mask = torch.arange(longest)[None] < torch.tensor(lengths[:n])[:, None]
    return ClipBatch(
        rows=torch.arange(n),
        spectrogram=torch.randn(n, 32, 64, generator=generator),
        frames=torch.randn(n, 2, 3, 32, 48, generator=generator),
        token_ids=token_ids,
        text_mask=mask,
    )


def wake_adapters(model: SMP, seed: int = 1) -> None:
    """Give scales and λ values away from their silent start."""
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        woken = [*model.pavels.named_parameters(), *model.attention_pavels.named_parameters()]
        for name, parameter in woken:
            if name.endswith("scale") or "lambda" in name:
                parameter.copy_(torch.rand(parameter.shape, generator=generator) + 0.3)
