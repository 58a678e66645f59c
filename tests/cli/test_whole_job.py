"""The whole job by commands alone: clips in, adapter out, incoming videos classified."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from smp_core.cli.main import run

Smp = Callable[..., tuple[int, list[dict[str, Any]]]]
Clip = Callable[..., Path]


@pytest.fixture
def project(tmp_path: Path, pack: Path, clip: Clip, smp: Smp) -> Path:
    """A project with three clips in each of two classes."""
    folder = tmp_path / "ward 7"
    assert smp("new", folder, "--pack", pack)[0] == 0
    for kind in ("red", "blue"):
        for shade in range(3):
            clip(f"labelled/{kind} [bold]/{shade} ü.mp4", kind, shade)
    assert smp("add", folder, "--from-folders", tmp_path / "labelled")[0] == 0
    return folder


def test_new_add_status(tmp_path: Path, pack: Path, clip: Clip, smp: Smp) -> None:
    folder = tmp_path / "ward 7"
    status, events = smp("new", folder, "--pack", pack)
    assert status == 0
    assert events == [
        {"event": "done", "project": str(folder), "name": "ward 7", "pack": "tiny"},
    ]
    first, second = clip("a.mp4", "red"), clip("b.mp4", "red", 1)
    text = tmp_path / "text.mp4"
    text.write_text("this is no video", encoding="utf-8")
    status, events = smp("add", folder, "fall", first, text, second)
    assert status == 0
    assert [each["path"] for each in events[-1]["added"]] == [str(first), str(second)]
    assert [each["path"] for each in events[-1]["set_aside"]] == [str(text)]
    warning = next(each for each in events if each["event"] == "warning")
    assert "text.mp4" in warning["message"]
    assert warning["hint"]
    status, events = smp("status", folder)
    state = events[-1]["status"]
    assert status == 0
    assert [(each["name"], each["n_clips"]) for each in state["classes"]] == [("fall", 2)]
    assert state["info"]["pack_name"] == "tiny"


def test_one_unusable_file_is_the_error_itself(tmp_path: Path, pack: Path, smp: Smp) -> None:
    folder = tmp_path / "p"
    smp("new", folder, "--pack", pack)
    status, events = smp("add", folder, "fall", tmp_path / "absent.mp4")
    assert status == 3
    assert events[-1]["event"] == "error"
    assert "absent.mp4" in events[-1]["message"]
    assert events[-1]["hint"]


def test_from_clips_to_results_and_the_adapter_elsewhere(
    tmp_path: Path, project: Path, pack: Path, clip: Clip, smp: Smp
) -> None:
    status, events = smp("prompts", project)
    assert status == 0
    assert events[-1]["written"] == 6
    assert len({each["text"] for each in events[-1]["prompts"]}) >= 2
    status, events = smp("prompts", project, "--captioner", "constant")
    assert {each["text"] for each in events[-1]["prompts"]} == {"A video of [label]"}

    status, events = smp("finetune", project, "--epochs", 20, "--device", "cpu", "--seed", 1)
    assert status == 0
    made = events[-1]["run"]
    assert made["class_names"] == ["blue [bold]", "red [bold]"]
    assert (made["n_clips"], made["status"], made["active"]) == (6, "succeeded", True)
    training = [each for each in events if each["event"] == "progress" and "loss" in each["values"]]
    assert training[-1]["done"] == training[-1]["total"]

    videos = {
        clip(f"new/{kind} {n}.mp4", kind, 5 + n): kind for kind in ("red", "blue") for n in (0, 1)
    }
    broken = tmp_path / "new" / "broken.mp4"
    broken.write_bytes(b"")
    status, events = smp("classify", project, tmp_path / "new", "--device", "cpu")
    assert status == 0
    assert (events[-1]["classified"], events[-1]["failed"]) == (4, 1)

    table = tmp_path / "results.csv"
    status, events = smp("results", project, "--csv", table)
    assert status == 0
    results = events[-1]["results"]
    assert len(results) == 5
    for each in results:
        assert list(each) == [
            *("video", "start_s", "end_s", "class", "probability"),
            *("status", "reason", "run", "pack"),
        ]
    found = {Path(each["video"]): each for each in results}
    assert found[broken]["status"] == "failed"
    assert found[broken]["class"] is None
    assert "broken.mp4" in found[broken]["reason"]
    for video, kind in videos.items():
        assert found[video]["class"] == f"{kind} [bold]", video
        assert found[video]["probability"] > 0.5
        assert found[video]["run"] == made["id"]
    with open(table, encoding="utf-8-sig", newline="") as file:
        assert len(list(csv.DictReader(file))) == 5

    status, events = smp("export", project, tmp_path / "adapter")
    assert status == 0
    assert json.loads((tmp_path / "adapter" / "adapter.json").read_text(encoding="utf-8"))
    other = tmp_path / "elsewhere"
    smp("new", other, "--pack", pack)
    status, events = smp("import", other, tmp_path / "adapter")
    assert status == 0
    assert events[-1]["run"]["class_names"] == ["blue [bold]", "red [bold]"]
    status, events = smp("classify", other, *videos, "--device", "cpu")
    assert (status, events[-1]["classified"]) == (0, 4)
    again = {Path(each["video"]): each for each in smp("results", other)[1][-1]["results"]}
    for video in videos:
        assert again[video]["probability"] == pytest.approx(found[video]["probability"], abs=1e-5)


def test_only_unusable_videos_end_with_3(tmp_path: Path, project: Path, smp: Smp) -> None:
    assert smp("finetune", project, "--epochs", 1, "--device", "cpu")[0] == 0
    bad = [tmp_path / "one.mp4", tmp_path / "two.mp4"]
    for path in bad:
        path.write_bytes(b"no video at all")
    status, events = smp("classify", project, *bad, "--device", "cpu")
    assert status == 3
    assert events[-1]["event"] == "error"
    told = " ".join(each.get("message", "") for each in events)
    assert "one.mp4" in told
    assert "two.mp4" in told
    assert events[-1]["message"] == "None of the 2 could be used."
    (tmp_path / "none here").mkdir()
    status, events = smp("classify", project, tmp_path / "none here", bad[0], "--device", "cpu")
    assert (status, events[-1]["message"]) == (3, "None of the 2 could be used.")  # not 2 videos


@pytest.mark.parametrize(
    "arguments",
    [
        ["status"],
        ["prompts"],
        ["finetune"],
        ["classify", "clip.mp4"],
        ["results"],
        ["export", "out"],
        ["import", "in"],
        ["add", "class", "clip.mp4"],
    ],
)
def test_a_missing_project_is_named(arguments: list[str], tmp_path: Path, smp: Smp) -> None:
    command, *rest = arguments
    status, events = smp(command, tmp_path / "nowhere", *rest)
    assert status == 3
    assert "nowhere" in events[-1]["message"]
    assert events[-1]["hint"]


def test_an_unknown_pack_is_named(tmp_path: Path, smp: Smp) -> None:
    status, events = smp("new", tmp_path / "p", "--pack", "unheard-of")
    assert (status, events[-1]["code"]) == (3, "model")
    assert "unheard-of" in events[-1]["message"]
    assert not (tmp_path / "p").exists()


def test_people_see_names_as_they_are(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert run(["status", str(project)], json_lines=False) == 0
    said = capsys.readouterr().out
    assert "red [bold]" in said
    assert "smp prompts" in said


def test_people_read_of_one_video(
    project: Path, clip: Clip, smp: Smp, capsys: pytest.CaptureFixture[str]
) -> None:
    train = ("finetune", project, "--epochs", 1, "--device", "cpu", "--captioner", "constant")
    assert smp(*train)[0] == 0
    video = clip("one.mp4", "red", 9)
    assert run(["classify", str(project), str(video), "--device", "cpu"], json_lines=False) == 0
    said = capsys.readouterr().out
    assert said.startswith(
        "1 video classified (1 window), 0 were classified before, 0 could not be used, in "
    )
