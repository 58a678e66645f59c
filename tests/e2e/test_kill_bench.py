"""A comparison that is killed goes on where it was, and leaves no process behind."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import psutil
from tiny_pack import write_tiny_pack
from tiny_videos import write_video

_SESSIONS = 4


def _bench(data: Path, out: Path, form: str = "--json") -> subprocess.Popen[str]:
    """Sessions that last some seconds each, one process for them."""
    command = [
        sys.executable, "-m", "smp_core.cli", "bench", "fewshot", "--data", str(data),
        "--pack", str(data / "pack"), "--out", str(out), "--methods", "smp", "--ways", "2",
        "--shots", "2", "--sessions", str(_SESSIONS), "--workers", "1",
        *form.split(),
    ]  # fmt: skip
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, env={**os.environ, "OMP_NUM_THREADS": "1"}, text=True
    )


def _results(out: Path) -> dict[str, Any]:
    (file,) = out.glob("fewshot*.json")
    found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))["sessions"]
    return found


def test_a_killed_comparison_goes_on(tmp_path: Path) -> None:
    data = tmp_path / "scenes"
    for shade in range(6):
        for kind in ("red", "blue", "green"):
            write_video(data / "target" / kind / f"{shade}.mp4", kind, shade)
        for name, kind in (("first", "red"), ("second", "blue")):
            write_video(data / "source" / name / f"{shade}.mp4", kind, shade)
    write_tiny_pack(data / "pack")

    out = tmp_path / "killed"
    with _bench(data, out) as killed:
        assert killed.stdout is not None
        for line in killed.stdout:
            event = json.loads(line)
            if event.get("stage") == "Sessions" and event["done"] == 1:
                break
        others = psutil.Process(killed.pid).children(recursive=True)
        killed.kill()
    assert others
    gone, alive = psutil.wait_procs(others, timeout=30)
    assert gone and not alive
    first = _results(out)
    assert 1 <= len(first) < _SESSIONS

    with _bench(data, out) as again:
        assert again.stdout is not None
        events = [json.loads(line) for line in again.stdout]
        assert again.wait() == 0
    steps = [e for e in events if e.get("stage") == "Sessions"]
    assert {e["total"] for e in steps} == {_SESSIONS - len(first)}
    found = _results(out)
    assert {key: found[key] for key in first} == first  # its seconds too: it was not run again
    assert len(found) == _SESSIONS

    with _bench(data, out, form="") as told:
        assert told.stdout is not None
        shown = told.stdout.read().splitlines()
        assert told.wait() == 0
    mean = 100 * sum(each["accuracy"] for each in found.values()) / _SESSIONS
    (row,) = [line for line in shown if line.startswith("SMP, paper preset")]
    assert row.split()[3:6:2] == ["2", "±"] and abs(float(row.split()[4]) - mean) < 0.06
    assert shown[-1] == f"Paired differences and all else: {out / 'README.md'}"
