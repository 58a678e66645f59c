"""Training-free peers: what many would try first on frozen embeddings."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

from smp_core.bench.peers.peer import parts_of
from smp_core.model.smp import Embeddings
from smp_core.training.ppr import class_means


def _unit(support: Embeddings, queries: Embeddings, captions: bool) -> tuple[Tensor, Tensor]:
    """Both sets centred on the support set, each part of length 1, side by side."""
    left, right = [], []
    for s, q in zip(parts_of(support, captions), parts_of(queries, captions), strict=True):
        centre = s.mean(dim=0)
        left.append(functional.normalize(s - centre, dim=1))
        right.append(functional.normalize(q - centre, dim=1))
    return torch.cat(left, dim=1), torch.cat(right, dim=1)


def nearest_prototype(
    support: Embeddings, labels: Tensor, queries: Embeddings, captions: bool
) -> Tensor:
    """Cosine with each class's mean (Wang et al., "SimpleShot", 2019)."""
    s, q = _unit(support, queries, captions)
    prototypes = functional.normalize(class_means(s, labels, int(labels.max()) + 1), dim=1)
    return functional.normalize(q, dim=1) @ prototypes.T


def tip_adapter(
    support: Embeddings, labels: Tensor, queries: Embeddings, captions: bool, beta: float = 5.5
) -> Tensor:
    """A cache of the support set: exp(−β (1 − cosine)) of every clip, summed by class.

    (Zhang et al., "Tip-Adapter", ECCV 2022, with its default β. Its zero-shot part needs class
    names in the text encoder's space, which our prompts never hold.)
    """
    s, q = _unit(support, queries, captions)
    similarity = functional.normalize(q, dim=1) @ functional.normalize(s, dim=1).T  # (Q, S)
    one_hot = functional.one_hot(labels).to(similarity.dtype)
    return (-beta * (1 - similarity)).exp() @ one_hot / one_hot.sum(dim=0)


def gaussian(support: Embeddings, labels: Tensor, queries: Embeddings, captions: bool) -> Tensor:
    """Gaussian discriminant analysis with one shrunk covariance.

    (Wang et al., "A Hard-to-Beat Baseline for Training-Free CLIP-Based Adaptation", ICLR 2024, who
    use this empirical ridge for few samples: Kubokawa and Srivastava 2008.)
    """
    s, q = _unit(support, queries, captions)
    means = class_means(s, labels, int(labels.max()) + 1)
    around = s - means[labels]
    n, d = s.shape
    covariance = around.T @ around / max(1, n - 1)
    trace = covariance.trace().clamp_min(1e-6)
    precision = d * torch.linalg.inv((n - 1) * covariance + trace * torch.eye(d))
    weights = means @ precision  # (C, D)
    return q @ weights.T - 0.5 * (weights * means).sum(dim=1)
