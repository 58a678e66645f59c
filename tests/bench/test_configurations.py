"""The paper's rows by name."""

from __future__ import annotations

import pytest
import torch
from tiny_smp import random_batch, tiny_config, wake_adapters

from smp_core.bench.configurations import CONFIGURATIONS
from smp_core.bench.methods import entrant, named
from smp_core.bench.peers.registry import TRAINED, TRAINING_FREE
from smp_core.model.smp import SMP
from smp_core.training.config import TrainConfig
from smp_core.training.overrides import apply_overrides


@pytest.mark.parametrize("name", CONFIGURATIONS)
def test_every_row_is_a_model_in_which_all_that_is_trained_moves(name: str) -> None:
    config, training = apply_overrides(tiny_config(), TrainConfig(), CONFIGURATIONS[name].settings)
    torch.manual_seed(0)
    model = SMP(config, 4).train()
    wake_adapters(model)
    output = model(random_batch())
    assert output.logits.shape == (3, 4)
    loss = torch.nn.functional.cross_entropy(output.logits, torch.tensor([0, 1, 2]))
    if output.embeddings.text is not None:
        # P-PR learns from it. Not a plain sum: the final norm makes that 0 whatever comes in.
        loss = loss + output.embeddings.text[:, ::2].sum()
    loss.backward()
    still = {n for n, p in model.trainable().items() if p.grad is None or not p.grad.any()}
    assert not still
    changed = config != tiny_config() or training != TrainConfig()
    assert changed == (name != "smp")


def test_no_two_rows_are_the_same() -> None:
    made = [
        apply_overrides(tiny_config(), TrainConfig(), each.settings)
        for each in CONFIGURATIONS.values()
    ]
    assert len(set(made)) == len(made)


def test_all_stands_for_every_row_that_can_be_asked_for() -> None:
    everything = named("all")
    assert set(named("smp, all")) == set(everything)
    assert len(set(everything)) == len(everything)
    names = [entrant(key).name for key in everything]
    assert len(set(names)) == len(names)
    assert {*CONFIGURATIONS, *TRAINED, *TRAINING_FREE, "smp-fast"} <= set(everything)
    assert entrant("smp@sound").prompts == "sound" and "smp@sound" in everything
    assert named("mbt, tbn,mbt") == ("mbt", "tbn")
