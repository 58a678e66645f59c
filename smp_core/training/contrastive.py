"""Contrastive pretraining of small backbones: one scene's sound, picture and caption match.

It stands where the paper has ImageNet and CLIP pretraining. Loss: InfoNCE (Radford et al. 2021)
between caption and sound, caption and picture, caption and both, and sound and picture.
"""

from __future__ import annotations

import math
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

import torch
from torch import Tensor, nn
from torch.nn import functional

from smp_core.device import fast_precision
from smp_core.jobs import JobContext
from smp_core.model.inputs import ClipBatch, ClipInputs, InputOptions, make_batches
from smp_core.model.smp import SMP, Embeddings


@dataclass(frozen=True)
class ContrastiveConfig:
    """Settings of the pretraining.

    Attributes:
        epochs: Passes over the scenes.
        batch_size: Scenes per step; the others of a batch are the negatives.
        learning_rate: AdamW's peak; warmed up over 5 % of the steps, then a half cosine to 0.
        weight_decay: On matrices only.
        seed: Of shuffling, augmentation and initial weights.
    """

    epochs: int = 12
    batch_size: int = 64
    learning_rate: float = 1e-3
    weight_decay: float = 0.05
    seed: int = 42


@dataclass(frozen=True)
class CaptionedScene:
    """A scene ready for training.

    Attributes:
        inputs: Spectrogram and frames; its token ids are replaced at every use.
        captions: Token ids of each of its captions; one is drawn at every use.
    """

    inputs: ClipInputs
    captions: tuple[Tensor, ...]


class Projections(nn.Module):
    """Linear maps into the common space, thrown away after the pretraining."""

    def __init__(self, audio: int, visual: int, text: int, width: int) -> None:
        super().__init__()
        self.audio = nn.Linear(audio, width, bias=False)
        self.visual = nn.Linear(visual, width, bias=False)
        self.text = nn.Linear(text, width, bias=False)
        self.log_scale = nn.Parameter(torch.tensor(math.log(1 / 0.07)))

    def forward(self, embeddings: Embeddings) -> tuple[Tensor, Tensor, Tensor]:
        """Embeddings → unit vectors (B, width) of sound, picture and caption."""
        audio, visual, text = embeddings
        if audio is None or visual is None or text is None:
            raise ValueError("contrastive pretraining needs all three streams")
        return (
            functional.normalize(self.audio(audio.float()), dim=1),
            functional.normalize(self.visual(visual.float()), dim=1),
            functional.normalize(self.text(text.float()), dim=1),
        )


def info_nce(left: Tensor, right: Tensor, scale: Tensor) -> Tensor:
    """Symmetric InfoNCE of matching rows.

    Args:
        left, right: Unit vectors (B, D). scale: Inverse temperature.

    Returns:
        Scalar; log B for unrelated vectors.
    """
    logits = scale * left @ right.T
    labels = torch.arange(len(left), device=left.device)
    across = functional.cross_entropy(logits.T, labels)
    return (functional.cross_entropy(logits, labels) + across) / 2


