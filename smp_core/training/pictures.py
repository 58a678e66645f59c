"""Pretraining of the picture stream on single frames: ImageNet's place in the paper.

A frame alone has an eighth of a clip's patches and says most of what its features say, so the
stream learns here several times faster than on whole clips; what takes two frames to see comes with
the clips (`training.contrastive`).
"""

from __future__ import annotations

import math
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from smp_core.device import fast_precision
from smp_core.jobs import JobContext
from smp_core.model.inputs import InputOptions
from smp_core.model.streams import VitStream
from smp_core.training.contrastive import CaptionedScene, Seen, dense_loss, fact_head, fact_loss
from smp_core.training.facts import FactTable
from smp_core.training.teacher import WIDTH


@dataclass(frozen=True)
class PictureConfig:
    """Settings of the picture stream's pretraining.

    Attributes:
        epochs: Passes over the scenes; one frame of each.
        batch_size: Frames per step.
        learning_rate: AdamW's peak; short warm-up, then a half cosine to 0.
        weight_decay: Of everything.
        dense_weight: Of the teacher's features against the facts.
        seed: Of shuffling and of the heads.
    """

    epochs: int = 16
    batch_size: int = 64
    learning_rate: float = 1e-3
    weight_decay: float = 0.05
    dense_weight: float = 3.0
    seed: int = 42


def pretrain_pictures(
    stream: VitStream,
    scenes: Sequence[CaptionedScene],
    options: InputOptions,
    table: FactTable,
    config: PictureConfig,
    ctx: JobContext,
) -> list[dict[str, float]]:
    """Train the stream in place.

    Returns:
        One dictionary an epoch: mean losses and seconds.
    """
    device = stream.vit.patch_embed.proj.weight.device
    torch.manual_seed(config.seed)
    rng = random.Random(config.seed)
    n_frames = len(scenes[0].inputs.frames)
    facts = fact_head(stream.vit.embed_dim, table).to(device)
    dense = nn.Linear(stream.vit.embed_dim, WIDTH).to(device)
    stream.requires_grad_(True)
    parameters = [*stream.parameters(), *facts.parameters(), *dense.parameters()]
    optimizer = torch.optim.AdamW(
        parameters, lr=config.learning_rate, betas=(0.9, 0.98), weight_decay=config.weight_decay
    )
    batch_size = min(config.batch_size, len(scenes))
    steps = len(scenes) // batch_size
    total = config.epochs * steps

    def rate(step: int) -> float:
        warm = min(1.0, (step + 1) / 50)
        return warm * 0.5 * (1 + math.cos(math.pi * step / max(1, total)))

    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, rate)
    mean = torch.tensor(options.frame_mean, device=device).view(3, 1, 1)
    deviation = torch.tensor(options.frame_std, device=device).view(3, 1, 1)
    history: list[dict[str, float]] = []
    stream.train()
    for epoch in range(config.epochs):
        started = time.monotonic()
        order = list(range(len(scenes)))
        rng.shuffle(order)
        sums = {"seen": 0.0, "seen_map": 0.0}
        for step in range(steps):
            chosen = [scenes[row] for row in order[step * batch_size : (step + 1) * batch_size]]
            places = torch.tensor([rng.randrange(n_frames) for _ in chosen])
            frames = torch.stack(
                [scene.inputs.frames[place] for scene, place in zip(chosen, places, strict=True)]
            ).to(device)
            frames = (frames.float() / 255 - mean) / deviation
            frames = frames * rng.uniform(0.8, 1.25) + rng.uniform(-0.3, 0.3)
            with fast_precision(device):
                tokens = stream.run(_one_frame(stream, frames, places.to(device), n_frames))
            per_frame = tokens.shape[1] - 1
            seen = Seen(tokens[:, 0], tokens[:, 1:], torch.arange(per_frame))
            maps = torch.stack(
                [
                    scene.seen_map.reshape(n_frames, per_frame, -1)[place]
                    for scene, place in zip(chosen, places, strict=True)
                ]
            )
            loss_facts = fact_loss(
                facts, seen, torch.stack([scene.seen for scene in chosen]).to(device)
            )
            loss_dense = dense_loss(dense, seen, maps.to(device).float())
            optimizer.zero_grad(set_to_none=True)
            (loss_facts + config.dense_weight * loss_dense).backward()
            nn.utils.clip_grad_norm_(parameters, 1.0)
            optimizer.step()
            schedule.step()
            numbers = {"seen": float(loss_facts.detach()), "seen_map": float(loss_dense.detach())}
            for name, value in numbers.items():
                sums[name] += value / steps
            ctx.progress("Pretraining on pictures", epoch * steps + step + 1, total, **numbers)
        history.append({"epoch": epoch + 1, **sums, "seconds": time.monotonic() - started})
    stream.requires_grad_(False)
    stream.eval()
    return history


def _one_frame(stream: VitStream, frames: Tensor, places: Tensor, n_frames: int) -> Tensor:
    """First tokens of single frames, each at its own place in the clip's position table.

    Args:
        frames: (B, 3, H, W). places: int64 (B,) in [0, n_frames).

    Returns:
        (B, 1 + h·w, D).
    """
    patches, _ = stream.patchify(frames)
    cls, table = stream.vit.cls_token, stream.vit.pos_embed
    if cls is None or table is None or table.shape[1] != 1 + n_frames * patches.shape[1]:
        raise ValueError("the position table is not that of a clip of such frames")
    positions = table[0, 1:].reshape(n_frames, patches.shape[1], -1)[places]
    first = (cls + table[:, :1]).expand(len(frames), -1, -1)
    return torch.cat([first, patches + positions], dim=1)
