"""Looking at a model while it runs: what is shown to whoever asks for attention maps.

Fused attention never gives its weights away; shown are its inputs, from which the weights are
recomputed when a map is wanted. Without a watcher the model computes exactly what it always does.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, Protocol

from torch import Tensor, nn

from smp_core.model.tokens import Grids, Tokens

LatentWatch = Callable[[Literal["before", "after"], nn.Module, Tokens], None]
"""Called with the place of a latent attention, its module, and its input at width d."""


class Watch(Protocol):
    """Is shown one forward pass, block by block."""

    def attention(self, block: int, normed: Tokens, grids: Grids) -> None:
        """The input of a block's self-attentions: norm1 of every stream's tokens."""
        ...

    def latent(
        self,
        block: int,
        beside: Literal["attention", "mlp"],
        place: Literal["before", "after"],
        module: nn.Module,
        tokens: Tokens,
        text_mask: Tensor,
    ) -> None:
        """The input of one latent attention of a block's P-AVeL, at width d."""
        ...
