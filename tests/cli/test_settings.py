"""`smp finetune --set`: from the command to the adapter and back into classification."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from smp_core.storage import runs
from smp_core.storage.project import open_project

Smp = Callable[..., tuple[int, list[dict[str, Any]]]]


@pytest.fixture
def project(tmp_path: Path, pack: Path, clip: Callable[..., Path], smp: Smp) -> Path:
    folder = tmp_path / "p"
    assert smp("new", folder, "--pack", pack)[0] == 0
    for kind in ("red", "blue"):
        assert smp("add", folder, kind, clip(f"{kind}.mp4", kind))[0] == 0
    return folder


def test_settings_reach_the_adapter_and_the_predictor(
    tmp_path: Path, project: Path, clip: Callable[..., Path], smp: Smp
) -> None:
    status, events = smp(
        *("finetune", project, "--device", "cpu", "--epochs", 5),
        *("--set", "bottleneck=2", "--set", "rebalance=false", "--set", "epochs=1"),
    )
    assert status == 0
    warnings = [each["message"] for each in events if each["event"] == "warning"]
    assert any("bottleneck=2" in message for message in warnings)
    assert smp("export", project, tmp_path / "out")[0] == 0
    manifest = json.loads((tmp_path / "out" / "adapter.json").read_text(encoding="utf-8"))
    assert manifest["model"]["bottleneck"] == 2
    assert (manifest["training"]["rebalance"], manifest["training"]["epochs"]) == (False, 1)
    status, events = smp("classify", project, clip("new.mp4", "red", 3), "--device", "cpu")
    assert (status, events[-1]["classified"]) == (0, 1)


def test_a_wrong_setting_is_named_before_anything_is_done(project: Path, smp: Smp) -> None:
    status, events = smp("finetune", project, "--set", "botleneck=8")
    assert (status, events[-1]["code"]) == (3, "input")
    assert "botleneck" in events[-1]["message"]
    assert "bottleneck" in events[-1]["hint"]
    with open_project(project) as opened:
        assert runs.unfinished_run(opened) is None


def test_a_resumed_run_keeps_its_settings(project: Path, smp: Smp) -> None:
    arguments = ("finetune", project, "--device", "cpu", "--epochs", 1, "--set", "streams=audio")
    assert smp(*arguments)[0] == 0
    with open_project(project) as opened:
        made = runs.list_runs(opened)[0]
        assert made.config["overrides"] == ["comparison=true", "streams=audio"]
        runs.begin_run(  # as if it had been cut off
            opened,
            captioner="descriptor",
            preset="paper",
            config=made.config,
            class_names=made.class_names,
            n_clips=made.n_clips,
        )
    status, events = smp("finetune", project, "--resume", "--set", "bottleneck=2")
    assert (status, "keeps its settings" in events[-1]["message"]) == (3, True)
    others = {
        "--preset": ("fast", "preset paper, not fast"),
        "--epochs": (7, "epochs 1, not 7"),
        "--seed": (1, "seed 42, not 1"),
        "--captioner": ("constant", "captioner descriptor, not constant"),
    }
    for option, (value, says) in others.items():
        status, events = smp("finetune", project, "--resume", option, value)
        assert (status, events[-1]["code"]) == (3, "input"), option
        assert events[-1]["message"] == f"A training that goes on keeps its settings: {says}."
        assert f"Leave out {option}, or" in events[-1]["hint"]
    same = ("--preset", "paper", "--epochs", 1, "--seed", 42, "--captioner", "descriptor")
    status, events = smp("finetune", project, "--resume", "--device", "cpu", *same)
    assert status == 0
    folder = Path(events[-1]["run"]["folder"])
    manifest = json.loads((folder / "adapter.json").read_text(encoding="utf-8"))
    assert manifest["model"]["streams"] == ["audio"]
    assert (manifest["training"]["preset"], manifest["training"]["n_clips"]) == (
        "paper",
        events[-1]["run"]["n_clips"],
    )
