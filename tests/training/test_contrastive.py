"""Pretraining: losses with known values, learning, and augmentation that keeps what words name."""

from __future__ import annotations

import math
import random

import pytest
import torch
from tiny_smp import random_batch, tiny_config

from smp_core.errors import InputError
from smp_core.jobs import JobContext
from smp_core.model.inputs import ClipInputs, InputOptions
from smp_core.model.smp import SMP
from smp_core.training.contrastive import (
    CaptionedScene,
    ContrastiveConfig,
    augment,
    info_nce,
    pretrain_backbones,
    stretch,
)
from smp_core.training.facts import FactTable
from smp_core.training.small import place_positions, small_model


def test_info_nce_of_unrelated_and_of_matching_vectors() -> None:
    same = torch.ones(8, 4) / 2
    assert info_nce(same, same, torch.tensor(10.0)).item() == pytest.approx(math.log(8))
    unit = torch.eye(8)
    assert info_nce(unit, unit, torch.tensor(100.0)).item() == pytest.approx(0, abs=1e-6)


def test_info_nce_does_not_care_about_the_order_of_pairs() -> None:
    left, right = torch.randn(6, 5), torch.randn(6, 5)
    order = torch.randperm(6)
    scale = torch.tensor(3.0)
    one, two = info_nce(left, right, scale), info_nce(left[order], right[order], scale)
    torch.testing.assert_close(one, two)
    torch.testing.assert_close(one, info_nce(right, left, scale))


TABLE = FactTable([["low"], ["high"]])


def scenes(n: int = 12) -> list[CaptionedScene]:
    g = torch.Generator().manual_seed(0)
    made = []
    for index in range(n):
        level = 20 + 15 * index
        clip = ClipInputs(
            (torch.randn(32, 64, generator=g) * 0.1 + index / 4).half(),
            torch.full((2, 3, 32, 48), level, dtype=torch.uint8),
            torch.zeros(0, dtype=torch.int64),
        )
        half = "low" if index < n // 2 else "high"
        caption = torch.tensor([0, 2 + index, 30 + index, 1])
        facts = TABLE.targets([half])
        # Half the teacher's channels say which scene it is, the others which patch.
        of_scene, of_patch = torch.full((12, 64), index / 6 - 1), torch.arange(12) / 6 - 1
        maps = torch.cat([of_scene, of_patch[:, None].expand(-1, 64)], dim=1).half()
        made.append(CaptionedScene(clip, (caption,), facts, facts, maps[:8], maps))
    return made


def test_it_learns_which_belong_together() -> None:
    torch.manual_seed(0)
    model = SMP(tiny_config(begin_block=3), 2)
    frozen = {n: p.clone() for n, p in model.head.named_parameters()}
    config = ContrastiveConfig(epochs=60, batch_size=12, learning_rate=3e-3, kept=0.8)
    history = pretrain_backbones(
        model, scenes(), InputOptions(), (TABLE, TABLE), config, JobContext()
    )
    assert history[-1]["found"] >= 3 * history[0]["found"] or history[-1]["found"] > 0.5
    assert history[-1]["pairs"] < 0.8 * history[0]["pairs"]
    assert history[-1]["heard"] < 0.95 * history[0]["heard"]
    assert history[-1]["seen"] < 0.95 * history[0]["seen"]
    assert history[-1]["seen_map"] < 0.5 * history[0]["seen_map"]
    assert history[-1]["heard_map"] < 0.5 * history[0]["heard_map"]
    assert all(torch.equal(p, frozen[n]) for n, p in model.head.named_parameters())
    assert not any(p.requires_grad for p in model.text.parameters())  # type: ignore[union-attr]


def test_it_is_the_same_every_time() -> None:
    ends = []
    for _ in range(2):
        torch.manual_seed(0)
        model = SMP(tiny_config(begin_block=3), 2)
        config = ContrastiveConfig(epochs=2, batch_size=6)
        pretrain_backbones(model, scenes(), InputOptions(), (TABLE, TABLE), config, JobContext())
        ends.append(torch.cat([p.flatten() for p in model.parameters()]))
    assert torch.equal(*ends)


def test_a_stretch_lies_within_and_reaches_both_ends() -> None:
    assert stretch(8, 0.5, 0.0) == (0, 4)
    assert stretch(8, 0.5, 1.0) == (4, 8)
    assert stretch(31, 1.0, 0.7) == (0, 31)
    assert stretch(2, 0.1, 0.9) == (1, 2)


def test_one_scene_is_too_few() -> None:
    config, tables = ContrastiveConfig(), (TABLE, TABLE)
    with pytest.raises(InputError, match="matches nothing"):
        pretrain_backbones(
            SMP(tiny_config(), 2), scenes(1), InputOptions(), tables, config, JobContext()
        )


def test_augmentation_changes_sound_and_light_but_no_words() -> None:
    torch.manual_seed(0)
    batch = random_batch()
    n_mels, length = batch.spectrogram.shape[1:]
    columns = torch.arange(length // 16).float().expand(n_mels // 16, -1)
    maps = columns.reshape(1, -1, 1).expand(len(batch.frames), -1, 128)
    changed, shifted = augment(batch, maps, random.Random(1))
    assert torch.equal(changed.token_ids, batch.token_ids)
    assert changed.spectrogram.shape == batch.spectrogram.shape
    assert not torch.equal(changed.spectrogram, batch.spectrogram)
    # The teacher's columns go where the sound's went.
    clear = (changed.spectrogram[0] != changed.spectrogram[0, :, :1]).any(dim=0)
    assert clear.any()
    by = [int(shifted[0, 0, 0])]
    back = changed.spectrogram[0].roll(by[0] * 16, dims=1)
    agree = (back == batch.spectrogram[0]).float().mean()
    assert agree > 0.6
    # Brightness and contrast are one line per clip: y = a x + b.
    x, y = batch.frames[0].flatten(), changed.frames[0].flatten()
    slope = (y[1] - y[0]) / (x[1] - x[0])
    torch.testing.assert_close(y, slope * x + (y[0] - slope * x[0]), atol=1e-4, rtol=1e-4)
    assert 0.8 <= slope.item() <= 1.25


def test_facts_that_are_everywhere_or_nowhere_are_left_out() -> None:
    table = FactTable([["red", "ball", "here"]] * 3 + [["blue", "here"]] * 7)
    assert len(table) == 2  # "here" and "blue" are too common to say anything
    assert table.targets(["red", "here"]).tolist() == [0.0, 1.0]
    assert table.targets(["nothing known"]).sum() == 0
    torch.testing.assert_close(table.log_odds().sigmoid(), torch.tensor([0.3, 0.3]))


def test_positions_start_distinct_and_similar_to_their_neighbours() -> None:
    model = SMP(small_model(), 2)
    place_positions(model)
    assert model.visual is not None and model.visual.vit.pos_embed is not None
    grid = model.visual.vit.pos_embed[0, 1:].reshape(8, 6, 6, -1)
    near = (grid[2, 3, 3] - grid[2, 3, 4]).norm()
    far = (grid[2, 3, 3] - grid[2, 3, 0]).norm()
    assert 0 < near < far
    assert len(torch.unique(grid.reshape(288, -1).round(decimals=4), dim=0)) == 288
