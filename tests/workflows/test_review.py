"""What the operator says about an answer, and taking it back."""

from __future__ import annotations

from dataclasses import replace

import pytest
from answers import answered, make_run, window

from smp_core.errors import InputError, MediaError
from smp_core.storage.project import open_project
from smp_core.storage.runs import active_run
from smp_core.workflows import clips
from smp_core.workflows.clip_edits import move_clips
from smp_core.workflows.edit_journal import undo
from smp_core.workflows.incoming import list_incoming, store_predictions
from smp_core.workflows.result_table import ResultFilter, result_page, result_rows
from smp_core.workflows.review import (
    confirm,
    correct,
    reject,
    remove_training_clips,
    reopen,
    restore,
    use_as_training_clip,
    use_as_training_clips,
)
from smp_core.workflows.taking_back import TakenBack


@pytest.fixture
def ids(project, make_video):
    run = make_run(project)
    path = make_video("ward.mp4", seconds=3.0)
    answered(project, run, path, [window(0, "fall", 0.9), window(10, "cough", 0.5)])
    return [row.id for row in result_page(project, ResultFilter(run.id), descending=False)]


def state(project, one):
    row = result_rows(project, [one])[one]
    return row.review, row.class_name, row.final_class


def test_confirm_correct_reject_reopen(project, ids):
    clips.add_class(project, "Alarm")
    confirm(project, ids)
    assert [state(project, each)[0] for each in ids] == ["confirmed", "confirmed"]
    correct(project, ids, "alarm")
    assert state(project, ids[0]) == ("corrected", "fall", "Alarm")
    reject(project, ids[:1])
    assert state(project, ids[0]) == ("rejected", "fall", "fall")
    reopen(project, ids)
    assert [state(project, each) for each in ids] == [
        ("open", "fall", "fall"),
        ("open", "cough", "cough"),
    ]


def test_correcting_to_what_the_model_said_confirms(project, ids):
    correct(project, ids, "fall")
    assert state(project, ids[0]) == ("confirmed", "fall", "fall")
    assert state(project, ids[1]) == ("corrected", "cough", "fall")


def test_each_change_can_be_taken_back_and_done_again(project, ids):
    correct(project, ids[:1], "alarm")
    changes = reject(project, ids)
    back = restore(project, changes)
    assert back.left == ()
    assert [state(project, each)[0] for each in ids] == ["corrected", "open"]
    assert state(project, ids[0])[2] == "alarm"
    assert restore(project, back.done).done == changes
    assert [state(project, each)[0] for each in ids] == ["rejected", "rejected"]


def test_what_another_program_reviewed_since_is_not_taken_back(project, ids):
    changes = confirm(project, ids)
    with open_project(project.folder) as other:
        correct(other, ids[:1], "alarm")
    back = restore(project, changes)
    assert (back.left, len(back.done)) == (("ward.mp4",), 1)
    assert [state(project, each)[::2] for each in ids] == [
        ("corrected", "alarm"),
        ("open", "cough"),
    ]
    with open_project(project.folder) as other:
        reject(other, ids[1:])
    assert restore(project, back.done) == TakenBack((), ("ward.mp4",))  # doing it again neither
    assert [state(project, each)[0] for each in ids] == ["corrected", "rejected"]


def test_saying_the_same_elsewhere_is_a_word_of_its_own(project, ids):
    changes = confirm(project, ids[:1])
    with open_project(project.folder) as other:
        confirm(other, ids[:1])
    assert restore(project, changes) == TakenBack((), ("ward.mp4",))
    assert state(project, ids[0])[0] == "confirmed"


def test_the_number_of_a_window_that_is_gone_may_be_another_ones(project, ids):
    reject(project, ids)
    changes = reopen(project, ids)
    run, (video,) = active_run(project), list_incoming(project)
    with open_project(project.folder) as other:
        store_predictions(other, video.id, run.id, [window(0, "fall", 0.9)])
        store_predictions(
            other, video.id, run.id, [window(0, "fall", 0.9), window(20, "fall", 0.9)]
        )
    assert result_rows(project, ids)[ids[1]].start_s == 20
    assert restore(project, changes).left == ("ward.mp4",)
    assert [state(project, each)[0] for each in ids] == ["rejected", "open"]


def test_a_window_that_is_gone_leaves_the_others_to_be_taken_back(project, ids):
    changes = reject(project, ids)
    gone = replace(changes[1].after, prediction_id=999)
    back = restore(project, [replace(changes[1], after=gone), changes[0]])
    assert (back.left, len(back.done)) == (("ward.mp4",), 1)
    assert [state(project, each)[0] for each in ids] == ["open", "rejected"]


