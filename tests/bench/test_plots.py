"""Pictures of results: every kind is written, and shows what the results hold."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from smp_core.bench.plots import (
    AttentionRow,
    pictures_of,
    plot_attention,
    plot_results,
    plot_tsne,
    sweeps,
)
from smp_core.bench.tables import table_rows

pytest.importorskip("matplotlib", reason="matplotlib is not installed")


def sessions(keys: tuple[str, ...], curve: bool = True) -> dict[str, Any]:
    found = {}
    for place, key in enumerate(keys):
        for index in range(3):
            entry = {
                "accuracy": 0.5 + 0.1 * place,
                "training_seconds": 1,
                "trainable_parameters": 2,
            }
            if curve:
                entry["curve"] = [0.2, 0.3 + 0.1 * index, 0.5 + 0.1 * place]
            found[f"{key}/1-shot/{index:02d}"] = entry
    return found


def dark(file: Path) -> int:
    picture = cv2.imread(str(file))
    assert picture is not None and picture.shape[1] > 300
    return int((picture < 128).any(axis=2).sum())


def test_every_kind_of_picture(tmp_path: Path) -> None:
    found = sessions(("smp", "no-p-pr", "smp:bottleneck=4", "smp:bottleneck=16"))
    results = {"sessions": found, "table": table_rows(found, "x")}
    written = plot_results(results, tmp_path / "fewshot.json")
    assert [file.name for file in written] == [
        "fewshot-accuracy-1-shot.png", "fewshot-curves-1-shot.png", "fewshot-sweep-bottleneck.png",
    ]  # fmt: skip
    assert all(dark(file) > 500 for file in written)
    (tmp_path / "fewshot-AVE-accuracy-1-shot.png").touch()  # of another result file
    assert pictures_of(tmp_path / "fewshot.json") == written


def test_no_curves_and_no_sweep_without_their_numbers(tmp_path: Path) -> None:
    found = sessions(("smp", "smp:bottleneck=4"), curve=False)
    results = {"sessions": found, "table": table_rows(found, "x")}
    assert [file.name for file in plot_results(results, tmp_path / "fewshot.json")] == [
        "fewshot-accuracy-1-shot.png"
    ]


def test_clusters_stay_apart_in_the_plane(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    points = np.concatenate([rng.normal(5 * c, 0.1, (8, 6)) for c in range(3)]).astype(np.float32)
    labels = [c for c in range(3) for _ in range(8)]
    file = plot_tsne(
        {"before": points, "after": points}, labels, ("a", "b", "c"), tmp_path / "t.png"
    )
    picture = cv2.imread(str(file))
    assert picture is not None and picture.shape[1] > 1.5 * picture.shape[0]


def test_heat_lies_where_the_model_looks(tmp_path: Path) -> None:
    grey = np.full((3, 64, 64, 3), 128, np.uint8)
    left, right = np.zeros((3, 4, 4), np.float32), np.zeros((3, 4, 4), np.float32)
    left[:, :, 0] = right[:, :, 3] = 1
    rows = [AttentionRow(name, grey, {"A": left, "B": right}) for name in ("fall", "alarm")]
    picture = cv2.imread(str(plot_attention(rows, tmp_path / "a.png")))
    assert picture is not None
    hot = (picture[..., 2].astype(int) - picture[..., 0] > 60).sum(axis=0)  # more red than blue
    third = picture.shape[1] // 3
    frame, first, second = hot[:third].sum(), hot[third : 2 * third], hot[2 * third :]
    assert frame < 0.1 * first.sum()
    assert first[: third // 2].sum() > 3 * first[third // 2 :].sum()
    assert second[third // 2 :].sum() > 3 * second[: third // 2].sum()


def test_a_sweep_has_smp_itself_at_its_own_value() -> None:
    found = sessions(("smp", "smp:bottleneck=4", "no-p-pr"), curve=False)
    points = sweeps(table_rows(found, "x"), {"bottleneck": 16, "begin_block": 2})
    assert points == {"bottleneck": {1: [(4.0, 60.0, 0.0), (16.0, 50.0, 0.0)]}}
    assert sweeps(table_rows(found, "x"), {}) == {}
