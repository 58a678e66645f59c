"""Curves that grow, and a sentence that says no more than is known."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from app.models.train_series import Series, gate_grid
from app.models.train_words import about_duration, quality_sentence
from smp_core.jobs import Progress
from smp_core.workflows.quality import ClipAnswer, Quality


def test_steps_stand_at_their_share_of_an_epoch() -> None:
    series = Series(epochs=10)
    assert not series.add(Progress("Reading clips", 3, 25))
    assert series.add(Progress("Finetuning", 1, 20, {"loss": 2.0, "rho": 1.5}))
    assert series.add(Progress("Finetuning", 2, 20, {"loss": 1.5, "lambda_audio.4": 0.1}))
    assert series.curve("loss") == ([0.5, 1.0], [2.0, 1.5])
    assert series.curve("rho") == ([0.5], [1.5])
    assert series.gates == {"lambda_audio.4": 0.1} and series.reached == 1.0


def test_a_resumed_training_draws_over_what_was_lost() -> None:
    series = Series.of_history([{"loss": 3.0}, {"loss": 2.0}], epochs=4)
    series.add(Progress("Finetuning", 9, 16, {"loss": 1.9}))
    series.add(Progress("Finetuning", 10, 16, {"loss": 1.8}))
    series.add(Progress("Finetuning", 9, 16, {"loss": 1.7}))  # the batch was halved: once more
    assert series.curve("loss") == ([1.0, 2.0, 2.25], [3.0, 2.0, 1.7])


def test_gates_are_laid_out_by_name_and_block() -> None:
    names, blocks, values = gate_grid(
        {"lambda_text_1.10": 0.5, "lambda_text_1.4": 0.25, "lambda_audio.4": -1.0}
    )
    assert names == ["text_1", "audio"] and blocks == [4, 10]
    assert values["text_1.4"] == 0.25 and values["audio.4"] == -1.0


def quality(pairs: list[tuple[str, str, int]], names: tuple[str, ...]) -> Quality:
    answers = tuple(
        ClipAnswer(0, Path("a.mp4"), "", 0.0, 1.0, truth, answer, 0.5)
        for truth, answer, n in pairs
        for _ in range(n)
    )
    counts = tuple(sum(n for t, _, n in pairs if t == name) for name in names)
    return Quality("r", datetime(2026, 11, 22, tzinfo=UTC), 1.0, "", 5, names, counts, answers)


def test_the_sentence_says_what_is_found_and_what_is_confused() -> None:
    found = quality(
        [("fall", "fall", 9), ("fall", "cry", 1), ("shout", "shout", 2), ("shout", "cry", 8)]
        + [("cry", "cry", 2)],
        ("fall", "shout", "cry"),
    )
    assert quality_sentence(found) == (
        "“shout” is found in 2 of 10 cases, give or take 3; “fall” is found in 9 of 10 cases, give "
        "or take 3; “shout” is confused with “cry”. Too few clips to judge “cry”."
    )
    nothing = quality([("fall", "fall", 2), ("cry", "cry", 1)], ("fall", "cry"))
    assert quality_sentence(nothing) == "There are too few clips to judge any class."


def test_durations_are_told_roughly() -> None:
    told = [about_duration(s) for s in (0.4, 9.2, 43, 61, 3000, 7000)]
    assert told == [
        "about 1 s",
        "about 9 s",
        "about 45 s",
        "about 1 minute",
        "about 50 minutes",
        "about 1.9 hours",
    ]
