"""Convolutional teachers: they learn the scenes' facts first, and show the backbones what to see.

A ViT learns little from a few thousand pictures, because nothing tells it that neighbouring pixels
belong together; a small convolutional network learns the same facts within minutes. So the ViT is
given the teacher's features, patch by patch, as targets beside its own (Touvron et al., "Training
data-efficient image transformers & distillation through attention", 2021; the features instead of
the answers, because there are hundreds of them a clip).
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from smp_core.jobs import JobContext
from smp_core.model.inputs import ClipInputs, InputOptions
from smp_core.training.facts import FactTable

PATCH_PX = 16
"""The teachers' total stride: one feature vector for each patch of a ViT with patches of 16."""

WIDTH = 128
"""Length of a feature vector."""

_BATCH = 64
_RATE = 2e-3
_MAX_SHIFT_PX = 8


@dataclass(frozen=True)
class TeacherConfig:
    """Settings of the two teachers.

    Attributes:
        seen_epochs: Passes over the scenes of the picture's teacher; each sees one frame of each.
        heard_epochs: Passes of the sound's teacher; each sees half of each spectrogram.
        seed: Of initial weights, shuffling and augmentation.
    """

    seen_epochs: int = 20
    heard_epochs: int = 8
    seed: int = 42


class ConvTeacher(nn.Module):
    """(B, C, H, W) → (B, 128, H // 16, W // 16); as in a ViT, what fills no patch is dropped.

    Args:
        channels: C.
    """

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.layers = nn.Sequential(
            _layer(channels, 32, kernel=4, stride=4),
            _layer(32, 64),
            _layer(64, 96, stride=2),
            _layer(96, 96),
            _layer(96, WIDTH, stride=2),
            _layer(WIDTH, WIDTH),
        )

    def forward(self, x: Tensor) -> Tensor:
        """See the class."""
        height, width = (size // PATCH_PX * PATCH_PX for size in x.shape[2:])
        whole = x[:, :, :height, :width].contiguous(memory_format=torch.channels_last)
        features: Tensor = self.layers(whole)
        return features


def _layer(wide_in: int, wide_out: int, *, kernel: int = 3, stride: int = 1) -> nn.Sequential:
    padding = 1 if kernel == 3 else 0
    return nn.Sequential(
        nn.Conv2d(wide_in, wide_out, kernel, stride, padding, bias=False),
        nn.BatchNorm2d(wide_out),
        nn.ReLU(),
    )


def seen_maps(
    clips: Sequence[ClipInputs],
    facts: Tensor,
    table: FactTable,
    options: InputOptions,
    config: TeacherConfig,
    ctx: JobContext,
    device: torch.device,
) -> list[Tensor]:
    """Train the picture's teacher and give what it sees.

    It is shown a frame and what changes until the next one.

    Args:
        clips: Frames (F, 3, H, W), the same size for all.
        facts: float (S, A), targets of `table`.

    Returns:
        For each clip float16 (F · H/16 · W/16, 128): each channel with mean 0 and deviation 1.
    """
    mean = torch.tensor(options.frame_mean).view(3, 1, 1)
    deviation = torch.tensor(options.frame_std).view(3, 1, 1)

    def pictures(rows: Sequence[int], rng: random.Random) -> Tensor:
        chosen = []
        for row in rows:
            frames = clips[row].frames
            first = rng.randrange(len(frames))
            chosen.append(frames[[first, (first + 1) % len(frames)]])
        pairs = (torch.stack(chosen).float() / 255 - mean) / deviation  # (B, 2, 3, H, W)
        return _with_change(_disguised(pairs, rng))

    def all_of(clip: ClipInputs) -> Tensor:
        frames = (clip.frames.float() / 255 - mean) / deviation
        return _with_change(torch.stack([frames, frames.roll(-1, dims=0)], dim=1))

    teacher = _train(
        6, pictures, facts, table, config.seen_epochs, config.seed, "Looking at scenes", ctx, device
    )
    return _maps(teacher, clips, all_of, device)


def heard_maps(
    clips: Sequence[ClipInputs],
    facts: Tensor,
    table: FactTable,
    config: TeacherConfig,
    ctx: JobContext,
    device: torch.device,
) -> list[Tensor]:
    """Train the sound's teacher and give what it hears.

    Args:
        clips: Spectrograms (M, T), the same size for all.
        facts: float (S, A), targets of `table`.

    Returns:
        For each clip float16 (M/16 · T/16, 128): each channel with mean 0 and deviation 1.
    """

    def pictures(rows: Sequence[int], rng: random.Random) -> Tensor:
        chosen = []
        for row in rows:
            spectrogram = clips[row].spectrogram
            n_mels, length = spectrogram.shape
            # Half of it, from anywhere and around the end: twice as fast, never twice the same.
            part = spectrogram.roll(rng.randrange(length), dims=1)[:, : length // 2].float()
            low, wide = rng.randrange(n_mels), rng.randint(0, n_mels // 8)
            part[low : low + wide] = part.mean()
            chosen.append(part * rng.uniform(0.8, 1.25) + rng.uniform(-0.3, 0.3))
        return torch.stack(chosen)[:, None]

    def all_of(clip: ClipInputs) -> Tensor:
        return clip.spectrogram.float()[None, None]

    teacher = _train(
        1, pictures, facts, table, config.heard_epochs, config.seed, "Listening to scenes", ctx,
        device,
    )  # fmt: skip
    return _maps(teacher, clips, all_of, device)


def _with_change(pairs: Tensor) -> Tensor:
    """(B, 2, 3, H, W) → (B, 6, H, W): the first picture, and the second minus the first."""
    return torch.cat([pairs[:, 0], pairs[:, 1] - pairs[:, 0]], dim=1)


def _disguised(pairs: Tensor, rng: random.Random) -> Tensor:
    """Mirror, recolour and shift: what no fact speaks of."""
    if rng.random() < 0.5:
        pairs = pairs.flip(-1)
    if rng.random() < 0.5:
        pairs = pairs[:, :, rng.sample(range(3), 3)]
    size = (len(pairs), 1, 3, 1, 1)
    pairs = pairs * torch.empty(size).uniform_(0.7, 1.4) + torch.empty(size).uniform_(-0.4, 0.4)
    down, right = rng.randint(0, 2 * _MAX_SHIFT_PX), rng.randint(0, 2 * _MAX_SHIFT_PX)
    height, width = pairs.shape[-2:]
    edge = (_MAX_SHIFT_PX,) * 4
    padded = functional.pad(pairs.flatten(0, 1), edge, mode="replicate")
    shifted = padded[:, :, down : down + height, right : right + width]
    return shifted.reshape(pairs.shape)


def _train(
    channels: int,
    pictures: Callable[[Sequence[int], random.Random], Tensor],
    facts: Tensor,
    table: FactTable,
    epochs: int,
    seed: int,
    stage: str,
    ctx: JobContext,
    device: torch.device,
) -> ConvTeacher:
    torch.manual_seed(seed)
    rng = random.Random(seed)
    teacher = ConvTeacher(channels).to(device)
    head = nn.Linear(2 * WIDTH, max(1, len(table)))
    nn.init.zeros_(head.weight)
    with torch.no_grad():
        head.bias[: len(table)] = table.log_odds()
    head.to(device)
    optimizer = torch.optim.AdamW(
        [*teacher.parameters(), *head.parameters()], lr=_RATE, betas=(0.9, 0.98), weight_decay=0.05
    )
    count = len(facts)
    batch = min(_BATCH, count)
    steps = count // batch
    total = epochs * steps
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: 0.5 * (1 + math.cos(math.pi * step / max(1, total)))
    )
    teacher.train()
    for epoch in range(epochs):
        order = list(range(count))
        rng.shuffle(order)
        for step in range(steps):
            rows = order[step * batch : (step + 1) * batch]
            targets = facts[rows].to(device)
            features = teacher(pictures(rows, rng).to(device))
            pooled = torch.cat([features.mean((2, 3)), features.amax((2, 3))], dim=1)
            logits = head(pooled)[:, : targets.shape[1]]
            loss = functional.binary_cross_entropy_with_logits(logits, targets, reduction="sum")
            loss = loss / targets.sum().clamp_min(1)
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            optimizer.step()
            schedule.step()
            ctx.progress(stage, epoch * steps + step + 1, total, loss=float(loss.detach()))
    return teacher.eval()


@torch.no_grad()
def _maps(
    teacher: ConvTeacher,
    clips: Sequence[ClipInputs],
    all_of: Callable[[ClipInputs], Tensor],
    device: torch.device,
) -> list[Tensor]:
    found: list[Tensor] = []
    for clip in clips:
        features = teacher(all_of(clip).to(device))  # (n, 128, h, w)
        found.append(features.permute(0, 2, 3, 1).reshape(-1, WIDTH).half().cpu())
    some = torch.cat(found[:: max(1, len(found) // 256)]).float()
    mean, deviation = some.mean(dim=0), some.std(dim=0).clamp_min(1e-3)
    # In place: beside the features of thousands of clips there is no room for a second copy.
    for features in found:
        features.copy_((features.float() - mean) / deviation)
    return found
