"""A captioner's model, opened when the first clip comes and kept after that."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from smp_core.jobs import JobContext
from smp_core.prompts import model_folder
from smp_core.prompts.captioner import CaptionerSettings
from smp_core.prompts.catalogue import ModelCard

if TYPE_CHECKING:
    from smp_core.prompts.loading import LoadedModel


class HeldModel:
    """A model in a folder.

    Args:
        card: What it is.
        folder: Where it lies.
        settings: Device.
    """

    def __init__(self, card: ModelCard, folder: Path, settings: CaptionerSettings) -> None:
        self.card = card
        self._folder = folder
        self._device = settings.device
        self._loaded: LoadedModel | None = None

    @cached_property
    def fingerprint(self) -> str:
        """See `model_folder.fingerprint`."""
        return model_folder.fingerprint(self._folder)

    def get(self, ctx: JobContext) -> LoadedModel:
        """The model; opening it takes seconds, which `ctx` is told.

        Raises:
            InputError, ModelError, ResourceError: As `loading.load_model` says.
        """
        if self._loaded is None:
            # Imported here: a captioner can be named and listed without the model library.
            from smp_core.prompts.loading import load_model

            ctx.progress(f"Loading {self.card.title}", 0, 1)
            self._loaded = load_model(self.card, self._folder, self._device)
        return self._loaded
