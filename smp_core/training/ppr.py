"""P-PR, prompt-tuned prototypical regularisation (paper III-D, Eq. 5–13)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple

import torch
from torch import Tensor
from torch.nn import functional


@dataclass(frozen=True)
class Prototypes:
    """Class means of the three embeddings over the whole support set: (C, D) each (Eq. 5)."""

    audio: Tensor
    visual: Tensor
    text: Tensor


class Rebalance(NamedTuple):
    """One batch's regularisation and the numbers behind it.

    Attributes:
        loss: α β L^{a,PCE} + α γ L^{v,PCE} (the part of Eq. 10 beside cross-entropy), scalar.
        delta: δ in [0, 1] (Eq. 7–8); 0 where prototypes are not tuned. rho: ρ > 0 (Eq. 12).
        beta, gamma: In [0, 1], at most one above 0 (Eq. 11).
    """

    loss: Tensor
    delta: Tensor
    rho: Tensor
    beta: Tensor
    gamma: Tensor


def class_means(embeddings: Tensor, labels: Tensor, n_classes: int) -> Tensor:
    """Mean embedding of each class (Eq. 5).

    Args:
        embeddings: (S, D). labels: int64 (S,) in [0, C), every class present.

    Returns:
        (C, D).
    """
    one_hot = functional.one_hot(labels, n_classes).to(embeddings.dtype)  # (S, C)
    return one_hot.T @ embeddings / one_hot.sum(dim=0)[:, None]


def own_class_confidence(embeddings: Tensor, prototypes: Tensor, labels: Tensor) -> Tensor:
    """softmax(−Euclidean distance) at the true class (Eq. 7 and 13).

    Args:
        embeddings: (B, D). prototypes: (C, D). labels: (B,).

    Returns:
        (B,) in [0, 1].
    """
    confidence = (-distances(embeddings, prototypes)).softmax(dim=1)
    return confidence.gather(1, labels[:, None])[:, 0]


def distances(embeddings: Tensor, prototypes: Tensor) -> Tensor:
    """Euclidean distances (B, C); the gradient at distance 0 is 0, not NaN."""
    return torch.cdist(embeddings, prototypes, compute_mode="donot_use_mm_for_euclid_dist")


def squash(x: Tensor) -> Tensor:
    """(sin(πx − π/2) + 1) / 2 (Eq. 8): keeps δ in [0, 1] and trusts poor prompts less."""
    return (torch.sin(math.pi * x - math.pi / 2) + 1) / 2


def rebalance(
    audio: Tensor,
    visual: Tensor,
    text: Tensor,
    prototypes: Prototypes,
    labels: Tensor,
    *,
    alpha: float,
    detach: bool,
    tune: bool = True,
) -> Rebalance:
    """The regularisation of one batch (Eq. 6–13).

    Where the text encoder is wider or narrower than a stream, prototypes cannot be added (Eq. 6);
    such a stream keeps its untuned prototypes.

    Args:
        audio, visual, text: The batch's embeddings (B, D).
        prototypes: Of the whole support set, without gradient.
        labels: int64 (B,).
        alpha: α ≥ 0 of Eq. 10.
        detach: Let no gradient flow through δ, β and γ.
        tune: False leaves the prototypes as they are: no prompts in P-PR (Table V).

    Returns:
        See `Rebalance`.
    """
    if tune:
        delta = squash(own_class_confidence(text, prototypes.text, labels).mean())  # Eq. 7, 8
    else:
        delta = torch.zeros((), dtype=text.dtype, device=text.device)
    if detach:
        delta = delta.detach()
    audio_prototypes = _tune(prototypes.audio, prototypes.text, delta)
    visual_prototypes = _tune(prototypes.visual, prototypes.text, delta)

    audio_confidence = own_class_confidence(audio, audio_prototypes, labels).sum()  # Eq. 13
    visual_confidence = own_class_confidence(visual, visual_prototypes, labels).sum()
    tiny = torch.finfo(audio_confidence.dtype).tiny
    rho = audio_confidence.clamp_min(tiny) / visual_confidence.clamp_min(tiny)  # Eq. 12
    zero = torch.zeros_like(rho)
    if rho < 1:  # Eq. 11
        beta, gamma = (1 / rho - 1).clamp(0, 1), zero
    else:
        beta, gamma = zero, (rho - 1).clamp(0, 1)
    if detach:
        beta, gamma = beta.detach(), gamma.detach()

    audio_pce = functional.cross_entropy(-distances(audio, audio_prototypes), labels)  # Eq. 9
    visual_pce = functional.cross_entropy(-distances(visual, visual_prototypes), labels)
    loss = alpha * (beta * audio_pce + gamma * visual_pce)  # Eq. 10
    return Rebalance(loss, delta, rho, beta, gamma)


def _tune(prototypes: Tensor, text: Tensor, delta: Tensor) -> Tensor:
    """Pull prototypes towards the prompts' (Eq. 6)."""
    return prototypes + delta * text if prototypes.shape == text.shape else prototypes
