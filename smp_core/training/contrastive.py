"""Pretraining of small backbones: one scene's sound, picture and caption match.

It stands where the paper has ImageNet and CLIP pretraining. CLIP's part: InfoNCE between sound,
picture and caption (Radford et al. 2021). ImageNet's part: labels, here facts that the scene tells
about itself, predicted from sound and from picture, and the features of convolutional teachers
that learned the same facts (`training.teacher`): without so many bits a clip a small set leaves a
ViT on its first plateau. Each step sees a stretch of every clip, which makes it twice as fast; not
patches here and there (as Li et al., "Scaling language-image pre-training via masking", 2023), for
the features of a patch are to be told from its neighbours.
"""

from __future__ import annotations

import math
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional

from smp_core.device import fast_precision
from smp_core.errors import InputError
from smp_core.jobs import JobContext
from smp_core.model.inputs import ClipBatch, ClipInputs, InputOptions, make_batches
from smp_core.model.smp import SMP
from smp_core.model.streams import VitStream
from smp_core.training.facts import FactTable
from smp_core.training.teacher import PATCH_PX, WIDTH


@dataclass(frozen=True)
class ContrastiveConfig:
    """Settings of the pretraining.

    Attributes:
        epochs: Passes over the scenes.
        batch_size: Scenes per step, at most all of them; the others of a batch are the negatives.
        learning_rate: AdamW's peak; warmed up over 5 % of the steps, then a half cosine to 0.
        weight_decay: On matrices only.
        kept: Share of each clip that a step sees, one stretch of time, 0…1; the last `whole_share`
            of the steps see all of it.
        whole_share: See `kept`.
        dense_weight: Of the teachers' features against the facts.
        seed: Of shuffling, augmentation and initial weights.
    """

    epochs: int = 12
    batch_size: int = 32
    learning_rate: float = 1e-3
    weight_decay: float = 0.05
    kept: float = 0.5
    whole_share: float = 0.1
    dense_weight: float = 3.0
    seed: int = 42


@dataclass(frozen=True)
class CaptionedScene:
    """A scene ready for training.

    Attributes:
        inputs: Spectrogram and frames; its token ids are replaced at every use.
        captions: Token ids of each of its captions; one is drawn at every use.
        heard, seen: float32 (A,) and (V,), targets of a `FactTable` each.
        heard_map, seen_map: float16 (patches, 128), a teacher's features of every patch.
    """

    inputs: ClipInputs
    captions: tuple[Tensor, ...]
    heard: Tensor
    seen: Tensor
    heard_map: Tensor
    seen_map: Tensor


class Seen(NamedTuple):
    """A batch's tokens after the final norm.

    Attributes:
        cls: (B, D). patches: (B, n, D), those that were shown. rows: int64 (n,), which they were.
    """

    cls: Tensor
    patches: Tensor
    rows: Tensor


class PretrainingHeads(nn.Module):
    """What only the pretraining needs: maps into the common space and to facts."""

    def __init__(self, widths: tuple[int, int, int], heard: FactTable, seen: FactTable) -> None:
        super().__init__()
        audio, visual, text = widths
        self.audio = nn.Linear(audio, text, bias=False)
        self.visual = nn.Linear(visual, text, bias=False)
        self.text = nn.Linear(text, text, bias=False)
        self.heard = fact_head(audio, heard)
        self.seen = fact_head(visual, seen)
        self.heard_map = nn.Linear(audio, WIDTH)
        self.seen_map = nn.Linear(visual, WIDTH)
        self.log_scale = nn.Parameter(torch.tensor(math.log(1 / 0.07)))

    def pairs(self, audio: Tensor, visual: Tensor, text: Tensor) -> tuple[Tensor, Tensor]:
        """InfoNCE of a batch from its embeddings (B, D), and how often the caption is found."""
        a = functional.normalize(self.audio(audio), dim=1)
        v = functional.normalize(self.visual(visual), dim=1)
        t = functional.normalize(self.text(text), dim=1)
        both = functional.normalize(a + v, dim=1)
        scale = self.log_scale.exp().clamp(max=100)
        loss = info_nce(a, t, scale) + info_nce(v, t, scale) + info_nce(both, t, scale)
        found = (both @ t.T).argmax(dim=1) == torch.arange(len(t), device=t.device)
        return (loss + 0.5 * info_nce(a, v, scale)) / 3.5, found.float().mean()


