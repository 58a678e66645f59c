"""What trained peers share: the frozen backbones of SMP without its P-AVeLs, and a training loop.

As in the paper's own baselines, biases, norms, positions, CLS tokens and the audio patch projection
train along; so a difference in the table is the fusion's.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional

from smp_core.jobs import JobContext
from smp_core.model.config import ModelConfig
from smp_core.model.inputs import ClipBatch, ClipInputs, InputOptions, make_batches
from smp_core.model.pack import load_backbones
from smp_core.model.smp import SMP
from smp_core.model.streams import VitStream
from smp_core.training.config import TrainConfig
from smp_core.training.support_set import SupportSet


class FusionModel(nn.Module, ABC):
    """Two backbones and a fusion of theirs.

    Sub-classes give `forward`, and `heads`, the layers that end in classes.

    Args:
        config: A pack's configuration.

    Attributes:
        finetunes: Sessions train it; otherwise `finish` alone makes it know their classes.
    """

    finetunes = True

    def __init__(self, config: ModelConfig) -> None:
        super().__init__()
        self.config = config
        self.base = SMP(replace(config, pavel=False, head_text=False), 2)
        if self.base.audio is None or self.base.visual is None:
            raise ValueError("fusion needs both streams")
        # SMP's own head plays no part.
        self.base.head.requires_grad_(False)

    @property
    def audio(self) -> VitStream:
        """The sound's backbone."""
        return _there(self.base.audio)

    @property
    def visual(self) -> VitStream:
        """The picture's backbone."""
        return _there(self.base.visual)

    @property
    def device(self) -> torch.device:
        """Where the weights are."""
        return self.base.device

    @abstractmethod
    def forward(self, batch: ClipBatch) -> Tensor:
        """Clips → logits (B, C)."""

    def loss(self, batch: ClipBatch, labels: Tensor) -> Tensor:
        """Cross-entropy, unless the method has another."""
        return functional.cross_entropy(self(batch).float(), labels)

    @abstractmethod
    def heads(self) -> list[tuple[nn.Module, str]]:
        """(owner, attribute) of every layer that ends in classes."""

    def batches(self, labels: Tensor, batch_size: int) -> list[Tensor]:
        """One epoch's rows of the support set, batch by batch: all of them, shuffled.

        Args:
            labels: int64 (S,).
        """
        return list(torch.randperm(len(labels)).split(batch_size))

    def begin_epoch(self, support: SupportSet, epoch: int, epochs: int) -> None:
        """For methods that look at their own training; most do not."""
        return None

    def finish(self, support: SupportSet) -> None:
        """For methods that keep something of the support set when training is over."""
        return None

    def kept(self) -> dict[str, Tensor]:
        """What a source training leaves for the sessions, by parameter name."""
        return dict(self.trainable())

    def replace_classes(self, n_classes: int) -> None:
        """New last layers, as every session starts with; the rest stays."""
        for owner, name in self.heads():
            old = getattr(owner, name)
            layer = nn.Linear(old.in_features, n_classes, device=old.weight.device)
            nn.init.normal_(layer.weight, std=0.001)
            nn.init.zeros_(layer.bias)
            setattr(owner, name, layer)

    def trainable(self) -> dict[str, nn.Parameter]:
        """The trained parameters by name."""
        return {name: p for name, p in self.named_parameters() if p.requires_grad}

    def load_backbones(self, folder: Path) -> None:
        """A pack's frozen weights."""
        load_backbones(self.base, folder)

    def begin(self, batch: ClipBatch) -> tuple[Tensor, Tensor, tuple[int, int], int]:
        """First tokens of both streams.

        Returns:
            Sound (B, 1 + f·t, D), picture (B, 1 + F·h·w, D), (f, t), F.
        """
        audio, grid = self.base.begin_audio(self.audio, batch.spectrogram)
        visual, (n_frames, _, _) = self.base.begin_visual(self.visual, batch.frames)
        return audio, visual, grid, n_frames

    def final_tokens(self, batch: ClipBatch) -> tuple[Tensor, Tensor, tuple[int, int], int]:
        """As `begin`, after all blocks and the final norms."""
        audio, visual, grid, n_frames = self.begin(batch)
        return self.audio.run(audio), self.visual.run(visual), grid, n_frames


def _there(stream: VitStream | None) -> VitStream:
    if stream is None:
        raise ValueError("fusion needs both streams")
    return stream


def block(stream: VitStream, index: int, x: Tensor) -> Tensor:
    """One block of a stream: (B, N, D) → (B, N, D)."""
    x = x + stream.attention(index, stream.norm1(index, x))
    return x + stream.mlp(index, stream.norm2(index, x))


def mlp_head(width: int, hidden: int, n_classes: int, dropout: float = 0.5) -> nn.Sequential:
    """SMP's kind of head, so that heads are no difference; its last layer is `[-1]`."""
    return nn.Sequential(
        nn.Linear(width, hidden), nn.ReLU(), nn.Dropout(dropout), nn.Linear(hidden, n_classes)
    )


def train_fusion(
    model: FusionModel,
    support: SupportSet,
    config: TrainConfig,
    ctx: JobContext,
    *,
    stage: str = "Training",
    after_epoch: Callable[[int], None] = lambda epoch: None,
) -> None:
    """Train a peer in place, as SMP is trained: Adam, the same rate, batches and epochs."""
    optimizer = torch.optim.Adam(model.trainable().values(), lr=config.learning_rate)
    for epoch in range(config.epochs):
        torch.manual_seed(config.seed * 1_000_003 + epoch)
        model.begin_epoch(support, epoch, config.epochs)
        model.train()
        for rows in model.batches(support.labels, config.batch_size):
            ctx.raise_if_cancelled()
            clips = [support.clips[int(row)] for row in rows]
            labels = support.labels[rows].to(model.device)
            loss = torch.zeros((), device=model.device)
            for batch in make_batches(
                clips, support.options, model.config.text.end_id, model.device
            ):
                share = len(batch.rows) / len(rows)
                loss = loss + share * model.loss(batch, labels[batch.rows.to(labels.device)])
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            optimizer.step()
        ctx.progress(stage, epoch + 1, config.epochs)
        after_epoch(epoch + 1)
    model.finish(support)
    model.eval()


@torch.no_grad()
def answer(
    model: FusionModel, clips: Sequence[ClipInputs], options: InputOptions, batch_size: int = 32
) -> Tensor:
    """Logits float (n, C) of any number of clips, on the CPU."""
    model.eval()
    return in_order(model, clips, options, model, batch_size)


def in_order(
    model: FusionModel,
    clips: Sequence[ClipInputs],
    options: InputOptions,
    ask: Callable[[ClipBatch], Tensor],
    batch_size: int = 32,
) -> Tensor:
    """What `ask` gives for each of any number of clips, in their order: float (n, …), on the CPU.

    Args:
        ask: Clips of one frame size → (B, …).
    """
    found = []
    for start in range(0, len(clips), batch_size):
        part = clips[start : start + batch_size]
        batches = make_batches(part, options, model.config.text.end_id, model.device)
        answers = torch.cat([ask(batch).float().cpu() for batch in batches])
        order = torch.cat([batch.rows for batch in batches]).argsort()
        found.append(answers[order])
    return torch.cat(found)
