"""A support set that a tiny SMP can learn."""

from __future__ import annotations

import torch

from smp_core.model.inputs import ClipInputs, InputOptions
from smp_core.training.support_set import SupportSet


def make_support(n: int = 8, n_classes: int = 2, sizes: tuple[int, ...] = (32,)) -> SupportSet:
    """Clips whose class shows in their brightness and their loudness."""
    g = torch.Generator().manual_seed(3)
    clips, labels = [], []
    for index in range(n):
        label = index % n_classes
        level = 60 + 120 * label
        frames = torch.randint(
            level, level + 40, (2, 3, 32, sizes[index % len(sizes)]), generator=g
        )
        sound = torch.randn(32, 64, generator=g) * 0.1 + label
        ids = torch.tensor([0, *torch.randint(2, 300, (3 + index % 3,), generator=g).tolist(), 1])
        clips.append(ClipInputs(sound.half(), frames.to(torch.uint8), ids))
        labels.append(label)
    names = tuple(f"class {i}" for i in range(n_classes))
    return SupportSet(clips, torch.tensor(labels), names, InputOptions())
