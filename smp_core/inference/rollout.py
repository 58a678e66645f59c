"""Attention rollout (Abnar and Zuidema 2020; paper Fig. 6): from CLS back to the patches."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor

from smp_core.model.streams import VitStream


@torch.no_grad()
def cls_rollout(stream: VitStream, normed: Sequence[Tensor]) -> Tensor:
    """The CLS row of the rollout after every block.

    With A_b the head-mean attention of block b, Â_b = (A_b + I) / 2, the rollout after block b is
    Â_b · … · Â_0. Only its CLS row is wanted, so rows are carried backwards through the blocks
    instead of multiplying the matrices; the numbers are the same. Rows of a softmax sum to 1, so
    those of Â do too and need no normalisation.

    Args:
        stream: Whose blocks they are.
        normed: One a block: what its attention sees, norm1(x), (1, 1 + N, D), CLS first.

    Returns:
        float32 (blocks, N) on the CPU: row b after blocks 0…b, the CLS entry left out. Values in
        [0, 1]; a row sums to less than 1 because CLS keeps a part.
    """
    first = normed[0]
    rows = torch.zeros(0, first.shape[1], device=first.device)  # (k, 1 + N), deepest block first
    cls = torch.zeros(1, first.shape[1], device=first.device)
    cls[0, 0] = 1.0
    for block in reversed(range(len(normed))):
        rows = torch.cat([rows, cls])
        query, key = stream.queries_and_keys(block, normed[block])
        heads = query.shape[1]
        attended = torch.zeros_like(rows)
        for head in range(heads):  # one at a time: 1569 x 1569 numbers each at the paper's size
            weights = (query[0, head] @ key[0, head].T).float().softmax(dim=-1)
            attended += rows @ weights
        rows = (rows + attended / heads) / 2
    return rows.flip(0)[:, 1:].cpu()
