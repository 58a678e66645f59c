"""Clips and classes that contradict or repeat each other, too few of them, and newer projects."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing

import pytest
from tiny_videos import write_video


def _messages(events: list[dict[str, str]]) -> list[str]:
    return [each["message"] for each in events if each["event"] == "warning"]


def test_the_same_clip_twice_is_kept_once(project, tmp_path, smp, stored) -> None:
    clip, other = (
        write_video(tmp_path / "a.mp4", "red", 7),
        write_video(tmp_path / "b.mp4", "red", 8),
    )
    copy = tmp_path / "copy of a.mp4"
    shutil.copyfile(clip, copy)
    before = stored(project).counts()["clips"]
    status, events = smp("add", project, "red", clip, clip, copy, other)
    assert status == 0
    assert [each["path"] for each in events[-1]["added"]] == [str(clip), str(other)]
    assert [each["path"] for each in events[-1]["skipped"]] == [str(clip), str(copy)]
    assert _messages(events) == [
        f"{clip} is in 'red' already, as {clip}.",
        f"{copy} is in 'red' already, as {clip}.",
    ]
    again, events = smp("add", project, "red", clip)
    assert (again, events[-1]["added"]) == (0, [])
    assert stored(project).counts()["clips"] == before + 2
    stored(project).check_whole()


def test_the_same_clip_in_two_classes_stays_in_the_first(project, tmp_path, smp, stored) -> None:
    clip, other = (
        write_video(tmp_path / "a.mp4", "red", 7),
        write_video(tmp_path / "b.mp4", "red", 8),
    )
    assert smp("add", project, "red", clip)[0] == 0
    before = stored(project).everything()
    status, events = smp("add", project, "blue", clip)
    assert (status, events[-1]["code"]) == (3, "input")
    assert events[-1]["message"] == (
        f"{clip} is labelled 'red' already (as {clip}), so it cannot also be 'blue'."
    )
    assert "one class" in events[-1]["hint"]
    assert smp("add", project, "a third", clip)[0] == 3
    assert stored(project).everything() == before  # no empty third class either
    status, events = smp("add", project, "blue", clip, other)
    assert (status, [each["path"] for each in events[-1]["added"]]) == (0, [str(other)])
    assert [each["path"] for each in events[-1]["set_aside"]] == [str(clip)]
    stored(project).check_whole()


def test_a_class_with_one_clip_can_be_learned_and_is_pointed_out(
    empty_project, tmp_path, smp, stored
) -> None:
    for name, count in (("red", 1), ("blue", 2)):
        clips = [write_video(tmp_path / name / f"{n}.mp4", name, n) for n in range(count)]
        assert smp("add", empty_project, name, *clips)[0] == 0
    advice = smp("status", empty_project)[1][-1]["status"]["advice"]
    assert "The class 'red' has one clip; five or more make it more certain." in advice
    status, events = smp("finetune", empty_project, "--epochs", 1, "--device", "cpu")
    assert (status, events[-1]["run"]["class_names"]) == (0, ["red", "blue"])
    stored(empty_project).check_whole()


def test_one_class_alone_cannot_be_learned(empty_project, tmp_path, smp, stored) -> None:
    assert smp("add", empty_project, "red", write_video(tmp_path / "a.mp4"))[0] == 0
    status, events = smp("finetune", empty_project, "--epochs", 1, "--device", "cpu")
    assert (status, events[-1]["code"]) == (3, "input")
    assert events[-1]["message"] == 'There is only one class to learn: "red".'
    assert "second class" in events[-1]["hint"]
    assert stored(empty_project).counts()["runs"] == 0
    assert list((empty_project / "runs").iterdir()) == []
    status, events = smp("classify", empty_project, tmp_path / "a.mp4")
    assert (status, events[-1]["message"]) == (3, "Nothing has been trained yet.")
    assert "smp finetune" in events[-1]["hint"]
    stored(empty_project).check_whole()


def test_no_clip_at_all_cannot_be_learned(empty_project, smp, stored) -> None:
    status, events = smp("finetune", empty_project, "--epochs", 1)
    assert (status, events[-1]["code"]) == (3, "input")
    assert "has no clips" in events[-1]["message"] and "smp add" in events[-1]["hint"]
    assert stored(empty_project).counts()["runs"] == 0


def test_clips_that_are_all_gone_are_named(project, smp, stored) -> None:
    """Their prompts are there, so nothing but the reading itself can notice."""
    shutil.rmtree(project / "clips")
    shutil.rmtree(project / "cache")
    before = stored(project).everything()
    status, events = smp("finetune", project, "--epochs", 1, "--device", "cpu")
    assert (status, events[-1]["code"]) == (3, "input")
    assert events[-1]["message"] == "None of the clips can be used."
    named = " ".join(_messages(events))
    assert all(f"{kind} {n}.mp4" in named for kind in ("red", "blue") for n in (0, 1))
    assert stored(project).everything() == before


@pytest.mark.parametrize(
    "command",
    [["status"], ["add", "red"], ["prompts"], ["finetune"], ["classify"], ["results"], ["export"]],
    ids=lambda command: command[0],
)
def test_a_project_from_a_newer_version_is_left_alone(
    command: list[str], project, tmp_path, smp
) -> None:
    file = project / "project.db"
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    before = file.read_bytes()
    name, *rest = command
    paths = [tmp_path / "x.mp4"] if name in ("add", "classify", "export") else []
    status, events = smp(name, project, *rest, *paths)
    assert (status, events[-1]["code"]) == (3, "storage")
    assert events[-1]["message"] == (
        f"{file} was written by a newer version of this program (schema 9999)."
    )
    assert "Update the program" in events[-1]["hint"]
    assert file.read_bytes() == before
