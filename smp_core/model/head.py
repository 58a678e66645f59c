"""The classification head (spec, "Outputs and head")."""

from __future__ import annotations

from torch import Tensor, nn


class Head(nn.Module):
    """concat(CLS tokens) → hidden → ReLU → dropout → classes; weights N(0, 0.001), biases 0."""

    def __init__(self, in_width: int, width: int, dropout: float, n_classes: int) -> None:
        super().__init__()
        self.hidden = nn.Linear(in_width, width)
        self.dropout = nn.Dropout(dropout)
        self.classify = nn.Linear(width, n_classes)
        _init(self.hidden)
        _init(self.classify)

    def replace_classes(self, n_classes: int) -> None:
        """Start a new last layer, as every target session does; the hidden layer stays."""
        old = self.classify
        new = nn.Linear(old.in_features, n_classes, device=old.weight.device)
        _init(new)
        self.classify = new

    def forward(self, embedding: Tensor) -> Tensor:
        """(B, in_width) → logits (B, C)."""
        return self.classify(self.dropout(self.hidden(embedding).relu()))


def _init(layer: nn.Linear) -> None:
    nn.init.normal_(layer.weight, std=0.001)
    nn.init.zeros_(layer.bias)
