"""`smp rename`, `merge`, `undo`, `redo`; a project that another program is writing to."""

from __future__ import annotations

import shlex
import sqlite3
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from edited_project import everything

from smp_core.cli.main import run
from smp_core.storage import project as projects
from smp_core.storage.engine import sqlite_engine
from smp_core.storage.project import DATABASE, open_project
from smp_core.workflows import class_edits, clip_edits
from smp_core.workflows.clips import list_classes
from smp_core.workflows.edit_journal import undo

Smp = Callable[..., tuple[int, list[dict[str, Any]]]]
State = dict[str, list[tuple[object, ...]]]


def state(folder: Path) -> State:
    with open_project(folder) as project:
        return everything(project)


def classes(folder: Path) -> dict[str, int]:
    with open_project(folder) as project:
        return {each.name: each.n_clips for each in list_classes(project)}


def taken_back(folder: Path) -> str | None:
    with open_project(folder) as project:
        return undo(project)


def test_a_class_is_renamed(smp: Smp, ward: Path) -> None:
    before = state(ward)
    status, events = smp("rename", ward, "FALLS", "  a   person falls ")
    assert status == 0
    assert events == [{"event": "done", "class": "a person falls", "was": "falls"}]
    assert classes(ward) == {"a person falls": 3, "coughs": 2}
    assert taken_back(ward) == "Rename falls to a person falls"
    assert state(ward) == before
    assert smp("rename", ward, "falls", "Falls")[0] == 0
    assert classes(ward) == {"Falls": 3, "coughs": 2}


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("sneezes", "x", "There is no class 'sneezes'."),
        ("falls", "COUGHS", "There is a class 'coughs' already."),
        ("falls", "  ", "A class needs a name."),
        ("falls", "x\x1b[31m", "holds invisible characters"),
    ],
)
def test_a_name_that_cannot_be_is_told(smp: Smp, ward: Path, old: str, new: str, told: str) -> None:
    before = state(ward)
    status, events = smp("rename", ward, old, new)
    assert (status, events[-1]["code"]) == (3, "input")
    assert told in events[-1]["message"] and events[-1]["hint"]
    assert state(ward) == before


def test_classes_are_merged(smp: Smp, ward: Path) -> None:
    before = state(ward)
    status, events = smp("merge", ward, "coughs", "falls")
    assert status == 0
    assert events == [{"event": "done", "class": "falls", "was": "coughs", "clips": 5}]
    assert classes(ward) == {"falls": 5}
    assert taken_back(ward) == "Merge coughs into falls"
    assert state(ward) == before
    status, events = smp("merge", ward, "coughs", "Coughs")
    assert (status, events[-1]["message"]) == (3, "Merging needs two classes.")
    assert state(ward) == before


def test_undo_and_redo_say_what_they_did_whoever_did_it(smp: Smp, ward: Path) -> None:
    states = [state(ward)]
    with open_project(ward) as project:  # the window, in the operator's language
        clip_edits.remove_clips(project, [1], "移除 1 个片段")
    states.append(state(ward))
    smp("rename", ward, "coughs", "sneezes")
    states.append(state(ward))

    def step(command: str) -> tuple[str | None, str | None, str | None]:
        status, events = smp(command, ward)
        (done,) = events
        assert status == 0 and done.pop("event") == "done"
        return done["undone" if command == "undo" else "redone"], *(
            done[key] for key in ("next_undo", "next_redo")
        )

    rename, removal = "Rename coughs to sneezes", "移除 1 个片段"
    assert step("redo") == (None, rename, None)
    assert step("undo") == (rename, removal, rename)
    assert state(ward) == states[1]
    assert step("undo") == (removal, None, removal)
    assert state(ward) == states[0]
    assert step("undo") == (None, None, removal)
    assert step("redo") == (removal, removal, rename)
    assert step("redo") == (rename, rename, None)
    assert state(ward) == states[2]


def test_people_read_how_to_go_on(smp: Smp, ward: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["undo", str(ward)], json_lines=False) == 0
    assert capsys.readouterr().out == "There is nothing to take back.\n"
    assert run(["redo", str(ward)], json_lines=False) == 0
    assert capsys.readouterr().out == "There is nothing to do again.\n"
    assert run(["rename", str(ward), "falls", "trips"], json_lines=False) == 0
    place = shlex.quote(str(ward))
    assert capsys.readouterr().out.splitlines() == [
        "falls is called trips now.",
        f"Take it back with: smp undo {place}",
    ]
    assert run(["undo", str(ward)], json_lines=False) == 0
    assert capsys.readouterr().out.splitlines() == [
        "Taken back: Rename falls to trips",
        f"Do it again with: smp redo {place}",
    ]
    assert run(["redo", str(ward)], json_lines=False) == 0
    assert capsys.readouterr().out.splitlines() == [
        "Done again: Rename falls to trips",
        f"Take it back with: smp undo {place}",
    ]


def test_an_edit_that_cannot_be_taken_back_is_told(smp: Smp, ward: Path) -> None:
    smp("remove", ward, "1")
    with open_project(ward) as project, project.database.write() as session:
        from smp_core.storage.schema import ClassRow

        session.delete(session.get_one(ClassRow, 1))  # by another way than the journal's
    before = state(ward)
    status, events = smp("undo", ward)
    assert (status, events[-1]["code"]) == (3, "input")
    assert events[-1]["message"].startswith("“Remove 1 clip” can no longer be taken back")
    assert state(ward) == before


@pytest.mark.parametrize(
    "command",
    [
        ["remove", "1"],
        ["remove", "--class", "falls", "--yes"],
        ["move", "coughs", "1"],
        ["move", "slips", "1", "--new"],
        ["trim", "1", "0.1", "0.4"],
        ["rename", "falls", "slips"],
        ["merge", "falls", "coughs"],
        ["undo"],
        ["redo"],
        ["relink", "moved"],
    ],
)
def test_while_another_program_writes_nothing_is_done(
    smp: Smp, ward: Path, command: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_project(ward) as project:
        class_edits.create_class(project, "first")
        class_edits.create_class(project, "second")
        undo(project)  # something to take back, and something to do again
    (ward / "clips").rename(ward / "moved")
    monkeypatch.chdir(ward)
    before = state(ward)
    name, *rest = command
    with closing(sqlite3.connect(ward / DATABASE, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with monkeypatch.context() as patch:
            patch.setattr(projects, "sqlite_engine", partial(sqlite_engine, busy_timeout_ms=20))
            status, events = smp(name, ward, *rest)
        other.execute("ROLLBACK")
    assert (status, events[-1]["code"]) == (3, "storage")
    assert events[-1]["message"] == f"{ward / DATABASE} is in use by another program."
    assert "Wait until it has finished" in events[-1]["hint"]
    assert state(ward) == before
    assert smp(name, ward, *rest)[0] == 0
    assert state(ward) != before