def fact_head(width: int, table: FactTable) -> nn.Linear:
    """A layer that starts out knowing how frequent each fact is, and nothing else."""
    head = nn.Linear(width, max(1, len(table)))
    nn.init.zeros_(head.weight)
    with torch.no_grad():
        head.bias[: len(table)] = table.log_odds()
    return head


def fact_loss(head: nn.Linear, stream: Seen, targets: Tensor) -> Tensor:
    """Cross-entropy per true fact, from CLS and from the patches' mean alike.

    The mean reaches every patch from the first step on; CLS, which is what SMP uses, follows.
    """
    width = targets.shape[1]
    losses = [
        functional.binary_cross_entropy_with_logits(
            head(x.float())[:, :width], targets, reduction="sum"
        )
        for x in (stream.cls, stream.patches.mean(dim=1))
    ]
    return (losses[0] + losses[1]) / (2 * targets.sum().clamp_min(1))


def dense_loss(head: nn.Linear, stream: Seen, maps: Tensor) -> Tensor:
    """Mean squared difference from the teacher's features; 1 for a head that knows nothing.

    Args:
        maps: (B, N, 128), of all patches, shown or not.
    """
    return functional.mse_loss(head(stream.patches.float()), maps[:, stream.rows])


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
    facts: tuple[FactTable, FactTable],
    config: ContrastiveConfig,
    ctx: JobContext,
) -> list[dict[str, float]]:
    """Train the three backbones of `model` in place, each stream for itself, without P-AVeLs.

    Args:
        facts: The tables behind `heard` and `seen` of the scenes.

    Returns:
        One dictionary an epoch: the losses, and how often a scene's caption is found among the
        batch's from its sound and picture.

    Raises:
        InputError: Fewer than two scenes.
    """
    if len(scenes) < 2:
        raise InputError("One scene alone matches nothing.", "Ask for at least two scenes.")
    audio, visual, text = model.audio, model.visual, model.text
    if audio is None or visual is None or text is None:
        raise ValueError("contrastive pretraining needs all three streams")
    torch.manual_seed(config.seed)
    widths = (model.config.audio.width, model.config.visual.width, model.config.text.width)
    heads = PretrainingHeads(widths, *facts).to(model.device)
    parameters = [*audio.parameters(), *visual.parameters(), *text.parameters()]
    for parameter in parameters:
        parameter.requires_grad_(True)
    parameters += heads.parameters()
    optimizer = _optimizer(parameters, config)
    batch_size = min(config.batch_size, len(scenes))
    steps = len(scenes) // batch_size
    total = steps * config.epochs
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: _rate(step, total))
    rng = random.Random(config.seed)
    history: list[dict[str, float]] = []
    done = 0
    model.train()
    for epoch in range(config.epochs):
        started = time.monotonic()
        order = list(range(len(scenes)))
        rng.shuffle(order)
        sums = dict.fromkeys(("pairs", "heard", "seen", "heard_map", "seen_map", "found"), 0.0)
        for step in range(steps):
            chosen = [scenes[row] for row in order[step * batch_size : (step + 1) * batch_size]]
            clips = [_with_caption(scene, rng) for scene in chosen]
            (batch,) = make_batches(clips, options, model.config.text.end_id, model.device)
            heard_maps = _stack([scene.heard_map for scene in chosen], model).float()
            seen_maps = _stack([scene.seen_map for scene in chosen], model).float()
            batch, heard_maps = augment(batch, heard_maps, rng)
            whole = done >= (1 - config.whole_share) * total
            kept, place = 1.0 if whole else config.kept, rng.random()
            with fast_precision(model.device):
                heard, (high, long) = model.begin_audio(audio, batch.spectrogram)
                shown, (n_frames, _, _) = model.begin_visual(visual, batch.frames)
                first, last = stretch(long, kept, place)
                columns = torch.arange(high * long).reshape(high, long)[:, first:last]
                a = _embed(audio, heard, columns.flatten())
                first, last = stretch(n_frames, kept, place)
                patches = torch.arange(shown.shape[1] - 1).reshape(n_frames, -1)[first:last]
                v = _embed(visual, shown, patches.flatten())
                t = text.run(batch.token_ids, batch.text_mask)
            pairs, found = heads.pairs(a.cls.float(), v.cls.float(), t.float())
            heard_loss = fact_loss(heads.heard, a, _stack([scene.heard for scene in chosen], model))
            seen_loss = fact_loss(heads.seen, v, _stack([scene.seen for scene in chosen], model))
            heard_map = dense_loss(heads.heard_map, a, heard_maps)
            seen_map = dense_loss(heads.seen_map, v, seen_maps)
            loss = pairs + heard_loss + seen_loss + config.dense_weight * (heard_map + seen_map)
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            nn.utils.clip_grad_norm_(parameters, 1.0)
            optimizer.step()
            schedule.step()
            done += 1
            values = {
                "pairs": pairs,
                "heard": heard_loss,
                "seen": seen_loss,
                "heard_map": heard_map,
                "seen_map": seen_map,
                "found": found,
            }
            numbers = {name: float(value.detach()) for name, value in values.items()}
            for name, value in numbers.items():
                sums[name] += value / steps
            ctx.progress("Pretraining the backbones", done, total, **numbers)
        history.append({"epoch": epoch + 1, **sums, "seconds": time.monotonic() - started})
    model.freeze_backbones()
    model.eval()
    return history