def pretrain_backbones(
    model: SMP,
    scenes: Sequence[CaptionedScene],
    options: InputOptions,
    config: ContrastiveConfig,
    ctx: JobContext,
) -> list[dict[str, float]]:
    """Train the three backbones of `model` in place; its P-AVeLs add nothing meanwhile.

    P-AVeLs start with output scale 0 and stay frozen here, so the streams do not see each other.

    Returns:
        One dictionary an epoch: loss, and how often a scene's caption is found among the batch's
        from its sound and picture.
    """
    torch.manual_seed(config.seed)
    width = model.config.text.width
    heads = Projections(model.config.audio.width, model.config.visual.width, width, width)
    heads.to(model.device)
    backbones = [p for part in (model.audio, model.visual, model.text) for p in _all(part)]
    for parameter in backbones:
        parameter.requires_grad_(True)
    parameters = [*backbones, *heads.parameters()]
    optimizer = torch.optim.AdamW(
        [
            {"params": [p for p in parameters if p.ndim > 1], "weight_decay": config.weight_decay},
            {"params": [p for p in parameters if p.ndim <= 1], "weight_decay": 0.0},
        ],
        lr=config.learning_rate,
        betas=(0.9, 0.98),
    )
    steps_per_epoch = len(scenes) // config.batch_size
    total = steps_per_epoch * config.epochs
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: _rate(step, total))
    rng = random.Random(config.seed)
    history: list[dict[str, float]] = []
    done = 0
    model.train()
    for epoch in range(config.epochs):
        started = time.monotonic()
        order = list(range(len(scenes)))
        rng.shuffle(order)
        losses, hits = 0.0, 0.0
        for step in range(steps_per_epoch):
            rows = order[step * config.batch_size : (step + 1) * config.batch_size]
            clips = [_with_caption(scenes[row], rng) for row in rows]
            (batch,) = make_batches(clips, options, model.config.text.end_id, model.device)
            with fast_precision(model.device):
                embeddings = model.embed(augment(batch, rng))
            audio, visual, text = heads(embeddings)
            scale = heads.log_scale.exp().clamp(max=100)
            both = functional.normalize(audio + visual, dim=1)
            loss = (
                info_nce(audio, text, scale)
                + info_nce(visual, text, scale)
                + info_nce(both, text, scale)
                + 0.5 * info_nce(audio, visual, scale)
            )
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            nn.utils.clip_grad_norm_(parameters, 1.0)
            optimizer.step()
            schedule.step()
            found = float(
                ((both @ text.T).argmax(dim=1).cpu() == torch.arange(len(rows))).float().mean()
            )
            losses += float(loss.detach())
            hits += found
            done += 1
            ctx.progress(
                "Pretraining the backbones", done, total, loss=float(loss.detach()), found=found
            )
        history.append(
            {
                "epoch": epoch + 1,
                "loss": losses / steps_per_epoch,
                "found": hits / steps_per_epoch,
                "seconds": time.monotonic() - started,
            }
        )
    model.freeze_backbones()
    model.eval()
    return history


def augment(batch: ClipBatch, rng: random.Random) -> ClipBatch:
    """Shift the sound in time (up to a quarter, around), mask a band and a stretch of it, change
    the picture's brightness and contrast: nothing that a caption names.
    """
    spectrogram = batch.spectrogram.clone()
    n_mels, length = spectrogram.shape[1:]
    for row in range(len(spectrogram)):
        shift = rng.randint(-length // 4, length // 4)
        spectrogram[row] = spectrogram[row].roll(shift, dims=1)
        low, wide = rng.randrange(n_mels), rng.randint(0, n_mels // 8)
        spectrogram[row, low : low + wide] = spectrogram[row].mean()
        first, long = rng.randrange(length), rng.randint(0, length // 10)
        spectrogram[row, :, first : first + long] = spectrogram[row].mean()
    count = len(batch.frames)
    contrast = torch.empty(count, 1, 1, 1, 1).uniform_(0.8, 1.25).to(batch.frames.device)
    brightness = torch.empty(count, 1, 1, 1, 1).uniform_(-0.3, 0.3).to(batch.frames.device)
    return replace(batch, spectrogram=spectrogram, frames=batch.frames * contrast + brightness)


def _with_caption(scene: CaptionedScene, rng: random.Random) -> ClipInputs:
    return replace(scene.inputs, token_ids=rng.choice(scene.captions))


def _rate(step: int, total: int) -> float:
    warm_up = max(1, total // 20)
    if step < warm_up:
        return (step + 1) / warm_up
    return 0.5 * (1 + math.cos(math.pi * (step - warm_up) / max(1, total - warm_up)))


def _all(module: nn.Module | None) -> list[nn.Parameter]:
    if module is None:
        raise ValueError("contrastive pretraining needs all three streams")
    return list(module.parameters())
