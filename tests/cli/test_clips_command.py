"""`smp clips`, `move`, `trim`, `remove`: edits of clips, each taken back exactly."""

from __future__ import annotations

import io
import shlex
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from edited_project import everything

from smp_core.cli.main import run
from smp_core.storage.project import open_project
from smp_core.storage.schema import ClipRow
from smp_core.workflows.clips import list_classes, list_clips
from smp_core.workflows.edit_journal import history, undo
from smp_core.workflows.prompts import reword_clip, training_prompts

Smp = Callable[..., tuple[int, list[dict[str, Any]]]]
State = dict[str, list[tuple[object, ...]]]


def state(folder: Path) -> State:
    with open_project(folder) as project:
        return everything(project)


def lanes(folder: Path) -> dict[str, list[int]]:
    with open_project(folder) as project:
        found: dict[str, list[int]] = {each.name: [] for each in list_classes(project)}
        for clip in list_clips(project):
            found[clip.class_name].append(clip.id)
        return found


def taken_back(folder: Path) -> str | None:
    with open_project(folder) as project:
        return undo(project)


def add_stretch(folder: Path, clip_id: int, **columns: object) -> int:
    """Another row of the same file; the number of the new clip."""
    with open_project(folder) as project, project.database.write() as session:
        row = session.get_one(ClipRow, clip_id)
        values = {c.key: getattr(row, c.key) for c in sa.inspect(ClipRow).columns}
        del values["id"]
        made = ClipRow(**{**values, **columns})
        session.add(made)
        session.flush()
        return made.id


