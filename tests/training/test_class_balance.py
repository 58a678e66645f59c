"""Classes count alike, however many clips they have."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from tiny_smp import tiny_config
from tiny_support import make_support

from smp_core.jobs import JobContext
from smp_core.model.smp import SMP
from smp_core.training import loop
from smp_core.training.class_balance import log_shares
from smp_core.training.config import PRESETS, TrainConfig
from smp_core.training.support_set import SupportSet, run_all


@given(st.lists(st.integers(1, 40), min_size=2, max_size=6))
def test_the_shares_are_those_of_the_clips(counts: list[int]) -> None:
    labels = torch.repeat_interleave(torch.arange(len(counts)), torch.tensor(counts))
    shares = log_shares(labels, len(counts)).exp()
    mean = sum(counts) / len(counts)
    assert shares.tolist() == pytest.approx([count / mean for count in counts], rel=1e-5)


def test_even_classes_have_nothing_added() -> None:
    assert log_shares(torch.tensor([0, 1, 2] * 7), 3).tolist() == [0.0, 0.0, 0.0]


def _learned(support: SupportSet, config: TrainConfig) -> SMP:
    torch.manual_seed(0)
    model = SMP(tiny_config(adapter_dropout=0.0, head_dropout=0.0), len(support.class_names))
    loop.train(model, support, config, JobContext())
    return model


def test_clips_that_tell_nothing_are_answered_evenly() -> None:
    """Three quarters of the same clip are called the first class: by how many, or by neither."""
    one = make_support().clips[0]
    support = replace(make_support(), clips=[one] * 4, labels=torch.tensor([0, 0, 0, 1]))
    config = TrainConfig(epochs=60, batch_size=4, learning_rate=2e-2, rebalance=False)

    def first_class(config: TrainConfig) -> float:
        logits = run_all(_learned(support, config), [one], support.options, 1).logits
        return float(logits.softmax(dim=1)[0, 0])

    assert first_class(config) == pytest.approx(0.75, abs=0.02)
    assert first_class(replace(config, balance_classes=True)) == pytest.approx(0.5, abs=0.02)


def test_even_classes_learn_exactly_the_same() -> None:
    config = TrainConfig(epochs=2, batch_size=4, learning_rate=3e-3)
    usual = _learned(make_support(), config)
    balanced = _learned(make_support(), replace(config, balance_classes=True))
    for name, parameter in usual.trainable().items():
        assert torch.equal(parameter, balanced.trainable()[name]), name


def test_the_loss_that_is_shown_is_the_one_that_is_learned() -> None:
    """Before anything is learned, with logits of nothing: −log of the clip's class' share."""
    torch.manual_seed(0)
    model = SMP(tiny_config(), 2)
    torch.nn.init.zeros_(model.head.classify.weight)
    torch.nn.init.zeros_(model.head.classify.bias)
    support = replace(make_support(), labels=torch.tensor([0] * 6 + [1] * 2))
    config = TrainConfig(epochs=1, batch_size=8, rebalance=False, balance_classes=True)
    result = loop.train(model, support, config, JobContext())
    expected = -(6 * math.log(0.75) + 2 * math.log(0.25)) / 8
    assert result.history[0]["loss"] == pytest.approx(expected, abs=1e-5)


def test_fast_balances_and_paper_does_not() -> None:
    assert {name: preset.balance_classes for name, preset in PRESETS.items()} == {
        "fast": True,
        "paper": False,
    }
