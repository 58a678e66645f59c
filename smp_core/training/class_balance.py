"""So that a class of few clips is not answered less often for that."""

from __future__ import annotations

import torch
from torch import Tensor


def log_shares(labels: Tensor, n_classes: int) -> Tensor:
    """What is added to the logits while learning, and left out when answering.

    A model that learns from uneven classes answers the large ones more often, because that is
    right among its own clips; how many clips somebody happened to have says nothing about what will
    come in. With the shares in the logits it need not learn them (Menon et al., "Long-tail learning
    via logit adjustment", ICLR 2021, Eq. 10 with τ = 1). Not part of the paper's SMP.

    Args:
        labels: int64 (S,), every class present. n_classes: C.

    Returns:
        float32 (C,): log of each class's number of clips over their mean; exactly 0 where all are
        equal, so that even classes learn as without it.
    """
    counts = torch.bincount(labels, minlength=n_classes).float()
    return (counts / counts.mean()).log()