def test_clips_are_listed_with_their_numbers(
    smp: Smp, ward: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (ward / "clips" / "coughs 1.mp4").unlink()
    status, events = smp("clips", ward)
    assert (status, [each["event"] for each in events]) == (0, ["done"])
    found = events[-1]["clips"]
    assert [each["id"] for each in found] == [1, 2, 3, 4, 5]
    assert found[0]["path"] == str(ward / "clips" / "falls 0.mp4")
    assert (found[0]["class_name"], found[0]["start_s"], found[0]["end_s"]) == ("falls", 0.0, 0.5)
    assert [each["missing"] for each in found] == [False] * 4 + [True]
    _, events = smp("clips", ward, "--class", "Coughs")
    assert [each["id"] for each in events[-1]["clips"]] == [4, 5]
    status, events = smp("clips", ward, "--class", "sneezes")
    assert (status, events[-1]["hint"]) == (3, "There are: falls, coughs.")
    assert run(["clips", str(ward)], json_lines=False) == 0
    last = capsys.readouterr().out.splitlines()[-1].split()
    assert last == ["5", "coughs", "coughs", "1.mp4", "0", "to", "0.5", "0.5", "missing"]


def test_clips_are_removed_by_number_and_by_file_in_one_step(
    smp: Smp, ward: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = state(ward)
    monkeypatch.chdir(ward / "clips")
    status, events = smp("remove", ward, "falls 1.mp4", "4", ward / "clips" / "falls 1.mp4")
    assert (status, [each["event"] for each in events]) == (0, ["done"])
    assert events[-1].keys() == {"event", "class", "removed"}
    assert events[-1]["class"] is None
    assert [each["id"] for each in events[-1]["removed"]] == [2, 4]
    assert lanes(ward) == {"falls": [1, 3], "coughs": [5]}
    assert (ward / "clips" / "falls 1.mp4").is_file()
    after = state(ward)
    assert len(after["prompts"]) == 3
    assert taken_back(ward) == "Remove 2 clips"
    assert state(ward) == before
    status, events = smp("redo", ward)
    assert (status, events[-1]["redone"]) == (0, "Remove 2 clips")
    assert state(ward) == after


def test_a_clip_whose_file_is_gone_can_still_be_named_by_it(smp: Smp, ward: Path) -> None:
    file = ward / "clips" / "falls 1.mp4"
    file.unlink()
    assert smp("remove", ward, file)[0] == 0
    assert lanes(ward)["falls"] == [1, 3]


@pytest.mark.parametrize("wrong", ["99", "elsewhere.mp4", "0"])
@pytest.mark.parametrize(
    "command", [["remove"], ["move", "coughs"], ["move", "new one", "--new"], ["trim"]]
)
def test_one_wrong_name_refuses_the_whole_command(
    smp: Smp, ward: Path, command: list[str], wrong: str
) -> None:
    before = state(ward)
    name, *more = command
    names = [wrong, "0.1", "0.4"] if name == "trim" else ["1", wrong]
    status, events = smp(name, ward, *more, *names)
    assert (status, events[-1]["code"]) == (3, "input")
    assert events[-1]["message"] == f"There is no clip {wrong} in {ward}."
    assert state(ward) == before and taken_back(ward) is None
    advised = shlex.split(events[-1]["hint"].partition("with: smp ")[2])
    assert advised == ["clips", str(ward)]
    assert smp(*advised)[0] == 0


def test_a_file_of_several_clips_is_asked_about(smp: Smp, ward: Path) -> None:
    second = add_stretch(ward, 1, start_s=0.25, end_s=0.5)
    before = state(ward)
    status, events = smp("remove", ward, ward / "clips" / "falls 0.mp4")
    assert status == 3
    assert events[-1]["message"] == f"{ward / 'clips' / 'falls 0.mp4'} holds 2 clips."
    assert events[-1]["hint"] == (
        "Name the one you mean by its number: 1 (falls, 0 to 0.5 s); "
        f"{second} (falls, 0.25 to 0.5 s)"
    )
    assert state(ward) == before
    for number in range(5):
        add_stretch(ward, 1, start_s=0.3 + number / 100)
    _, events = smp("remove", ward, ward / "clips" / "falls 0.mp4")
    assert events[-1]["hint"].endswith(f"; all are shown by: smp clips {shlex.quote(str(ward))}")


def test_a_class_is_removed_with_its_clips(smp: Smp, ward: Path) -> None:
    before = state(ward)
    status, events = smp("remove", ward, "--class", "FALLS")
    assert (status, events[-1]["hint"]) == (3, "Say --yes.")
    assert state(ward) == before
    status, events = smp("remove", ward, "--class", "FALLS", "--yes")
    assert (status, events[-1]["class"]) == (0, "falls")
    assert [each["id"] for each in events[-1]["removed"]] == [1, 2, 3]
    assert lanes(ward) == {"coughs": [4, 5]}
    assert taken_back(ward) == "Remove the class falls"
    assert state(ward) == before


@pytest.mark.parametrize(("answer", "status"), [("n\n", 130), ("", 130), ("y\n", 0)])
def test_people_are_asked_about_a_class(
    answer: str,
    status: int,
    ward: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(answer))
    assert run(["remove", str(ward), "--class", "falls"], json_lines=False) == status
    said = capsys.readouterr()
    assert f"Remove the class falls with its 3 clips from {ward}?" in said.err
    assert ("falls" in lanes(ward)) == (status == 130)
    if status == 0:
        assert "falls with 3 clips removed; the files stay where they are." in said.out


def test_a_folder_name_cannot_garble_the_question(
    ward: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    ward = ward.rename(tmp_path / "ward \u202e7")  # turns the reading of what follows
    monkeypatch.setattr("sys.stdin", io.StringIO("n\n"))
    assert run(["remove", str(ward), "--class", "falls"], json_lines=False) == 130
    said = capsys.readouterr().err
    assert "ward \\u202e7?" in said and "\u202e" not in said


def test_an_empty_project_says_what_comes_first(
    ward: Path, smp: Smp, capsys: pytest.CaptureFixture[str]
) -> None:
    smp("remove", ward, *range(1, 6))
    assert smp("clips", ward)[1][-1]["clips"] == []
    assert run(["clips", str(ward)], json_lines=False) == 0
    said = capsys.readouterr().out
    assert said == f"There are no clips yet: smp add {shlex.quote(str(ward))} CLASS FILE…\n"


def test_what_people_read_after_an_edit_can_be_typed(
    ward: Path, smp: Smp, capsys: pytest.CaptureFixture[str]
) -> None:
    before = state(ward)
    assert run(["remove", str(ward), "3"], json_lines=False) == 0
    said = capsys.readouterr().out.splitlines()
    assert said[0] == "1 clip removed; the files stay where they are."
    assert said[1].startswith("Take it back with: smp ")
    assert smp(*shlex.split(said[1].partition("with: smp ")[2]))[0] == 0
    assert state(ward) == before


def test_clips_move_to_another_class(smp: Smp, ward: Path) -> None:
    before = state(ward)
    status, events = smp("move", ward, "Coughs", "1", "5", ward / "clips" / "falls 2.mp4")
    assert status == 0
    done = events[-1]
    assert done.keys() == {"event", "class", "moved", "there_already", "removed"}
    assert done["class"] == "coughs"
    assert [(each["id"], each["class_name"]) for each in done["moved"]] == [
        (1, "coughs"),
        (3, "coughs"),
    ]
    assert [each["id"] for each in done["there_already"]] == [5]
    assert done["removed"] == []
    assert lanes(ward) == {"falls": [2], "coughs": [1, 3, 4, 5]}
    assert taken_back(ward) == "Move 3 clips to coughs"
    assert state(ward) == before


def test_a_repeat_in_the_other_class_is_told(
    smp: Smp, ward: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    coughs = lanes(ward)["coughs"]
    with open_project(ward) as project:
        class_id = next(each.id for each in list_classes(project) if each.name == "coughs")
    twin = add_stretch(ward, 1, class_id=class_id)
    before = state(ward)
    assert run(["move", str(ward), "coughs", "1", "2"], json_lines=False) == 0
    assert capsys.readouterr().out.splitlines()[:2] == [
        "1 clip is in coughs now.",
        "1 clip was removed: coughs has the same seconds already.",
    ]
    assert lanes(ward) == {"falls": [3], "coughs": [2, *coughs, twin]}
    taken_back(ward)
    assert state(ward) == before
    _, events = smp("move", ward, "coughs", "1")
    assert [each["id"] for each in events[-1]["removed"]] == [1]
    _, events = smp("move", ward, "coughs", "4")
    assert (events[-1]["moved"], len(events[-1]["there_already"])) == ([], 1)
    with open_project(ward) as project:
        assert history(project).undo == "Move 1 clip to coughs"  # nothing moved is no step


def test_a_new_class_must_be_wished_for(smp: Smp, ward: Path) -> None:
    before = state(ward)
    status, events = smp("move", ward, "cough", "1")
    assert (status, events[-1]["message"]) == (3, "There is no class 'cough'.")
    assert events[-1]["hint"] == "There are: falls, coughs."
    status, events = smp("move", ward, "falls", "4", "--new")
    assert status == 3 and "already" in events[-1]["message"]
    assert state(ward) == before
    status, events = smp("move", ward, " slips  [b] ", "1", "4", "--new")
    assert (status, events[-1]["class"]) == (0, "slips [b]")
    assert lanes(ward) == {"falls": [2, 3], "coughs": [5], "slips [b]": [1, 4]}
    assert taken_back(ward) == "Make slips [b] of 2 clips"
    assert state(ward) == before


def test_a_clip_is_trimmed(smp: Smp, ward: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with open_project(ward) as project:
        reword_clip(project, 2, "descriptor", "in my own words", _quiet())
    before = state(ward)
    status, events = smp("trim", ward, "1", "0.125", "0.375")
    assert (status, [each["event"] for each in events]) == (0, ["done"])
    assert (events[-1]["clip"]["start_s"], events[-1]["clip"]["end_s"]) == (0.125, 0.375)
    with open_project(ward) as project:
        assert 1 not in training_prompts(project, "descriptor")
    assert taken_back(ward) == "Choose another part of falls 0.mp4"
    assert state(ward) == before
    # What lies behind the end is cut off, and the operator's own words stay.
    assert run(["trim", str(ward), "2", "0.25", "9"], json_lines=False) == 0
    assert capsys.readouterr().out.splitlines()[0] == ("Clip 2, falls 1.mp4: falls, 0.25 to 0.5 s.")
    with open_project(ward) as project:
        clip = next(each for each in list_clips(project) if each.id == 2)
        assert (clip.start_s, clip.end_s) == (0.25, 0.5)
        assert training_prompts(project, "descriptor")[2].text == "in my own words"
    assert smp("trim", ward, "2", "0.25", "0.5")[0] == 0  # as it is: no step
    taken_back(ward)
    assert state(ward) == before


@pytest.mark.parametrize(
    ("start", "end", "told"),
    [
        ("0.1", "0.2", "A stretch of 0.1 s cannot be used."),
        ("0.4", "0.1", "A stretch of -0.3 s cannot be used."),
        ("20", "25", "has no second 20: it ends at 0.5 s."),
        ("nan", "0.4", "has no second nan"),
        ("0", "nan", "cannot be used"),
    ],
)
def test_seconds_that_cannot_be_used_are_told(
    smp: Smp, ward: Path, start: str, end: str, told: str
) -> None:
    before = state(ward)
    status, events = smp("trim", ward, "1", start, end)
    assert status == 3
    assert told in events[-1]["message"] and events[-1]["hint"].startswith("Choose ")
    assert state(ward) == before


def test_one_moment_stays_in_one_class(smp: Smp, ward: Path) -> None:
    with open_project(ward) as project:
        class_id = next(each.id for each in list_classes(project) if each.name == "coughs")
    other = add_stretch(ward, 1, start_s=0.25, class_id=class_id)
    smp("trim", ward, "1", "0", "0.25")
    before = state(ward)
    status, events = smp("trim", ward, other, "0.1", "0.4")
    assert status == 3 and "is labelled 'falls'" in events[-1]["message"]
    assert state(ward) == before


@pytest.mark.parametrize(
    "arguments",
    [
        ["remove", "p"],
        ["remove", "p", "1", "--class", "falls"],
        ["move", "p", "falls"],
        ["trim", "p", "1", "2"],
        ["trim", "p", "1", "soon", "2"],
    ],
)
def test_wrong_usage_ends_with_2(
    smp: Smp, arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    status, events = smp(*arguments)
    assert (status, events[-1]["code"]) == (2, "usage")
    assert events[-1]["hint"] == f"`smp {arguments[0]} --help` shows how."


def test_numbers_win_over_files_of_that_name(
    smp: Smp, ward: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ward / "clips")
    shutil.copy("falls 2.mp4", "1")
    with open_project(ward) as project, project.database.write() as session:
        session.get_one(ClipRow, 3).path = "clips/1"
    smp("remove", ward, "1")
    assert lanes(ward)["falls"] == [2, 3]
    smp("remove", ward, "./1")
    assert lanes(ward)["falls"] == [2]


def _quiet() -> Any:
    from smp_core.jobs import JobContext

    return JobContext()
