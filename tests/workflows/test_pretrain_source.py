"""Source training on one's own clips: any pack, stopped and resumed, in little memory."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from safetensors.torch import load_file
from tiny_pack import write_tiny_pack
from tiny_videos import write_video

from smp_core.errors import Cancelled, ModelError
from smp_core.jobs import JobContext, JobEvent, Progress, Warned
from smp_core.media.decoder import Decoder
from smp_core.model.pack import Pack, open_pack
from smp_core.workflows import source_training
from smp_core.workflows.cached_clips import clip_sizes
from smp_core.workflows.pretrain import PretrainRequest, pretrain
from smp_core.workflows.source_clips import SourceClip

_LEARNED = ("smp.safetensors", "statistics.safetensors")


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    for kind in ("red", "blue", "green"):
        for shade in range(7):
            write_video(folder / kind / f"{shade}.mp4", kind, shade, fps=4)
    return folder


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(autouse=True)
def _own_home(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SMP_HOME", str(home))


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    return write_tiny_pack(tmp_path_factory.mktemp("base"), seed=1)


def request(data: Path, base: Pack, out: Path, **changes: Any) -> PretrainRequest:
    wanted = PretrainRequest(
        data, out, name="ward", backbones=base.folder, epochs=3, device="cpu", batch_size=8
    )
    return replace(wanted, **changes)


@pytest.fixture(scope="module")
def whole(data: Path, base: Pack, home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pack of a training that nobody stopped."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SMP_HOME", str(home))
        out = tmp_path_factory.mktemp("whole") / "pack"
        return pretrain(request(data, base, out), JobContext()).pack


def test_the_pack_is_the_given_one_and_what_was_learned(whole: Path, base: Pack) -> None:
    pack = open_pack(whole)
    pack.verify()
    assert (pack.inputs, pack.model, pack.licence) == (base.inputs, base.model, base.licence)
    assert (pack.name, pack.captioner) == ("ward", "descriptor")
    assert pack.source_classes == ("blue", "green", "red")
    assert pack.learned_from == "nothing at all; then 3 classes of your own data"
    assert set(_LEARNED) < set(pack.files)
    widths = {name: tuple(value.shape) for name, value in load_file(whole / _LEARNED[1]).items()}
    assert widths == dict.fromkeys(("audio", "visual", "text"), (24, 24))
    log = json.loads((whole / "training.json").read_text(encoding="utf-8"))["source"]
    assert (log["clips"], log["held_out_clips"]) == (18, 3)
    assert log["held_out_accuracy"] * 3 == pytest.approx(round(log["held_out_accuracy"] * 3))
    assert log["settings"]["batch_size"] == 8
    assert not (whole / "unfinished").exists()
    assert pack.new_model(2).head.classify.out_features == 2


def test_a_stopped_training_goes_on_and_ends_the_same(
    whole: Path, data: Path, base: Pack, tmp_path: Path
) -> None:
    ctx: JobContext

    def stop(event: JobEvent) -> None:
        if isinstance(event, Progress) and event.values.get("epoch") == 2:
            ctx.cancel()

    ctx = JobContext(stop)
    wanted = request(data, base, tmp_path / "pack")
    with pytest.raises(Cancelled):
        pretrain(wanted, ctx)
    assert not (tmp_path / "pack" / "pack.json").exists()
    with pytest.raises(ModelError, match="unfinished cannot go on"):
        pretrain(replace(wanted, batch_size=4), JobContext())

    events: list[JobEvent] = []
    pretrain(wanted, JobContext(events.append))
    epochs = [e.values["epoch"] for e in events if isinstance(e, Progress) and e.values]
    assert epochs[0] == 2  # the first one was kept
    for name in _LEARNED:
        assert (tmp_path / "pack" / name).read_bytes() == (whole / name).read_bytes(), name


def test_clips_are_decoded_once_and_need_not_fit_in_memory(
    whole: Path, data: Path, base: Pack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SMP_HOME", str(tmp_path / "new home"))
    room = 4 * clip_sizes(base.inputs).memory_bytes
    monkeypatch.setattr(source_training, "memory_for_clips", lambda _processes: room)
    decoded: list[Path] = []
    real = Decoder.decode

    def decode(self: Decoder, path: Path, *rest: Any) -> Any:
        decoded.append(path)
        return real(self, path, *rest)

    monkeypatch.setattr(Decoder, "decode", decode)
    events: list[JobEvent] = []
    pretrain(request(data, base, tmp_path / "pack"), JobContext(events.append))
    assert sorted(decoded) == sorted(data.glob("*/*.mp4"))
    for name in _LEARNED:
        assert (tmp_path / "pack" / name).read_bytes() == (whole / name).read_bytes(), name
    (told,) = [event.message for event in events if isinstance(event, Warned)]
    assert told.startswith("21 clips of 0.0 MB are 0.0 GB: at most")


def test_clips_of_a_data_set_bring_stretches_prompts_and_who_is_held_out(
    data: Path, base: Pack, tmp_path: Path
) -> None:
    clips = [
        SourceClip(kind, data / kind / f"{n}.mp4", n == 3, 0.0, 0.5, None, f"a {kind} scene")
        for kind in ("red", "blue")
        for n in range(4)
    ]
    clips[0] = replace(clips[0], media=data / "red" / "gone.mp4")
    events: list[JobEvent] = []
    asked = request(
        data, base, tmp_path / "p", epochs=1, clips=tuple(clips), data_name="AVE",
        captioner="constant",
    )  # fmt: skip
    pretrain(asked, JobContext(events.append))
    pack = open_pack(tmp_path / "p")
    assert (pack.source_classes, pack.captioner) == (("blue", "red"), "constant")
    assert pack.learned_from.endswith("then 2 classes of AVE")
    log = json.loads((tmp_path / "p" / "training.json").read_text(encoding="utf-8"))
    assert (log["source"]["clips"], log["source"]["held_out_clips"]) == (5, 2)
    assert str(data) not in json.dumps(log)
    (warning,) = [event for event in events if isinstance(event, Warned)]
    assert warning.subject == str(data / "red" / "gone.mp4")


def test_a_long_training_says_so_before_it_starts(data: Path, base: Pack, tmp_path: Path) -> None:
    events: list[JobEvent] = []

    def stop(event: JobEvent) -> None:
        events.append(event)
        if isinstance(event, Warned):
            ctx.cancel()

    ctx = JobContext(stop)
    with pytest.raises(Cancelled):
        pretrain(request(data, base, tmp_path / "p", epochs=1_000_000), ctx)
    told = events[-1]
    assert isinstance(told, Warned)
    assert told.message.startswith("1000000 epochs of 18 clips take about ")
    assert " h " in told.message and "started again" in told.hint
