"""A finetuned model that classifies clips."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor

from smp_core.device import is_out_of_memory, release_memory
from smp_core.errors import ResourceError
from smp_core.model.adapter import Adapter
from smp_core.model.inputs import ClipInputs
from smp_core.model.pack import Pack
from smp_core.training.support_set import run_all


class Predictor:
    """Holds one adapter's model on one device.

    Args:
        pack: The pack that the adapter was made for.
        adapter: As read by `read_adapter`.
        device: Where to compute.
        batch_size: Most clips at once; halved when memory runs out.
    """

    def __init__(
        self, pack: Pack, adapter: Adapter, device: torch.device, batch_size: int = 16
    ) -> None:
        self.class_names = adapter.class_names
        self._options = pack.inputs
        self._model = adapter.load(pack).to(device)
        self._batch_size = batch_size

    def predict(self, clips: Sequence[ClipInputs]) -> Tensor:
        """Class probabilities.

        Args:
            clips: At least one.

        Returns:
            float32 (n, C) on the CPU, rows summing to 1, columns as `class_names`.

        Raises:
            ResourceError: Not even one clip fits in memory.
        """
        while True:
            error = ""
            try:
                logits = run_all(self._model, clips, self._options, self._batch_size).logits
                return logits.softmax(dim=1)
            except RuntimeError as failure:
                if not is_out_of_memory(failure):
                    raise
                error = str(failure).partition("\n")[0]
            release_memory()
            if self._batch_size == 1:
                raise ResourceError(
                    f"Not enough memory to look at even one clip ({error}).",
                    "Close other programs, or use --device cpu.",
                )
            self._batch_size //= 2
