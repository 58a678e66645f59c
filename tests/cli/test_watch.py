"""`smp watch`: one bad file ends nothing, and folders are named as people name them."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from smp_core.errors import InputError
from smp_core.jobs import JobContext
from smp_core.paths import quoted
from smp_core.storage.project import open_project
from smp_core.workflows import classify
from smp_core.workflows.arrivals import failed_videos, waiting_paths
from smp_core.workflows.incoming import queue_videos

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
