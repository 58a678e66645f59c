"""The paper's rows by name."""

from __future__ import annotations

import pytest
import torch
from tiny_smp import random_batch, tiny_config, wake_adapters

from smp_core.bench.configurations import CONFIGURATIONS
from smp_core.bench.methods import entrant, named
from smp_core.bench.peers.registry import TRAINED, TRAINING_FREE
from smp_core.bench.tables import where
from smp_core.model.smp import SMP
from smp_core.training.config import TrainConfig
from smp_core.training.overrides import apply_overrides


@pytest.mark.parametrize("name", CONFIGURATIONS)
def test_every_row_is_a_model_in_which_all_that_is_trained_moves(name: str) -> None:
    config, training = apply_overrides(tiny_config(), TrainConfig(), CONFIGURATIONS[name].settings)
    torch.manual_seed(0)
    model = SMP(config, 4).train()
    wake_adapters(model)
    output = model(random_batch())
    assert output.logits.shape == (3, 4)
    loss = torch.nn.functional.cross_entropy(output.logits, torch.tensor([0, 1, 2]))
    if output.embeddings.text is not None:
        # P-PR learns from it. Not a plain sum: the final norm makes that 0 whatever comes in.
        loss = loss + output.embeddings.text[:, ::2].sum()
    loss.backward()
    still = {n for n, p in model.trainable().items() if p.grad is None or not p.grad.any()}
    assert not still
    changed = config != tiny_config() or training != TrainConfig()
    assert changed == (name != "smp")


def test_no_two_rows_are_the_same() -> None:
    made = [
        apply_overrides(tiny_config(), TrainConfig(), each.settings)
        for each in CONFIGURATIONS.values()
    ]
    assert len(set(made)) == len(made)


def test_all_stands_for_every_row_that_can_be_asked_for() -> None:
    everything = named("all", "descriptor")
    assert set(named("smp, all", "descriptor")) == set(everything)
    assert len(set(everything)) == len(everything)
    names = [entrant(key).name for key in everything]
    assert len(set(names)) == len(names)
    assert {*CONFIGURATIONS, *TRAINED, *TRAINING_FREE, "smp-fast"} <= set(everything)
    assert entrant("smp@sound").prompts == "sound" and "smp@sound" in everything
    assert named("mbt, tbn,mbt", "descriptor") == ("mbt", "tbn")
    assert set(everything) - set(named("all", "blip-base")) == {"smp@sound", "text@sound"}
    assert named("smp@sound", "blip-base") == ("smp@sound",)  # who asks for it hears why not


def test_a_row_is_what_its_name_says() -> None:
    """Published numbers are looked up by these names."""
    changed = {
        "smp": "", "audio-smp": "streams=audio", "visual-smp": "streams=visual",
        "audio": "streams=audio pavel=false", "visual": "streams=visual pavel=false",
        "late-fusion": "pavel=false", "text": "streams=none pavel=false head_text=true",
        "avp": "pavel=false head_text=true", "no-p-pr": "rebalance=false",
        "no-p-avel": "pavel_location=none",
        "no-prompts": "pavel_prompts=false tune_prototypes=false",
        "no-prompts-in-p-avel": "pavel_prompts=false",
        "no-prompts-in-p-pr": "tune_prototypes=false",
        "no-phases": "phase1=false phase2=false phase3=false", "no-phase-1": "phase1=false",
        "no-phases-2-3": "phase2=false phase3=false", "no-phase-3": "phase3=false",
        "no-phase-2": "phase2=false", "beside-attention": "pavel_location=attention",
        "beside-both": "pavel_location=both", "no-latent-attention": "latent_attention=none",
        "latent-attention-before": "latent_attention=before",
        "latent-attention-after": "latent_attention=after",
    }  # fmt: skip
    assert {key: " ".join(each.settings) for key, each in CONFIGURATIONS.items()} == changed


@pytest.mark.parametrize(
    ("key", "table"),
    [
        ("smp", "Tables I to III"), ("smp@constant", "Tables I to III"), ("smp@sound", "Table IX"),
        ("text@sound", "Table IX"), ("audio-smp@constant", "Table I"), ("smp@picture", ""),
        ("smp:bottleneck=8", "Fig. 7"), ("smp:begin_block=1", "Fig. 7"), ("smp:alpha=2", ""),
        ("late-fusion", "Tables I to IV"), ("tbn", "Table II"), ("prototype", ""),
    ],
)  # fmt: skip
def test_where_the_paper_has_a_row(key: str, table: str) -> None:
    assert where(key) == table
