"""Finetuning a project: which clips and words reach the training, and how a run ends."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from tiny_pack import write_tiny_pack
from tiny_project import QUICK, make_filled_project
from tiny_videos import write_video

from smp_core.errors import Cancelled, InputError, ModelError, ResourceError
from smp_core.jobs import JobContext, JobEvent, Progress
from smp_core.model.pack import Pack
from smp_core.paths import quoted
from smp_core.storage.project import Project, create_project, open_project
from smp_core.storage.runs import active_run, begin_run, fail_run, list_runs, unfinished_run
from smp_core.training.finetune import finetune
from smp_core.training.support_set import SupportSet
from smp_core.workflows import train
from smp_core.workflows.clips import add_clips, list_clips
from smp_core.workflows.prompts import edit_prompt, training_prompts
from smp_core.workflows.support import load_support
from smp_core.workflows.train import finetune_project


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    return write_tiny_pack(tmp_path_factory.mktemp("packs") / "tiny")


@pytest.fixture(scope="module")
def _filled(tmp_path_factory: pytest.TempPathFactory, pack: Pack) -> Path:
    folder = tmp_path_factory.mktemp("filled") / "ward"
    make_filled_project(folder, pack).close()
    return folder


@pytest.fixture
def ward(_filled: Path, tmp_path: Path) -> Iterator[Project]:
    with open_project(Path(shutil.copytree(_filled, tmp_path / "ward"))) as project:
        yield project


@pytest.fixture
def learned(monkeypatch: pytest.MonkeyPatch) -> list[SupportSet]:
    """The support set of every training, as it reached the training."""
    seen: list[SupportSet] = []

    def spy(pack, support, *arguments, **names):  # type: ignore[no-untyped-def]
        seen.append(support)
        return finetune(pack, support, *arguments, **names)

    monkeypatch.setattr(train, "finetune", spy)
    return seen


def stop_at(epoch: int) -> JobContext:
    """A context that cancels at this epoch's only step; its checkpoint is still written."""
    ctx: JobContext

    def listen(event: JobEvent) -> None:
        if isinstance(event, Progress) and event.values.get("epoch", 0) == epoch:
            ctx.cancel()

    ctx = JobContext(listen)
    return ctx


def prompt_ids(pack: Pack, text: str) -> list[int]:
    return list(pack.tokenizer().encode(text))


def test_a_finished_run_says_how_it_was_made(ward, pack, listener, learned) -> None:
    options = replace(QUICK, epochs=2, seed=9)
    run = finetune_project(ward, options, listener.ctx)
    assert (run.status, run.active, run.kind, run.error) == ("succeeded", True, "finetuned", "")
    assert (run.captioner, run.preset, run.n_clips) == ("descriptor", "fast", 4)
    assert run.class_names == ("red", "blue")
    assert (run.config["epochs"], run.config["seed"]) == (2, 9)
    assert (run.config["overrides"], run.config["detach_rebalance"]) == (["comparison=true"], True)
    assert [each["loss"] > 0 for each in run.metrics["history"]] == [True, True]
    assert run.metrics["clips"] == 4
    assert run.seconds > 0 and run.device.startswith("CPU")
    assert (run.pack_name, run.pack_digest) == ("tiny", pack.digest)
    assert active_run(ward) == run
    assert {each.name for each in run.folder.iterdir()} == {
        "adapter.safetensors",
        "adapter.json",
        "MODEL_CARD.md",
    }
    (support,) = learned
    assert support.labels.tolist() == [0, 0, 1, 1]
    assert support.class_names == ("red", "blue")
    assert listener.warned == []


@pytest.mark.parametrize("name", ["constant", "descriptor"])
def test_the_chosen_captioner_s_prompts_are_written_and_learned(
    name: str, ward, pack, listener, learned
) -> None:
    run = finetune_project(ward, replace(QUICK, captioner=name), listener.ctx)
    assert run.captioner == name
    manifest = json.loads((run.folder / "adapter.json").read_text(encoding="utf-8"))
    assert manifest["captioner"]["name"] == name
    prompts = training_prompts(ward, name)
    assert len(prompts) == 4
    expected = [prompt_ids(pack, prompts[clip.id].text) for clip in list_clips(ward)]
    assert [clip.token_ids.tolist() for clip in learned[0].clips] == expected
    if name == "constant":
        assert expected == [prompt_ids(pack, "A video of [label]")] * 4


