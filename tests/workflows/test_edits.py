"""Edits of classes and clips: what each does, and that every one can be taken back."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import sqlalchemy as sa
from edited_project import everything, fill

from smp_core.errors import InputError
from smp_core.storage.class_rows import class_row
from smp_core.storage.project import Project, open_project
from smp_core.storage.schema import EditRow, PromptRow
from smp_core.workflows import class_edits, clip_edits
from smp_core.workflows.clips import add_clips, add_stretch, list_classes, list_clips
from smp_core.workflows.edit_journal import history, redo, undo
from smp_core.workflows.prompts import store_prompts


def lanes(project: Project) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {each.name: [] for each in list_classes(project)}
    for clip in list_clips(project):
        found[clip.class_name].append(clip.id)
    return found


def test_each_edit_does_what_it_says_and_undo_leads_back_step_by_step(project):
    ids = fill(project, {"fall": 3, "cough": 2, "shout": 1})
    edits = [
        lambda: class_edits.create_class(project, "Calm"),
        lambda: class_edits.rename_class(project, ids["fall"], "person falls"),
        lambda: class_edits.colour_class(project, ids["fall"], "#AB12ef"),
        lambda: class_edits.move_class(project, ids["shout"], -9),
        lambda: clip_edits.move_clips(project, [1, 4], ids["shout"]),
        lambda: class_edits.split_class(project, [2, 3], "trips"),
        lambda: class_edits.merge_classes(project, ids["shout"], [ids["cough"], ids["fall"]]),
        lambda: clip_edits.set_stretch(project, 6, 3.0, 8.5),
        lambda: clip_edits.remove_clips(project, [2]),
        lambda: class_edits.delete_class(project, ids["shout"]),
    ]
    states = [everything(project)]
    for edit in edits:
        edit()
        states.append(everything(project))
    assert lanes(project) == {"Calm": [], "trips": [3]}
    assert history(project).undo == "Remove a class" and history(project).redo is None
    for state in reversed(states[:-1]):
        assert undo(project)
        assert everything(project) == state
    assert undo(project) is None
    for state in states[1:]:
        assert redo(project)
        assert everything(project) == state
    assert redo(project) is None
    assert undo(project) == "Remove a class" and undo(project) == "Remove clips"
    assert lanes(project) == {"shout": [1, 4, 5, 6], "Calm": [], "trips": [2, 3]}


def test_undo_works_after_a_restart_and_a_new_edit_drops_what_was_undone(project):
    ids = fill(project, {"fall": 2})
    folder = project.folder
    clip_edits.remove_clips(project, [1], label="Videos entfernen")
    class_edits.rename_class(project, ids["fall"], "trip")
    project.close()
    with open_project(folder) as again:
        assert undo(again) == "Rename a class"
        assert undo(again) == "Videos entfernen"
        assert lanes(again) == {"fall": [1, 2]}
        assert history(again).redo == "Videos entfernen"
        class_edits.create_class(again, "calm")
        assert history(again) == type(history(again))("Add a class", None)


def test_prompts_written_after_an_edit_survive_undo_and_redo(project):
    ids = fill(project, {"fall": 1})
    class_edits.create_class(project, "calm")
    clip_edits.copy_clips(project, [1], ids["fall"])
    store_prompts(project, "descriptor", "1", {2: "written after the copy"})
    before = everything(project)
    undo(project)
    assert lanes(project)["fall"] == [1]
    redo(project)
    assert everything(project) == before


def test_a_prompt_written_about_the_new_stretch_comes_and_goes_with_it(project):
    fill(project, {"fall": 1})
    old = everything(project)
    clip_edits.set_stretch(project, 1, 2.0, 9.0)
    store_prompts(project, "descriptor", "1", {1: "the new part"})
    new = everything(project)
    undo(project)
    assert everything(project) == old
    redo(project)
    assert everything(project) == new


def test_an_edit_that_changes_nothing_is_not_kept(project):
    ids = fill(project, {"fall": 1})
    class_edits.rename_class(project, ids["fall"], "fall")
    clip_edits.move_clips(project, [1], ids["fall"])
    clip_edits.set_stretch(project, 1, 0.0, 10.0)
    assert history(project).undo is None
    assert everything(project)["prompts"]


def test_another_stretch_drops_what_captioners_wrote_and_keeps_the_operators_words(project):
    fill(project, {"fall": 2})
    with project.database.write() as session:
        session.get(PromptRow, 2).operator_text = "an old man on the floor"
    clip_edits.set_stretch(project, 1, 15.0, 40.0)
    clip_edits.set_stretch(project, 2, 12.0, 20.0)
    first, second = list_clips(project)
    assert (first.start_s, first.end_s, first.note) == (15.0, 25.0, "")
    assert (second.start_s, second.end_s) == (12.0, 20.0)
    assert [row[0] for row in everything(project)["prompts"]] == [2]


def test_one_moment_is_in_one_class_only(project):
    ids = fill(project, {"fall": 1, "cough": 1})
    (copy,) = clip_edits.copy_clips(project, [1], ids["cough"])
    assert (copy.class_name, copy.start_s, copy.end_s) == ("cough", 10.0, 20.0)
    (rest,) = clip_edits.copy_clips(project, [1], ids["cough"])
    assert (rest.start_s, rest.end_s) == (20.0, 25.0)
    with pytest.raises(InputError, match=r"fall 0\.mp4 has no other part"):
        clip_edits.copy_clips(project, [1], ids["cough"])
    with pytest.raises(InputError, match=r"'cough' from 10\.0 to 20\.0 s"):
        clip_edits.set_stretch(project, 1, 5.0, 12.0)
    with pytest.raises(InputError, match="0.1 s cannot be used"):
        clip_edits.set_stretch(project, 1, 5.0, 5.1)
    assert lanes(project) == {"fall": [1], "cough": [2, 3, 4]}


def test_what_is_gone_or_taken_is_said_and_changes_nothing(project):
    ids = fill(project, {"fall": 2, "cough": 1})
    before = everything(project)
    with pytest.raises(InputError, match="class 'cough' already"):
        class_edits.rename_class(project, ids["fall"], "COUGH")
    with pytest.raises(InputError, match="class 'fall' already"):
        class_edits.split_class(project, [1], "Fall")
    with pytest.raises(InputError, match="clip is gone"):
        clip_edits.move_clips(project, [1, 99], ids["cough"])
    with pytest.raises(InputError, match="class is gone"):
        class_edits.delete_class(project, 99)
    with pytest.raises(InputError, match="no colour"):
        class_edits.colour_class(project, ids["fall"], "red")
    with pytest.raises(InputError, match="two classes"):
        class_edits.merge_classes(project, ids["fall"], [ids["fall"]])
    assert everything(project) == before
    assert history(project).undo is None


def test_what_something_else_took_the_place_of_can_no_longer_be_undone(project):
    ids = fill(project, {"fall": 1})
    class_edits.delete_class(project, ids["fall"])
    with project.database.write() as session:
        class_row(session, "FALL")  # past the journal, as another program would
    before = everything(project)
    with pytest.raises(InputError, match="no longer be taken back"):
        undo(project)
    assert everything(project) == before
    assert undo(project) is None


def test_adding_files_is_one_step_of_undo_and_its_class_goes_too(
    project, decoder, listener, make_video, tmp_path
):
    paths = [make_video(f"{number}.mp4", number) for number in range(3)]
    shutil.copy(paths[0], tmp_path / "copy.mp4")
    add_clips(project, "fall", [*paths, tmp_path / "copy.mp4"], listener.ctx, decoder)
    assert history(project).undo == "Add 4 clips"
    with project.database.read() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(EditRow)) == 3
    before = everything(project)
    assert undo(project) == "Add 4 clips"
    assert everything(project) == {"classes": [], "clips": [], "prompts": []}
    assert redo(project) == "Add 4 clips"
    assert everything(project) == before


def test_a_stretch_of_a_long_file_is_added_once(project, decoder, make_video):
    path = make_video("long.mp4", 1, seconds=4)
    added = add_stretch(project, "fall", path, 1.0, 2.5, decoder)
    assert (added.start_s, added.end_s, added.note) == (1.0, 2.5, "")
    again = add_stretch(project, "fall", path, 1.0, 2.5, decoder)
    assert again.code == "note" and Path(again.path) == path
    with pytest.raises(InputError, match="labelled 'fall' already"):
        add_stretch(project, "cough", path, 2.0, 3.0, decoder)
    other = add_stretch(project, "cough", path, 2.5, 99.0, decoder)
    assert (other.class_name, other.start_s, other.end_s) == ("cough", 2.5, other.duration_s)
    with pytest.raises(InputError, match=r"ends at 4\.0 s"):
        add_stretch(project, "cough", path, 30.0, 40.0, decoder)
