"""Embeddings as points in a plane: PCA, and t-SNE (van der Maaten and Hinton 2008)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

MIN_POINTS_TSNE = 5
_SEED = 42


def unit_rows(embeddings: NDArray[np.float32]) -> NDArray[np.float32]:
    """Rows of length 1: (n, D) → (n, D). A zero row stays as it is."""
    length = np.linalg.norm(embeddings, axis=1, keepdims=True)
    return (embeddings / np.where(length > 0, length, 1)).astype(np.float32)


def principal_plane(
    points: NDArray[np.float32],
) -> tuple[NDArray[np.float32], tuple[float, float]]:
    """The plane of the largest variance.

    Args:
        points: (n, D), n ≥ 1.

    Returns:
        float32 (n, 2), zero-mean, each axis turned so that its largest value is positive; and the
        share of the variance along each axis, in [0, 1].
    """
    centred = points.astype(np.float64) - points.mean(axis=0, dtype=np.float64)
    left, sizes, _ = np.linalg.svd(centred, full_matrices=False)
    plane = np.zeros((len(points), 2))
    shares = [0.0, 0.0]
    total = float((sizes**2).sum())
    for axis in range(min(2, len(sizes))):
        column = left[:, axis] * sizes[axis]
        if column[np.abs(column).argmax()] < 0:
            column = -column
        plane[:, axis] = column
        shares[axis] = float(sizes[axis] ** 2) / total if total else 0.0
    return plane.astype(np.float32), (shares[0], shares[1])


def neighbour_plane(points: NDArray[np.float32]) -> NDArray[np.float32] | None:
    """t-SNE: near points stay near; distances between groups mean little.

    The same points give the same plane each time.

    Args:
        points: (n, D).

    Returns:
        float32 (n, 2), or None for fewer than five points.
    """
    if len(points) < MIN_POINTS_TSNE:
        return None
    from sklearn.manifold import TSNE  # lazily: it takes a second to load

    perplexity = min(30.0, (len(points) - 1) / 3)
    plane = TSNE(
        2,
        perplexity=perplexity,
        init="pca",
        learning_rate="auto",
        random_state=_SEED,
        method="barnes_hut" if len(points) > 200 else "exact",
    ).fit_transform(points)
    return np.asarray(plane, dtype=np.float32)
