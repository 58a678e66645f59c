"""What another program changes is seen in a project's marks; what goes through itself is not."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from answers import answered, make_run, window
from edited_project import fill

from smp_core.records import RunRecord
from smp_core.storage.project import Project, open_project
from smp_core.workflows import class_edits, clip_edits, edit_journal, prompts, review
from smp_core.workflows.incoming import list_incoming, list_predictions
from smp_core.workflows.project_marks import ProjectMarks, project_marks

Change = Callable[[Project], object]


@pytest.fixture
def run(project: Project) -> RunRecord:
    return make_run(project)


@pytest.fixture
def ids(project: Project, run: RunRecord, tmp_path) -> dict[str, int]:  # type: ignore[no-untyped-def]
    """Ids of two classes; clips 1 to 5, prompts of two, one answered video."""
    made = fill(project, {"fall": 3, "cough": 2})
    answered(project, run, tmp_path / "a.mp4", [window(0, "fall", 0.8)])
    return made


@pytest.fixture
def other(project: Project, ids: dict[str, int]) -> Iterator[Project]:
    with open_project(project.folder) as opened:
        yield opened


def differing(one: ProjectMarks, two: ProjectMarks) -> set[str]:
    names = ("version", "clips", "prompts", "runs")
    return {name for name in names if getattr(one, name) != getattr(two, name)}


def _reword(project: Project) -> None:
    prompts.edit_prompt(project, prompts.list_prompts(project, "descriptor")[0].id, "a thud")


def _undo_and_move(project: Project) -> None:
    """The journal has the same number of rows and the same highest id as before."""
    edit_journal.undo(project)
    clip_edits.move_clips(project, [1], 2)


def _confirm(project: Project) -> None:
    review.confirm(project, [list_predictions(project, list_incoming(project)[0].id)[0].id])


@pytest.mark.parametrize(
    ("change", "seen"),
    [
        (lambda p: class_edits.rename_class(p, 1, "person falls"), {"clips"}),
        (lambda p: class_edits.colour_class(p, 1, "#ab12ef"), {"clips"}),
        (lambda p: class_edits.move_class(p, 2, -1), {"clips"}),
        (lambda p: clip_edits.set_stretch(p, 1, 1.0, 2.0), {"clips", "prompts"}),
        (edit_journal.undo, {"clips"}),
        (_undo_and_move, {"clips"}),
        (_reword, {"prompts"}),
        (lambda p: prompts.choose_captioner(p, "constant"), {"prompts"}),
        (make_run, {"runs"}),
        (_confirm, set()),  # results are not compared: there may be a million
    ],
)
def test_each_change_of_another_program_is_seen_where_it_was_made(
    change: Change, seen: set[str], project: Project, other: Project
) -> None:
    prompts.store_prompts(project, "descriptor", "1", {1: "a hum", 2: "a bang"})
    clip_edits.move_clips(project, [1], 2)
    before = project_marks(project)
    assert project_marks(project, before) is before
    change(other)
    now = project_marks(project, before)
    assert differing(before, now) == {"version", *seen}
    assert project_marks(project, now) is now


def test_what_goes_through_the_project_itself_and_what_is_only_read_is_not_seen(
    project: Project, other: Project, ids: dict[str, int]
) -> None:
    before = project_marks(project)
    clip_edits.move_clips(project, [1], ids["cough"])
    _confirm(project)
    list_incoming(other)
    with pytest.raises(ZeroDivisionError), other.database.write():
        _ = 1 / 0
    with pytest.raises(ZeroDivisionError), project.database.write():
        _ = 1 / 0
    assert project_marks(project, before) is before
    assert differing(before, project_marks(project)) == {"clips"}  # asked anew it is another
