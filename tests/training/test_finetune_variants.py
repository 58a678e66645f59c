"""Finetuning in another configuration than the pack's."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from tiny_pack import write_tiny_pack
from tiny_smp import tiny_config
from tiny_support import make_support

from smp_core.errors import ModelError
from smp_core.jobs import JobContext, JobEvent, Warned
from smp_core.model.adapter import read_adapter
from smp_core.model.config import ModelConfig, VitConfig
from smp_core.model.pack import Pack
from smp_core.training.config import TrainConfig
from smp_core.training.finetune import FinetuneResult, finetune, start_model
from smp_core.training.support_set import run_all

CPU = torch.device("cpu")


@pytest.fixture
def pack(tmp_path: Path) -> Pack:
    return write_tiny_pack(tmp_path / "packs" / "tiny")


def run(
    pack: Pack, folder: Path, config: ModelConfig | None, **training: object
) -> tuple[FinetuneResult, list[Warned]]:
    events: list[JobEvent] = []
    result = finetune(
        pack,
        make_support(4),
        TrainConfig(**{"epochs": 1, **training}),  # type: ignore[arg-type]
        folder,
        CPU,
        JobContext(events.append),
        captioner="descriptor",
        captioner_version="1",
        identity="",
        model_config=config,
    )
    return result, [event for event in events if isinstance(event, Warned)]


@pytest.mark.parametrize(
    "changes",
    [
        {"bottleneck": 2, "pavel_location": "both"},
        {"streams": ("visual",)},
        {"streams": (), "pavel": False, "head_text": True},
    ],
)
def test_an_adapter_remembers_its_configuration(
    changes: dict[str, object], pack: Pack, tmp_path: Path
) -> None:
    config = tiny_config(**changes)
    result, warned = run(pack, tmp_path / "run", config)
    assert result.adapter.model == config
    assert any("was not trained with" in each.message for each in warned)
    again = read_adapter(tmp_path / "run", pack)
    assert again.model == config
    clips, options = make_support(4).clips, make_support(4).options
    one = run_all(result.adapter.load(pack), clips, options, 4).logits
    two = run_all(again.load(pack), clips, options, 4).logits
    assert torch.equal(one, two)


def test_what_the_pack_knows_is_used_and_the_rest_is_drawn(pack: Pack) -> None:
    own = start_model(pack, 2, seed=1).trainable()
    other = start_model(pack, 2, seed=1, model=tiny_config(bottleneck=2)).trainable()
    assert torch.equal(own["head.hidden.weight"], other["head.hidden.weight"])
    assert torch.equal(
        own["pavels.1.attention_1.lambda_audio"], other["pavels.1.attention_1.lambda_audio"]
    )
    drawn = other["pavels.1.audio.down.weight"]
    assert drawn.shape == (2, 24) and bool(drawn.any())
    again = start_model(pack, 2, seed=1, model=tiny_config(bottleneck=2)).trainable()
    assert torch.equal(drawn, again["pavels.1.audio.down.weight"])


def test_the_warning_names_settings_and_parts(pack: Pack, tmp_path: Path) -> None:
    _, (warning,) = run(pack, tmp_path / "run", tiny_config(bottleneck=2))
    assert "bottleneck=2 (the pack: 4)" in warning.message
    assert "P-AVeL beside the MLP of blocks 1 to 2" in warning.message
    assert warning.hint


def test_the_pack_s_own_configuration_warns_of_nothing(pack: Pack, tmp_path: Path) -> None:
    assert run(pack, tmp_path / "a", tiny_config())[1] == []
    assert run(pack, tmp_path / "b", None)[1] == []
    assert run(pack, tmp_path / "c", tiny_config(head_dropout=0.1))[1] == []


def test_leaving_out_p_pr_is_said_and_untuned_p_pr_is_not_leaving_it_out(
    pack: Pack, tmp_path: Path
) -> None:
    result, warned = run(pack, tmp_path / "a", tiny_config(streams=("audio",)))
    assert any("P-PR" in each.message for each in warned)
    assert "rho" not in result.metrics["history"][0]
    _, warned = run(pack, tmp_path / "b", tiny_config(streams=("audio",)), rebalance=False)
    assert not any("P-PR" in each.message for each in warned)
    for name, changes in (("c", {"pavel_location": "none"}), ("d", {"pavel_prompts": False})):
        result, _ = run(pack, tmp_path / name, tiny_config(**changes))
        assert result.metrics["history"][0]["delta"] > 0
    result, _ = run(pack, tmp_path / "e", None, tune_prototypes=False)
    assert result.metrics["history"][0]["delta"] == 0
    assert result.metrics["history"][0]["rho"] > 0


def test_other_backbones_are_refused(pack: Pack) -> None:
    wide = VitConfig(width=48, depth=3, heads=2, patch_px=16, positions=10)
    with pytest.raises(ModelError, match="audio stream"):
        pack.new_model(2, config=tiny_config(audio=wide))
