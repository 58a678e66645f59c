"""Incoming videos: queued once, attempted before they are opened, answered whole or not at all."""

from __future__ import annotations

import os
import shlex
import shutil

import pytest
import sqlalchemy as sa

from smp_core.errors import InputError, MediaError
from smp_core.records import NewPrediction
from smp_core.storage.runs import begin_run, finish_run, get_run
from smp_core.storage.schema import PredictionRow
from smp_core.types import MediaInfo
from smp_core.workflows.incoming import (
    list_incoming,
    list_predictions,
    mark_failed,
    pending,
    queue_videos,
    release_attempt,
    start_attempt,
    store_predictions,
)
from smp_core.workflows.result_table import ResultFilter, result_page, result_rows
from smp_core.workflows.review import confirm, correct, reject


def new_run(project):
    run = begin_run(
        project, captioner="c", preset="fast", config={}, class_names=["a", "b"], n_clips=2
    )
    return finish_run(project, run.id, metrics={}, seconds=1.0)


def window(start_s: float = 0.0, p: float = 0.75) -> NewPrediction:
    return NewPrediction(start_s, start_s + 10, "words", "c", "a", p, {"a": p, "b": 1 - p})


@pytest.fixture
def run(project):
    return new_run(project)


def test_files_and_folders_are_queued_once_in_order(project, run, listener, make_video, tmp_path):
    paths = [make_video("in/b.mp4", 1), make_video("in/a/z y.mp4", 2), make_video("odd.mp4", 3)]
    paths[2] = paths[2].rename(tmp_path / "odd.bin")
    (tmp_path / "in" / "notes.txt").write_text("x")
    result = queue_videos(project, [tmp_path / "odd.bin", tmp_path / "in", paths[0]], listener.ctx)
    assert [each.path for each in result.queued] == [paths[2], paths[1], paths[0]]
    assert pending(project) == list(result.queued)
    assert {each.run_id for each in result.queued} == {run.id}
    again = queue_videos(project, [tmp_path / "in"], listener.ctx)
    assert [each.path for each in again.queued] == [paths[1], paths[0]]
    assert len(list_incoming(project)) == 3


def test_a_classified_video_is_not_repeated_unless_asked(project, run, listener, make_video):
    path = make_video("a.mp4", 1)
    (video,) = queue_videos(project, [path], listener.ctx).queued
    info = MediaInfo(1.0, True, False, 64, 48, 10, 0, "mpeg4", "", "mov")
    done = store_predictions(project, video.id, run.id, [window()], info=info)
    assert (done.status, done.duration_s, done.has_audio) == ("classified", 1.0, False)
    result = queue_videos(project, [path], listener.ctx)
    assert (result.queued, [each.id for each in result.already]) == ((), [video.id])
    assert [each.id for each in queue_videos(project, [path], listener.ctx, again=True).queued] == [
        video.id
    ]
    other = new_run(project)
    (requeued,) = queue_videos(project, [path], listener.ctx).queued
    assert (requeued.id, requeued.run_id) == (video.id, other.id)
    assert [each.run_id for each in list_predictions(project, video.id)] == [run.id]


def test_the_same_content_elsewhere_gets_the_answer_without_work(
    project, run, listener, make_video, tmp_path
):
    path = make_video("a.mp4", 1)
    (video,) = queue_videos(project, [path], listener.ctx).queued
    store_predictions(project, video.id, run.id, [window(), window(10)])
    copy = shutil.copy(path, tmp_path / "copy.mp4")
    result = queue_videos(project, [tmp_path / "copy.mp4"], listener.ctx)
    (twin,) = result.already
    assert (twin.path, twin.status) == (copy, "classified")
    assert [(each.start_s, each.probability) for each in list_predictions(project, twin.id)] == [
        (0, 0.75),
        (10, 0.75),
    ]


def test_a_moved_video_keeps_its_answer(project, run, listener, make_video, tmp_path):
    path = make_video("a.mp4", 1)
    (video,) = queue_videos(project, [path], listener.ctx).queued
    store_predictions(project, video.id, run.id, [window()])
    moved = path.rename(tmp_path / "b.mp4")
    (known,) = queue_videos(project, [moved], listener.ctx).already
    assert (known.id, known.path) == (video.id, moved)


def test_new_content_at_a_known_path_is_a_new_video(project, run, listener, make_video):
    path = make_video("a.mp4", 1)
    (old,) = queue_videos(project, [path], listener.ctx).queued
    store_predictions(project, old.id, run.id, [window()])
    make_video("a.mp4", 2, seconds=1.5)
    (new,) = queue_videos(project, [path], listener.ctx).queued
    assert new.id != old.id
    assert [each.id for each in list_incoming(project)] == [new.id]
    assert len(list_predictions(project, old.id)) == 1  # kept, although no longer shown


def test_an_unchanged_file_is_not_read_again(project, run, listener, make_video, monkeypatch):
    path = make_video("a.mp4", 1)
    queue_videos(project, [path], listener.ctx)
    read = []
    monkeypatch.setattr(
        "smp_core.workflows.queueing.content_hash", lambda p, _: read.append(p) or "sha256:0"
    )
    queue_videos(project, [path], listener.ctx)
    assert read == []
    os.utime(path, (1, 1))
    queue_videos(project, [path], listener.ctx)
    assert read == [path]


