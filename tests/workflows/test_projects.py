"""The state of a project, and what it advises."""

from __future__ import annotations

from pathlib import Path

import pytest
from answers import answered, make_run
from answers import window as answer

from smp_core.errors import MediaError
from smp_core.jobs import JobContext
from smp_core.paths import quoted
from smp_core.storage.runs import add_imported_run, begin_run, fail_run, finish_run
from smp_core.workflows.arrivals import failed_videos, incoming_health
from smp_core.workflows.clips import add_class, add_clips, list_clips
from smp_core.workflows.incoming import mark_failed, queue_videos
from smp_core.workflows.projects import project_status
from smp_core.workflows.prompts import store_prompts
from smp_core.workflows.results import results


def typed(project):
    """The project's folder, "ward 7", as it is typed in a shell."""
    text = quoted(str(project.folder))
    assert text != str(project.folder)
    return text


def start(project, names=("fall", "cough"), n_clips=3):
    return begin_run(
        project, captioner="c", preset="fast", config={}, class_names=names, n_clips=n_clips
    )


@pytest.fixture
def filled(project, decoder, listener, make_video):
    falls = [make_video("1.mp4", 1), make_video("2.mp4", 2)]
    add_clips(project, "fall", falls, listener.ctx, decoder)
    add_clips(project, "cough", [make_video("3.mp4", 3)], listener.ctx, decoder)
    return project


def test_a_new_project_asks_for_clips(project):
    status = project_status(project)
    assert (status.info, status.folder, status.n_clips) == (project.info, project.folder, 0)
    assert status.incoming == {"queued": 0, "decoding": 0, "classified": 0, "failed": 0}
    assert status.advice == (
        f"Add clips of at least two classes: smp add {typed(project)} CLASS FILE…",
    )


def test_one_class_is_not_enough(project, decoder, listener, make_video):
    add_clips(project, "fall", [make_video("1.mp4", 1)], listener.ctx, decoder)
    assert project_status(project).advice == (
        "Only the class 'fall' has clips; add a second class to tell it from.",
        "The class 'fall' has one clip; five or more make it more certain.",
    )


def test_few_clips_are_one_sentence_for_all_classes(project, decoder, listener, make_video):
    for n, name in enumerate(("fall", "cough", "siren")):
        add_clips(project, name, [make_video(f"{n}.mp4", n)], listener.ctx, decoder)
    for name in ("rain", "wind"):
        add_class(project, name)
    assert project_status(project).advice[:2] == (
        "The classes 'fall', 'cough' and 'siren' have one clip each; "
        "five or more make them more certain.",
        "The classes 'rain' and 'wind' have no clip.",
    )


def test_an_imported_adapter_is_enough_to_classify(project, listener, make_video):
    add_imported_run(
        project,
        run_id="imported",
        captioner="c",
        preset="fast",
        config={},
        metrics={},
        class_names=("fall", "cough"),
        n_clips=3,
    )
    assert project_status(project).advice == (
        f"Videos can be classified: smp classify {typed(project)} PATH…",
    )
    videos = [make_video(f"{n}.mp4", n) for n in range(3)]
    queued = queue_videos(project, videos, listener.ctx).queued
    mark_failed(project, queued[0].id, MediaError("It is torn.", ""))
    assert project_status(project).advice == (
        f"2 videos wait: smp classify {typed(project)} PATH…",
        f"1 video failed; the reasons: smp results {typed(project)}",
    )


