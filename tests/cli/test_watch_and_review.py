"""Watching a folder, judging what was found, and handing it on, by commands alone."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

Smp = Callable[..., tuple[int, list[dict[str, Any]]]]
Clip = Callable[..., Path]


def test_watch_review_export(tmp_path: Path, pack: Path, clip: Clip, smp: Smp) -> None:
    folder, share = tmp_path / "ward 7", tmp_path / "share"
    assert smp("new", folder, "--pack", pack)[0] == 0
    for kind in ("red", "blue"):
        for shade in range(2):
            clip(f"labelled/{kind}/{shade}.mp4", kind, shade)
    assert smp("add", folder, "--from-folders", tmp_path / "labelled")[0] == 0
    assert smp("watch", folder)[1][-1]["message"] == "No folder is watched."
    assert smp("finetune", folder, "--preset", "fast", "--epochs", 1)[0] == 0
    clip("share/east/new.mp4", "red", 5)
    clip("share/new too.mp4", "blue", 5)
    status, events = smp("watch", folder, share, "--once")
    assert (status, events[-1]["classified"], events[-1]["failed"]) == (0, 2, 0)
    assert smp("watch", folder, "--list")[1][-1]["folders"] == [
        {"path": str(share), "state": "watched"}
    ]

    found = smp("review", folder)[1][-1]["results"]
    assert {Path(each["video"]).name for each in found} == {"new.mp4", "new too.mp4"}
    assert {each["review"] for each in found} == {"open"}
    number = found[0]["number"]
    other = "blue" if found[0]["class"] == "red" else "red"
    status, events = smp("review", folder, number, "--correct", other.upper(), "--train")
    assert status == 0
    assert [(each["class"], each["review"]) for each in events[-1]["results"]] == [
        (other, "corrected")
    ]
    state = smp("status", folder)[1][-1]["status"]
    assert {each["name"]: each["n_clips"] for each in state["classes"]}[other] == 3
    assert smp("review", folder, number, "--confirm", "--reject")[0] == 3
    assert smp("review", folder, 999, "--confirm")[0] == 3
    assert len(smp("review", folder, "--review", "open")[1][-1]["results"]) == 1
    assert len(smp("review", folder, "--folder", share / "east")[1][-1]["results"]) == 1

    both = [each["number"] for each in found]
    status, events = smp("review", folder, *both, "--confirm", "--train")
    assert status == 0  # the first is a clip already, which does not keep the second from it
    assert [each["message"] for each in events if each["event"] == "warning"] == [
        each["reason"] for each in events[-1]["set_aside"]
    ]
    assert [each["number"] for each in events[-1]["set_aside"]] == [number]
    assert "already" in events[-1]["set_aside"][0]["reason"]
    assert [Path(each["file"]).name for each in events[-1]["training_clips"]] == [
        Path(found[1]["video"]).name
    ]
    assert {each["review"] for each in events[-1]["results"]} == {"confirmed"}
    smp("review", folder, number, "--correct", other)

    status, events = smp("export-results", folder, tmp_path / "all.eaf")
    assert (status, events[-1]["results"]) == (0, 2)
    assert events[-1]["file"] == str(tmp_path / "all")
    status, events = smp("export-results", folder, tmp_path / "all.eaf")
    assert status == 3 and "is there already" in events[-1]["message"]

    out = tmp_path / "out.json"
    status, events = smp("export-results", folder, out, "--review", "corrected")
    assert (status, events[-1]["results"]) == (0, 1)
    assert json.loads(out.read_text(encoding="utf-8"))["results"][0]["class"] == other
    assert smp("export-results", folder, tmp_path / "out.xyz")[0] == 3

    assert smp("watch", folder, share, "--remove")[1][-1]["folders"] == []
