"""Sound tags by CLAP (Wu et al. 2023): sound is compared with sentences, no class list needed."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from smp_core.jobs import JobContext
from smp_core.media.sound import resample
from smp_core.prompts.captioner import CaptionerSettings
from smp_core.prompts.catalogue import ModelCard
from smp_core.prompts.held_model import HeldModel
from smp_core.prompts.sound_vocabulary import SoundVocabulary, read_vocabulary
from smp_core.types import SAMPLE_RATE_HZ, DecodedClip

NO_SOUND = "There is no sound."
_VERSION = "1"
_CLAP_HZ = 48_000
# CLAP hears 10 s at a time and would pick a random part of more.
_PART_S = 10.0
# Quieter than this (root mean square, full scale 1) counts as no sound.
_SILENCE_RMS = 1e-4
_TEXTS_AT_ONCE = 32


class AudioTagCaptioner:
    """Names the likeliest sounds of the vocabulary: "The sound of a, b and c."

    Args:
        card: Which model.
        folder: Where it lies.
        settings: Device.
        vocabulary: What may be named; None = `read_vocabulary()`.
    """

    def __init__(
        self,
        card: ModelCard,
        folder: Path,
        settings: CaptionerSettings,
        vocabulary: SoundVocabulary | None = None,
    ) -> None:
        self.name = card.name
        self._model = HeldModel(card, folder, settings)
        self._vocabulary = vocabulary or read_vocabulary()

    @cached_property
    def version(self) -> str:
        """Our version, the model's fingerprint, the vocabulary's."""
        return f"{_VERSION}-{self._model.fingerprint}-{self._vocabulary.digest}"

    def caption(self, clips: Sequence[DecodedClip], ctx: JobContext | None = None) -> list[str]:
        """Describe clips by their sound; see `Captioner.caption`."""
        ctx = ctx or JobContext()
        ctx.raise_if_cancelled()
        said = []
        for clip in clips:
            ctx.raise_if_cancelled()
            if is_silent(clip.waveform):
                said.append(NO_SOUND)
            else:
                self._model.get(ctx)  # so that loading is reported
                said.append(sentence_of_tags(self.tags(clip)))
        return said

    def tags(self, clip: DecodedClip) -> list[str]:
        """The sounds to name for a clip with sound, the likeliest first."""
        if clip.waveform is None:
            return []
        return choose_tags(self._probabilities(clip.waveform), self._vocabulary)

    def _probabilities(self, waveform: NDArray[np.float32]) -> NDArray[np.float64]:
        """Softmax over the vocabulary, float64 (V,), from the mean embedding of 10 s parts."""
        import torch

        loaded = self._model.get(JobContext())
        features = loaded.processor.feature_extractor(
            _parts(waveform), sampling_rate=_CLAP_HZ, padding="repeatpad", return_tensors="pt"
        )
        with torch.inference_mode():
            heard = loaded.model.get_audio_features(
                input_features=features["input_features"].to(loaded.device, loaded.dtype),
                is_longer=features["is_longer"].to(loaded.device),
            )
            sound = _unit(_unit(_embedding(heard)).mean(dim=0))  # (D,)
            scale = loaded.model.logit_scale_a.exp().float()
            logits = scale * (self._text_embeddings @ sound)  # (V,)
            return torch.softmax(logits.double(), dim=0).cpu().numpy()

    @cached_property
    def _text_embeddings(self) -> Any:
        """Unit vectors, float32 (V, D)."""
        import torch

        loaded, rows = self._model.get(JobContext()), []
        texts = [self._vocabulary.template.format(sound) for sound in self._vocabulary.sounds]
        for start in range(0, len(texts), _TEXTS_AT_ONCE):
            tokens = loaded.processor.tokenizer(
                texts[start : start + _TEXTS_AT_ONCE],
                padding=True,
                truncation=True,
                return_tensors="pt",
            )
            with torch.inference_mode():
                meant = loaded.model.get_text_features(
                    input_ids=tokens["input_ids"].to(loaded.device),
                    attention_mask=tokens["attention_mask"].to(loaded.device),
                )
            rows.append(_unit(_embedding(meant)))
        return torch.cat(rows)


def is_silent(waveform: NDArray[np.float32] | None) -> bool:
    """No sound, or none that could be heard."""
    if waveform is None or waveform.size == 0:
        return True
    return float(np.sqrt(np.mean(np.square(waveform, dtype=np.float64)))) < _SILENCE_RMS


def choose_tags(probabilities: NDArray[np.float64], vocabulary: SoundVocabulary) -> list[str]:
    """The likeliest sounds.

    Args:
        probabilities: (V,), of every sound of the vocabulary.
        vocabulary: How many at most, and how likely they must be.
    """
    order = np.argsort(-probabilities, kind="stable")[: vocabulary.at_most]
    floor = probabilities[order[0]] * vocabulary.at_least_share
    return [vocabulary.sounds[index] for index in order if probabilities[index] >= floor]


def sentence_of_tags(tags: Sequence[str]) -> str:
    """ "The sound of a, b and c." """
    if not tags:
        return NO_SOUND
    if len(tags) == 1:
        return f"The sound of {tags[0]}."
    return f"The sound of {', '.join(tags[:-1])} and {tags[-1]}."


def _parts(waveform: NDArray[np.float32]) -> list[NDArray[np.float32]]:
    """At 48 kHz, in parts of at most 10 s; a last part under 1 s is left out."""
    sound = resample(waveform, SAMPLE_RATE_HZ, _CLAP_HZ)
    size = int(_PART_S * _CLAP_HZ)
    parts = [sound[start : start + size] for start in range(0, len(sound), size)]
    return [part for index, part in enumerate(parts) if index == 0 or len(part) >= _CLAP_HZ]


def _embedding(given: Any) -> Any:
    """The projected embedding, float32; newer model classes wrap it in an output."""
    return getattr(given, "pooler_output", given).float()


def _unit(rows: Any) -> Any:
    return rows / rows.norm(dim=-1, keepdim=True)
