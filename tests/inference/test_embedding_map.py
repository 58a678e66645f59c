"""Embeddings as points: against scikit-learn's PCA, and groups that stay groups."""

from __future__ import annotations

import numpy as np
from sklearn.decomposition import PCA

from smp_core.inference.embedding_map import neighbour_plane, principal_plane, unit_rows


def test_the_plane_is_pca_with_a_settled_sign() -> None:
    points = np.random.default_rng(1).normal(size=(20, 7)).astype(np.float32)
    points[:, 2] *= 5
    plane, explained = principal_plane(points)
    reference = PCA(2).fit(points)
    np.testing.assert_allclose(explained, reference.explained_variance_ratio_, rtol=1e-4)
    expected = reference.transform(points)
    for axis in range(2):
        assert plane[np.abs(plane[:, axis]).argmax(), axis] > 0
        np.testing.assert_allclose(np.abs(plane[:, axis]), np.abs(expected[:, axis]), atol=1e-3)


def test_one_clip_and_equal_clips_lie_in_the_middle() -> None:
    assert principal_plane(np.ones((1, 4), np.float32))[0].tolist() == [[0, 0]]
    plane, explained = principal_plane(np.ones((3, 4), np.float32))
    assert not plane.any()
    assert explained == (0, 0)
    np.testing.assert_array_equal(
        unit_rows(np.array([[3, 4], [0, 0]], np.float32)),
        np.array([[0.6, 0.8], [0, 0]], np.float32),
    )


def test_groups_stay_groups_and_the_map_is_the_same_each_time() -> None:
    random = np.random.default_rng(2)
    points = np.concatenate([random.normal(20 * g, 1, (8, 5)) for g in range(3)]).astype("f4")
    plane = neighbour_plane(points)
    assert plane is not None
    groups = plane.reshape(3, 8, 2)
    spread = np.linalg.norm(groups - groups.mean(axis=1, keepdims=True), axis=2).max()
    centres = groups.mean(axis=1)
    apart = min(np.linalg.norm(centres[a] - centres[b]) for a, b in ((0, 1), (0, 2), (1, 2)))
    assert apart > 2 * spread
    np.testing.assert_array_equal(plane, neighbour_plane(points))
    assert neighbour_plane(points[:4]) is None
