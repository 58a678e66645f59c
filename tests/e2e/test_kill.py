"""The program dies or is stopped in the middle of its work: the rest is done later, exactly."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from tiny_videos import write_video

from smp_core.cli.main import run

Event = dict[str, Any]

_EPOCHS = 40
"""Long enough to be caught in the middle on any machine; few enough to finish in seconds."""


_TRAIN = ["--preset", "fast", "--epochs", str(_EPOCHS), "--device", "cpu", "--seed", "5"]


def _until(stop: Callable[[Event], bool], end: int, *arguments: object) -> tuple[int, list[Event]]:
    """Run `smp` as a process, send it the signal `end` at the first event that `stop` wants."""
    # As many threads as this process uses: sums in another order are other numbers.
    environment = {**os.environ, "OMP_NUM_THREADS": str(torch.get_num_threads())}
    command = [sys.executable, "-m", "smp_core.cli", *map(str, arguments), "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment, text=True) as process:
        assert process.stdout is not None
        events = []
        for line in process.stdout:
            events.append(json.loads(line))
            if stop(events[-1]):
                process.send_signal(end)
                break
        events += [json.loads(line) for line in process.stdout]
        return process.wait(), events


def _epoch(number: int) -> Callable[[Event], bool]:
    return lambda event: event.get("values", {}).get("epoch", 0) >= number


def _weights(project: Path, run: Event) -> bytes:
    return (project / "runs" / run["id"] / "adapter.safetensors").read_bytes()


@pytest.fixture(scope="module")
def whole(trained_project: Path, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The adapter of a training that nobody stopped."""
    folder = tmp_path_factory.mktemp("whole") / "ward 7"
    shutil.copytree(trained_project, folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SMP_HOME", str(folder.parent / "home"))
        assert run(["finetune", str(folder), *_TRAIN], json_lines=False) == 0
    newest = max((folder / "runs").iterdir(), key=lambda each: each.stat().st_mtime_ns)
    return (newest / "adapter.safetensors").read_bytes()


@pytest.mark.skipif(os.name == "nt", reason="needs signals")
@pytest.mark.parametrize("how", ["kill", "ctrl-c"])
def test_a_training_that_was_ended_goes_on_to_the_same_adapter(
    how: str, project, whole, smp, stored
) -> None:
    end = signal.SIGKILL if how == "kill" else signal.SIGINT
    status, events = _until(_epoch(3), end, "finetune", project, *_TRAIN)
    assert status == (-signal.SIGKILL if how == "kill" else 130)
    assert events[-1]["event"] == ("progress" if how == "kill" else "error")
    if how == "ctrl-c":
        assert events[-1]["code"] == "cancelled"

    state = smp("status", project)[1][-1]["status"]
    broken = state["runs"][0]
    assert broken["status"] == ("running" if how == "kill" else "cancelled")
    assert any("not finished" in each and "--resume" in each for each in state["advice"])
    assert state["active_run"]["id"] != broken["id"]

    status, events = smp("finetune", project, "--resume", "--device", "cpu")
    assert (status, events[-1]["run"]["id"]) == (0, broken["id"])
    first = min(e["values"]["epoch"] for e in events if e["event"] == "progress" and e["values"])
    assert 2 < first < _EPOCHS  # it went on, and did not start anew
    assert _weights(project, events[-1]["run"]) == whole
    stored(project).check_whole()
    assert smp("finetune", project, "--resume")[0] == 3  # nothing is left to resume


@pytest.mark.skipif(os.name == "nt", reason="needs signals")
@pytest.mark.parametrize("how", ["kill", "ctrl-c"])
def test_a_classification_that_was_ended_does_the_rest(
    how: str, project, tmp_path, smp, stored
) -> None:
    videos = [
        write_video(tmp_path / f"{n}.mp4", ("red", "blue")[n % 2], 7 + n, seconds=21, fps=2)
        for n in range(6)
    ]
    end = signal.SIGKILL if how == "kill" else signal.SIGINT
    arguments = ["classify", project, *videos, "--device", "cpu"]
    status, _ = _until(
        lambda event: event.get("stage") == "Classifying" and event["done"] == 2, end, *arguments
    )
    assert status == (-signal.SIGKILL if how == "kill" else 130)
    done = dict(stored(project).query("SELECT path, status FROM incoming"))
    assert len(done) == 6
    finished = [path for path, state in done.items() if state == "classified"]
    assert 2 <= len(finished) < 6
    assert set(done.values()) <= {"classified", "queued", "decoding"}
    if how == "ctrl-c":
        assert "decoding" not in done.values()
        assert stored(project).query("SELECT max(attempts) FROM incoming") == [(0,)]
    kept = stored(project).query("SELECT * FROM predictions ORDER BY id")

    status, events = smp(*arguments)
    assert status == 0
    assert (events[-1]["classified"], events[-1]["already"]) == (6 - len(finished), len(finished))
    assert stored(project).query("SELECT * FROM predictions ORDER BY id")[: len(kept)] == kept
    found = smp("results", project)[1][-1]["results"]
    assert [(Path(each["video"]).name, each["start_s"], each["end_s"]) for each in found] == [
        (video.name, *window) for video in videos for window in ((0, 10), (10, 20), (11, 21))
    ]
    stored(project).check_whole()
