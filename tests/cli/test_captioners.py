"""Captioners with a model by commands alone: choose, see, train, classify, none written twice."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tiny_captioners import WORDS, write_tiny_captioner

from smp_core.model.pack import open_pack
from smp_core.prompts.audio_tags import AudioTagCaptioner
from smp_core.prompts.vision_language import VisionLanguageCaptioner

Smp = Callable[..., tuple[int, list[dict[str, Any]]]]
BOTH = "blip-base+clap-tags"


@pytest.fixture
def models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SMP_MODELS", "")  # the option sets it: put back afterwards
    write_tiny_captioner("blip", tmp_path / "models" / "blip-base")
    write_tiny_captioner("clap", tmp_path / "models" / "clap-tags")
    return tmp_path / "models"


@pytest.fixture
def described(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many clips the models were given, call by call."""
    counts: list[int] = []
    for kind in (VisionLanguageCaptioner, AudioTagCaptioner):
        original = kind.caption

        def count(self: Any, clips: Any, ctx: Any = None, original: Any = original) -> list[str]:
            counts.append(len(clips))
            return original(self, clips, ctx)

        monkeypatch.setattr(kind, "caption", count)
    return counts


def test_a_project_with_a_joined_captioner(
    tmp_path: Path,
    pack: Path,
    clip: Callable[..., Path],
    smp: Smp,
    models: Path,
    described: list[int],
) -> None:
    project = tmp_path / "ward"
    assert smp("new", project, "--pack", pack)[0] == 0
    for kind in ("red", "blue"):
        for shade in range(2):
            clip(f"labelled/{kind}/{shade}.mp4", kind, shade)
    assert smp("add", project, "--from-folders", tmp_path / "labelled")[0] == 0

    status, events = smp("captioners", "--models", models)
    known = {each["name"]: each for each in events[-1]["captioners"]}
    assert status == 0
    assert known["clap-tags"]["available"]
    assert not known["qwen3-vl-2b"]["available"]

    options = ("--captioner", BOTH, "--models", models, "--device", "cpu")
    status, events = smp("prompts", project, *options)
    assert (status, events[-1]["written"]) == (0, 4)
    opened = open_pack(pack)
    for each in events[-1]["prompts"]:
        seen, _, heard = each["text"].lower().partition("the sound of ")
        assert heard
        assert set(seen.replace(",", "").split()) <= {*WORDS, "with"}
        # The tiny pack's tokenizer knows hardly a word, so that its limit is soon reached.
        assert opened.tokenizer().count(each["text"]) <= opened.model.text.max_tokens
    (cut,) = [each for each in events if each["event"] == "warning"]
    assert f"longer than the {opened.model.text.max_tokens} tokens" in cut["message"]
    assert sum(described) == 8  # every clip once by each of the two

    status, events = smp("finetune", project, *options, "--epochs", 1)
    assert (status, events[-1]["run"]["captioner"]) == (0, BOTH)
    assert sum(described) == 8
    run = events[-1]["run"]["folder"]
    card = json.loads((Path(run) / "adapter.json").read_text(encoding="utf-8"))
    assert card["captioner"]["name"] == BOTH

    video = clip("new/a.mp4", "red", 5)
    here = ("--models", models, "--device", "cpu")
    status, events = smp("classify", project, video, *here)
    assert (status, events[-1]["classified"]) == (0, 1)
    assert not [each for each in events if "has changed" in each.get("message", "")]
    assert sum(described) == 10
    status, events = smp("classify", project, video, "--again", *here)
    assert (status, events[-1]["classified"]) == (0, 1)
    assert sum(described) == 10, "the sentence was kept"

    # Another model under the same name is another captioner.
    weights = models / "blip-base" / "model.safetensors"
    data = bytearray(weights.read_bytes())
    data[-1] ^= 0x10
    weights.write_bytes(data)
    status, events = smp("classify", project, video, "--again", *here)
    warning = next(each for each in events if each["event"] == "warning")
    assert (status, BOTH in warning["message"]) == (0, True)
    assert "has changed since this run" in warning["message"]
    assert sum(described) == 12

    shutil.rmtree(models / "clap-tags")
    status, events = smp("classify", project, video, "--again", *here)
    assert (status, events[-1]["event"]) == (3, "error")
    assert "clap-tags is not on this machine" in events[-1]["message"]


def test_an_unknown_captioner_is_wrong_usage(tmp_path: Path, smp: Smp) -> None:
    status, events = smp("prompts", tmp_path, "--captioner", "clap-tags+blip-base")
    assert (status, events[-1]["code"]) == (2, "usage")
    assert "smp captioners" in events[-1]["message"]
