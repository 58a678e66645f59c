"""The operator's words are taken back only while they are what was left there."""

from __future__ import annotations

import pytest

from smp_core.errors import InputError
from smp_core.jobs import JobContext
from smp_core.storage.project import open_project
from smp_core.workflows import edit_journal
from smp_core.workflows.clip_edits import remove_clips
from smp_core.workflows.clips import add_clips, list_clips
from smp_core.workflows.prompt_words import edit_prompts, restore_words
from smp_core.workflows.prompts import reword_clip, store_prompts, training_prompts
from smp_core.workflows.taking_back import TakenBack


@pytest.fixture
def clips(project, decoder, listener, make_video):
    """Two clips, each with a prompt."""
    paths = [make_video(f"{i}.mp4", i) for i in range(2)]
    add_clips(project, "fall", paths, listener.ctx, decoder)
    made = [each.id for each in list_clips(project)]
    store_prompts(project, "robot", "1", {each: f"blur {each}" for each in made})
    return made


@pytest.fixture
def other(project):
    """The same project as a command in a terminal has it open."""
    with open_project(project.folder) as opened:
        yield opened


def texts(project):
    return [each.text for each in training_prompts(project, "robot").values()]


def edit(project, words):
    prompts = training_prompts(project, "robot")
    return edit_prompts(project, [(prompts[clip].id, text) for clip, text in words.items()])


def test_edits_are_taken_back_and_done_again(project, clips):
    changes = edit(project, {clips[0]: "a man  falls", clips[1]: "a lamp"})
    assert texts(project) == ["a man falls", "a lamp"]
    back = restore_words(project, changes)
    assert (texts(project), back.left) == (["blur 1", "blur 2"], ())
    assert restore_words(project, back.done).done == changes
    assert texts(project) == ["a man falls", "a lamp"]


def test_of_several_edits_all_are_made_or_none(project, clips):
    with pytest.raises(InputError, match="empty"):
        edit(project, {clips[0]: "a man falls", clips[1]: " "})
    assert texts(project) == ["blur 1", "blur 2"]


def test_words_of_another_program_are_not_taken_back(project, other, clips):
    changes = edit(project, {clips[0]: "a man falls", clips[1]: "a lamp"})
    reword_clip(other, clips[0], "robot", "somebody lies down", JobContext())
    back = restore_words(project, changes)
    assert (back.left, len(back.done)) == (("0.mp4",), 1)
    assert texts(project) == ["somebody lies down", "blur 2"]
    reword_clip(other, clips[1], "robot", "a red lamp", JobContext())
    assert restore_words(project, back.done) == TakenBack((), ("1.mp4",))  # nor done again
    assert texts(project) == ["somebody lies down", "a red lamp"]


def test_what_is_put_back_is_what_stood_there_not_what_was_seen(project, other, clips):
    prompt = training_prompts(project, "robot")[clips[0]]  # seen before the other program wrote
    reword_clip(other, clips[0], "robot", "somebody lies down", JobContext())
    changes = edit_prompts(project, [(prompt.id, "a man falls")])
    restore_words(project, changes)
    assert texts(project)[0] == "somebody lies down"


def test_a_captioner_that_wrote_again_is_no_obstacle(project, other, clips):
    changes = edit(project, {clips[0]: "a man falls"})
    store_prompts(other, "robot", "1", {clips[0]: "a grey thing"})
    store_prompts(other, "robot", "2", {clips[0]: "a tall thing"})  # takes the words over
    assert texts(project)[0] == "a man falls"
    assert restore_words(project, changes).left == ()
    assert texts(project)[0] == "a tall thing"


def test_a_clip_that_comes_back_has_its_edits_still(project, other, clips):
    changes = edit(project, {clips[1]: "a lamp"})
    remove_clips(other, [clips[1]])
    assert restore_words(project, changes) == TakenBack((), ("1.mp4",))
    edit_journal.undo(other)
    assert len(restore_words(project, changes).done) == 1
    assert texts(project) == ["blur 1", "blur 2"]


def test_another_clip_with_the_number_of_one_that_is_gone_keeps_its_words(
    project, other, clips, decoder, listener, make_video
):
    edit(project, {clips[1]: "a lamp"})
    changes = edit(project, {clips[1]: None})
    remove_clips(other, [clips[1]])
    add_clips(other, "fall", [make_video("new.mp4", 7)], listener.ctx, decoder)
    assert [each.id for each in list_clips(project)] == clips
    store_prompts(other, "robot", "1", {clips[1]: "a new thing"})
    assert restore_words(project, changes) == TakenBack((), ("1.mp4",))
    assert texts(project) == ["blur 1", "a new thing"]
