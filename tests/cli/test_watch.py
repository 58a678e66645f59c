"""`smp watch`: one bad file ends nothing, and folders are named as people name them."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from watching_program import watching

from smp_core.errors import InputError
from smp_core.jobs import JobContext
from smp_core.paths import quoted
from smp_core.storage.project import open_project
from smp_core.workflows import classify
from smp_core.workflows.arrivals import failed_videos, waiting_paths
from smp_core.workflows.incoming import queue_videos
from smp_core.workflows.watch_turn import Program

Smp = Callable[..., tuple[int, list[dict[str, Any]]]]
Clip = Callable[..., Path]


@pytest.fixture
def trained(tmp_path: Path, pack: Path, clip: Clip, smp: Smp) -> Path:
    folder = tmp_path / "ward 7"
    assert smp("new", folder, "--pack", pack)[0] == 0
    for kind in ("red", "blue"):
        clip(f"labelled/{kind}/0.mp4", kind)
    assert smp("add", folder, "--from-folders", tmp_path / "labelled")[0] == 0
    assert smp("finetune", folder, "--preset", "fast", "--epochs", 1)[0] == 0
    return folder


def test_waiting_videos_that_became_unreadable_do_not_end_watching(
    trained: Path, tmp_path: Path, clip: Clip, smp: Smp
) -> None:
    clip("share/good.mp4", "red", 3)
    bad = [clip(f"elsewhere/{shade}.mp4", "blue", shade) for shade in (4, 5)]

    def empty_waiting(*videos: Path) -> None:
        with open_project(trained) as project:
            queue_videos(project, videos, JobContext())
            for each in videos:
                each.write_bytes(b"")
            assert waiting_paths(project) == videos

    empty_waiting(bad[0])
    status, events = smp("watch", trained, tmp_path / "share", "--once")
    assert (status, events[-1]["classified"], events[-1]["failed"]) == (0, 1, 1)
    assert [each["subject"] for each in events if each["event"] == "warning"] == [str(bad[0])]
    empty_waiting(bad[1], clip("elsewhere/6.mp4", "blue", 6))
    status, events = smp("watch", trained, "--once")
    assert (status, events[-1]["classified"], events[-1]["failed"]) == (0, 0, 2)
    assert len([each for each in events if each["event"] == "warning"]) == 2
    with open_project(trained) as project:
        assert waiting_paths(project) == ()
        assert len(failed_videos(project)) == 3


def test_a_second_watch_is_refused_until_the_first_ends_also_by_a_kill(
    trained: Path, tmp_path: Path, clip: Clip, smp: Smp
) -> None:
    clip("share/one.mp4", "red", 3)
    command = [sys.executable, "-m", "smp_core.cli", "watch", str(trained), str(tmp_path / "share")]
    with subprocess.Popen([*command, "--json"], stdout=subprocess.PIPE, text=True) as first:
        assert first.stdout is not None
        try:
            for line in first.stdout:  # until it classifies
                if json.loads(line).get("stage") == "Classifying":
                    break
            (tmp_path / "other").mkdir()
            status, events = smp("watch", trained, tmp_path / "other", "--once")
            assert (status, events[-1]["message"]) == (
                3,
                f"{trained} is watched already, by smp watch (process {first.pid}).",
            )
            assert events[-1]["hint"] == (
                "End that one with Ctrl-C, then do it again, or leave the watching to it."
            )
            listed = smp("watch", trained, "--list")[1][-1]["folders"]
            assert [each["path"] for each in listed] == [str(tmp_path / "share")]
        finally:
            first.kill()
    clip("share/two.mp4", "blue", 4)
    assert smp("watch", trained, "--once")[0] == 0
    found = smp("results", trained)[1][-1]["results"]
    assert [Path(each["video"]).name for each in found] == ["one.mp4", "two.mp4"]


@pytest.mark.parametrize(
    ("program", "says", "hint"),
    [
        (
            "window",
            "by a window of SMP Studio.",
            "Press Pause there under Incoming, or close the project there, then do it again. "
            "Folders can be added there too.",
        ),
        (
            "unknown",
            "by another program.",
            "End that one, then do it again, or leave the watching to it.",
        ),
    ],
)
def test_who_watches_already_is_named_with_what_to_do(
    program: Program, says: str, hint: str, trained: Path, tmp_path: Path, smp: Smp
) -> None:
    (tmp_path / "share").mkdir()
    with watching(trained, program):
        status, events = smp("watch", trained, tmp_path / "share", "--once")
    assert (status, events[-1]["message"]) == (3, f"{trained} is watched already, {says}")
    assert events[-1]["hint"] == hint
    assert smp("watch", trained, "--list")[1][-1]["folders"] == []  # nothing was changed
    assert smp("watch", trained, tmp_path / "share", "--once")[0] == 0


def test_a_watch_on_another_machine_is_named_with_it(
    trained: Path, tmp_path: Path, smp: Smp
) -> None:
    (tmp_path / "share").mkdir()
    with watching(trained):
        who = {"program": "command", "machine": "ward-pc", "process": 7}
        (trained / ".watcher.json").write_text(json.dumps(who), encoding="utf-8")
        events = smp("watch", trained, tmp_path / "share", "--once")[1]
    assert events[-1]["message"] == (
        f"{trained} is watched already, by smp watch (process 7) on the machine ward-pc."
    )


def test_what_is_no_video_s_fault_ends_watching(
    trained: Path, tmp_path: Path, clip: Clip, smp: Smp, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_anything: object) -> None:
        raise InputError("There is no such captioner.")

    monkeypatch.setattr(classify, "classify_paths", refuse)
    clip("share/good.mp4", "red", 3)
    status, events = smp("watch", trained, tmp_path / "share", "--once")
    assert (status, events[-1]["message"]) == (3, "There is no such captioner.")


def test_without_a_training_watching_does_not_begin(tmp_path: Path, pack: Path, smp: Smp) -> None:
    folder, share = tmp_path / "ward 7", tmp_path / "share"
    share.mkdir()
    assert smp("new", folder, "--pack", pack)[0] == 0
    status, events = smp("watch", folder, share, "--once")
    assert (status, events[-1]["message"]) == (3, "Nothing has been trained yet.")
    assert events[-1]["hint"] == f"Train first with: smp finetune {quoted(str(folder))}"
    assert smp("watch", folder, "--list")[1][-1]["folders"] == []


def test_a_folder_is_removed_however_it_is_named_and_only_if_it_is_watched(
    tmp_path: Path, pack: Path, smp: Smp, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, share, inner = tmp_path / "ward 7", tmp_path / "share", tmp_path / "ward 7" / "in"
    (tmp_path / "shell").mkdir()
    share.mkdir()
    assert smp("new", folder, "--pack", pack)[0] == 0
    inner.mkdir()
    both = [str(share), str(inner)]

    def left(*arguments: object) -> list[str]:
        status, events = smp("watch", folder, *arguments)
        assert status == 0
        return [each["path"] for each in events[-1]["folders"]]

    assert left(share, inner, "--list") == both
    see = f"See the watched folders with: smp watch {quoted(str(folder))} --list"
    status, events = smp("watch", folder, "--remove")
    assert (status, events[-1]["message"]) == (3, "No folder to watch no longer was named.")
    assert events[-1]["hint"] == (
        f"Name one: smp watch {quoted(str(folder))} FOLDER --remove. {see}"
    )
    status, events = smp("watch", folder, share, tmp_path / "other", "--remove")
    assert (status, events[-1]["message"]) == (3, f"{tmp_path / 'other'} is not watched.")
    assert events[-1]["hint"] == see
    assert left("--list") == both
    monkeypatch.chdir(tmp_path / "shell")
    shutil.rmtree(share)  # also one that is gone
    assert left(Path("../share"), "--remove") == [str(inner)]
    assert left(Path("../ward 7/in/../in"), "--remove") == []