def augment(batch: ClipBatch, heard_maps: Tensor, rng: random.Random) -> tuple[ClipBatch, Tensor]:
    """Shift the sound in time (up to a quarter, around), mask a band and a stretch of it, change
    the picture's brightness and contrast: nothing that a caption names.

    Args:
        heard_maps: (B, f·t, 128), shifted along with the sound, but not masked: what is hidden is
            to be guessed.
    """
    spectrogram, maps = batch.spectrogram.clone(), heard_maps.clone()
    n_mels, length = spectrogram.shape[1:]
    high, long = n_mels // PATCH_PX, length // PATCH_PX
    for row in range(len(spectrogram)):
        shift = rng.randint(-(long // 4), long // 4)
        spectrogram[row] = spectrogram[row].roll(shift * PATCH_PX, dims=1)
        grid = maps[row].reshape(high, long, -1)
        maps[row] = grid.roll(shift, dims=1).reshape(high * long, -1)
        low, wide = rng.randrange(n_mels), rng.randint(0, n_mels // 8)
        spectrogram[row, low : low + wide] = spectrogram[row].mean()
        first, hidden = rng.randrange(length), rng.randint(0, length // 10)
        spectrogram[row, :, first : first + hidden] = spectrogram[row].mean()
    count = len(batch.frames)
    contrast = torch.empty(count, 1, 1, 1, 1).uniform_(0.8, 1.25).to(batch.frames.device)
    brightness = torch.empty(count, 1, 1, 1, 1).uniform_(-0.3, 0.3).to(batch.frames.device)
    frames = batch.frames * contrast + brightness
    return replace(batch, spectrogram=spectrogram, frames=frames), maps


def stretch(length: int, kept: float, place: float) -> tuple[int, int]:
    """A stretch of `kept` of the length, at least 1, beginning at `place` of what is possible.

    Args:
        kept, place: In [0, 1].
    """
    size = max(1, round(length * kept))
    first = min(int(place * (length - size + 1)), length - size)
    return first, first + size


def _embed(stream: VitStream, x: Tensor, rows: Tensor) -> Seen:
    """Run a stream that sees some of its patches: x is (B, 1 + N, D), rows int64 (n,)."""
    rows = rows.to(x.device)
    tokens = stream.run(torch.cat([x[:, :1], x[:, rows + 1]], dim=1))
    return Seen(tokens[:, 0], tokens[:, 1:], rows)


def _stack(rows: Sequence[Tensor], model: SMP) -> Tensor:
    return torch.stack(list(rows)).to(model.device)


def _optimizer(parameters: Sequence[nn.Parameter], config: ContrastiveConfig) -> torch.optim.AdamW:
    groups = [
        {"params": [p for p in parameters if p.ndim > 1], "weight_decay": config.weight_decay},
        {"params": [p for p in parameters if p.ndim <= 1], "weight_decay": 0.0},
    ]
    return torch.optim.AdamW(groups, lr=config.learning_rate, betas=(0.9, 0.98))


def _with_caption(scene: CaptionedScene, rng: random.Random) -> ClipInputs:
    return replace(scene.inputs, token_ids=rng.choice(scene.captions))


def _rate(step: int, total: int) -> float:
    warm_up = max(1, total // 20)
    if step < warm_up:
        return (step + 1) / warm_up
    return 0.5 * (1 + math.cos(math.pi * (step - warm_up) / max(1, total - warm_up)))
