"""Classifying: windows, warnings, nothing twice, and whose fault a failure is."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tiny_pack import write_tiny_pack
from tiny_project import QUICK, make_filled_project, make_trained_project
from tiny_videos import cut_off, write_video

from smp_core.errors import Cancelled, InputError, ModelError, ResourceError
from smp_core.inference.predictor import Predictor
from smp_core.jobs import JobContext, Progress
from smp_core.paths import quoted
from smp_core.storage.project import Project, open_project
from smp_core.storage.runs import active_run
from smp_core.workflows.classify import ClassifyOptions, ClassifySummary, classify_paths
from smp_core.workflows.incoming import list_incoming, list_predictions
from smp_core.workflows.train import finetune_project

CPU = ClassifyOptions(device="cpu")

Videos = Callable[..., list[Path]]


@pytest.fixture(scope="module")
def _trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("trained")
    pack = write_tiny_pack(folder / "tiny")
    make_trained_project(folder / "ward", pack).close()
    return folder / "ward"


@pytest.fixture
def ward(_trained: Path, tmp_path: Path) -> Iterator[Project]:
    with open_project(Path(shutil.copytree(_trained, tmp_path / "ward"))) as project:
        yield project


@pytest.fixture
def videos(tmp_path: Path) -> Videos:
    def make(n: int, seconds: float = 1.0) -> list[Path]:
        kinds = ("red", "blue")
        return [
            write_video(tmp_path / "in" / f"{i}.mp4", kinds[i % 2], 7 + i, seconds=seconds, fps=2)
            for i in range(n)
        ]

    return make


def numbers(summary: ClassifySummary) -> tuple[int, int, int, int]:
    return summary.classified, summary.failed, summary.already, summary.windows


def test_a_video_of_25_s_is_three_windows(ward, videos, listener) -> None:
    (path,) = videos(1, seconds=25)
    summary = classify_paths(ward, [path], CPU, listener.ctx)
    assert numbers(summary) == (1, 0, 0, 3)
    assert summary.seconds > 0
    (video,) = list_incoming(ward)
    assert (video.path, video.status, video.attempts) == (path, "classified", 0)
    assert (video.duration_s, video.has_audio, video.has_video) == (25, True, True)
    rows = list_predictions(ward, video.id)
    assert [(row.start_s, row.end_s) for row in rows] == [(0, 10), (10, 20), (15, 25)]
    for row in rows:
        assert row.run_id == active_run(ward).id
        assert set(row.probabilities) == {"red", "blue"}
        assert sum(row.probabilities.values()) == pytest.approx(1, abs=1e-5)
        assert row.probability == max(row.probabilities.values())
        assert row.probabilities[row.class_name] == row.probability
        assert (row.captioner, len(row.prompt) > 20) == ("descriptor", True)
    assert listener.warned == []
    steps = [e for e in listener.events if isinstance(e, Progress) and e.stage == "Classifying"]
    assert [(each.done, each.total) for each in steps] == [(0, 1), (1, 1)]


def test_the_hop_sets_the_windows(ward, videos, listener) -> None:
    (path,) = videos(1, seconds=16)
    options = ClassifyOptions(device="cpu", hop_s=4.0)
    assert classify_paths(ward, [path], options, listener.ctx).windows == 3
    (video,) = list_incoming(ward)
    assert [row.start_s for row in list_predictions(ward, video.id)] == [0, 4, 6]


def test_a_hop_that_skips_says_so(ward, videos, listener) -> None:
    (path,) = videos(1, seconds=50)
    options = ClassifyOptions(device="cpu", hop_s=30.0)
    assert classify_paths(ward, [path], options, listener.ctx).windows == 3
    assert [each.message for each in listener.warned] == [
        "Only 10 s of every 30 s of a longer video are looked at."
    ]
    (video,) = list_incoming(ward)
    assert [row.start_s for row in list_predictions(ward, video.id)] == [0, 30, 40]


@pytest.mark.parametrize(
    ("missing", "says"),
    [("sound_codec", "no sound; judged by its picture"), ("codec", "no picture; judged by its")],
)
def test_half_a_video_is_used_and_pointed_out(
    missing: str, says: str, ward, tmp_path, listener
) -> None:
    path = write_video(tmp_path / "half.mp4", "red", 7, **{missing: None})
    assert numbers(classify_paths(ward, [path], CPU, listener.ctx)) == (1, 0, 0, 1)
    (warning,) = listener.warned
    assert says in warning.message and "half.mp4" in warning.message
    assert (warning.subject, warning.code) == (str(path), "note")
    (video,) = list_incoming(ward)
    assert (video.has_audio, video.has_video) == (missing == "codec", missing != "codec")


def test_another_captioner_than_the_run_s_warns(ward, videos, listener) -> None:
    options = ClassifyOptions(device="cpu", captioner="constant")
    classify_paths(ward, videos(1), options, listener.ctx)
    (warning,) = listener.warned
    assert "descriptor prompts, not from constant ones" in warning.message
    assert warning.hint
    (video,) = list_incoming(ward)
    (row,) = list_predictions(ward, video.id)
    assert (row.captioner, row.prompt) == ("constant", "A video of [label]")


def test_nothing_is_classified_twice_by_one_run_unless_asked(ward, videos, listener) -> None:
    paths = videos(3)
    assert numbers(classify_paths(ward, paths[:2], CPU, listener.ctx)) == (2, 0, 0, 2)
    before = {v.id: list_predictions(ward, v.id) for v in list_incoming(ward)}
    assert numbers(classify_paths(ward, paths, CPU, listener.ctx)) == (1, 0, 2, 1)
    for video_id, rows in before.items():
        assert list_predictions(ward, video_id) == rows
    again = ClassifyOptions(device="cpu", again=True)
    assert numbers(classify_paths(ward, paths, again, listener.ctx)) == (3, 0, 0, 3)
    for video in list_incoming(ward):
        assert len(list_predictions(ward, video.id)) == 1  # replaced, not added
    finetune_project(ward, QUICK, listener.ctx)
    assert numbers(classify_paths(ward, paths, CPU, listener.ctx)) == (3, 0, 0, 3)
    for video in list_incoming(ward):
        assert len({row.run_id for row in list_predictions(ward, video.id)}) == 2


@pytest.mark.parametrize("again", [False, True])
def test_what_another_program_classifies_meanwhile_is_not_done_twice_unless_asked(
    again: bool, ward, videos, listener, monkeypatch
) -> None:
    paths = videos(2)
    real, predicted = Predictor.predict, []

    def predict(self, clips):  # type: ignore[no-untyped-def]
        predicted.append(len(clips))
        if len(predicted) == 1:  # while this one looks at the first, the other does the second
            with open_project(ward.folder) as other:
                assert numbers(classify_paths(other, paths[1:], CPU, JobContext()))[0] == 1
        return real(self, clips)

    monkeypatch.setattr(Predictor, "predict", predict)
    options = ClassifyOptions(device="cpu", again=again)
    expected = (2, 0, 0, 2) if again else (1, 0, 1, 1)
    assert numbers(classify_paths(ward, paths, options, listener.ctx)) == expected
    assert len(predicted) == (3 if again else 2)
    for video in list_incoming(ward):
        assert (video.status, len(list_predictions(ward, video.id))) == ("classified", 1)


def test_the_same_numbers_from_the_cache_and_from_the_file(ward, videos, listener) -> None:
    paths = videos(2)
    classify_paths(ward, paths, CPU, listener.ctx)
    first = [list_predictions(ward, v.id)[0].probabilities for v in list_incoming(ward)]
    shutil.rmtree(ward.cache_folder)
    classify_paths(ward, paths, ClassifyOptions(device="cpu", again=True), listener.ctx)
    second = [list_predictions(ward, v.id)[0].probabilities for v in list_incoming(ward)]
    assert first == second


def test_a_bad_video_is_recorded_and_the_others_go_on(ward, videos, listener) -> None:
    paths = videos(3)
    cut_off(paths[1], 0.5)
    assert numbers(classify_paths(ward, paths, CPU, listener.ctx)) == (2, 1, 0, 2)
    assert [v.status for v in list_incoming(ward)] == ["classified", "failed", "classified"]
    (warning,) = listener.warned
    (failed,) = list_incoming(ward, "failed")
    assert (warning.message, warning.hint) == (failed.reason, failed.hint)
    assert (warning.subject, warning.code) == (str(paths[1]), "media")
    assert failed.run_id == active_run(ward).id


def test_what_the_machine_lacks_is_no_video_s_fault(ward, videos, listener, monkeypatch) -> None:
    paths = videos(3)
    real = Predictor.predict
    calls: list[int] = []

    def predict(self, clips):  # type: ignore[no-untyped-def]
        calls.append(len(clips))
        if len(calls) == 2:
            raise ResourceError("Not enough memory.", "Close other programs.")
        return real(self, clips)

    monkeypatch.setattr(Predictor, "predict", predict)
    with pytest.raises(ResourceError, match="Not enough memory"):
        classify_paths(ward, paths, CPU, listener.ctx)
    assert [(v.status, v.attempts) for v in list_incoming(ward)] == [
        ("classified", 0),
        ("queued", 0),
        ("queued", 0),
    ]
    assert numbers(classify_paths(ward, paths, CPU, listener.ctx)) == (2, 0, 1, 2)


@pytest.mark.parametrize("kind", [Cancelled, KeyboardInterrupt])
def test_stopping_keeps_what_is_done_and_queues_the_rest(
    kind: type[BaseException], ward, videos, listener, monkeypatch
) -> None:
    paths = videos(3)
    real = Predictor.predict
    calls: list[int] = []

    def predict(self, clips):  # type: ignore[no-untyped-def]
        calls.append(len(clips))
        if len(calls) == 2:
            raise kind
        return real(self, clips)

    monkeypatch.setattr(Predictor, "predict", predict)
    with pytest.raises(kind):
        classify_paths(ward, paths, CPU, listener.ctx)
    assert [(v.status, v.attempts) for v in list_incoming(ward)] == [
        ("classified", 0),
        ("queued", 0),
        ("queued", 0),
    ]
    assert [len(list_predictions(ward, v.id)) for v in list_incoming(ward)] == [1, 0, 0]


def test_cancel_takes_effect_between_windows(ward, videos, listener, monkeypatch) -> None:
    (path,) = videos(1, seconds=25)
    real = Predictor.predict

    def predict(self, clips):  # type: ignore[no-untyped-def]
        listener.ctx.cancel()
        return real(self, clips)

    monkeypatch.setattr("smp_core.workflows.classify._WINDOWS_AT_ONCE", 1)
    monkeypatch.setattr(Predictor, "predict", predict)
    with pytest.raises(Cancelled):
        classify_paths(ward, [path], CPU, listener.ctx)
    (video,) = list_incoming(ward)
    assert (video.status, list_predictions(ward, video.id)) == ("queued", [])


@pytest.mark.parametrize("hop_s", [0.0, -1.0, float("nan")])
def test_a_hop_that_is_none_is_refused(hop_s: float, ward, videos, listener) -> None:
    with pytest.raises(InputError, match="hop"):
        classify_paths(ward, videos(1), ClassifyOptions(device="cpu", hop_s=hop_s), listener.ctx)
    assert list_incoming(ward) == []


def test_without_a_trained_run_it_says_what_to_do(tmp_path, videos, listener) -> None:
    pack = write_tiny_pack(tmp_path / "tiny")
    with make_filled_project(tmp_path / "p", pack, shots=1) as project:
        with pytest.raises(InputError, match="Nothing has been trained") as caught:
            classify_paths(project, videos(1), CPU, listener.ctx)
        assert caught.value.hint == f"Train first with: smp finetune {quoted(str(project.folder))}"
        assert list_incoming(project) == []


def test_a_damaged_adapter_is_named(ward, videos, listener) -> None:
    weights = active_run(ward).folder / "adapter.safetensors"
    weights.write_bytes(weights.read_bytes()[:-8])
    with pytest.raises(ModelError, match=r"adapter\.safetensors is damaged"):
        classify_paths(ward, videos(1), CPU, listener.ctx)
    assert list_incoming(ward) == []
