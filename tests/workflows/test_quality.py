"""Quality: the interval, the file, what is judged, and how runs are looked back at."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tiny_pack import write_tiny_pack
from tiny_project import make_trained_project

from smp_core.errors import InputError, StorageError
from smp_core.jobs import JobContext
from smp_core.storage.project import Project
from smp_core.storage.runs import begin_run, list_runs
from smp_core.workflows import estimate, run_history
from smp_core.workflows.quality import (
    QUALITY_FILE,
    ClipAnswer,
    Quality,
    measure_quality,
    read_quality,
    wilson,
)


def _quality(pairs: list[tuple[str, str]], counts: tuple[int, ...]) -> Quality:
    answers = tuple(
        ClipAnswer(i, Path(f"{i}.mp4"), "sha256:0", 0.0, 10.0, truth, answer, 0.9)
        for i, (truth, answer) in enumerate(pairs)
    )
    now = datetime(2026, 11, 22, tzinfo=UTC)
    return Quality("run", now, 1.0, "CPU", 3, ("fall", "cough", "cry"), counts, answers)


def test_the_wilson_interval_is_the_textbook_s() -> None:
    low, high = wilson(9, 10)
    assert (round(low, 4), round(high, 4)) == (0.5958, 0.9821)
    assert wilson(0, 5)[0] == 0.0 and round(wilson(0, 5)[1], 4) == 0.4345
    assert wilson(5, 5)[1] == 1.0
    assert wilson(0, 0) == (0.0, 1.0)


def test_recall_and_confusion_are_counted_by_true_class() -> None:
    pairs = [("fall", "fall")] * 3 + [("cough", "cry")] * 2 + [("cough", "cough")]
    pairs += [("cry", "fall"), ("cry", "cry")]
    quality = _quality(pairs, (3, 3, 2))
    assert quality.confusion() == [[3, 0, 0], [0, 1, 2], [1, 0, 1]]
    fall, cough, cry = quality.classes()
    assert (fall.found, fall.judged, fall.confused_with) == (3, 3, "")
    assert (cough.recall, cough.confused_with) == (1 / 3, "cry")
    assert fall.enough and not cry.enough  # two clips say nothing
    assert quality.right() == (5, 8)


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    folder = tmp_path_factory.mktemp("trained")
    pack = write_tiny_pack(folder / "pack")
    with make_trained_project(folder / "ward 3", pack, shots=3) as project:
        yield project


def test_a_run_is_judged_and_the_result_is_kept(trained: Project) -> None:
    (run,) = list_runs(trained)
    assert read_quality(trained, run) is None
    made = measure_quality(trained, run.id, JobContext(), device="cpu")
    assert made.folds == 3 and made.counts == (3, 3) and len(made.answers) == 6
    assert read_quality(trained, run) == made
    assert '"path": "clips/red 0.mp4"' in (run.folder / QUALITY_FILE).read_text()
    (past,) = run_history.list_past_runs(trained)
    assert past.quality == made and past.number == 1 and len(past.history) == 1
    assert set(past.gates) > {"lambda_audio.1", "lambda_text_visual.2"}


def test_a_damaged_result_is_named_and_hides_no_run(trained: Project) -> None:
    (run,) = list_runs(trained)
    file = run.folder / QUALITY_FILE
    before = file.read_bytes() if file.exists() else None
    file.write_text("{")
    with pytest.raises(StorageError, match=QUALITY_FILE):
        read_quality(trained, run)
    assert run_history.list_past_runs(trained)[0].quality is None
    file.unlink() if before is None else file.write_bytes(before)


def test_notes_are_kept_and_have_an_end(trained: Project) -> None:
    (run,) = list_runs(trained)
    assert run_history.set_note(trained, run.id, "  night shift <b>only</b> ").note == (
        "night shift <b>only</b>"
    )
    with pytest.raises(InputError, match="2001 characters"):
        run_history.set_note(trained, run.id, "x" * 2001)
    assert list_runs(trained)[0].note == "night shift <b>only</b>"


def test_earlier_runs_say_how_long_the_next_one_takes(trained: Project) -> None:
    (run,) = list_runs(trained)
    cost = estimate.cost_of_earlier_runs(trained, run.device, "fast")
    assert cost is not None and cost.measured and cost.clip_s > 0
    once = estimate.estimate(cost, clips=6, epochs=1, batch_size=16)
    ten = estimate.estimate(cost, clips=6, epochs=10, batch_size=16)
    assert ten.seconds - once.seconds == pytest.approx(9 * 6 * cost.clip_s)
    assert once.memory_bytes > 0
    assert estimate.cost_of_earlier_runs(trained, "another GPU", "fast") is None
    assert estimate.cost_of_earlier_runs(trained, run.device, "fast", ("bottleneck=8",)) is None


def test_the_settings_in_which_two_runs_differ(project: Project) -> None:
    def begin(**config: object) -> str:
        return begin_run(
            project,
            captioner="descriptor",
            preset="fast",
            config=config,
            class_names=("a", "b"),
            n_clips=6,
        ).id

    begin(epochs=10, alpha=1.0)
    begin(epochs=30, alpha=1.0, overrides=["epochs=30", "bottleneck=8"])
    second, first = list_runs(project)
    found = {(d.key, d.first, d.second) for d in run_history.differences(first, second)}
    assert found == {("epochs", 10, 30), ("bottleneck", None, "8")}
    unfinished = run_history.unfinished_run(project)
    assert unfinished is not None and unfinished.number == 2 and unfinished.epochs == 30
    with pytest.raises(InputError, match="has not succeeded"):
        run_history.use_run(project, first.id)
