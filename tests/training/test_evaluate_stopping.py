"""A step of a large model can be stopped in its middle, forward and backward."""

from __future__ import annotations

import pytest
import torch
from tiny_smp import random_batch, tiny_config

from smp_core.errors import Cancelled
from smp_core.jobs import JobContext
from smp_core.model.smp import SMP
from smp_core.training.stopping import stop_points


def test_forward_and_backward_stop_within_a_block() -> None:
    torch.manual_seed(0)
    model = SMP(tiny_config(), 2)
    ctx = JobContext()
    with stop_points(model, ctx):
        loss = model(random_batch()).logits.sum()
        ctx.cancel()
        with pytest.raises(Cancelled):
            loss.backward()
        with pytest.raises(Cancelled):
            model(random_batch())
    model(random_batch()).logits.sum().backward()  # nothing is left behind


def test_the_numbers_are_the_same_with_it() -> None:
    torch.manual_seed(0)
    model = SMP(tiny_config(), 2).eval()
    batch = random_batch()
    model(batch).logits.sum().backward()
    plain = {n: p.grad.clone() for n, p in model.trainable().items() if p.grad is not None}
    model.zero_grad()
    with stop_points(model, JobContext()):
        model(batch).logits.sum().backward()
    for name, grad in plain.items():
        assert torch.equal(grad, model.trainable()[name].grad), name  # type: ignore[arg-type]
