"""How methods learn from the source classes: the same recipe for all, kept, and told apart."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from tiny_pack import write_tiny_pack
from tiny_videos import write_video

from smp_core.bench.fewshot import FewshotRequest, run_fewshot
from smp_core.bench.lab import Lab
from smp_core.bench.methods import entrant
from smp_core.bench.preparing import Seats, dealt
from smp_core.bench.source_training import PAPER, SHORT, recipe
from smp_core.errors import Cancelled, InputError
from smp_core.jobs import JobContext, JobEvent, Progress
from smp_core.media.spectrogram import MelOptions
from smp_core.model.inputs import ClipInputs, InputOptions
from smp_core.model.pack import Pack
from smp_core.training.config import TrainConfig
from smp_core.training.support_set import SupportSet


def no_source(_prompts: str) -> SupportSet:
    raise AssertionError("nothing is to be trained")


def lab(pack: Pack, folder: Path, name: str) -> Lab:
    return Lab(pack, folder, no_source, training=recipe(name))


def test_the_papers_recipe_changes_nothing() -> None:
    assert PAPER.config(TrainConfig()) == TrainConfig()
    short = SHORT.config(TrainConfig(rebalance=False))
    assert (short.epochs, short.learning_rate, short.rebalance) == (4, 1e-3, False)


def test_a_recipe_takes_the_first_clips_of_every_class() -> None:
    clips = [ClipInputs(torch.zeros(1, 1), torch.zeros(1), torch.tensor([row])) for row in range(9)]
    labels = torch.tensor([0, 1, 0, 1, 0, 1, 0, 0, 1])
    source = SupportSet(clips, labels, ("a", "b"), InputOptions(mel=MelOptions()))
    two = replace(SHORT, clips_per_class=2).clips(source)
    assert [int(clip.token_ids) for clip in two.clips] == [0, 1, 2, 3]
    assert Counter(two.labels.tolist()) == {0: 2, 1: 2}
    assert PAPER.clips(source) is source


def test_weights_are_kept_apart_by_recipe_and_method(tmp_path: Path) -> None:
    pack = write_tiny_pack(tmp_path / "pack")
    paper, short = lab(pack, tmp_path, "paper"), lab(pack, tmp_path, "short")
    assert entrant("smp").weights_file(paper) is None  # the pack brings them
    trained = ("audio", "no-p-pr", "tbn", "mbt")
    files = [entrant(key).weights_file(each) for each in (paper, short) for key in trained]
    assert None not in files and len(set(files)) == len(files)
    assert entrant("smp").weights_file(short) is not None
    assert entrant("late-fusion-scratch").weights_file(short) is None


@pytest.mark.parametrize("preset", ["smp", "smp-fast"])
def test_from_scratch_leaves_out_what_the_pack_learned(preset: str, tmp_path: Path) -> None:
    paper = lab(write_tiny_pack(tmp_path / "pack"), tmp_path, "paper")
    scratch = entrant(f"{preset}-scratch")
    assert scratch.edition == entrant(preset).edition and scratch.weights_file(paper) is None
    learned = entrant(preset).start(paper, 3).trainable()
    fresh = scratch.start(paper, 3).trainable()
    torch.manual_seed(TrainConfig().seed)
    expected = paper.pack.new_model(3, source_trained=False, config=paper.pack.model).trainable()
    assert fresh.keys() == learned.keys() >= expected.keys()
    assert all(torch.equal(fresh[name], value) for name, value in expected.items())
    assert any(not torch.equal(learned[name], value) for name, value in expected.items())


@pytest.mark.parametrize("key", ["smp-fast", "prototype"])
def test_what_builds_on_the_packs_training_cannot_be_trained_otherwise(
    key: str, tmp_path: Path
) -> None:
    pack = write_tiny_pack(tmp_path / "pack")
    assert entrant(key).weights_file(lab(pack, tmp_path, "paper")) is None
    with pytest.raises(InputError, match="pack's own source training"):
        entrant(key).weights_file(lab(pack, tmp_path, "short"))


def test_several_gpus_are_dealt_in_turn() -> None:
    cuda, cpu = torch.device("cuda"), torch.device("cpu")
    assert [dealt(cuda, seat, 2).index for seat in range(4)] == [0, 1, 0, 1]
    assert dealt(cuda, 3, 1) == cuda and dealt(cpu, 3, 4) == cpu
    seats = Seats()
    assert [seats.take() for _ in range(3)] == [0, 1, 2]


def test_there_are_two_recipes() -> None:
    with pytest.raises(InputError, match="no source training 'long'"):
        recipe("long")


@pytest.fixture
def request_(tmp_path: Path) -> FewshotRequest:
    for shade in range(2):
        for kind in ("red", "blue"):
            write_video(tmp_path / "target" / kind / f"{shade}.mp4", kind, shade)
        for name, kind in (("first", "red"), ("second", "blue")):
            write_video(tmp_path / "source" / name / f"{shade}.mp4", kind, shade)
    return FewshotRequest(
        pack=write_tiny_pack(tmp_path / "pack").folder, data=tmp_path, methods=("smp", "tbn"),
        shots=(1,), out=tmp_path / "fewshot.json", ways=2, sessions=1, workers=2,
        source_training="short",
    )  # fmt: skip


def test_methods_are_trained_side_by_side_and_once(request_: FewshotRequest) -> None:
    events: list[JobEvent] = []
    results = run_fewshot(request_, JobContext(events.append))
    assert results["source_training"]["epochs"] == 4
    told = [e for e in events if isinstance(e, Progress) and e.stage == "Source training"]
    assert (told[-1].done, told[-1].total) == (200, 200)
    assert [e.done for e in told] == sorted(e.done for e in told)

    again: list[JobEvent] = []
    more = replace(request_, out=request_.out.with_name("other.json"))
    same = run_fewshot(more, JobContext(again.append))
    assert not [e for e in again if isinstance(e, Progress) and e.stage == "Source training"]
    accuracies = [{k: s["accuracy"] for k, s in r["sessions"].items()} for r in (results, same)]
    assert accuracies[0] == accuracies[1]


def test_rows_of_two_recipes_are_never_mixed(request_: FewshotRequest) -> None:
    first = run_fewshot(replace(request_, methods=("tbn",)), JobContext())
    assert list(first["sessions"]) == ["tbn/1-shot/00"]
    with pytest.raises(InputError, match="another source training"):
        run_fewshot(replace(request_, methods=("tbn",), source_training="paper"), JobContext())


def test_a_training_can_be_stopped(request_: FewshotRequest) -> None:
    def stop(event: JobEvent) -> None:
        if isinstance(event, Progress) and event.stage == "Source training":
            raise Cancelled

    with pytest.raises(Cancelled):
        run_fewshot(request_, JobContext(stop))
    assert not request_.out.exists()


def test_other_prompts_are_trained_and_asked_with(request_: FewshotRequest) -> None:
    asked = replace(request_, methods=("smp", "smp@constant", "audio@sound"), workers=1)
    results = run_fewshot(asked, JobContext())
    names = {row["key"]: row["method"] for row in results["table"]}
    assert names["smp@constant"] == "SMP, paper preset, constant prompt"
    assert names["audio@sound"] == "Audio Model, prompts from sound alone"
    for wrong in ("smp@loud", "tbn@sound"):
        with pytest.raises(InputError, match="no method"):
            entrant(wrong)


def test_other_prompts_have_weights_of_their_own(tmp_path: Path) -> None:
    pack = write_tiny_pack(tmp_path / "pack")
    paper = lab(pack, tmp_path, "paper")
    keys = ("smp@constant", "smp@sound", "audio", "audio@sound")
    files = {entrant(key).weights_file(paper) for key in keys}
    assert None not in files and len(files) == len(keys)
    with pytest.raises(InputError, match="pack's own source training"):
        entrant("smp-fast@constant").weights_file(paper)
