"""Pretraining makes a pack that can be used, and says how it was made."""

from __future__ import annotations

import json
import math
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import torch
from tiny_videos import write_video

from smp_core.errors import Cancelled, InputError, ModelError
from smp_core.jobs import JobContext, JobEvent, Progress, Warned
from smp_core.model.pack import open_pack
from smp_core.types import DecodeOptions
from smp_core.workflows import pretrain as module
from smp_core.workflows import scenes
from smp_core.workflows.pretrain import PretrainRequest, PretrainResult, pretrain
from smp_core.workflows.scenes import RenderedScene

_CLIPS = 7
"""Of each class; one of them is held out."""


@pytest.fixture(scope="module", autouse=True)
def _one_process() -> Iterator[None]:
    """A handful of scenes is rendered faster than a second process starts."""

    def render(
        count: int, seed: int, difficulty: float, options: DecodeOptions, ctx: JobContext
    ) -> Iterator[RenderedScene]:
        for index in range(count):
            ctx.progress("Rendering scenes", index + 1, count)
            yield scenes._render(index, seed, difficulty, options)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "captioned_scenes", render)
        yield


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    for kind in ("red", "blue"):
        for shade in range(_CLIPS):
            write_video(folder / kind / f"{shade}.mp4", kind, shade, fps=4)
    return folder


def request(data: Path, out: Path, **changes: Any) -> PretrainRequest:
    settings: dict[str, Any] = {"scenes": 6, "scene_epochs": 1, "epochs": 2, "seed": 3}
    return PretrainRequest(data, out, name="trial", device="cpu", **{**settings, **changes})


@pytest.fixture(scope="module")
def made(data: Path, tmp_path_factory: pytest.TempPathFactory) -> PretrainResult:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SMP_HOME", str(tmp_path_factory.mktemp("home")))
        return pretrain(request(data, tmp_path_factory.mktemp("made") / "pack"), JobContext())


def test_the_pack_opens_verifies_and_builds_a_model(made: PretrainResult) -> None:
    pack = open_pack(made.pack)
    pack.verify()
    assert (pack.digest, pack.name, pack.captioner) == (made.digest, "trial", "descriptor")
    assert pack.source_classes == ("blue", "red")
    assert "synthetic scenes" in pack.learned_from
    assert set(pack.files) == {
        *("audio.safetensors", "visual.safetensors", "text.safetensors", "smp.safetensors"),
        *("statistics.safetensors", "tokenizer.json", "training.json"),
    }
    assert list(made.pack.glob("*.part")) == []
    assert pack.new_model(3).head.classify.out_features == 3
    assert made.source_accuracy in (0.0, 0.5, 1.0)  # of two held-out clips
    assert made.seconds > 0


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for key, each in value.items():
            yield key
            yield from _texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)
    elif isinstance(value, str):
        yield value


def test_the_log_says_how_to_make_it_again_and_names_no_place(
    made: PretrainResult, data: Path
) -> None:
    log = json.loads((made.pack / "training.json").read_text(encoding="utf-8"))
    assert (log["command"]["seed"], log["command"]["scenes"]) == ("3", "6")
    assert log["torch"] == torch.__version__
    backbones, source = log["backbones"], log["source"]
    assert (backbones["scenes"], backbones["settings"]["seed"]) == (6, 3)
    assert len(backbones["history"]) == 1
    assert source["classes"] == ["blue", "red"]
    assert (source["clips"], source["held_out_clips"]) == (12, 2)
    assert source["held_out_accuracy"] == made.source_accuracy
    assert (source["settings"]["epochs"], source["settings"]["seed"]) == (2, 3)
    for epoch in (*backbones["history"], *source["history"]):
        assert all(math.isfinite(value) for value in epoch.values())
    assert [set(epoch) >= {"loss", "accuracy", "rho"} for epoch in source["history"]] == [True] * 2
    manifest = json.loads((made.pack / "pack.json").read_text(encoding="utf-8"))
    for text in (*_texts(log), *_texts(manifest)):
        assert not Path(text).is_absolute(), text
        assert str(data) not in text and str(made.pack) not in text


def test_backbones_of_another_pack_are_taken_as_they_are(
    made: PretrainResult, data: Path, tmp_path: Path
) -> None:
    events: list[JobEvent] = []
    again = request(data, tmp_path / "second", backbones=made.pack, epochs=1, scenes=99)
    second = pretrain(again, JobContext(events.append))
    stages = {event.stage for event in events if isinstance(event, Progress)}
    assert stages == {"Reading clips", "Source training"}
    for name in ("audio.safetensors", "visual.safetensors", "text.safetensors", "tokenizer.json"):
        assert (second.pack / name).read_bytes() == (made.pack / name).read_bytes(), name
    first_log, second_log = (
        json.loads((pack / "training.json").read_text()) for pack in (made.pack, second.pack)
    )
    assert second_log["backbones"] == first_log["backbones"]
    assert second_log["source"]["settings"]["epochs"] == 1
    open_pack(second.pack).verify()
    assert second.digest != made.digest


def test_stopping_in_the_source_training_keeps_the_backbones(
    made: PretrainResult, data: Path, tmp_path: Path
) -> None:
    out = Path(shutil.copytree(made.pack, tmp_path / "pack"))
    ctx: JobContext

    def stop(event: JobEvent) -> None:
        if isinstance(event, Progress) and event.stage == "Source training":
            ctx.cancel()

    ctx = JobContext(stop)
    with pytest.raises(Cancelled):
        pretrain(request(data, out, seed=4), ctx)
    pack = open_pack(out)
    pack.verify()
    assert pack.source_classes == ()
    with pytest.raises(ModelError, match="unfinished cannot go on"):
        pretrain(request(data, out, backbones=out, seed=5), JobContext())
    finished = pretrain(request(data, out, backbones=out, seed=4), JobContext())
    assert not (out / "unfinished").exists()
    assert open_pack(out).source_classes == ("blue", "red")
    open_pack(out).verify()
    log = json.loads((out / "training.json").read_text())
    assert (log["backbones"]["settings"]["seed"], finished.pack) == (4, out)


def test_a_bad_clip_is_set_aside(made: PretrainResult, data: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(data, tmp_path / "data"))
    (folder / "red" / "0.mp4").write_bytes(b"no video")
    events: list[JobEvent] = []
    wanted = request(folder, tmp_path / "out", backbones=made.pack, epochs=1)
    pretrain(wanted, JobContext(events.append))
    (warning,) = [event for event in events if isinstance(event, Warned)]
    assert (warning.subject, warning.code) == (str(folder / "red" / "0.mp4"), "media")
    log = json.loads((tmp_path / "out" / "training.json").read_text())
    assert log["source"]["clips"] == 11


def test_data_that_cannot_be_used_is_refused_before_hours_of_work(
    data: Path, tmp_path: Path
) -> None:
    events: list[JobEvent] = []
    shutil.copytree(data / "red", tmp_path / "one" / "red")
    for folder in (tmp_path / "nowhere", tmp_path / "one"):
        with pytest.raises(InputError, match=folder.name):
            pretrain(request(folder, tmp_path / "out"), JobContext(events.append))
    assert events == []
    assert not (tmp_path / "out").exists()


def test_a_class_of_bad_clips_only_is_named(
    made: PretrainResult, data: Path, tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(data, tmp_path / "data"))
    for clip in (folder / "red").iterdir():
        clip.write_bytes(b"no video")
    wanted = request(folder, tmp_path / "out", backbones=made.pack, epochs=1)
    with pytest.raises(InputError, match='class "red" has no usable clips'):
        pretrain(wanted, JobContext())
