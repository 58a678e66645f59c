"""`smp erase`: asked first, told afterwards."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from studio_project import make_project

from smp_core.cli.main import run
from smp_core.storage.backup import backups_folder
from smp_core.storage.project import open_project
from smp_core.workflows.clip_edits import remove_clips
from smp_core.workflows.clips import list_clips
from smp_core.workflows.edit_journal import history

Smp = Callable[..., tuple[int, list[dict[str, Any]]]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = make_project(tmp_path / "ward", {"falls": 2, "coughs": 1})
    with open_project(place) as project:
        remove_clips(project, [list_clips(project)[0].id])
    assert len(list(backups_folder(place).iterdir())) == 1  # made when it was opened
    return place


def undo_of(folder: Path) -> str | None:
    with open_project(folder) as project:
        return history(project).undo


def test_programs_must_agree_beforehand(smp: Smp, folder: Path) -> None:
    status, events = smp("erase", folder)
    assert (status, events[-1]["hint"]) == (3, "Say --yes.")
    assert undo_of(folder) == "Remove clips"
    status, events = smp("erase", folder, "--yes")
    assert status == 0
    assert events[-1]["event"] == "done"
    said = {key: events[-1][key] for key in ("project", "edits", "backups", "cached", "left")}
    assert said == {"project": str(folder), "edits": 1, "backups": 1, "cached": 0, "left": []}
    assert events[-1]["freed_bytes"] >= 0
    assert undo_of(folder) is None
    assert len(list(backups_folder(folder).iterdir())) == 1


@pytest.mark.parametrize(("answer", "status"), [("n\n", 130), ("", 130), ("y\n", 0)])
def test_people_are_asked(
    answer: str,
    status: int,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(answer))
    assert run(["erase", str(folder)], json_lines=False) == status
    said = capsys.readouterr()
    assert "Erase for good what was removed from" in said.err
    assert (undo_of(folder) is None) == (status == 0)
    if status == 0:
        assert "Forgot 1 step of undo, 1 old backup and 0 cached files" in said.out
        assert "became free" in said.out


def test_a_wrong_folder_is_told_before_anything_is_asked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["erase", str(tmp_path)], json_lines=False) == 3
    said = capsys.readouterr().err
    assert "is not a project" in said
    assert "Erase for good" not in said