def test_an_answer_that_was_made_anew_keeps_what_was_said_before(project, ids):
    correct(project, ids[:1], "cough")
    changes = reject(project, ids[:1])
    run, (video,) = active_run(project), list_incoming(project)
    with open_project(project.folder) as other:  # the model has come round
        store_predictions(
            other, video.id, run.id, [window(0, "cough", 0.9), window(10, "cough", 0.9)]
        )
    assert restore(project, changes).left == ()
    assert state(project, ids[0]) == ("confirmed", "cough", "cough")


def test_a_training_clip_that_was_moved_since_stays(project, ids, decoder, listener):
    made = use_as_training_clips(project, ids, decoder, listener.ctx).made
    assert len(made) == 1  # the video ends before the second
    with open_project(project.folder) as other:
        alarm = clips.add_class(other, "alarm")
        move_clips(other, [made[0].id], alarm.id)
    assert remove_training_clips(project, made) == TakenBack((), ("ward.mp4",))
    assert [each.class_name for each in clips.list_clips(project)] == ["alarm"]


def test_an_answer_that_is_gone_changes_nothing(project, ids):
    with pytest.raises(InputError, match="not there any more"):
        confirm(project, [*ids, 999])
    assert state(project, ids[0])[0] == "open"


def test_a_result_becomes_a_training_clip_of_its_class(project, ids, decoder):
    correct(project, ids[:1], "alarm")
    made = use_as_training_clip(project, ids[0], decoder)
    assert (made.class_name, made.start_s, made.path.name) == ("alarm", 0, "ward.mp4")
    assert made.end_s == pytest.approx(3.0, abs=0.2) and not made.missing
    assert [each.id for each in clips.list_clips(project, "alarm")] == [made.id]
    with pytest.raises(InputError, match="is a clip of 'alarm' already"):
        use_as_training_clip(project, ids[0], decoder)
    correct(project, ids[:1], "cough")
    with pytest.raises(InputError, match="labelled 'alarm' already"):
        use_as_training_clip(project, ids[0], decoder)
    assert remove_training_clips(project, [made]).left == ()
    assert clips.list_clips(project) == []
    assert undo(project) and len(clips.list_clips(project)) == 1


def test_a_rejected_or_changed_one_does_not(project, ids, decoder, tmp_path):
    reject(project, ids)
    with pytest.raises(InputError, match="was rejected"):
        use_as_training_clip(project, ids[0], decoder)
    reopen(project, ids)
    (tmp_path / "ward.mp4").write_bytes(b"other")
    with pytest.raises(InputError, match="something else now"):
        use_as_training_clip(project, ids[0], decoder)
    (tmp_path / "ward.mp4").unlink()
    with pytest.raises(InputError, match="not there any more"):
        use_as_training_clip(project, ids[0], decoder)


def test_of_several_the_bad_ones_are_set_aside_and_told(
    project, ids, decoder, listener, make_video, monkeypatch
):
    run = active_run(project)
    torn = make_video("torn.mp4", 1)
    answered(project, run, torn, [window(0, "fall", 0.9)])
    last = make_video("last.mp4", 2)
    answered(project, run, last, [window(0, "alarm", 0.8)])
    rows = result_page(project, ResultFilter(run.id), descending=False)
    number = {row.path.name: row.id for row in rows if row.start_s == 0}
    probe = decoder.probe

    def probed(path):
        if path == torn:
            raise MediaError(f"{path} is torn.", "Copy it again.")
        return probe(path)

    monkeypatch.setattr(decoder, "probe", probed)
    reject(project, [number["ward.mp4"]])
    wanted = [number["ward.mp4"], number["torn.mp4"], 999, number["last.mp4"], number["last.mp4"]]
    done = use_as_training_clips(project, wanted, decoder, listener.ctx)
    assert [(each.class_name, each.path) for each in done.made] == [("alarm", last)]
    assert [(each.prediction_id, each.code) for each in done.set_aside] == [
        *((number["ward.mp4"], "input"), (number["torn.mp4"], "media"), (999, "input"))
    ]
    assert [each.message for each in listener.warned] == [each.reason for each in done.set_aside]
    assert "ward.mp4 was rejected" in listener.warned[0].message
    assert "Result 999 is not there any more" in listener.warned[2].message
    assert [each.path for each in clips.list_clips(project)] == [last]


def test_of_several_none_that_can_be_used_is_an_error(project, ids, decoder, listener):
    reject(project, ids)
    with pytest.raises(InputError, match="None of the 2 results") as caught:
        use_as_training_clips(project, ids, decoder, listener.ctx)
    assert "was rejected" in caught.value.message and "Correct it" in caught.value.hint
    with pytest.raises(InputError, match=r"^This moment of ward\.mp4 was rejected"):
        use_as_training_clips(project, ids[:1], decoder, listener.ctx)
