"""`smp synth`, `smp pretrain`, `smp pack list`, `smp demo`: what is asked for, what is told."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from smp_core.cli.main import run
from smp_core.jobs import JobContext
from smp_core.synth import dataset
from smp_core.synth.dataset import SynthResult
from smp_core.workflows import demo, packs, pretrain
from smp_core.workflows.demo import DemoResult
from smp_core.workflows.pretrain import PretrainRequest, PretrainResult

Smp = Callable[..., tuple[int, list[dict[str, Any]]]]


def test_synth_hands_on_what_was_asked(
    tmp_path: Path, smp: Smp, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []

    def synthesise(
        folder: Path, split: str, clips: int, seed: int, difficulty: float, ctx: JobContext
    ) -> SynthResult:
        asked.extend([folder, split, clips, seed, difficulty])
        return SynthResult(folder, split, ("fall", "cry"), (), 5, 1)

    monkeypatch.setattr(dataset, "synthesise", synthesise)
    status, events = smp(
        *("synth", tmp_path / "d", "--split", "source", "--clips", 3),
        *("--seed", 7, "--difficulty", 0.25),
    )
    assert status == 0
    assert asked == [tmp_path / "d", "source", 3, 7, 0.25]
    assert events == [
        {
            "event": "done",
            "folder": str(tmp_path / "d"),
            "split": "source",
            "classes": ["fall", "cry"],
            "written": 5,
            "skipped": 1,
        }
    ]


def test_pretrain_hands_on_what_was_asked(
    tmp_path: Path, smp: Smp, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[PretrainRequest] = []

    def make(request: PretrainRequest, ctx: JobContext) -> PretrainResult:
        asked.append(request)
        return PretrainResult(request.out, "abc", 0.875, 61.0)

    monkeypatch.setattr(pretrain, "pretrain", make)
    status, events = smp(
        *("pretrain", tmp_path / "data", "--out", tmp_path / "pack", "--scenes", 12),
        *("--epochs", 2, "--device", "cpu", "--seed", 9),
    )
    assert status == 0
    assert asked == [
        PretrainRequest(
            tmp_path / "data", tmp_path / "pack", scenes=12, epochs=2, device="cpu", seed=9
        )
    ]
    assert events[-1]["source_accuracy"] == 0.875


def test_pretrain_on_top_of_a_pack_tells_once_however_many_processes(
    tmp_path: Path,
    pack: Path,
    smp: Smp,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    asked: list[PretrainRequest] = []

    def make(request: PretrainRequest, ctx: JobContext) -> PretrainResult:
        asked.append(request)
        ctx.warn("one clip less")
        return PretrainResult(request.out, "abc", None, 61.0)

    monkeypatch.setattr(pretrain, "pretrain", make)
    arguments = ["pretrain", str(tmp_path / "data"), "--out", str(tmp_path / "ward")]
    arguments += ["--backbones", str(pack), "--batch-size", "32", "--captioner", "constant"]
    assert run(arguments, json_lines=False) == 0
    told = capsys.readouterr()
    assert "too few clips to hold some out" in told.out and "one clip less" in told.err
    monkeypatch.setenv("RANK", "1")
    assert run(arguments, json_lines=False) == 0
    assert tuple(capsys.readouterr()) == ("", "")
    status, events = smp(*arguments)
    assert (status, events) == (0, [])
    request = asked[0]
    assert (request.name, request.backbones) == ("ward", pack.resolve())
    assert (request.batch_size, request.captioner, request.clips) == (32, "constant", None)


def test_the_packs_that_are_here(
    tmp_path: Path, pack: Path, smp: Smp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packs, "packs_folders", lambda: [tmp_path])
    assert smp("pack", "list") == (0, [{"event": "done", "packs": []}])
    shutil.copytree(pack, tmp_path / "tiny")
    (found,) = smp("pack", "list")[1][-1]["packs"]
    assert (found["name"], found["learned_from"]) == ("tiny", "nothing at all")
    assert found["size_bytes"] > 10_000


@pytest.fixture
def demo_result(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> DemoResult:
    """What the demo comes to, without doing it."""
    result = DemoResult(
        0.75, ("fall", "cry [a]"), ((3, 1), (1, 3)), {"finetuning": 75.0}, tmp_path / "d"
    )

    def run_demo(folder: Path, ctx: JobContext, *, device: str, seed: int) -> DemoResult:
        assert (folder, device, seed) == (tmp_path / "d", "cpu", 3)
        return result

    monkeypatch.setattr(demo, "run_demo", run_demo)
    return result


@pytest.mark.usefixtures("demo_result")
def test_demo_for_programs(tmp_path: Path, smp: Smp) -> None:
    assert smp("demo", tmp_path / "d", "--device", "cpu", "--seed", 3) == (
        0,
        [
            {
                "event": "done",
                "project": str(tmp_path / "d"),
                "accuracy": 0.75,
                "classes": ["fall", "cry [a]"],
                "confusion": [[3, 1], [1, 3]],
                "seconds": {"finetuning": 75.0},
            }
        ],
    )


@pytest.mark.usefixtures("demo_result")
def test_demo_for_people(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["demo", str(tmp_path / "d"), "--device", "cpu", "--seed", "3"]
    assert run(arguments, json_lines=False) == 0
    said = capsys.readouterr().out
    rows = [line.split() for line in said.splitlines()]
    assert "75.0% of the incoming videos were recognised." in said
    assert ["fall", "3", "1"] in rows
    assert ["cry", "[a]", "1", "3"] in rows
    assert ["finetuning", "1", "min", "15", "s"] in rows
    assert "synthetic scenes" in said
    assert f"smp status {tmp_path / 'd'}" in said
