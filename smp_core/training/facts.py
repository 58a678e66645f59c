"""Facts about scenes as targets: many small labels a clip, in ImageNet's stead."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence

import torch
from torch import Tensor

# Rarer facts cannot be learned, more common ones say nothing about one scene.
_FEWEST = 25
_COMMON_SHARE = 0.6


class FactTable:
    """The informative facts of a set of scenes, as columns.

    Args:
        scenes: The facts of each scene, any short strings.
    """

    def __init__(self, scenes: Sequence[Collection[str]]) -> None:
        fewest = max(1, min(_FEWEST, len(scenes) // 20))
        counts = Counter(fact for facts in scenes for fact in set(facts))
        most = _COMMON_SHARE * len(scenes)
        kept = sorted(fact for fact, n in counts.items() if fewest <= n <= most)
        self._column = {fact: column for column, fact in enumerate(kept)}
        self._share = torch.tensor([counts[fact] / len(scenes) for fact in kept])

    def __len__(self) -> int:
        return len(self._column)

    def targets(self, facts: Collection[str]) -> Tensor:
        """float32 (len,), 1 where a fact holds."""
        row = torch.zeros(len(self._column))
        for fact in facts:
            if fact in self._column:
                row[self._column[fact]] = 1.0
        return row

    def log_odds(self) -> Tensor:
        """float32 (len,): where a predictor that knows nothing starts."""
        share = self._share.clamp(0.005, 0.995)
        return (share / (1 - share)).log()
