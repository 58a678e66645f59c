"""Two programs classify the same videos at once: each video and each answer stands there once."""

from __future__ import annotations

import subprocess
from pathlib import Path

import answering_program
import pytest
from answers import make_run, window
from studio_project import write_video

from smp_core.jobs import JobContext
from smp_core.records import RunRecord
from smp_core.storage.project import Project, open_project
from smp_core.workflows.incoming import (
    list_incoming,
    list_predictions,
    queue_videos,
    start_attempt,
    store_predictions,
)
from smp_core.workflows.results import results

_N_VIDEOS = 12


@pytest.fixture
def run(project: Project) -> RunRecord:
    return make_run(project)


def test_programs_that_classify_the_same_videos_at_once_double_nothing(
    project: Project, run: RunRecord, tmp_path: Path
) -> None:
    videos = tmp_path / "share"
    for number in range(_N_VIDEOS):
        write_video(videos / f"{number:02}.mp4", number)
    command = [*answering_program.COMMAND, str(project.folder), str(videos), run.id]
    programs = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    for each in programs:
        assert each.stdout is not None
        assert each.stdout.readline() == "ready\n"
    for each in programs:
        assert each.stdin is not None
        each.stdin.write("go\n")
        each.stdin.flush()
    for each in programs:
        each.communicate()
        assert each.returncode == 0
    names = [f"{number:02}.mp4" for number in range(_N_VIDEOS)]
    assert sorted(video.path.name for video in list_incoming(project)) == names
    assert {(v.status, v.attempts) for v in list_incoming(project)} == {("classified", 0)}
    assert [(Path(each.video).name, each.start_s) for each in results(project)] == [
        (name, start_s) for name in names for start_s in (0.0, 10.0)
    ]


def test_what_another_program_has_answered_meanwhile_is_left_alone(
    project: Project, run: RunRecord, tmp_path: Path
) -> None:
    path = write_video(tmp_path / "a.mp4", 1)
    (ours,) = queue_videos(project, [path], JobContext()).queued
    with open_project(project.folder) as other:
        (theirs,) = queue_videos(other, [path], JobContext()).queued
        assert theirs.id == ours.id
        assert start_attempt(other, theirs.id, unless_answered_by=run.id) is not None
        store_predictions(other, theirs.id, run.id, [window(0, "fall", 0.8)])
    assert start_attempt(project, ours.id, unless_answered_by=run.id) is None
    (video,) = list_incoming(project)
    assert (video.status, video.attempts) == ("classified", 0)
    assert len(list_predictions(project, video.id)) == 1
    again = start_attempt(project, ours.id, unless_answered_by=make_run(project).id)
    assert again is not None and again.status == "decoding"  # a newer run has not answered