def test_the_operator_s_words_reach_the_training(ward, pack, listener, learned) -> None:
    first = finetune_project(ward, QUICK, listener.ctx)
    clip = list_clips(ward)[2]
    edit_prompt(ward, training_prompts(ward, "descriptor")[clip.id].id, "a blue lamp beeps twice")
    second = finetune_project(ward, QUICK, listener.ctx)
    before, after = ([c.token_ids.tolist() for c in support.clips] for support in learned)
    assert after[2] == prompt_ids(pack, "a blue lamp beeps twice") != before[2]
    assert after[:2] + after[3:] == before[:2] + before[3:]
    weights = [(run.folder / "adapter.safetensors").read_bytes() for run in (first, second)]
    assert weights[0] != weights[1]


def test_the_same_seed_learns_the_same_and_another_does_not(ward, listener) -> None:
    runs = [finetune_project(ward, replace(QUICK, seed=seed), listener.ctx) for seed in (3, 3, 4)]
    first, same, other = ((run.folder / "adapter.safetensors").read_bytes() for run in runs)
    assert first == same != other
    assert [run.active for run in list_runs(ward)] == [True, False, False]


def test_an_unreadable_clip_is_set_aside(ward, listener, learned) -> None:
    clip = list_clips(ward)[1]
    clip.path.write_bytes(b"x" * clip.size_bytes)
    run = finetune_project(ward, QUICK, listener.ctx)
    assert run.n_clips == 3
    assert learned[0].labels.tolist() == [0, 1, 1]
    (warning,) = listener.warned
    assert (warning.subject, warning.code) == (str(clip.path), "media")


def test_a_clip_that_goes_after_its_prompt_was_written_is_set_aside(
    ward, listener, learned
) -> None:
    finetune_project(ward, QUICK, listener.ctx)
    clip = list_clips(ward)[3]
    clip.path.unlink()
    assert finetune_project(ward, QUICK, listener.ctx).n_clips == 4  # it is in the cache
    shutil.rmtree(ward.cache_folder)
    assert finetune_project(ward, QUICK, listener.ctx).n_clips == 3
    (warning,) = listener.warned
    assert str(clip.path) in warning.message
    assert learned[2].labels.tolist() == [0, 0, 1]


def test_a_class_without_a_readable_clip_is_left_out_and_named(
    ward, listener, decoder, tmp_path
) -> None:
    path = write_video(tmp_path / "g.mp4", "green")
    add_clips(ward, "green", [path], listener.ctx, decoder)
    path.unlink()
    run = finetune_project(ward, QUICK, listener.ctx)
    assert run.class_names == ("red", "blue")
    assert any('class "green"' in each.message for each in listener.warned)


def test_without_clips_it_says_where_to_add_them(tmp_path, pack, listener, decoder) -> None:
    digest = pack.digest
    with create_project(tmp_path / "ward 9", pack_name="tiny", pack_digest=digest) as project:
        with pytest.raises(InputError, match="no clips to learn from") as caught:
            load_support(project, pack, "constant", listener.ctx, decoder)
        typed = quoted(str(project.folder))
        assert caught.value.hint == f"Add some with: smp add {typed} CLASS FILE…"


def test_one_class_leaves_no_run_behind(tmp_path, pack, listener) -> None:
    with make_filled_project(tmp_path / "p", pack, shots=1) as project:
        clip = list_clips(project, "blue")[0]
        clip.path.unlink()
        with pytest.raises(InputError, match='only one class to learn: "red"'):
            finetune_project(project, QUICK, listener.ctx)
        assert list_runs(project) == []


def test_nothing_unfinished_cannot_be_resumed(ward, listener) -> None:
    for _ in range(2):
        with pytest.raises(InputError, match="no unfinished training") as caught:
            finetune_project(ward, replace(QUICK, resume=True), listener.ctx)
        assert caught.value.hint == f"Start one with: smp finetune {quoted(str(ward.folder))}"
        if not list_runs(ward):
            finetune_project(ward, QUICK, listener.ctx)
    assert len(list_runs(ward)) == 1