def test_an_empty_file_is_kept_as_failed_and_mended_later(
    project, run, listener, make_video, tmp_path
):
    good, bad = make_video("good.mp4", 1), tmp_path / "bad.mp4"
    bad.touch()
    result = queue_videos(project, [bad, good, tmp_path / "gone.mp4"], listener.ctx)
    assert [each.path for each in result.queued] == [good]
    assert [(each.path, each.code) for each in result.set_aside] == [
        (bad, "media"),
        (tmp_path / "gone.mp4", "input"),
    ]
    assert [each.subject for each in listener.warned] == [str(bad), str(tmp_path / "gone.mp4")]
    (failed,) = list_incoming(project, "failed")
    assert (failed.path, failed.content_hash) == (bad, "")
    assert "is empty" in failed.reason
    make_video("bad.mp4", 2)
    (mended,) = queue_videos(project, [bad], listener.ctx).queued
    assert (mended.id, mended.status, mended.reason) == (failed.id, "queued", "")


def test_one_unusable_path_is_the_error_itself(project, run, listener, tmp_path):
    with pytest.raises(InputError, match=r"gone\.mp4 cannot be found"):
        queue_videos(project, [tmp_path / "gone.mp4"], listener.ctx)
    (tmp_path / "none").mkdir()
    with pytest.raises(InputError, match="none holds no video"):
        queue_videos(project, [tmp_path / "none"], listener.ctx)
    with pytest.raises(InputError, match="None of the 2 paths"):
        queue_videos(project, [tmp_path / "gone.mp4", tmp_path / "none"], listener.ctx)


@pytest.mark.skipif(os.name == "nt", reason="names are always text there")
def test_a_name_that_is_no_text_is_set_aside(project, run, listener, make_video, tmp_path):
    good = make_video("good.mp4", 1)
    bad = tmp_path / os.fsdecode(b"caf\xe9.mp4")
    try:
        shutil.copy(good, bad)
    except OSError:
        pytest.skip("this file system refuses such names itself")
    result = queue_videos(project, [bad, good], listener.ctx)
    assert [each.path for each in result.queued] == [good]
    assert "is not valid text" in result.set_aside[0].reason


def test_a_video_that_ended_the_program_twice_is_set_aside(project, run, listener, make_video):
    path = make_video("a.mp4", 1)
    (video,) = queue_videos(project, [path], listener.ctx).queued
    assert start_attempt(project, video.id).attempts == 1  # and the program dies here
    (video,) = queue_videos(project, [path], listener.ctx).queued
    assert (start_attempt(project, video.id).attempts, pending(project)[0].id) == (2, video.id)
    (video,) = queue_videos(project, [path], listener.ctx).queued
    with pytest.raises(MediaError, match=r"a\.mp4 ended the program 2 times"):
        start_attempt(project, video.id)
    assert [each.id for each in list_incoming(project, "failed")] == [video.id]
    with pytest.raises(MediaError, match="ended the program 2 times"):
        queue_videos(project, [path], listener.ctx)
    (asked,) = queue_videos(project, [path], listener.ctx, again=True).queued
    assert start_attempt(project, asked.id).attempts == 1


def test_failures_with_an_end_are_tried_again_however_often(project, run, listener, make_video):
    path = make_video("a.mp4", 1)
    for _ in range(4):
        (video,) = queue_videos(project, [path], listener.ctx).queued
        assert start_attempt(project, video.id).attempts == 1
        failed = mark_failed(project, video.id, MediaError("torn.", "Copy it."), run_id=run.id)
        assert (failed.status, failed.reason, failed.hint) == ("failed", "torn.", "Copy it.")


def test_a_cancelled_attempt_does_not_count(project, run, listener, make_video):
    (video,) = queue_videos(project, [make_video("a.mp4", 1)], listener.ctx).queued
    for _ in range(3):
        assert start_attempt(project, video.id).status == "decoding"
        released = release_attempt(project, video.id)
        assert (released.status, released.attempts) == ("queued", 0)


def test_an_answer_replaces_the_runs_older_one(project, run, listener, make_video):
    (video,) = queue_videos(project, [make_video("a.mp4", 1)], listener.ctx).queued
    store_predictions(project, video.id, run.id, [window(0), window(10)])
    store_predictions(project, video.id, run.id, [window(0, 0.25)])
    (only,) = list_predictions(project, video.id)
    assert (only.probability, only.probabilities) == (0.25, {"a": 0.25, "b": 0.75})


def said(start_s: float, name: str) -> NewPrediction:
    shares = {each: 0.6 if each == name else 0.2 for each in ("a", "b", "c")}
    return NewPrediction(start_s, start_s + 10, f"anew {start_s}", "c", name, 0.6, shares)


def reviewed_at(project):
    with project.database.read() as session:
        query = sa.select(PredictionRow.reviewed).order_by(PredictionRow.start_s)
        return list(session.scalars(query))


