"""PROTO-CAT: prototypes of sound and picture that adapt to each other by attention."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

from smp_core.bench.peers.fusion import FusionModel, in_order
from smp_core.bench.peers.peer import TrainedPeer
from smp_core.model.config import ModelConfig
from smp_core.model.inputs import ClipBatch
from smp_core.training.ppr import class_means
from smp_core.training.support_set import SupportSet

_WAYS, _CLIPS = 5, 3
"""An episode of source training: 5 classes, of each one clip as support and two as queries."""


class PrototypeAttention(nn.Module):
    """One head of attention over prototypes, with what came in added and normed.

    Args:
        query, value: Widths of what asks and of what is asked.
    """

    def __init__(self, query: int, value: int) -> None:
        super().__init__()
        self.query = nn.Linear(query, value, bias=False)
        self.key = nn.Linear(value, value, bias=False)
        self.value = nn.Linear(value, value, bias=False)
        self.out = nn.Linear(value, value)
        self.norm = nn.LayerNorm(value)
        self.dropout = nn.Dropout(0.3)

    def forward(self, asking: Tensor, asked: Tensor) -> Tensor:
        """(C, Dq), (C, Dv) → (C, Dv)."""
        found = functional.scaled_dot_product_attention(
            self.query(asking)[None], self.key(asked)[None], self.value(asked)[None]
        )[0]
        adapted: Tensor = self.norm(asked + self.dropout(self.out(found)))
        return adapted


class ProtoCat(FusionModel):
    """Answers are distances to the support set's own prototypes; it is not finetuned."""

    finetunes = False

    def __init__(self, config: ModelConfig, n_classes: int) -> None:
        super().__init__(config)
        audio, visual = config.audio.width, config.visual.width
        self.audio_attention = PrototypeAttention(audio, audio)
        self.visual_attention = PrototypeAttention(visual, visual)
        self.cross_attention = PrototypeAttention(audio, visual)
        self._prototypes: tuple[Tensor, Tensor] | None = None

    def heads(self) -> list[tuple[nn.Module, str]]:
        """None: classes are prototypes."""
        return []

    def embed(self, batch: ClipBatch) -> tuple[Tensor, Tensor]:
        """Clips → CLS of sound (B, Da) and of picture (B, Dv)."""
        audio, visual, _, _ = self.final_tokens(batch)
        return audio[:, 0], visual[:, 0]

    def compare(self, audio: Tensor, visual: Tensor, of_audio: Tensor, of_visual: Tensor) -> Tensor:
        """Logits (Q, C): minus the mean distance to three kinds of adapted prototypes.

        Args:
            audio, visual: Of Q queries. of_audio, of_visual: Class means, (C, Da) and (C, Dv).
        """
        kinds = (
            (audio, self.audio_attention(of_audio, of_audio)),
            (visual, self.visual_attention(of_visual, of_visual)),
            (visual, self.cross_attention(of_audio, of_visual)),
        )
        far = [((q[:, None] - p[None]) ** 2).mean(dim=2) for q, p in kinds]
        return -torch.stack(far).mean(dim=0)

    def batches(self, labels: Tensor, batch_size: int) -> list[Tensor]:
        """Episodes, as many as there would be batches; of each class the support clip first."""
        found = []
        names = [label for label in labels.unique() if int((labels == label).sum()) >= _CLIPS]
        if len(names) < 2:
            return []
        for _ in range(-(-len(labels) // batch_size)):
            rows = []
            for pick in torch.randperm(len(names))[:_WAYS]:
                own = (labels == names[int(pick)]).nonzero()[:, 0]
                rows.append(own[torch.randperm(len(own))[:_CLIPS]])
            found.append(torch.cat(rows))
        return found

    def loss(self, batch: ClipBatch, labels: Tensor) -> Tensor:
        """Cross-entropy of an episode's queries against its support clips' prototypes."""
        audio, visual = self.embed(batch)
        _, own = labels.unique(return_inverse=True)
        first = torch.ones_like(own, dtype=torch.bool)
        first[1:] = own[1:] != own[:-1]  # rows of one class stand together
        n = int(own.max()) + 1
        prototypes = [class_means(e[first], own[first], n) for e in (audio, visual)]
        logits = self.compare(audio[~first], visual[~first], prototypes[0], prototypes[1])
        return functional.cross_entropy(logits.float(), own[~first])

    @torch.no_grad()
    def finish(self, support: SupportSet) -> None:
        """Take the prototypes of a support set."""
        self.eval()
        width = self.config.audio.width
        both = in_order(
            self, support.clips, support.options, lambda b: torch.cat(self.embed(b), dim=1)
        )
        means = class_means(both, support.labels, len(support.class_names)).to(self.device)
        self._prototypes = (means[:, :width], means[:, width:])

    def forward(self, batch: ClipBatch) -> Tensor:
        """Clips → logits (B, C)."""
        if self._prototypes is None:
            raise ValueError("there are no prototypes yet")
        return self.compare(*self.embed(batch), *self._prototypes)


PEER = TrainedPeer(
    "PROTO-CAT",
    'Zhang et al., "Audio-Visual Generalized Few-Shot Learning with Prototype-Based '
    'Co-Adaptation", Interspeech 2022',
    "only its prototypes and their attention, source-trained on 5-way 1-shot episodes of two "
    "queries a class; distances are divided by the width; not finetuned, it answers at once",
    ProtoCat,
    version=2,
)
