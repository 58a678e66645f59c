"""`smp relink`: what is found again, what is not, and where there are several of it."""

from __future__ import annotations

import shlex
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from edited_project import everything
from locked_folder import lock
from studio_project import write_video

from smp_core.cli.main import run
from smp_core.storage.project import open_project
from smp_core.workflows.clips import list_clips
from smp_core.workflows.edit_journal import history, undo
from smp_core.workflows.projects import project_status

Smp = Callable[..., tuple[int, list[dict[str, Any]]]]


def paths(folder: Path) -> list[Path]:
    with open_project(folder) as project:
        return [clip.path for clip in list_clips(project)]


def test_moved_clips_are_found_and_the_others_named(smp: Smp, ward: Path, tmp_path: Path) -> None:
    old, drive = ward / "clips", tmp_path / "drive"
    shutil.move(old, drive / "deep" / "clips")
    place = drive / "deep" / "clips"
    (place / "falls 0.mp4").rename(drive / "other name.mp4")
    (place / "falls 1.mp4").unlink()
    write_video(place / "falls 1.mp4", seed=99)  # the name is right, the content is not
    shutil.copy(place / "coughs 0.mp4", place / "copy.mp4")
    with open_project(ward) as project:
        before = everything(project)
        advice = [each for each in project_status(project).advice if "relink" in each]
    assert advice == [
        f"5 clips are missing; find moved files: smp relink {shlex.quote(str(ward))} FOLDER"
    ]
    status, events = smp("relink", ward, drive)
    assert status == 0
    assert {each["event"] for each in events[:-1]} == {"progress"}
    done = events[-1]
    assert done.keys() == {"event", "found", "missing", "ambiguous", "set_aside"}
    assert [each["id"] for each in done["found"]] == [1, 3, 4, 5]
    assert done["found"][0]["path"] == str(drive / "other name.mp4")
    assert [each["path"] for each in done["missing"]] == [str(old / "falls 1.mp4")]
    assert done["ambiguous"] == [
        {"path": str(place / "coughs 0.mp4"), "others": [str(place / "copy.mp4")]}
    ]
    assert done["set_aside"] == []
    assert paths(ward) == [
        drive / "other name.mp4",
        old / "falls 1.mp4",
        place / "falls 2.mp4",
        place / "coughs 0.mp4",
        place / "coughs 1.mp4",
    ]
    with open_project(ward) as project:
        assert undo(project) == "Find clips again"
        assert everything(project) == before


def test_people_read_what_can_be_typed(
    smp: Smp, ward: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "drive").mkdir()
    shutil.move(ward / "clips" / "falls 0.mp4", tmp_path / "drive")
    shutil.copy(tmp_path / "drive" / "falls 0.mp4", tmp_path / "drive" / "z.mp4")
    (ward / "clips" / "coughs 0.mp4").unlink()
    assert run(["relink", str(ward), str(tmp_path / "drive")], json_lines=False) == 0
    said = capsys.readouterr().out.splitlines()
    drive = tmp_path / "drive"
    assert said[:3] == [
        "1 clip found again.",
        f"taken: {drive / 'falls 0.mp4'}; the same is in {drive / 'z.mp4'}",
        f"still missing: {ward / 'clips' / 'coughs 0.mp4'}",
    ]
    removal = shlex.split(said[3].partition("with: smp ")[2])
    assert removal == ["remove", str(ward), "4"]
    assert smp(*removal)[0] == 0
    assert len(paths(ward)) == 4


def test_nothing_found_is_an_error_that_names_what_is_missing(
    smp: Smp, ward: Path, tmp_path: Path
) -> None:
    (tmp_path / "empty").mkdir()
    for name in ("falls 1.mp4", "coughs 0.mp4"):
        (ward / "clips" / name).unlink()
    status, events = smp("relink", ward, tmp_path / "empty")
    assert (status, events[-1]["code"]) == (3, "input")
    assert events[-1]["message"] == (
        f"None of the missing clips is in {tmp_path / 'empty'} or below: falls 1.mp4, coughs 0.mp4."
    )
    assert events[-1]["hint"].splitlines()[0].startswith("Files are known by their content")
    assert events[-1]["hint"].endswith(f"smp remove {shlex.quote(str(ward))} 2 4")
    with open_project(ward) as project:
        assert history(project).undo is None


def test_a_folder_that_may_not_be_read_is_told_first(
    smp: Smp, ward: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    locked = tmp_path / "drive" / "locked"
    locked.mkdir(parents=True)
    shutil.move(ward / "clips" / "falls 1.mp4", locked)
    lock(locked, monkeypatch)
    status, events = smp("relink", ward, tmp_path / "drive")
    assert [(each["event"], each.get("subject")) for each in events] == [
        ("warning", str(locked)),
        ("error", None),
    ]
    assert (status, events[-1]["hint"]) == (3, "Give your account the right to read this folder.")


def test_where_nothing_is_missing_nothing_is_done(
    smp: Smp, ward: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, events = smp("relink", ward, ward)
    assert (status, events) == (
        0,
        [{"event": "done", "found": [], "missing": [], "ambiguous": [], "set_aside": []}],
    )
    assert run(["relink", str(ward), str(ward)], json_lines=False) == 0
    assert capsys.readouterr().out == "No clip is missing.\n"


def test_what_is_no_folder_is_told(smp: Smp, ward: Path, tmp_path: Path) -> None:
    (ward / "clips" / "falls 1.mp4").unlink()
    file = ward / "clips" / "falls 0.mp4"
    status, events = smp("relink", ward, file)
    assert (status, events[-1]["message"]) == (3, f"{file} is not a folder.")
    status, events = smp("relink", ward, tmp_path / "nowhere")
    assert (status, events[-1]["message"]) == (3, f"{tmp_path / 'nowhere'} is not there.")
