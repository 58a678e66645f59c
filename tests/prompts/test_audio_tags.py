"""Sound tags: which are chosen, how they are said, and from what the model hears."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from noise_clips import clip
from tiny_captioners import write_tiny_captioner

from smp_core.errors import InputError
from smp_core.media.sound import resample
from smp_core.prompts import CaptionerSettings
from smp_core.prompts.audio_tags import AudioTagCaptioner, choose_tags, sentence_of_tags
from smp_core.prompts.catalogue import ModelCard, model_card
from smp_core.prompts.sound_vocabulary import SoundVocabulary, read_vocabulary, vocabulary_file

FEW = SoundVocabulary(("rain", "a bell", "a pump", "wind"), "This is {}.", 3, 0.3)


def card() -> ModelCard:
    found = model_card("clap-tags")
    assert found is not None
    return found


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_tiny_captioner("clap", tmp_path_factory.mktemp("models") / "clap-tags")


def tagger(folder: Path, vocabulary: SoundVocabulary = FEW) -> AudioTagCaptioner:
    return AudioTagCaptioner(card(), folder, CaptionerSettings(device="cpu"), vocabulary)


@pytest.mark.parametrize(
    ("probabilities", "tags"),
    [
        ([0.05, 0.6, 0.3, 0.05], ["a bell", "a pump"]),  # 0.18 is the least that is named
        ([0.25, 0.25, 0.25, 0.25], ["rain", "a bell", "a pump"]),  # ties keep the list's order
        ([0.01, 0.01, 0.01, 0.97], ["wind"]),
    ],
)
def test_only_likely_sounds_are_named(probabilities: list[float], tags: list[str]) -> None:
    assert choose_tags(np.array(probabilities), FEW) == tags


def test_tags_are_one_sentence() -> None:
    assert sentence_of_tags(["rain", "a bell", "wind"]) == "The sound of rain, a bell and wind."
    assert sentence_of_tags(["rain", "wind"]) == "The sound of rain and wind."
    assert sentence_of_tags(["rain"]) == "The sound of rain."


def test_probabilities_are_those_of_the_model_itself(folder: Path) -> None:
    import transformers

    model = transformers.ClapModel.from_pretrained(folder).eval()
    processor = transformers.ClapProcessor.from_pretrained(folder)
    wave = clip(1).waveform
    inputs = processor(
        text=[f"This is {sound}." for sound in FEW.sounds],
        audio=[resample(wave, 16_000, 48_000)],
        sampling_rate=48_000,
        padding=True,
        return_tensors="pt",
    )
    with torch.no_grad():
        expected = model(**inputs).logits_per_audio.softmax(-1)[0].numpy()
    np.testing.assert_allclose(tagger(folder)._probabilities(wave), expected, atol=2e-4)


def test_long_sound_is_heard_whole_and_the_same_every_time(folder: Path) -> None:
    wave = clip(0, seconds=23.0).waveform
    first, second = (tagger(folder)._probabilities(wave) for _ in range(2))
    np.testing.assert_array_equal(first, second)
    changed = wave.copy()
    changed[-16_000 * 2 :] = clip(3, seconds=2.0).waveform  # beyond the first 10 s
    assert np.abs(tagger(folder)._probabilities(changed) - first).max() > 1e-6


def test_silence_and_no_sound_are_not_guessed_at(folder: Path) -> None:
    silent = clip(0)
    silent.waveform[:] = 0
    clips = [clip(0, sound=False), silent, clip(1)]
    none, quiet, some = tagger(folder).caption(clips)
    assert none == quiet == "There is no sound."
    assert some.startswith("The sound of ")


def test_another_list_of_sounds_is_another_version(folder: Path) -> None:
    other = SoundVocabulary((*FEW.sounds, "hiss"), FEW.template, 3, 0.3)
    assert tagger(folder).version == tagger(folder).version
    assert tagger(folder).version != tagger(folder, other).version


def test_the_shipped_list_is_sound() -> None:
    shipped = read_vocabulary()
    assert len(shipped.sounds) > 200
    assert shipped.at_most == 3
    assert shipped.template.format("rain") == "This is the sound of rain."
    for sound in shipped.sounds:
        assert sound == sound.strip()
        assert not sound.endswith(".")


def test_the_users_own_list_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SMP_HOME", str(tmp_path))
    (tmp_path / "prompts").mkdir()
    own = tmp_path / "prompts" / "sounds.toml"
    own.write_text('at_most = 1\n[sounds]\nward = ["a  pump", "a bell", "a bell"]\n')
    assert vocabulary_file() == own
    assert read_vocabulary().sounds == ("a pump", "a bell")
    assert read_vocabulary().at_most == 1


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[sounds", "cannot be read"),
        ('[sounds]\na = ["rain"]', "between 2 and"),
        ('sounds = ["rain", "wind"]', "between 2 and"),
        ('template = "rain"\n[sounds]\na = ["b", "c"]', "must hold {} once"),
        ('at_most = 0\n[sounds]\na = ["b", "c"]', "from 1 to 10"),
        ('at_least_share = 2\n[sounds]\na = ["b", "c"]', "at most 1"),
    ],
)
def test_an_unusable_list_is_told(tmp_path: Path, text: str, says: str) -> None:
    file = tmp_path / "sounds.toml"
    file.write_text(text)
    with pytest.raises(InputError) as caught:
        read_vocabulary(file)
    assert says in caught.value.message
    assert str(file) in caught.value.message
