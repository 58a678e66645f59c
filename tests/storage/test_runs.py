"""Runs from their beginning to their end."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from smp_core.errors import InputError
from smp_core.storage.project import open_project
from smp_core.storage.runs import (
    active_run,
    add_imported_run,
    begin_run,
    fail_run,
    finish_run,
    get_run,
    list_runs,
    resume_run,
    set_active_run,
    unfinished_run,
)


def begin(project):
    return begin_run(
        project,
        captioner="descriptor",
        preset="fast",
        config={"epochs": 3, "layers": (1, 2), "alpha": float("inf")},
        class_names=["Glas bricht", "日本"],
        n_clips=10,
    )


def test_a_run_is_recorded_from_begin_to_success(project):
    run = begin(project)
    assert (run.kind, run.status, run.active, run.seconds) == ("finetuned", "running", False, None)
    assert (run.pack_name, run.pack_digest) == ("demo", "d" * 64)
    assert run.config == {"epochs": 3, "layers": [1, 2], "alpha": None}
    assert run.class_names == ("Glas bricht", "日本")
    assert run.folder.is_dir() and run.folder.parent == project.runs_folder
    assert (active_run(project), unfinished_run(project)) == (None, run)
    done = finish_run(
        project, run.id, metrics={"acc": 0.5, "loss": float("nan")}, seconds=2.5, device="cpu"
    )
    assert (done.status, done.seconds, done.device, done.active) == ("succeeded", 2.5, "cpu", True)
    assert done.metrics == {"acc": 0.5, "loss": None}
    assert done.finished >= run.created
    assert (active_run(project), unfinished_run(project)) == (done, None)
    with open_project(project.folder) as again:
        assert list_runs(again) == [done]


def test_one_run_at_most_is_active(project):
    first = finish_run(project, begin(project).id, metrics={}, seconds=1)
    second = finish_run(project, begin(project).id, metrics={}, seconds=1)
    assert [run.id for run in list_runs(project) if run.active] == [second.id]
    quiet = finish_run(project, begin(project).id, metrics={}, seconds=1, activate=False)
    assert active_run(project).id == second.id
    set_active_run(project, first.id)
    assert [run.id for run in list_runs(project) if run.active] == [first.id]
    assert list_runs(project)[0].id == quiet.id
    failed = fail_run(project, begin(project).id, "no memory", seconds=3)
    with pytest.raises(InputError, match="has not succeeded"):
        set_active_run(project, failed.id)
    assert active_run(project).id == first.id


@pytest.mark.parametrize("cancelled", [True, False])
def test_an_unfinished_run_can_go_on(project, cancelled):
    finish_run(project, begin(project).id, metrics={}, seconds=1)
    run = fail_run(project, begin(project).id, "stopped", cancelled=cancelled)
    assert (run.status, run.error) == ("cancelled" if cancelled else "failed", "stopped")
    assert unfinished_run(project) == run
    again = resume_run(project, run.id, class_names=["x", "y", "z"], n_clips=9)
    assert (again.id, again.status, again.error, again.folder) == (
        run.id,
        "running",
        "",
        run.folder,
    )
    assert (again.class_names, again.n_clips) == (("x", "y", "z"), 9)
    finish_run(project, run.id, metrics={}, seconds=1)
    assert unfinished_run(project) is None
    with pytest.raises(InputError, match="is finished"):
        resume_run(project, run.id, class_names=["x", "y"], n_clips=2)


def test_an_imported_adapter_is_a_finished_active_run(project):
    run = add_imported_run(
        project, captioner="c", preset="", config={}, metrics={}, class_names="ab", n_clips=0
    )
    assert (run.kind, run.status, run.active) == ("imported", "succeeded", True)
    assert unfinished_run(project) is None


def test_runs_are_found_by_the_beginning_of_their_id(project):
    run = begin(project)
    assert get_run(project, run.id[:8]) == run
    for bad in ("", "%", "zzz"):
        with pytest.raises(InputError, match="There is no run"):
            get_run(project, bad)
    with project.database.write() as session:
        session.execute(sa.text("UPDATE runs SET id = 'aa1'"))
    begin(project)
    with project.database.write() as session:
        session.execute(sa.text("UPDATE runs SET id = 'aa2' WHERE id != 'aa1'"))
    with pytest.raises(InputError, match="Several runs begin with 'aa'"):
        get_run(project, "aa")


def test_a_run_folder_that_leads_out_is_refused(project):
    run = begin(project)
    with project.database.write() as session:
        session.execute(sa.text("UPDATE runs SET folder = '../../elsewhere'"))
    with pytest.raises(InputError, match="leads out"):
        get_run(project, run.id)
