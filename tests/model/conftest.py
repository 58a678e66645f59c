"""A tiny SMP: real modules, milliseconds to run."""

from __future__ import annotations

import pytest
import torch
from tiny_smp import random_batch, tiny_config

from smp_core.model.inputs import ClipBatch
from smp_core.model.smp import SMP


@pytest.fixture
def batch() -> ClipBatch:
    return random_batch()


@pytest.fixture
def model() -> SMP:
    torch.manual_seed(0)
    return SMP(tiny_config(), 4).eval()
