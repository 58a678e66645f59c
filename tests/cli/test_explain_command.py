"""`smp explain`: a picture and a video of what the model looks at, and what goes wrong."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import cv2
import pytest
from tiny_pack import write_tiny_pack
from tiny_project import make_trained_project

Smp = Callable[..., tuple[int, list[dict[str, Any]]]]


@pytest.fixture(scope="module")
def ward(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("explain")
    with make_trained_project(folder / "ward", write_tiny_pack(folder / "pack")) as made:
        return made.folder


def test_heat_of_a_word_as_picture_and_video(smp: Smp, ward: Path, tmp_path: Path) -> None:
    clip = ward / "clips" / "red 0.mp4"
    status, events = smp("explain", ward, clip, "--out", tmp_path / "heat.png")
    assert status == 0
    done = events[-1]
    assert (done["clip"], done["class"] in ("red", "blue")) == (str(clip), True)
    assert cv2.imread(str(tmp_path / "heat.png")).shape[1] == 1600
    word = done["prompt"].split()[1].strip(".,;")
    status, events = smp(
        *("explain", ward, clip, "--word", word.upper(), "--colours", "viridis"),
        *("--out", tmp_path / "word.png", "--out", tmp_path / "word.mp4"),
    )
    assert status == 0
    assert (tmp_path / "word.png").read_bytes() != (tmp_path / "heat.png").read_bytes()
    assert (tmp_path / "word.mp4").stat().st_size > 1000
    assert [Path(each).name for each in events[-1]["files"]] == ["word.png", "word.mp4"]


def test_what_is_not_there_is_told(smp: Smp, ward: Path, tmp_path: Path) -> None:
    clip = ward / "clips" / "red 0.mp4"
    out = ("--out", tmp_path / "heat.png")
    status, events = smp("explain", ward, clip, "--word", "xylophone", *out)
    assert (status, "xylophone" in events[-1]["message"]) == (3, True)
    status, events = smp("explain", ward, tmp_path / "other.mp4", *out)
    assert status == 3
    assert "neither a clip nor a classified video" in events[-1]["message"]
    assert smp("explain", ward, clip, "--out", tmp_path / "heat.gif")[0] == 3
    assert list(tmp_path.iterdir()) == []