def test_a_stopped_run_is_resumed_with_its_own_settings(ward, listener) -> None:
    options = replace(QUICK, epochs=3, seed=8, captioner="constant")
    whole = finetune_project(ward, options, listener.ctx)
    with pytest.raises(Cancelled):
        finetune_project(ward, options, stop_at(epoch=2))
    stopped = unfinished_run(ward)
    assert (stopped.status, stopped.error) == ("cancelled", "Stopped by the operator.")
    assert (stopped.folder / "checkpoint-002.safetensors").is_file()
    assert active_run(ward) == whole

    others = replace(QUICK, resume=True, epochs=9, seed=1, preset="paper", captioner="descriptor")
    resumed = finetune_project(ward, others, listener.ctx)
    assert (resumed.id, resumed.status, resumed.active) == (stopped.id, "succeeded", True)
    assert (resumed.config, resumed.captioner) == (whole.config, "constant")
    assert len(resumed.metrics["history"]) == 3
    first, second = ((r.folder / "adapter.safetensors").read_bytes() for r in (whole, resumed))
    assert first == second
    assert list(resumed.folder.glob("*checkpoint*")) == []


def test_other_words_cannot_be_resumed_into(ward, listener) -> None:
    with pytest.raises(Cancelled):
        finetune_project(ward, replace(QUICK, epochs=3), stop_at(epoch=2))
    prompt = next(iter(training_prompts(ward, "descriptor").values()))
    edit_prompt(ward, prompt.id, "something else")
    with pytest.raises(ModelError, match="prompts or settings changed"):
        finetune_project(ward, replace(QUICK, resume=True), listener.ctx)
    (run,) = list_runs(ward)
    assert (run.status, "changed since" in run.error) == ("failed", True)
    edit_prompt(ward, prompt.id, None)
    assert finetune_project(ward, replace(QUICK, resume=True), listener.ctx).id == run.id


def test_a_run_that_never_reached_a_checkpoint_takes_what_is_there_now(
    ward, listener, decoder, tmp_path
) -> None:
    begun = begin_run(
        ward,
        captioner="descriptor",
        preset="fast",
        config=train.preset("fast", epochs=1).to_json(),
        class_names=["red"],
        n_clips=1,
    )
    green = write_video(tmp_path / "g.mp4", "green")
    add_clips(ward, "green", [green], listener.ctx, decoder)
    run = finetune_project(ward, replace(QUICK, resume=True), listener.ctx)
    assert (run.id, run.n_clips, run.class_names) == (begun.id, 5, ("red", "blue", "green"))
    assert json.loads((run.folder / "adapter.json").read_text())["class_names"] == [
        *("red", "blue", "green")
    ]


def test_a_failure_is_recorded_and_can_be_resumed(ward, listener, monkeypatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise ResourceError("x could not be written: the disk is full.", "Free some space.")

    with monkeypatch.context() as patch:
        patch.setattr(train, "finetune", full)
        with pytest.raises(ResourceError, match="the disk is full") as caught:
            finetune_project(ward, QUICK, listener.ctx)
    assert caught.value.hint == "Free some space. No finished epoch is lost: add --resume to go on."
    (run,) = list_runs(ward)
    assert (run.status, run.active) == ("failed", False)
    assert "the disk is full" in run.error
    assert active_run(ward) is None
    resumed = finetune_project(ward, replace(QUICK, resume=True), listener.ctx)
    assert (resumed.id, resumed.status) == (run.id, "succeeded")


def test_a_failed_run_does_not_hide_the_one_in_use(ward, listener) -> None:
    good = finetune_project(ward, QUICK, listener.ctx)
    later = begin_run(
        ward, captioner="descriptor", preset="", config={}, class_names=["a"], n_clips=1
    )
    fail_run(ward, later.id, "x")
    assert active_run(ward).id == good.id


def test_training_does_not_depend_on_what_the_process_did_before(ward, listener) -> None:
    torch.manual_seed(1)
    first = finetune_project(ward, QUICK, listener.ctx)
    torch.manual_seed(2)
    torch.randn(7)
    second = finetune_project(ward, QUICK, listener.ctx)
    one, two = ((r.folder / "adapter.safetensors").read_bytes() for r in (first, second))
    assert one == two
