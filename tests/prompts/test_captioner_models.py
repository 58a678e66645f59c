"""Every supported architecture captions through the real code path, from a folder, offline."""

from __future__ import annotations

import json
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import torch
from noise_clips import clip
from published_layout import as_published
from tiny_captioners import WORDS, write_tiny_captioner

from smp_core.errors import Cancelled, ModelError, ResourceError
from smp_core.jobs import JobContext, JobEvent, Progress, Warned
from smp_core.prompts import Captioner, CaptionerSettings, captioner, captioners
from smp_core.prompts import loading as loading_module
from smp_core.prompts.catalogue import MODEL_CARDS

LANGUAGE = {
    "smolvlm": "smolvlm2-500m",
    "qwen3_vl": "qwen3-vl-2b",
    "qwen3_5": "qwen3.5-0.8b",
    "internvl": "internvl3-1b",
    "florence2": "florence-2-base",
    "blip": "blip-base",
    "qwen2_audio": "qwen2-audio-7b",
}
PICTURES = {name: captioner for name, captioner in LANGUAGE.items() if name != "qwen2_audio"}


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A models folder; each architecture is written when first asked for."""
    folder = tmp_path_factory.mktemp("models")
    yield folder
    shutil.rmtree(folder)


def made(models: Path, architecture: str) -> Path:
    name = next(card.name for card in MODEL_CARDS if card.architecture == architecture)
    if not (models / name).is_dir():
        write_tiny_captioner(architecture, models / name)
    return models / name


def ready(models: Path, name: str, **more: object) -> Captioner:
    return captioner(name, CaptionerSettings(device="cpu", models=models, **more))  # type: ignore[arg-type]


@pytest.mark.parametrize("architecture", LANGUAGE)
def test_a_model_says_one_sentence_per_clip(models: Path, architecture: str) -> None:
    made(models, architecture)
    writer = ready(models, LANGUAGE[architecture])
    one, other, again = writer.caption([clip(0), clip(1), clip(0)])
    words = one.rstrip(".").lower().split()
    assert set(words) <= set(WORDS), one
    assert 35 <= len(words) <= 40  # greedy and never at an end: as many as it may
    assert one[0].isupper()
    assert one.endswith(".")
    assert again == one
    assert other != one, "it does not look at the clip"
    assert ready(models, LANGUAGE[architecture]).caption([clip(0)]) == [one]


@pytest.mark.parametrize("architecture", PICTURES)
def test_several_clips_at_once_get_what_each_gets_alone(
    models: Path, architecture: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    made(models, architecture)
    writer = ready(models, PICTURES[architecture])
    clips = [clip(0), clip(1), clip(2, seconds=5.0)]
    alone = writer.caption(clips)
    monkeypatch.setattr(writer, "at_once", 3, raising=False)
    together = writer.caption(clips)
    # Summing in another order may turn a near tie after some words.
    for one, same in zip(alone, together, strict=True):
        assert one.split()[:5] == same.split()[:5]


@pytest.mark.parametrize("architecture", ["smolvlm", "qwen3_vl", "internvl", "qwen2_audio"])
def test_a_folder_laid_out_as_published_says_the_same(
    models: Path, tmp_path: Path, architecture: str
) -> None:
    name = LANGUAGE[architecture]
    shutil.copytree(made(models, architecture), tmp_path / name)
    as_published(tmp_path / name)
    assert ready(tmp_path, name).caption([clip(1)]) == ready(models, name).caption([clip(1)])


def test_a_clip_without_picture_or_sound_is_not_guessed_at(models: Path) -> None:
    made(models, "blip")
    made(models, "qwen2_audio")
    assert ready(models, "blip-base").caption([clip(picture=False)]) == ["There is no picture."]
    assert ready(models, "qwen2-audio-7b").caption([clip(sound=False)]) == ["There is no sound."]


def test_captioning_stops_at_the_next_token(models: Path) -> None:
    made(models, "blip")
    writer = ready(models, "blip-base")
    writer.caption([clip(0)])  # loaded now
    stop = threading.Event()

    class StopSoon(JobContext):
        asked = 0

        def raise_if_cancelled(self) -> None:
            self.asked += 1
            if self.asked == 8:
                stop.set()
            super().raise_if_cancelled()

    ctx = StopSoon(stop=stop)
    with pytest.raises(Cancelled):
        writer.caption([clip(0), clip(1)], ctx)
    assert ctx.asked == 8


def test_prompts_are_cut_at_a_word_to_the_encoders_limit(models: Path) -> None:
    made(models, "blip")
    whole = ready(models, "blip-base").caption([clip(0)])[0]
    events: list[JobEvent] = []
    writer = ready(models, "blip-base", count=lambda text: len(text.split()), limit=7)
    (cut,) = writer.caption([clip(0)], JobContext(events.append))
    assert cut.split() == whole.split()[:7]
    (warned,) = [each for each in events if isinstance(each, Warned)]
    assert "longer than the 7 tokens" in warned.message
    assert events[0] == Progress("Loading BLIP base (one frame)", 0, 1)


def test_the_version_tells_models_apart(models: Path, tmp_path: Path) -> None:
    folder = made(models, "blip")
    version = ready(models, "blip-base").version
    assert version == ready(models, "blip-base").version
    shutil.copytree(folder, tmp_path / "blip-base")
    assert ready(tmp_path, "blip-base").version == version
    weights = tmp_path / "blip-base" / "model.safetensors"
    data = bytearray(weights.read_bytes())
    data[-5] ^= 1
    weights.write_bytes(data)
    assert ready(tmp_path, "blip-base").version != version


def test_an_untested_model_of_a_known_kind_goes_by_its_folders_name(
    models: Path, tmp_path: Path
) -> None:
    shutil.copytree(made(models, "blip"), tmp_path / "my-own-model")
    (info,) = [each for each in captioners(tmp_path) if each.name == "my-own-model"]
    assert info.available
    assert not info.tested
    assert info.kind == "vision-language"
    assert ready(tmp_path, "my-own-model").caption([clip(0)]) == ready(models, "blip-base").caption(
        [clip(0)]
    )


@pytest.fixture
def broken(models: Path, tmp_path: Path) -> Path:
    shutil.copytree(made(models, "blip"), tmp_path / "blip-base")
    return tmp_path / "blip-base"


def message(folder: Path) -> str:
    with pytest.raises(ModelError) as caught:
        ready(folder.parent, "blip-base").caption([clip(0)])
    assert str(folder) in caught.value.message
    assert caught.value.hint
    listed = {info.name: info for info in captioners(folder.parent)}["blip-base"]
    if not listed.available:
        assert caught.value.message in listed.missing
    return caught.value.message


def test_pickled_weights_are_refused_unopened(broken: Path) -> None:
    (broken / "model.safetensors").rename(broken / "pytorch_model.bin")
    assert "pytorch_model.bin, a format that can run foreign code" in message(broken)


def test_missing_weights_are_told(broken: Path) -> None:
    (broken / "model.safetensors").unlink()
    assert "holds no model.safetensors" in message(broken)


def test_a_missing_part_of_the_weights_is_told(broken: Path) -> None:
    (broken / "model.safetensors").rename(broken / "model-00001-of-00002.safetensors")
    parts = {"a": "model-00001-of-00002.safetensors", "b": "model-00002-of-00002.safetensors"}
    (broken / "model.safetensors.index.json").write_text(json.dumps({"weight_map": parts}))
    assert "model-00002-of-00002.safetensors is missing" in message(broken)


def test_another_architecture_is_told(broken: Path) -> None:
    config = json.loads((broken / "config.json").read_text())
    (broken / "config.json").write_text(json.dumps({**config, "model_type": "clip"}))
    assert "a model of the kind clip, not blip" in message(broken)


def test_a_missing_tokenizer_is_told(broken: Path) -> None:
    (broken / "tokenizer.json").unlink()
    assert "no tokenizer.json" in message(broken)


def test_damaged_weights_are_told(broken: Path) -> None:
    weights = broken / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:-1000])
    assert "cannot be opened as blip" in message(broken)


def test_weights_of_another_shape_are_told(broken: Path) -> None:
    config = json.loads((broken / "config.json").read_text())
    config["text_config"]["intermediate_size"] = 28
    (broken / "config.json").write_text(json.dumps(config))
    assert "cannot be opened as blip" in message(broken)


def test_weights_that_lack_a_layer_are_told(broken: Path) -> None:
    config = json.loads((broken / "config.json").read_text())
    config["vision_config"]["num_hidden_layers"] = 2
    (broken / "config.json").write_text(json.dumps(config))
    assert "weights are missing" in message(broken)


def test_code_in_the_folder_is_never_run(broken: Path) -> None:
    config = json.loads((broken / "config.json").read_text())
    config["auto_map"] = {"AutoModelForImageTextToText": "evil.Evil"}
    (broken / "config.json").write_text(json.dumps(config))
    processor = json.loads((broken / "processor_config.json").read_text())
    processor["auto_map"] = {"AutoProcessor": "evil.Evil", "AutoTokenizer": ["evil.Evil", None]}
    (broken / "processor_config.json").write_text(json.dumps(processor))
    (broken / "evil.py").write_text(f"open({str(broken / 'ran')!r}, 'w').close()")
    assert len(ready(broken.parent, "blip-base").caption([clip(0)])) == 1
    assert not (broken / "ran").exists()


def test_too_little_memory_is_told_before_loading(
    models: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made(models, "blip")
    nearly_full = type("Memory", (), {"available": 10_000_000})
    monkeypatch.setattr(loading_module.psutil, "virtual_memory", nearly_full)
    with pytest.raises(ResourceError, match=r"blip-base needs about 0\.3 GB of memory, 0\.0 GB"):
        ready(models, "blip-base").caption([clip(0)])


def test_running_out_of_memory_is_told(models: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import transformers

    made(models, "blip")

    def full(*_: object, **__: object) -> None:
        raise torch.OutOfMemoryError("CUDA out of memory")

    monkeypatch.setattr(transformers.BlipForConditionalGeneration, "generate", full)
    with pytest.raises(ResourceError, match="memory ran out while the captioner blip-base"):
        ready(models, "blip-base").caption([clip(0)])


def test_a_model_that_another_program_fetched_is_found(
    models: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    snapshot = tmp_path / "models--Salesforce--blip-image-captioning-base" / "snapshots" / "abc123"
    shutil.copytree(made(models, "blip"), snapshot)
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path))
    monkeypatch.setenv("SMP_HOME", str(tmp_path / "home"))
    (info,) = [each for each in captioners() if each.name == "blip-base"]
    assert info.folders == (snapshot,)
    assert info.size_bytes == (snapshot / "model.safetensors").stat().st_size