def reviews(project, run):
    rows = result_page(project, ResultFilter(run.id), descending=False)
    return [(row.start_s, row.class_name, row.review, row.final_class) for row in rows]


def test_classifying_again_keeps_what_a_person_said(project, run, listener, make_video):
    (video,) = queue_videos(project, [make_video("a.mp4", 1)], listener.ctx).queued
    store_predictions(project, video.id, run.id, [said(at, "a") for at in (0, 10, 20, 30)])
    ids = [row.id for row in result_page(project, ResultFilter(run.id), descending=False)]
    confirm(project, ids[:1])
    correct(project, ids[1:2], "d")
    reject(project, ids[2:3])
    before = reviewed_at(project)
    store_predictions(project, video.id, run.id, [said(at, "a") for at in (0, 10, 20, 30)])
    assert reviews(project, run) == [
        (0, "a", "confirmed", "a"),
        (10, "a", "corrected", "d"),
        (20, "a", "rejected", "a"),
        (30, "a", "open", "a"),
    ]
    assert reviewed_at(project) == before and None not in before[:3]
    assert [each.prompt for each in list_predictions(project, video.id)] == [
        "anew 0",
        "anew 10",
        "anew 20",
        "anew 30",
    ]
    assert set(result_rows(project, ids)) == set(ids)  # numbers on a screen still mean the same


def test_a_person_s_class_stands_when_the_model_says_another(project, run, listener, make_video):
    (video,) = queue_videos(project, [make_video("a.mp4", 1)], listener.ctx).queued
    store_predictions(project, video.id, run.id, [said(at, "a") for at in (0, 10, 20, 30)])
    ids = [row.id for row in result_page(project, ResultFilter(run.id), descending=False)]
    confirm(project, ids[:1])
    correct(project, ids[1:2], "b")
    reject(project, ids[2:3])
    store_predictions(project, video.id, run.id, [said(at, "b") for at in (0, 10, 20, 30)])
    assert reviews(project, run) == [
        (0, "b", "corrected", "a"),  # nobody confirmed b
        (10, "b", "confirmed", "b"),
        (20, "b", "rejected", "b"),
        (30, "b", "open", "b"),
    ]


def test_a_reviewed_window_that_is_not_looked_at_again_stays(project, run, listener, make_video):
    (video,) = queue_videos(project, [make_video("a.mp4", 1)], listener.ctx).queued
    store_predictions(project, video.id, run.id, [said(at, "a") for at in (0, 10, 20)])
    ids = [row.id for row in result_page(project, ResultFilter(run.id), descending=False)]
    correct(project, ids[1:2], "d")
    store_predictions(project, video.id, run.id, [said(at, "b") for at in (0, 15)])
    assert reviews(project, run) == [
        (0, "b", "open", "b"),
        (10, "a", "corrected", "d"),
        (15, "b", "open", "b"),
    ]


@pytest.mark.parametrize(
    "broken",
    [
        window(0, float("nan")),
        window(0, 1.2),
        NewPrediction(5, 5, "", "c", "a", 1.0, {"a": 1.0}),
        NewPrediction(0, 5, "", "c", "z", 1.0, {"a": 1.0}),
    ],
)
def test_a_broken_answer_leaves_nothing(project, run, listener, make_video, broken):
    (video,) = queue_videos(project, [make_video("a.mp4", 1)], listener.ctx).queued
    with pytest.raises(ValueError):
        store_predictions(project, video.id, run.id, [window(10), broken])
    assert list_predictions(project, video.id) == []
    assert list_incoming(project)[0].status == "queued"


def test_two_windows_at_the_same_place_leave_nothing(project, run, listener, make_video):
    (video,) = queue_videos(project, [make_video("a.mp4", 1)], listener.ctx).queued
    store_predictions(project, video.id, run.id, [window(3)])
    with pytest.raises(Exception, match="UNIQUE"):
        store_predictions(project, video.id, run.id, [window(0), window(0)])
    assert [each.start_s for each in list_predictions(project, video.id)] == [3]


def test_rounding_errors_of_a_softmax_are_cut_off(project, run, listener, make_video):
    (video,) = queue_videos(project, [make_video("a.mp4", 1)], listener.ctx).queued
    sure = NewPrediction(0, 1, "", "c", "a", 1.0000001, {"a": 1.0000001, "b": -1e-9})
    store_predictions(project, video.id, run.id, [sure])
    (stored,) = list_predictions(project, video.id)
    assert (stored.probability, stored.probabilities) == (1.0, {"a": 1.0, "b": 0.0})


def test_unknown_videos_and_runs_are_refused(project, run, listener, make_video):
    (video,) = queue_videos(project, [make_video("a.mp4", 1)], listener.ctx).queued
    with pytest.raises(InputError, match="no incoming video 99"):
        start_attempt(project, 99)
    with pytest.raises(InputError, match="no run 'x'") as caught:
        store_predictions(project, video.id, "x", [window()])
    typed = shlex.quote(str(project.folder))
    assert caught.value.hint == f"See the runs with: smp status {typed}"
    with pytest.raises(InputError, match="no run 'y'") as caught:
        get_run(project, "y")
    assert caught.value.hint == f"See the runs with: smp status {typed}"
