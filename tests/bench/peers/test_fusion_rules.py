"""MBT and TBN by their own rules: where sound and picture may meet."""

from __future__ import annotations

from dataclasses import replace

import torch
from tiny_smp import random_batch, tiny_config
from torch import Tensor

from smp_core.bench.peers.mbt import Mbt
from smp_core.bench.peers.tbn import Tbn
from smp_core.model.inputs import ClipBatch


@torch.no_grad()
def heard_in_the_picture(model: Mbt) -> Tensor:
    """By how much another sound changes what the picture's head says."""
    answers: list[Tensor] = []
    model.visual_head.register_forward_hook(lambda _m, _i, out: answers.append(out))
    batch = random_batch()
    model(batch)
    model(replace(batch, spectrogram=batch.spectrogram.flip(2) + 1))
    return (answers[0] - answers[1]).abs().max()


def test_mbt_lets_sound_reach_the_picture_through_bottlenecks_only() -> None:
    torch.manual_seed(0)
    model = Mbt(tiny_config(), 3).eval()
    assert model.first == 2  # the last of three blocks fuses; its bottlenecks come out too late
    assert heard_in_the_picture(model) == 0
    torch.manual_seed(0)
    deeper = Mbt(tiny_config(), 3).eval()
    deeper.first = 1  # two fusing blocks: what the first gathers, the second reads
    assert heard_in_the_picture(deeper) > 1e-6


@torch.no_grad()
def test_mbt_averages_the_answers_and_the_bottlenecks() -> None:
    torch.manual_seed(0)
    model = Mbt(tiny_config(), 3).eval()
    batch = random_batch()
    said: dict[str, Tensor] = {}
    for name in ("audio_head", "visual_head"):
        getattr(model, name).register_forward_hook(
            lambda _m, _i, out, name=name: said.update({name: out})
        )
    logits = model(batch)
    torch.testing.assert_close(logits, (said["audio_head"] + said["visual_head"]) / 2)


class GivenTokens(Tbn):
    """TBN behind streams that say what the test says."""

    audio_tokens: Tensor
    visual_tokens: Tensor

    def final_tokens(self, batch: ClipBatch) -> tuple[Tensor, Tensor, tuple[int, int], int]:
        return self.audio_tokens, self.visual_tokens, (2, 8), 4


@torch.no_grad()
def test_tbn_binds_each_frame_to_the_sound_of_its_time() -> None:
    g = torch.Generator().manual_seed(0)
    torch.manual_seed(0)
    model = GivenTokens(tiny_config(), 3).eval()
    sound = torch.randn(1, 2, 4, 2, 24, generator=g)  # 2 bands, 4 windows of 2 columns
    frames = torch.randn(1, 4, 6, 24, generator=g)
    cls = torch.zeros(1, 1, 24)

    def answered(sound: Tensor, frames: Tensor) -> Tensor:
        model.audio_tokens = torch.cat([cls, sound.reshape(1, 16, 24)], dim=1)
        model.visual_tokens = torch.cat([cls, frames.reshape(1, 24, 24)], dim=1)
        logits: Tensor = model(random_batch())
        return logits

    order = torch.tensor([2, 0, 3, 1])
    before = answered(sound, frames)
    # Windows are averaged: their order plays no part as long as sound and picture stay together …
    torch.testing.assert_close(answered(sound[:, :, order], frames[:, order]), before)
    # … and parting them changes the answer.
    assert (answered(sound, frames[:, order]) - before).abs().max() > 1e-3
    expected = torch.zeros(1, 3)
    for window in range(4):
        both = torch.cat([sound[0, :, window].mean(dim=(0, 1)), frames[0, window].mean(dim=0)])
        expected += model.classify(model.bind(both).relu()) / 4
    torch.testing.assert_close(before, expected)
