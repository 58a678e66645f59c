"""Watched folders: what is taken, what is still being copied, and a share that goes away."""

from __future__ import annotations

import shutil

import pytest
from tiny_videos import cut_off

from smp_core.errors import InputError
from smp_core.workflows.arrivals import (
    failed_videos,
    incoming_health,
    newest_arrivals,
    retry_failed,
    waiting_paths,
)
from smp_core.workflows.incoming import list_incoming
from smp_core.workflows.watching import (
    PATIENCE_S,
    Watch,
    list_watched,
    pause_folder,
    unwatch_folder,
    watch_folder,
)


class Clock:
    def __init__(self):
        self.now = 100.0

    def __call__(self):
        return self.now


@pytest.fixture
def share(tmp_path):
    folder = tmp_path / "share"
    folder.mkdir()
    return folder


@pytest.fixture
def scanning(project, listener, decoder):
    """Scan after so many seconds, with the same watch."""
    clock = Clock()
    watch = Watch(project, clock)

    def scan(after_s=3.0):
        clock.now += after_s
        return watch.scan(listener.ctx, lambda: decoder)

    return scan


def names(project, status=None):
    return [each.path.name for each in list_incoming(project, status)]


def test_folders_are_kept_once_and_can_be_left(project, share):
    made = watch_folder(project, share)
    assert watch_folder(project, share).id == made.id
    assert [(each.path, each.paused) for each in list_watched(project)] == [(share, False)]
    pause_folder(project, made.id, True)
    assert list_watched(project)[0].paused
    assert unwatch_folder(project, made.id).path == share
    assert list_watched(project) == [] and unwatch_folder(project, made.id) is None
    with pytest.raises(InputError, match="not a folder"):
        watch_folder(project, share / "nope")
    with pytest.raises(InputError, match="belongs to the project"):
        watch_folder(project, project.exports_folder)


def test_a_new_video_is_taken_once_when_it_stands_still(project, share, scanning, make_video):
    watch_folder(project, share)
    make_video("share/ward/a.mp4", 1)
    (share / "notes.txt").write_text("x")
    assert (scanning().queued, names(project)) == (0, [])
    assert scanning(1.0).arriving == 1  # not two seconds yet
    assert scanning().queued == 1
    assert names(project, "queued") == ["a.mp4"]
    assert scanning().queued == scanning().arriving == 0


def test_a_growing_file_is_left_alone(project, share, scanning, make_video):
    watch_folder(project, share)
    whole = make_video("elsewhere.mp4", 2).read_bytes()
    for share_of in (0.3, 0.6, 1.0):
        (share / "b.mp4").write_bytes(whole[: int(len(whole) * share_of)])
        assert scanning().queued == 0
    assert scanning().queued == 1


def test_one_that_never_opens_is_told_with_its_reason(project, share, scanning, make_video):
    watch_folder(project, share)
    cut_off(make_video("share/torn.mp4", 3), 0.3)
    scanning()
    assert scanning().arriving == 1  # it may be still on its way
    result = scanning(PATIENCE_S)
    assert (result.failed, result.arriving) == (1, 0)
    (failed,) = failed_videos(project)
    assert failed.path.name == "torn.mp4" and "torn.mp4" in failed.reason and failed.hint
    assert scanning().failed == 0
    assert incoming_health(project).failed == 1


def test_a_share_that_goes_away_is_waited_for_and_nothing_is_lost(
    project, share, scanning, make_video, tmp_path
):
    folder = watch_folder(project, share)
    make_video("share/a.mp4", 1)
    scanning()
    scanning()
    make_video("share/b.mp4", 2)
    scanning()
    share.rename(tmp_path / "away")
    result = scanning()
    assert result.unreachable == (folder.id,) and result.arriving == 1
    assert names(project, "queued") == ["a.mp4"] and waiting_paths(project) == ()
    (tmp_path / "away").rename(share)
    result = scanning()
    assert (result.unreachable, result.queued) == ((), 1)
    assert [each.name for each in waiting_paths(project)] == ["a.mp4", "b.mp4"]


def test_paused_folders_are_not_looked_into(project, share, scanning, make_video):
    folder = watch_folder(project, share)
    pause_folder(project, folder.id, True)
    make_video("share/a.mp4", 1)
    scanning()
    assert scanning().queued == 0
    pause_folder(project, folder.id, False)
    scanning()
    assert scanning().queued == 1


def test_after_a_restart_nothing_is_taken_twice(project, share, scanning, make_video, listener):
    watch_folder(project, share)
    make_video("share/a.mp4", 1)
    scanning()
    scanning()
    clock = Clock()
    again = Watch(project, clock)

    def no_decoder():
        raise AssertionError("a known file is not opened again")

    for _ in range(3):
        clock.now += 3
        assert again.scan(listener.ctx, no_decoder).arriving == 0
    assert names(project) == ["a.mp4"]


def test_new_content_under_an_old_name_is_new(project, share, scanning, make_video):
    watch_folder(project, share)
    make_video("share/a.mp4", 1)
    scanning()
    scanning()
    shutil.move(make_video("other.mp4", 9, seconds=2.0), share / "a.mp4")
    scanning()
    assert scanning().queued == 1


def test_failed_ones_are_tried_again_when_asked(project, share, scanning, make_video, listener):
    watch_folder(project, share)
    path = make_video("share/torn.mp4", 3)
    whole = path.read_bytes()
    cut_off(path, 0.3)
    scanning()
    scanning()
    scanning(PATIENCE_S)
    (failed,) = failed_videos(project)
    path.write_bytes(whole)
    assert len(retry_failed(project, [failed.id], listener.ctx).queued) == 1
    health = incoming_health(project)
    assert (health.failed, health.waiting) == (0, 1) and health.oldest is not None
    assert newest_arrivals(project)[0].status == "queued"
