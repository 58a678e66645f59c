"""What the methods of a comparison work with: the pack, its embeddings, the source set."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import torch

from smp_core.bench.datasets.prompting import Prompts
from smp_core.bench.source_training import PAPER, SourceTraining
from smp_core.model.inputs import ClipInputs
from smp_core.model.pack import Pack
from smp_core.model.smp import Embeddings
from smp_core.training.support_set import SupportSet, run_all


@dataclass
class Lab:
    """What entrants work with.

    Attributes:
        pack: Frozen backbones, tokenizer, preprocessing, source-trained SMP.
        folder: Where source-trained weights of the others are kept.
        source: Gives the source set with some kind of prompts; only called where something must
            be source-trained.
        device: Where to compute.
        training: How methods are source-trained.
        source_clips: What tells one source set from another, as plain JSON.
    """

    pack: Pack
    folder: Path
    source: Callable[[Prompts], SupportSet]
    device: torch.device = field(default_factory=lambda: torch.device("cpu"))
    training: SourceTraining = PAPER
    source_clips: Sequence[Sequence[str | float | None]] = ()
    _embeddings: dict[bytes, Embeddings] = field(default_factory=dict)

    def embed(self, clips: Sequence[ClipInputs]) -> Embeddings:
        """Embeddings of the source-trained SMP, each clip's computed once."""
        names = [_fingerprint(clip) for clip in clips]
        new = {n: c for n, c in zip(names, clips, strict=True) if n not in self._embeddings}
        if new:
            torch.manual_seed(0)
            model = self.pack.new_model(2).to(self.device)
            found = run_all(model, list(new.values()), self.pack.inputs, 32).embeddings
            for row, name in enumerate(new):
                one = Embeddings(*(None if e is None else e[row] for e in found))
                self._embeddings[name] = one
        rows = [self._embeddings[name] for name in names]
        return Embeddings(
            *(
                None if parts[0] is None else torch.stack([p for p in parts if p is not None])
                for parts in zip(*rows, strict=True)
            )
        )


def _fingerprint(clip: ClipInputs) -> bytes:
    digest = hashlib.sha256()
    for part in (clip.spectrogram, clip.frames, clip.token_ids):
        digest.update(part.contiguous().numpy().tobytes())
    return digest.digest()
