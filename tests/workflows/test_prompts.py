"""Prompts: written once, kept, edited, carried over."""

from __future__ import annotations

import shlex

import pytest

from smp_core.errors import InputError, MediaError
from smp_core.jobs import JobContext, Progress
from smp_core.workflows.clip_edits import remove_clips
from smp_core.workflows.clips import add_clips, list_clips
from smp_core.workflows.prompts import (
    caption_clips,
    edit_prompt,
    list_prompts,
    reword_clip,
    store_prompts,
    training_prompts,
)


@pytest.fixture
def clips(project, decoder, listener, make_video):
    paths = [make_video(f"{i}.mp4", i) for i in range(3)]
    add_clips(project, "fall", paths, listener.ctx, decoder)
    listener.events.clear()
    return list_clips(project)


def test_every_clip_gets_a_prompt_once(project, clips, decoder, listener):
    first = caption_clips(project, "constant", listener.ctx, decoder)
    assert (first.written, first.kept, first.set_aside) == (3, 0, ())
    second = caption_clips(project, "constant", listener.ctx, decoder)
    assert (second.written, second.kept) == (0, 3)
    prompts = training_prompts(project, "constant")
    assert {clip_id: each.text for clip_id, each in prompts.items()} == {
        clip.id: "A video of [label]" for clip in clips
    }
    assert training_prompts(project, "descriptor") == {}


def test_the_descriptor_describes_the_real_clip(project, clips, decoder, listener):
    caption_clips(project, "descriptor", listener.ctx, decoder)
    texts = [each.text for each in training_prompts(project, "descriptor").values()]
    assert len(texts) == 3
    assert all(len(text.split()) > 3 for text in texts)


def test_a_clip_that_is_gone_or_changed_is_set_aside(project, clips, decoder, listener, make_video):
    clips[0].path.unlink()
    clips[1].path.write_bytes(b"something else")
    result = caption_clips(project, "constant", listener.ctx, decoder)
    assert result.written == 1
    assert [each.path for each in result.set_aside] == [clips[0].path, clips[1].path]
    assert "has changed since it was added to 'fall'" in result.set_aside[1].reason
    assert set(training_prompts(project, "constant")) == {clips[2].id}


def test_when_no_clip_can_be_read_it_is_an_error(project, clips, decoder, listener):
    for clip in clips:
        clip.path.write_bytes(b"x")
    with pytest.raises(MediaError, match=r"0\.mp4 has changed"):
        caption_clips(project, "constant", listener.ctx, decoder)


def test_no_clips_and_unknown_captioners_are_refused(project, decoder, listener):
    with pytest.raises(InputError, match="has no clips") as caught:
        caption_clips(project, "constant", listener.ctx, decoder)
    typed = shlex.quote(str(project.folder))
    assert caught.value.hint == f"Add some with: smp add {typed} CLASS FILE…"
    with pytest.raises(InputError, match="parrot"):
        caption_clips(project, "parrot", listener.ctx, decoder)


def test_rewording_what_is_not_there_names_the_project_to_look_at(project, listener):
    with pytest.raises(InputError, match="There is no clip 7") as caught:
        reword_clip(project, 7, "constant", "a man lies", listener.ctx)
    typed = shlex.quote(str(project.folder))
    assert caught.value.hint.startswith(f"`smp prompts {typed}` writes what is missing")


def test_the_operators_words_stand_beside_the_captioners(project, clips):
    store_prompts(project, "robot", "1", {clips[0].id: "a grey blur"})
    (prompt,) = list_prompts(project)
    edited = edit_prompt(project, prompt.id, "  a man\nfalls ")
    assert (edited.text, edited.generated) == ("a man falls", "a grey blur")
    assert edit_prompt(project, prompt.id, None).text == "a grey blur"
    assert edit_prompt(project, prompt.id, "a grey blur").operator_text is None
    with pytest.raises(InputError, match="empty"):
        edit_prompt(project, prompt.id, " ")
    with pytest.raises(InputError, match="no prompt 99"):
        edit_prompt(project, 99, "x")


def test_a_newer_captioner_keeps_the_operators_words(project, clips):
    first, second = clips[0].id, clips[1].id
    store_prompts(project, "robot", "1", {first: "blur", second: "blob"})
    edit_prompt(project, training_prompts(project, "robot")[first].id, "a man falls")
    store_prompts(project, "robot", "2", {first: "a tall thing", second: "a flat thing"})
    newest = training_prompts(project, "robot")
    assert {key: (each.captioner_version, each.text) for key, each in newest.items()} == {
        first: ("2", "a man falls"),
        second: ("2", "a flat thing"),
    }
    assert len(list_prompts(project)) == 4


def test_prompts_of_clips_that_are_gone_are_passed_over(project, clips):
    assert store_prompts(project, "robot", "1", {clips[0].id: "x", 999: "y"}) == 1
    assert store_prompts(project, "robot", "1", {998: "y", 999: "z"}) == 0
    assert [(each.clip_id, each.text) for each in list_prompts(project)] == [(clips[0].id, "x")]


def test_a_clip_removed_while_prompts_are_written_stops_nothing(project, clips, decoder):
    def remove_one(event):
        if isinstance(event, Progress) and event.done == 1:
            remove_clips(project, [clips[1].id])

    result = caption_clips(project, "constant", JobContext(remove_one), decoder)
    assert (result.written, result.set_aside) == (2, ())
    assert set(training_prompts(project, "constant")) == {clips[0].id, clips[2].id}
