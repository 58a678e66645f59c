"""Training-free peers against their papers' formulas, worked out with loops in float64."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from smp_core.bench.peers.training_free import gaussian, nearest_prototype, tip_adapter
from smp_core.model.smp import Embeddings

LABELS = [0, 0, 1, 1, 2, 2]


@pytest.fixture
def sets() -> tuple[Embeddings, Embeddings]:
    g = torch.Generator().manual_seed(3)
    return tuple(  # type: ignore[return-value]
        Embeddings(*(torch.randn(n, 4, generator=g, dtype=torch.float64) for _ in range(3)))
        for n in (6, 5)
    )


def features(
    support: Embeddings, asked: Embeddings
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Each part less the support's mean and of length 1, side by side."""
    parts: tuple[list[NDArray[np.float64]], list[NDArray[np.float64]]] = ([], [])
    for s, q in zip(support, asked, strict=True):
        assert s is not None and q is not None
        centre = s.numpy().mean(axis=0)
        for found, each in zip(parts, (s.numpy(), q.numpy()), strict=True):
            moved = each - centre
            found.append(moved / np.linalg.norm(moved, axis=1, keepdims=True))
    return np.hstack(parts[0]), np.hstack(parts[1])


def cosine(a: NDArray[np.float64], b: NDArray[np.float64]) -> float:
    return float(a @ b / np.linalg.norm(a) / np.linalg.norm(b))


def test_nearest_prototype(sets: tuple[Embeddings, Embeddings]) -> None:
    s, q = features(*sets)
    found = nearest_prototype(sets[0], torch.tensor(LABELS), sets[1], True)
    for row in range(5):
        for label in range(3):
            mean = (s[2 * label] + s[2 * label + 1]) / 2
            assert float(found[row, label]) == pytest.approx(cosine(q[row], mean), abs=1e-9)


def test_tip_adapter(sets: tuple[Embeddings, Embeddings]) -> None:
    s, q = features(*sets)
    found = tip_adapter(sets[0], torch.tensor(LABELS), sets[1], True)
    for row in range(5):
        for label in range(3):
            own = (s[2 * label], s[2 * label + 1])
            expected = sum(math.exp(-5.5 * (1 - cosine(q[row], each))) for each in own) / 2
            assert float(found[row, label]) == pytest.approx(expected, abs=1e-9)


def test_gaussian_discriminant(sets: tuple[Embeddings, Embeddings]) -> None:
    s, q = features(*sets)
    found = gaussian(
        Embeddings(*(None if e is None else e.float() for e in sets[0])),
        torch.tensor(LABELS),
        Embeddings(*(None if e is None else e.float() for e in sets[1])),
        True,
    )
    n, d = s.shape
    means = [(s[2 * label] + s[2 * label + 1]) / 2 for label in range(3)]
    covariance = np.zeros((d, d))
    for row, label in enumerate(LABELS):
        apart = s[row] - means[label]
        covariance += np.outer(apart, apart) / (n - 1)
    # Kubokawa and Srivastava: Σ⁻¹ ≈ d ((n − 1) Σ̂ + tr(Σ̂) I)⁻¹.
    precision = d * np.linalg.inv((n - 1) * covariance + np.trace(covariance) * np.eye(d))
    for row in range(5):
        for label, mean in enumerate(means):
            expected = q[row] @ precision @ mean - 0.5 * mean @ precision @ mean
            assert float(found[row, label]) == pytest.approx(expected, rel=2e-3, abs=2e-3)
