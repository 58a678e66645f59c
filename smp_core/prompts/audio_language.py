"""Sentences by an audio-language model that listens to a clip's sound."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

from smp_core.jobs import JobContext
from smp_core.prompts.audio_tags import NO_SOUND, is_silent
from smp_core.prompts.captioner import CaptionerSettings
from smp_core.prompts.catalogue import ModelCard
from smp_core.prompts.held_model import HeldModel
from smp_core.prompts.token_limit import TokenLimit
from smp_core.types import SAMPLE_RATE_HZ, DecodedClip

SOUND_INSTRUCTION = "Describe the main sound and what makes it in one short sentence."
_VERSION = "1"
# The model's feature extractor takes 30 s.
_MOST_S = 30


class AudioLanguageCaptioner:
    """Asks a model for one short sentence about the sound; it is never shown the classes.

    Args:
        card: Which model.
        folder: Where it lies.
        settings: Device.
    """

    def __init__(self, card: ModelCard, folder: Path, settings: CaptionerSettings) -> None:
        self.name = card.name
        self._model = HeldModel(card, folder, settings)
        self._tokens = TokenLimit(settings)

    @cached_property
    def version(self) -> str:
        """Our version and the model's fingerprint."""
        return f"{_VERSION}-{self._model.fingerprint}"

    def caption(self, clips: Sequence[DecodedClip], ctx: JobContext | None = None) -> list[str]:
        """Describe clips by their sound; see `Captioner.caption`."""
        ctx = ctx or JobContext()
        ctx.raise_if_cancelled()
        said = []
        for clip in clips:
            ctx.raise_if_cancelled()
            said.append(self._describe(clip, ctx) or NO_SOUND)
        return self._tokens.fit(said, ctx)

    def _describe(self, clip: DecodedClip, ctx: JobContext) -> str:
        if clip.waveform is None or is_silent(clip.waveform):
            return NO_SOUND
        from smp_core.prompts.generation import generate_sentences
        from smp_core.prompts.loading import quiet

        loaded = self._model.get(ctx)
        chat = [
            {
                "role": "user",
                "content": [
                    {"type": "audio", "audio_url": "clip"},
                    {"type": "text", "text": SOUND_INSTRUCTION},
                ],
            }
        ]
        with quiet():
            text = loaded.processor.apply_chat_template(
                chat, tokenize=False, add_generation_prompt=True
            )
            inputs = loaded.processor(
                text=[text],
                audio=[clip.waveform[: _MOST_S * SAMPLE_RATE_HZ]],
                sampling_rate=SAMPLE_RATE_HZ,
                padding=True,
                return_tensors="pt",
            )
        (said,) = generate_sentences(loaded, inputs, self.name, ctx, after_prompt=True)
        return said
