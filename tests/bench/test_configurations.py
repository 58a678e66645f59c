"""The paper's rows by name."""

from __future__ import annotations

import pytest
import torch
from tiny_smp import random_batch, tiny_config, wake_adapters

from smp_core.bench.configurations import CONFIGURATIONS
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
        loss = loss + output.embeddings.text.sum()  # P-PR learns from it
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
