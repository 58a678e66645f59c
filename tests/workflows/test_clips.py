"""Labelling files: what is stored, what is skipped, what is set aside."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from smp_core.errors import Cancelled, InputError, MediaError, StorageError
from smp_core.jobs import JobContext, Progress
from smp_core.workflows.clips import (
    add_class,
    add_clips,
    add_from_folders,
    list_classes,
    list_clips,
)


def test_a_clip_is_stored_with_what_the_file_holds(project, decoder, listener, make_video):
    path = make_video("clips/Sturz über Stufe 1.mp4", 1, seconds=1.2)
    result = add_clips(project, "fall", [path], listener.ctx, decoder)
    (clip,) = list_clips(project)
    assert result.added == (clip,)
    assert (clip.class_name, clip.path, clip.missing, clip.note) == ("fall", path, False, "")
    assert (clip.width_px, clip.height_px, clip.fps) == (64, 48, 10)
    assert (clip.has_audio, clip.has_video) == (True, True)
    assert clip.duration_s == pytest.approx(1.2, abs=0.1)
    assert (clip.start_s, clip.end_s) == (0, clip.duration_s)
    assert clip.size_bytes == path.stat().st_size
    assert clip.content_hash.startswith("sha256:")
    assert listener.events[-1] == Progress("Adding clips", 1, 1)


def test_only_the_first_ten_seconds_of_a_long_clip_are_chosen_and_said(
    project, decoder, listener, make_video
):
    long = make_video("long.mp4", 1, seconds=12)
    (clip,) = add_clips(project, "fall", [long], listener.ctx, decoder).added
    assert (clip.start_s, clip.end_s) == (0, 10)
    assert clip.note == "12 s long, only the first 10 s are used"
    assert listener.warned[0].subject == str(long)


def test_a_clip_without_sound_is_kept_and_says_so(project, decoder, listener, make_video):
    path = make_video("silent.mp4", 1, sound=False)
    (clip,) = add_clips(project, "fall", [path], listener.ctx, decoder).added
    assert clip.has_audio is False
    assert clip.note == "no sound, only its picture is used"


def test_bad_files_are_set_aside_by_name_and_the_others_go_on(
    project, decoder, listener, make_video, tmp_path
):
    good = [make_video("1.mp4", 1), make_video("2.mp4", 2)]
    empty, text, missing = tmp_path / "empty.mp4", tmp_path / "text.mp4", tmp_path / "gone.mp4"
    empty.touch()
    text.write_text("#EXTM3U\nhello")
    result = add_clips(
        project, "fall", [good[0], empty, text, missing, good[1]], listener.ctx, decoder
    )
    assert [clip.path for clip in result.added] == good
    assert [each.path for each in result.set_aside] == [empty, text, missing]
    assert [each.code for each in result.set_aside] == ["media", "media", "input"]
    assert all(str(each.path) in each.reason and each.hint for each in result.set_aside)
    assert [each.subject for each in listener.warned] == [str(empty), str(text), str(missing)]


def test_a_single_bad_file_is_the_error_itself_and_makes_no_class(
    project, decoder, listener, tmp_path
):
    path = tmp_path / "empty.mp4"
    path.touch()
    with pytest.raises(MediaError, match=r"empty\.mp4"):
        add_clips(project, "fall", [path], listener.ctx, decoder)
    assert listener.warned == []
    assert list_classes(project) == []


def test_several_bad_files_end_in_one_error(project, decoder, listener, tmp_path):
    paths = [tmp_path / "a.mp4", tmp_path / "b.mp4"]
    with pytest.raises(InputError, match=r"None of the 2 files.*a\.mp4"):
        add_clips(project, "fall", paths, listener.ctx, decoder)
    assert len(listener.warned) == 2


def test_the_same_content_twice_in_a_class_is_skipped(project, decoder, listener, make_video):
    first = make_video("1.mp4", 1)
    copy = Path(shutil.copy(first, first.with_name("copy.mp4")))
    result = add_clips(project, "fall", [first, first, copy], listener.ctx, decoder)
    assert [clip.path for clip in result.added] == [first]
    assert [each.path for each in result.skipped] == [first, copy]
    assert str(first) in result.skipped[1].reason
    assert len(list_clips(project)) == 1


def test_the_same_content_in_two_classes_is_refused_naming_both(
    project, decoder, listener, make_video
):
    first, other = make_video("1.mp4", 1), make_video("2.mp4", 2)
    add_clips(project, "fall", [first], listener.ctx, decoder)
    with pytest.raises(InputError, match="'fall'.*'cough'"):
        add_clips(project, "cough", [first], listener.ctx, decoder)
    result = add_clips(project, "cough", [first, other], listener.ctx, decoder)
    assert [clip.path for clip in result.added] == [other]
    assert [(clip.class_name, clip.path) for clip in list_clips(project)] == [
        ("fall", first),
        ("cough", other),
    ]


def test_a_moved_file_is_found_again(project, decoder, listener, make_video, tmp_path):
    path = make_video("1.mp4", 1)
    add_clips(project, "fall", [path], listener.ctx, decoder)
    moved = path.rename(tmp_path / "moved.mp4")
    assert list_clips(project)[0].missing is True
    assert add_clips(project, "fall", [moved], listener.ctx, decoder).added == ()
    (clip,) = list_clips(project)
    assert (clip.path, clip.missing) == (moved, False)


def test_a_clip_inside_the_project_moves_with_it(project, decoder, listener, make_video, tmp_path):
    from smp_core.storage.project import open_project

    make_video(project.folder / "clips" / "a b.mp4", 1)
    add_clips(project, "fall", [project.folder / "clips" / "a b.mp4"], listener.ctx, decoder)
    project.close()
    moved = project.folder.rename(tmp_path / "elsewhere")
    with open_project(moved) as again:
        (clip,) = list_clips(again)
    assert (clip.path, clip.missing) == (moved / "clips" / "a b.mp4", False)


def test_folders_become_classes(project, decoder, listener, make_video, tmp_path):
    make_video("set/Glas bricht/1.mp4", 1)
    make_video("set/Glas bricht/deep/2.MP4", 2)
    make_video("set/日本語 クラス/3.mkv", 3)
    make_video("set/.hidden/4.mp4", 4)
    (tmp_path / "set" / "Glas bricht" / "notes.txt").write_text("no video")
    result = add_from_folders(project, tmp_path / "set", listener.ctx, decoder)
    assert len(result.added) == 3
    assert result.set_aside == ()
    assert [(each.name, each.n_clips) for each in list_classes(project)] == [
        ("Glas bricht", 2),
        ("日本語 クラス", 1),
    ]


@pytest.mark.parametrize("layout", ["nothing", "empty folder", "a file"])
def test_a_folder_with_no_clips_is_refused(project, decoder, listener, tmp_path, layout):
    folder = tmp_path / "set"
    folder.mkdir()
    if layout == "empty folder":
        (folder / "fall").mkdir()
    if layout == "a file":
        folder = folder / "x.mp4"
        folder.touch()
    with pytest.raises(InputError, match=r"set"):
        add_from_folders(project, folder, listener.ctx, decoder)


def test_class_names_ignore_case_and_width_of_spaces(project):
    first = add_class(project, "  Straße  nass ")
    assert first.name == "Straße nass"
    assert add_class(project, "STRASSE NASS").id == first.id
    second = add_class(project, "cough")
    assert (second.position, second.n_clips) == (1, 0)
    assert second.colour != first.colour


@pytest.mark.parametrize("name", ["", "   ", "x" * 101, "a\x1b[31mred", "a\u202eb", "\ud800"])
def test_names_that_cannot_be_shown_are_refused(project, name):
    with pytest.raises(InputError) as caught:
        add_class(project, name)
    assert caught.value.hint
    assert list_classes(project) == []


def test_an_unknown_class_names_those_there_are(project):
    add_class(project, "fall")
    with pytest.raises(InputError, match="no class 'call'. There are: fall"):
        list_clips(project, "call")


def test_cancel_keeps_what_was_added_before(project, decoder, make_video):
    paths = [make_video(f"{i}.mp4", i) for i in range(3)]

    def stop_at_second(event):
        if event == Progress("Adding clips", 1, 3):
            ctx.cancel()

    ctx = JobContext(stop_at_second)
    with pytest.raises(Cancelled):
        add_clips(project, "fall", paths, ctx, decoder)
    assert [clip.path for clip in list_clips(project)] == paths[:2]


def test_a_fault_of_the_project_ends_the_job_at_once(project, decoder, listener, make_video):
    paths = [make_video(f"{i}.mp4", i) for i in range(2)]
    with project.database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA query_only=ON")
    with pytest.raises(StorageError, match="may only be read"):
        add_clips(project, "fall", paths, listener.ctx, decoder)
    assert listener.warned == []
