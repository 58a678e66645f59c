"""The demo does the whole job, once: a second call finds everything done."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
import sqlalchemy as sa
from tiny_pack import write_tiny_pack
from tiny_project import QUICK, make_filled_project

from smp_core.errors import Cancelled, InputError
from smp_core.jobs import JobContext, Progress
from smp_core.model.pack import Pack
from smp_core.storage.project import open_project
from smp_core.storage.runs import list_runs
from smp_core.synth.dataset import make_clips
from smp_core.workflows import demo
from smp_core.workflows.clips import list_classes, list_clips
from smp_core.workflows.demo import (
    DemoPlan,
    DemoResult,
    finish_demo_project,
    make_demo_project,
    run_demo,
)
from smp_core.workflows.edit_journal import undo_label
from smp_core.workflows.incoming import list_incoming
from smp_core.workflows.results import results

PLAN = DemoPlan(
    classes=("glass breaking", "phone ringing"), shots=2, incoming_per_class=1, options=QUICK
)


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    return write_tiny_pack(tmp_path_factory.mktemp("packs") / "tiny")


@pytest.fixture(scope="module")
def one_process() -> Iterator[None]:
    """Six clips are made faster than a second process starts."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(demo, "make_clips", partial(make_clips, workers=1))
        yield


def do(folder: Path, pack: Pack, ctx: JobContext | None = None) -> DemoResult:
    return run_demo(
        folder, ctx or JobContext(), device="cpu", seed=5, pack=str(pack.folder), plan=PLAN
    )


@pytest.fixture(scope="module")
def first(pack: Pack, one_process: None, tmp_path_factory: pytest.TempPathFactory) -> DemoResult:
    return do(tmp_path_factory.mktemp("demo") / "project", pack)


def test_the_demo_leaves_a_project_with_everything_in_it(first: DemoResult, pack: Pack) -> None:
    with open_project(first.project_folder) as project:
        assert project.info.name == "Demo"
        assert undo_label(project) is None  # the operator made none of it
        assert [(each.name, each.n_clips) for each in list_classes(project)] == [
            ("glass breaking", 2),
            ("phone ringing", 2),
        ]
        (run,) = list_runs(project)
        assert (run.status, run.active, run.config["seed"]) == ("succeeded", True, 5)
        videos = list_incoming(project)
        assert [each.path.name for each in videos] == ["camera-01.mp4", "camera-02.mp4"]
        found = {Path(row.video).name: row.class_name for row in results(project)}
        labelled = {each.content_hash for each in list_clips(project)}
        assert labelled.isdisjoint(each.content_hash for each in videos)
    truth = {f"camera-{n:02d}.mp4": name for n, name in _truth(first.project_folder)}
    right = sum(found[name] == truth[name] for name in truth)
    assert first.accuracy == right / 2
    assert first.class_names == PLAN.classes
    assert [sum(row) for row in first.confusion] == [1, 1]
    assert sum(first.confusion[i][i] for i in range(2)) == right
    assert list(first.seconds) == [
        *("making clips", "adding clips", "prompts and finetuning", "classifying")
    ]


def _truth(folder: Path) -> list[tuple[int, str]]:
    return [
        (n, json.loads((folder / "incoming" / f"camera-{n:02d}.json").read_text())["class"])
        for n in (1, 2)
    ]


def test_a_second_call_adds_nothing_and_tells_the_same(first: DemoResult, pack: Pack) -> None:
    folder = first.project_folder
    files = {path: path.stat().st_mtime_ns for path in folder.rglob("*.mp4")}
    events: list[object] = []
    second = do(folder, pack, JobContext(events.append))
    assert (second.accuracy, second.confusion) == (first.accuracy, first.confusion)
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*.mp4")} == files
    with open_project(folder) as project:
        assert len(list_clips(project)) == 4
        assert len(list_runs(project)) == 1
        assert len(list_incoming(project)) == len(results(project)) == 2
    trained = [e for e in events if isinstance(e, Progress) and e.stage == "Finetuning"]
    assert trained == []


def test_a_demo_that_was_stopped_goes_on(first: DemoResult, pack: Pack, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(first.project_folder, tmp_path / "stopped"))
    with open_project(folder) as project, project.database.write() as session:
        session.execute(sa.text("DELETE FROM predictions"))
        session.execute(sa.text("UPDATE incoming SET status = 'queued'"))
        session.execute(sa.text("UPDATE runs SET status = 'cancelled', active = 0"))
    (folder / "incoming" / "camera-02.mp4").unlink()
    again = do(folder, pack)
    assert (again.accuracy, again.confusion) == (first.accuracy, first.confusion)
    with open_project(folder) as project:
        assert [run.status for run in list_runs(project)] == ["succeeded"]


def test_cancelling_while_clips_are_made_keeps_those_that_are_done(
    one_process: None, pack: Pack, tmp_path: Path
) -> None:
    ctx: JobContext

    def stop(event: object) -> None:
        if isinstance(event, Progress) and event.done == 2:
            ctx.cancel()

    ctx = JobContext(stop)
    with pytest.raises(Cancelled):
        do(tmp_path / "d", pack, ctx)
    assert len(list((tmp_path / "d").rglob("*.mp4"))) == 2
    assert list((tmp_path / "d").rglob("*.part")) == []


def test_somebody_s_project_is_not_turned_into_a_demo(pack: Pack, tmp_path: Path) -> None:
    make_filled_project(tmp_path / "ward", pack, shots=1).close()
    with pytest.raises(InputError, match="is a project, but not the demo") as caught:
        do(tmp_path / "ward", pack)
    assert "another folder" in caught.value.hint
    assert len(list((tmp_path / "ward").rglob("*.mp4"))) == 2
    assert not (tmp_path / "ward" / "incoming").exists()
    with open_project(tmp_path / "ward") as project:
        assert [each.name for each in list_classes(project)] == ["red", "blue"]


def test_a_folder_of_other_things_is_refused(pack: Pack, tmp_path: Path) -> None:
    (tmp_path / "holiday.jpg").write_bytes(b"x")
    with pytest.raises(InputError, match="not an empty folder"):
        do(tmp_path, pack)
    assert [path.name for path in tmp_path.iterdir()] == ["holiday.jpg"]


def test_the_window_s_demo_is_made_and_then_finished_once(
    pack: Pack, one_process: None, tmp_path: Path
) -> None:
    folder = make_demo_project(
        tmp_path / "project", JobContext(), seed=5, pack=str(pack.folder), plan=PLAN
    )
    with open_project(folder) as project:
        assert (list_runs(project), results(project)) == ([], [])
    for _ in range(2):
        finish_demo_project(folder, JobContext(), device="cpu", seed=5, plan=PLAN)
        with open_project(folder) as project:
            assert len(list_runs(project)) == 1
            assert {each.status for each in list_incoming(project)} == {"classified"}
            assert len(results(project)) == 2
