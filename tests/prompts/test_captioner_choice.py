"""The captioners by name, what each needs, and the constant one."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from smp_core.errors import InputError, ModelError
from smp_core.prompts import CAPTIONER_NAMES, CaptionerSettings, captioner, captioners, is_captioner
from smp_core.prompts.catalogue import MODEL_CARDS
from smp_core.types import DecodedClip

EMPTY = DecodedClip(frames=None, strip=None, waveform=None, start_s=0.0, end_s=1.0)


@pytest.fixture(autouse=True)
def _no_models_of_this_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SMP_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "hub"))
    monkeypatch.delenv("SMP_MODELS", raising=False)


def test_the_captioners_without_a_model_are_always_there() -> None:
    for name in ("constant", "descriptor"):
        made = captioner(name)
        assert made.name == name
        assert made.version == "1"
        assert len(made.caption([EMPTY, EMPTY])) == 2
        assert made.caption([]) == []


def test_unknown_name_lists_the_known_ones() -> None:
    with pytest.raises(InputError) as caught:
        captioner("oracle")
    assert "oracle" in caught.value.message
    for name in CAPTIONER_NAMES:
        assert name in caught.value.hint


def test_constant_prompt_is_the_papers_literal() -> None:
    assert captioner("constant").caption([EMPTY]) == ["A video of [label]"]


def test_all_tested_models_are_offered_and_say_what_is_missing(tmp_path: Path) -> None:
    offered = {info.name: info for info in captioners()}
    assert {
        "smolvlm2-500m",
        "smolvlm2-256m",
        "qwen3-vl-2b",
        "qwen3.5-0.8b",
        "internvl3-1b",
        "florence-2-base",
        "blip-base",
        "clap-tags",
        "qwen2-audio-7b",
    } == {card.name for card in MODEL_CARDS}
    assert set(CAPTIONER_NAMES) == set(offered)
    assert [name for name, info in offered.items() if info.available] == ["constant", "descriptor"]
    small = offered["smolvlm2-256m"]
    assert small.kind == "vision-language"
    assert small.size_bytes > 10**8
    assert "HuggingFaceTB/SmolVLM2-256M-Video-Instruct" in small.missing
    assert str(tmp_path / "home" / "models" / "smolvlm2-256m") in small.missing
    both = offered["smolvlm2-256m+clap-tags"]
    assert both.kind == "both"
    assert both.size_bytes == small.size_bytes + offered["clap-tags"].size_bytes
    with pytest.raises(ModelError, match="not on this machine"):
        captioner("smolvlm2-256m")


def test_listing_them_loads_no_model_library() -> None:
    code = (
        "import sys; from smp_core.workflows.captioning import captioners; captioners();"
        "sys.exit(any(name in sys.modules for name in ('torch', 'transformers')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("descriptor", True),
        ("qwen3-vl-2b", True),
        ("blip-base+qwen2-audio-7b", True),
        ("clap-tags+blip-base", False),
        ("blip-base+descriptor", False),
        ("blip-base+clap-tags+clap-tags", False),
        ("../models", False),
        ("", False),
    ],
)
def test_names_are_known_whether_or_not_the_model_is_here(name: str, known: bool) -> None:
    assert is_captioner(name) is known


def test_joining_needs_a_picture_and_a_sound_captioner(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="does not join"):
        captioner("clap-tags+blip-base", CaptionerSettings(models=tmp_path))
