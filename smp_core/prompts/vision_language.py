"""Sentences by a vision-language model that looks at a clip's frames."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

from smp_core.jobs import JobContext
from smp_core.prompts.captioner import CaptionerSettings
from smp_core.prompts.catalogue import ModelCard
from smp_core.prompts.held_model import HeldModel
from smp_core.prompts.token_limit import TokenLimit
from smp_core.types import DecodedClip

NO_PICTURE = "There is no picture."
NOTHING_SAID = "A video."
_AT_ONCE_ON_A_GPU = 8


class VisionLanguageCaptioner:
    """Asks a model for one short sentence per clip; it is never shown the classes.

    The model is loaded at the first clip and kept as long as the captioner.

    Args:
        card: Which model.
        folder: Where it lies.
        settings: Device.
    """

    def __init__(self, card: ModelCard, folder: Path, settings: CaptionerSettings) -> None:
        self.name = card.name
        self._model = HeldModel(card, folder, settings)
        self._settings = settings
        self._tokens = TokenLimit(settings)

    @cached_property
    def version(self) -> str:
        """The recipe's version and the model's fingerprint."""
        from smp_core.prompts.picture_inputs import RECIPES

        return f"{RECIPES[self._model.card.architecture].version}-{self._model.fingerprint}"

    @cached_property
    def at_once(self) -> int:
        """Clips described together; a CPU gains nothing by several."""
        from smp_core.device import pick_device

        return _AT_ONCE_ON_A_GPU if pick_device(self._settings.device).type == "cuda" else 1

    def caption(self, clips: Sequence[DecodedClip], ctx: JobContext | None = None) -> list[str]:
        """Describe clips by their pictures; see `Captioner.caption`."""
        ctx = ctx or JobContext()
        ctx.raise_if_cancelled()
        said = [NO_PICTURE] * len(clips)
        seen = [index for index, clip in enumerate(clips) if clip.frames is not None]
        if not seen:
            return said
        for start in range(0, len(seen), self.at_once):
            ctx.raise_if_cancelled()
            part = seen[start : start + self.at_once]
            for index, text in zip(part, self._describe(clips, part, ctx), strict=True):
                said[index] = text or NOTHING_SAID
        return self._tokens.fit(said, ctx)

    def _describe(
        self, clips: Sequence[DecodedClip], part: Sequence[int], ctx: JobContext
    ) -> list[str]:
        # Imported here: a captioner can be named and listed without the model library.
        from smp_core.prompts.generation import generate_sentences
        from smp_core.prompts.loading import quiet
        from smp_core.prompts.picture_inputs import RECIPES

        recipe, loaded = RECIPES[self._model.card.architecture], self._model.get(ctx)
        with quiet():
            inputs = recipe.inputs(loaded.processor, [clips[index] for index in part])
        return generate_sentences(loaded, inputs, self.name, ctx, after_prompt=recipe.after_prompt)
