"""Looking into finetuned models: the same numbers as the models and the program's own maps give."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from tiny_smp import tiny_config, wake_adapters

from smp_core.bench.inside import cls_tokens, visual_rollout
from smp_core.bench.peers.registry import TRAINED
from smp_core.errors import InputError
from smp_core.inference.clip_maps import clip_maps
from smp_core.model.inputs import ClipInputs, InputOptions
from smp_core.model.smp import SMP
from smp_core.training.support_set import run_all


def clips(n: int = 3) -> list[ClipInputs]:
    g = torch.Generator().manual_seed(0)
    sizes = [(32, 48), (48, 32), (32, 48)]  # mixed sizes are batched apart
    return [
        ClipInputs(
            torch.randn(32, 64, generator=g).half(),
            torch.randint(0, 255, (2, 3, *sizes[row % 3]), generator=g, dtype=torch.uint8),
            torch.tensor([0, 5 + row, 9, 1]),
        )
        for row in range(n)
    ]


def woken_smp() -> SMP:
    torch.manual_seed(0)
    model = SMP(tiny_config(), 2).eval()
    wake_adapters(model)
    return model


def test_cls_tokens_are_the_embeddings_of_smp() -> None:
    model, asked = woken_smp(), clips()
    found = run_all(model, asked, InputOptions(), 8).embeddings
    assert found.audio is not None and found.visual is not None
    expected = torch.cat([found.audio, found.visual], dim=1).numpy()
    np.testing.assert_allclose(cls_tokens(model, asked, InputOptions()), expected, atol=1e-6)


def test_rollout_is_that_of_the_maps_in_the_window() -> None:
    model, (clip, *_) = woken_smp(), clips()
    maps = clip_maps(model, clip, InputOptions(), [])
    assert maps.visual is not None
    expected = maps.visual.rollout[-1].numpy()
    found = visual_rollout(model, clip, InputOptions())
    assert found.shape == (2, 2, 3) and found.std() > 0
    np.testing.assert_allclose(found, expected, atol=1e-7)


def test_lavish_looks_like_its_backbone_until_its_gates_open() -> None:
    torch.manual_seed(0)
    model = TRAINED["lavish"].build(tiny_config(), 2).eval()
    (clip, *_) = clips()
    plain, options = visual_rollout(model.base, clip, InputOptions()), InputOptions()
    np.testing.assert_allclose(visual_rollout(model, clip, options), plain, atol=1e-6)
    np.testing.assert_allclose(
        cls_tokens(model, [clip], options), cls_tokens(model.base, [clip], options), atol=1e-5
    )
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            if name.endswith(("gate", "listening")):
                parameter.fill_(3.0)
    assert np.abs(visual_rollout(model, clip, options) - plain).max() > 1e-5


def test_what_cannot_be_looked_at_is_told() -> None:
    (clip, *_) = clips()
    mbt = TRAINED["mbt"].build(tiny_config(), 2).eval()
    with pytest.raises(InputError, match="other tokens than its own"):
        visual_rollout(mbt, clip, InputOptions())
    deaf = SMP(tiny_config(streams=(), pavel=False, head_text=True), 2).eval()
    with pytest.raises(InputError, match="no sound or picture"):
        cls_tokens(deaf, [clip], InputOptions())
    blind = SMP(tiny_config(streams=("audio",), pavel=False), 2).eval()
    with pytest.raises(InputError, match="no attention over frames"):
        visual_rollout(blind, clip, InputOptions())
