"""A second opinion beside the head: how near a clip lies to each class's prototype.

With few clips a head that starts from nothing cannot move far in a few dozen steps, while class
means are right at once (Snell et al., "Prototypical Networks", 2017; Wang et al., "SimpleShot",
2019). So logits of cosines with trained prototypes are added to the head's: an imprinted cosine
head (Qi et al., "Low-Shot Learning with Imprinted Weights", 2018) over sound, picture and prompt.
Not part of the paper's SMP.
"""

from __future__ import annotations

from collections.abc import Mapping

import torch
from torch import Tensor, nn
from torch.nn import functional

_SCALE = 8.0
"""Where the learned scale starts: one class clearly nearest gives it most of the probability."""


class Comparison(nn.Module):
    """scale · mean over streams of cos((e − centre) W, prototype).

    Args:
        widths: Stream → D of its embeddings; what is compared, in order.
        n_classes: C.
    """

    def __init__(self, widths: Mapping[str, int], n_classes: int) -> None:
        super().__init__()
        self.centres = nn.ParameterDict(
            {name: nn.Parameter(torch.zeros(width)) for name, width in widths.items()}
        )
        self.prototypes = nn.ParameterDict(
            {name: nn.Parameter(torch.zeros(n_classes, width)) for name, width in widths.items()}
        )
        self.scale = nn.Parameter(torch.tensor(_SCALE))
        for name, width in widths.items():
            # W is the pack's (see `use_statistics`), so it is no part of an adapter.
            self.register_buffer(f"whitening_{name}", torch.eye(width), persistent=False)

    def forward(self, embeddings: Mapping[str, Tensor]) -> Tensor:
        """Embeddings (B, D) by stream → logits (B, C)."""
        cosines = [
            functional.normalize(self._placed(name, embeddings[name]), dim=1)
            @ functional.normalize(prototypes, dim=1).T
            for name, prototypes in self.prototypes.items()
        ]
        return self.scale * torch.stack(cosines).mean(dim=0)

    def use_statistics(self, whitening: Mapping[str, Tensor]) -> None:
        """Take a pack's W, (D, D) by stream: it makes directions alike in which clips of one
        source class differ, so that what tells classes apart stands out.
        """
        for name, _ in self.prototypes.items():
            self._whitening(name).copy_(whitening[name])

    @torch.no_grad()
    def start(self, embeddings: Mapping[str, Tensor], labels: Tensor) -> None:
        """Centre on a support set and start at its class means.

        Args:
            embeddings: (S, D) by stream, on any device. labels: int64 (S,), every class present.
        """
        for name, prototypes in self.prototypes.items():
            device = prototypes.device
            one_hot = functional.one_hot(labels.to(device), len(prototypes)).float()  # (S, C)
            own = embeddings[name].float().to(device)
            self.centres[name].copy_(own.mean(dim=0))
            placed = functional.normalize(self._placed(name, own), dim=1)
            means = functional.normalize(one_hot.T @ placed, dim=1)
            # Of length √D, so that one step of Adam turns them by a small angle.
            prototypes.copy_(means * own.shape[1] ** 0.5)

    def replace_classes(self, n_classes: int) -> None:
        """Room for other classes; `start` fills it."""
        for name, old in list(self.prototypes.items()):
            self.prototypes[name] = nn.Parameter(old.new_zeros(n_classes, old.shape[1]))

    def _whitening(self, name: str) -> Tensor:
        matrix: Tensor = getattr(self, f"whitening_{name}")
        return matrix

    def _placed(self, name: str, embedding: Tensor) -> Tensor:
        return (embedding.float() - self.centres[name]) @ self._whitening(name)


def whitening(embeddings: Tensor, labels: Tensor, n_classes: int, shrinkage: float = 0.1) -> Tensor:
    """W with W Wᵀ = the inverse of the shrunk covariance within classes.

    Args:
        embeddings: (S, D). labels: int64 (S,), every class present. shrinkage: In [0, 1], towards
            a sphere of the same volume of variance.

    Returns:
        float32 (D, D), symmetric.
    """
    one_hot = functional.one_hot(labels, n_classes).double()
    e = embeddings.double()
    means = (one_hot.T @ e) / one_hot.sum(dim=0)[:, None]
    around = e - means[labels]
    covariance = around.T @ around / max(1, len(e) - n_classes)
    width = covariance.shape[0]
    sphere = covariance.diagonal().mean().clamp_min(1e-12) * torch.eye(width, dtype=e.dtype)
    values, vectors = torch.linalg.eigh((1 - shrinkage) * covariance + shrinkage * sphere)
    return (vectors @ torch.diag(values.clamp_min(1e-12).rsqrt()) @ vectors.T).float()
