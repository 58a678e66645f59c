"""The loop: it learns, resumes exactly, stops at once, and survives a lack of memory."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from tiny_smp import tiny_config
from tiny_support import make_support

from smp_core.errors import Cancelled, ModelError, ResourceError
from smp_core.jobs import JobContext, JobEvent, Progress, Warned
from smp_core.model.inputs import InputOptions
from smp_core.model.smp import SMP
from smp_core.training import loop
from smp_core.training.config import TrainConfig, preset
from smp_core.training.support_set import run_all, run_model


def fresh() -> SMP:
    torch.manual_seed(0)
    return SMP(tiny_config(), 2)


CONFIG = TrainConfig(epochs=3, batch_size=4, learning_rate=3e-3)


def test_it_learns_two_plain_classes() -> None:
    model = fresh()
    config = replace(CONFIG, epochs=15, learning_rate=1e-2, rebalance=False)
    result = loop.train(model, make_support(), config, JobContext())
    assert result.history[-1]["loss"] < result.history[0]["loss"] * 0.8
    out = run_all(model, make_support().clips, InputOptions(), 8)
    assert out.logits.argmax(dim=1).tolist() == make_support().labels.tolist()


def test_it_reports_the_modality_balance_live() -> None:
    events: list[JobEvent] = []
    loop.train(fresh(), make_support(), CONFIG, JobContext(events.append))
    last = events[-1]
    assert isinstance(last, Progress) and last.done == last.total == 6
    balance = {"epoch", "accuracy", "loss", "rho", "delta", "beta", "gamma"}
    assert {name for name in last.values if "lambda" not in name} == balance
    assert "lambda_visual.1" in last.values  # an epoch's last step tells the learned gates too
    first = events[0]
    assert isinstance(first, Progress) and set(first.values) == balance


def _learned(config: TrainConfig) -> torch.Tensor:
    model = fresh()
    loop.train(model, make_support(), config, JobContext())
    return torch.cat([p.detach().flatten() for p in model.trainable().values()])


def test_the_weight_of_the_rebalancing_reaches_the_loss() -> None:
    without = _learned(replace(CONFIG, rebalance=False))
    assert torch.equal(_learned(replace(CONFIG, alpha=0.0)), without)
    once, thrice = _learned(CONFIG), _learned(replace(CONFIG, alpha=3.0))
    assert not torch.equal(once, without) and not torch.equal(thrice, once)


def test_detaching_and_prototypes_without_prompts_change_what_is_learned() -> None:
    usual = _learned(CONFIG)
    assert not torch.equal(_learned(replace(CONFIG, detach_rebalance=True)), usual)
    assert not torch.equal(_learned(replace(CONFIG, tune_prototypes=False)), usual)


def test_a_resumed_training_equals_an_uninterrupted_one(tmp_path: Path) -> None:
    whole = fresh()
    expected = loop.train(whole, make_support(), CONFIG, JobContext(), folder=tmp_path / "a")

    stop = threading.Event()

    def stop_in_the_second_epoch(event: JobEvent) -> None:
        if isinstance(event, Progress) and event.done == 3:
            stop.set()

    ctx = JobContext(stop_in_the_second_epoch, stop)
    with pytest.raises(Cancelled):
        loop.train(fresh(), make_support(), CONFIG, ctx, folder=tmp_path / "b")
    resumed = fresh()
    torch.manual_seed(999)  # whatever the process did in between
    got = loop.train(
        resumed, make_support(), CONFIG, JobContext(), folder=tmp_path / "b", resume=True
    )
    for name, parameter in whole.named_parameters():
        assert torch.equal(parameter, dict(resumed.named_parameters())[name]), name
    drop = [{k: v for k, v in epoch.items() if k != "seconds"} for epoch in got.history]
    assert drop == [{k: v for k, v in e.items() if k != "seconds"} for e in expected.history]


def test_a_training_begun_by_an_older_program_goes_on() -> None:
    """Settings that came later and are off leave the fingerprint what it was without them."""
    config = TrainConfig(epochs=3, batch_size=4)
    assert loop._fingerprint(config, make_support(), "one") == (
        "449ff2ae7b958a62ded4ae15b97ff3ee13833caa06bb9f7e8cea251c6af6f23b"
    )
    balanced = replace(config, balance_classes=True)
    assert loop._fingerprint(balanced, make_support(), "one") != loop._fingerprint(
        config, make_support(), "one"
    )


def test_another_support_set_cannot_be_resumed_into(tmp_path: Path) -> None:
    loop.train(fresh(), make_support(), CONFIG, JobContext(), folder=tmp_path, identity="one")
    with pytest.raises(ModelError, match="changed since"):
        loop.train(
            fresh(),
            make_support(),
            CONFIG,
            JobContext(),
            folder=tmp_path,
            identity="two",
            resume=True,
        )


def test_a_damaged_checkpoint_is_named(tmp_path: Path) -> None:
    loop.train(fresh(), make_support(), CONFIG, JobContext(), folder=tmp_path)
    (weights,) = tmp_path.glob("*.safetensors")
    weights.write_bytes(weights.read_bytes()[:-100])
    with pytest.raises(ModelError, match=weights.name):
        loop.train(fresh(), make_support(), CONFIG, JobContext(), folder=tmp_path, resume=True)


def test_cancel_takes_effect_within_one_step() -> None:
    stop = threading.Event()
    seen: list[int] = []

    def cancel_at_two(event: JobEvent) -> None:
        if isinstance(event, Progress):
            seen.append(event.done)
            if event.done == 2:
                stop.set()

    with pytest.raises(Cancelled):
        loop.train(fresh(), make_support(), CONFIG, JobContext(cancel_at_two, stop))
    assert seen == [1, 2]


def test_out_of_memory_halves_the_batch_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    real = run_model

    def small_machine(model, clips, options):  # type: ignore[no-untyped-def]
        if len(clips) > 2:
            raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2 GiB")
        return real(model, clips, options)

    monkeypatch.setattr(loop, "run_model", small_machine)
    events: list[JobEvent] = []
    result = loop.train(fresh(), make_support(), CONFIG, JobContext(events.append))
    assert result.batch_size == 2
    warnings = [event.message for event in events if isinstance(event, Warned)]
    assert warnings == ["Memory ran out with 4 clips a batch; going on with 2."]
    assert len(result.history) == 3


def test_no_memory_at_all_is_a_clear_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_memory(*_: object) -> None:
        raise RuntimeError("DefaultCPUAllocator: not enough memory: you tried to allocate 9 bytes")

    monkeypatch.setattr(loop, "run_model", no_memory)
    with pytest.raises(ResourceError, match="even one clip"):
        loop.train(fresh(), make_support(), CONFIG, JobContext())


def test_other_runtime_errors_are_not_swallowed(monkeypatch: pytest.MonkeyPatch) -> None:
    def bug(*_: object) -> None:
        raise RuntimeError("shape mismatch")

    monkeypatch.setattr(loop, "run_model", bug)
    with pytest.raises(RuntimeError, match="shape mismatch"):
        loop.train(fresh(), make_support(), CONFIG, JobContext())


def test_clips_of_different_shapes_train_together_in_order() -> None:
    mixed = make_support(sizes=(32, 48, 64))
    model = fresh().eval()
    together = run_model(model, mixed.clips, mixed.options).logits
    for row, clip in enumerate(mixed.clips):
        alone = run_model(model, [clip], mixed.options).logits[0]
        torch.testing.assert_close(together[row], alone, atol=1e-5, rtol=1e-5)
    batched = run_all(model, mixed.clips, mixed.options, 3).logits
    torch.testing.assert_close(batched, together, atol=1e-5, rtol=1e-5)
    loop.train(model, mixed, CONFIG, JobContext())


def test_the_paper_s_settings_are_the_paper_s() -> None:
    paper = preset("paper")
    assert (paper.epochs, paper.batch_size, paper.learning_rate, paper.seed) == (30, 16, 1e-4, 42)
    assert paper.rebalance and paper.alpha == 1 and not paper.detach_rebalance


def test_without_rebalancing_nothing_of_it_is_reported() -> None:
    result = loop.train(fresh(), make_support(), replace(CONFIG, rebalance=False), JobContext())
    assert set(result.history[0]) == {"accuracy", "loss", "seconds"}
