"""The picture stream learns from single frames, wherever in the clip they stand."""

from __future__ import annotations

import pytest
import torch
from tiny_smp import tiny_config

from smp_core.jobs import JobContext
from smp_core.model.config import VitConfig
from smp_core.model.inputs import ClipInputs, InputOptions
from smp_core.model.smp import SMP
from smp_core.training.contrastive import CaptionedScene
from smp_core.training.facts import FactTable
from smp_core.training.pictures import PictureConfig, _one_frame, pretrain_pictures

TABLE = FactTable([["dark"], ["bright"]])


def model() -> SMP:
    torch.manual_seed(0)
    return SMP(tiny_config(visual=VitConfig(24, 3, 2, 16, positions=1 + 2 * 6)), 2)


def scenes(n: int = 12) -> list[CaptionedScene]:
    made = []
    for index in range(n):
        word = "dark" if index < n // 2 else "bright"
        level = 20 + 18 * index
        frames = torch.full((2, 3, 32, 48), level, dtype=torch.uint8)
        clip = ClipInputs(torch.zeros(32, 64).half(), frames, torch.zeros(0, dtype=torch.int64))
        facts = TABLE.targets([word])
        maps = torch.full((12, 128), index / 6 - 1).half()
        made.append(CaptionedScene(clip, (torch.tensor([0, 1]),), facts, facts, maps[:8], maps))
    return made


def test_it_learns_facts_and_features() -> None:
    stream = model().visual
    assert stream is not None
    before = stream.vit.patch_embed.proj.weight.clone()
    config = PictureConfig(epochs=60, batch_size=12, learning_rate=3e-3)
    history = pretrain_pictures(stream, scenes(), InputOptions(), TABLE, config, JobContext())
    assert len(history) == 60
    assert history[-1]["seen_map"] < 0.3 * history[0]["seen_map"]
    assert history[-1]["seen"] < 0.7 * history[0]["seen"]
    assert not torch.equal(before, stream.vit.patch_embed.proj.weight)
    assert not any(p.requires_grad for p in stream.parameters())


def test_a_frame_gets_the_positions_that_it_has_in_the_clip() -> None:
    smp = model()
    stream = smp.visual
    assert stream is not None
    frames = torch.randn(2, 2, 3, 32, 48)
    whole, _ = smp.begin_visual(stream, frames)
    second = _one_frame(stream, frames[:, 1], torch.tensor([1, 1]), 2)
    torch.testing.assert_close(second[:, 1:], whole[:, 7:])
    torch.testing.assert_close(second[:, 0], whole[:, 0])
    with pytest.raises(ValueError, match="position table"):
        _one_frame(stream, frames[:, 1], torch.tensor([1, 1]), 3)
