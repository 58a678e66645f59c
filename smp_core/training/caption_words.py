"""The words of captions as targets: which of them a sound or a picture should bring to mind."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

import torch
from torch import Tensor

_WORD = re.compile(r"[a-z]+")
# Words in more captions than this say nothing about one of them.
_COMMON_SHARE = 0.4
_FEWEST = 20


class CaptionWords:
    """The informative words of a set of captions.

    Args:
        captions: All captions of each scene.
    """

    def __init__(self, captions: Sequence[Sequence[str]]) -> None:
        fewest = max(1, min(_FEWEST, len(captions) // 20))
        counts: Counter[str] = Counter()
        for texts in captions:
            counts.update(_words(texts))
        most = _COMMON_SHARE * len(captions)
        kept = sorted(word for word, n in counts.items() if fewest <= n <= most)
        self._rank = {word: rank for rank, word in enumerate(kept)}

    def __len__(self) -> int:
        return len(self._rank)

    def targets(self, texts: Sequence[str]) -> Tensor:
        """float32 (W,), 1 where a word occurs in any of a scene's captions."""
        row = torch.zeros(len(self._rank))
        for word in _words(texts):
            if word in self._rank:
                row[self._rank[word]] = 1.0
        return row


def _words(texts: Sequence[str]) -> set[str]:
    return {word for text in texts for word in _WORD.findall(text.lower())}