def test_counts_and_advice_before_training(filled):
    add_class(filled, "siren")
    clips = list_clips(filled)
    store_prompts(filled, "robot", "1", {clips[0].id: "x", clips[2].id: "y"})
    clips[1].path.unlink()
    status = project_status(filled)
    assert [(c.name, c.n_clips, c.n_prompts, c.n_missing) for c in status.classes] == [
        ("fall", 2, 1, 1),
        ("cough", 1, 1, 0),
        ("siren", 0, 0, 0),
    ]
    assert status.prompts == {"robot": 2}
    assert status.missing == (clips[1].path,)
    assert status.advice == (
        "The class 'cough' has one clip; five or more make it more certain.",
        "The class 'siren' has no clip.",
        f"1 clip is missing; find moved files: smp relink {typed(filled)} FOLDER",
        f"1 clip has no prompt: smp prompts {typed(filled)}",
        f"Train an adapter: smp finetune {typed(filled)}",
    )


def test_an_interrupted_training_is_offered_again(filled):
    run = start(filled)
    assert "--resume" in project_status(filled).advice[-1]
    fail_run(filled, run.id, "stopped", cancelled=True)
    assert "--resume" in project_status(filled).advice[-1]
    fail_run(filled, run.id, "The disk is full.")
    assert project_status(filled).advice[-1] == "The newest training failed: The disk is full."


def test_a_trained_project_says_when_it_is_outdated(
    filled, decoder, listener, make_video, tmp_path
):
    store_prompts(filled, "robot", "1", {clip.id: "x" for clip in list_clips(filled)})
    run = finish_run(filled, start(filled).id, metrics={}, seconds=1.0)
    queue_videos(filled, [make_video("in.mp4", 9)], listener.ctx)
    status = project_status(filled)
    assert (status.active_run, status.runs, status.incoming["queued"]) == (run, (run,), 1)
    assert status.advice[1:] == (f"1 video waits: smp classify {typed(filled)} PATH…",)
    add_clips(filled, "cough", [make_video("4.mp4", 4)], listener.ctx, decoder)
    assert (
        f"Clips or classes changed since the training: smp finetune {typed(filled)}"
        in project_status(filled).advice
    )


def test_an_answer_that_stands_is_no_failure_and_a_failure_without_one_is(project, tmp_path):
    first = make_run(project)
    video = answered(project, first, tmp_path / "a.mp4", [answer(0, "fall", 0.9)])
    counts = {"queued": 0, "decoding": 0, "classified": 1, "failed": 0}
    assert project_status(project).incoming == counts
    fault = MediaError("The drive did not answer.", "Try again.")
    mark_failed(project, video.id, fault, run_id=first.id)  # with `--again`, say
    assert project_status(project).incoming == counts
    assert [each.status for each in results(project)] == ["classified"]
    assert incoming_health(project).failed == 0 and failed_videos(project) == []
    make_run(project)  # has not answered: the newest attempt is what there is
    assert project_status(project).incoming == counts | {"classified": 0, "failed": 1}
    assert "1 video failed" in project_status(project).advice[-1]
    assert [each.reason for each in results(project)] == ["The drive did not answer."]
    assert incoming_health(project).failed == 1
    assert [each.reason for each in failed_videos(project)] == ["The drive did not answer."]


def test_a_copy_that_is_answered_later_answers_for_the_one_that_failed(project, tmp_path):
    run = make_run(project)
    (tmp_path / "a.mp4").write_bytes(b"the same")
    (tmp_path / "other.mp4").write_bytes(b"another")
    for name in ("a.mp4", "other.mp4"):
        (torn,) = queue_videos(project, [tmp_path / name], JobContext()).queued
        mark_failed(project, torn.id, MediaError("The drive did not answer.", ""), run_id=run.id)
    assert project_status(project).incoming["failed"] == 2
    (tmp_path / "copy.mp4").write_bytes(b"the same")
    answered(project, run, tmp_path / "copy.mp4", [answer(0, "fall", 0.9)])
    assert project_status(project).incoming == {
        "queued": 0, "decoding": 0, "classified": 2, "failed": 1,
    }  # fmt: skip
    said = {Path(each.video).name: (each.class_name, each.status) for each in results(project)}
    assert said == {
        "a.mp4": ("fall", "classified"),
        "copy.mp4": ("fall", "classified"),
        "other.mp4": (None, "failed"),
    }
