"""Settings given one by one."""

from __future__ import annotations

import pytest

from smp_core.errors import InputError
from smp_core.model.config import ModelConfig
from smp_core.training.config import TrainConfig
from smp_core.training.overrides import allowed_values, apply_overrides, setting_names

DEFAULT = (ModelConfig(), TrainConfig())


def test_each_kind_of_value_is_read() -> None:
    model, training = apply_overrides(
        *DEFAULT,
        [
            *("bottleneck=8", " adapter_dropout = 0.25 ", "phase1=off", "pavel_location=both"),
            *("streams=visual,audio", "epochs=3", "learning_rate=1e-3", "rebalance=False"),
        ],
    )
    assert model == ModelConfig(
        bottleneck=8,
        adapter_dropout=0.25,
        phase1=False,
        pavel_location="both",
        streams=("visual", "audio"),
    )
    assert training == TrainConfig(epochs=3, learning_rate=1e-3, rebalance=False)


def test_no_stream_at_all_is_written_none() -> None:
    model, _ = apply_overrides(*DEFAULT, ["streams=none", "pavel=0", "head_text=yes"])
    assert (model.streams, model.pavel, model.head_text) == ((), False, True)


def test_nothing_changes_nothing() -> None:
    assert apply_overrides(*DEFAULT, []) == DEFAULT


@pytest.mark.parametrize(
    ("settings", "message", "hint"),
    [
        (["bottleneck"], '"bottleneck" is not a setting', "key=value"),
        (["=8"], '"=8" is not a setting', "key=value"),
        (["botleneck=8"], "botleneck", "Did you mean bottleneck"),
        (["audio=1"], '"audio"', "head_text"),
        (["bottleneck=wide"], 'bottleneck cannot be "wide"', "a whole number"),
        (["learning_rate=nan"], "learning_rate", "a number"),
        (["rebalance=maybe"], "rebalance", "true or false"),
        (["latent_attention=often"], "latent_attention", "none, before, after, both"),
        (["streams=audio,smell"], "streams", "audio, visual"),
        (["epochs=2", "epochs=3"], "epochs is given twice", "once"),
        (["epochs=0"], "epochs=0 cannot be used", ""),
        (["alpha=-1"], "alpha", ""),
        (["streams=audio", "pavel_prompts=false"], "nothing to attend to", "both streams"),
    ],
)
def test_a_mistake_is_named_with_its_remedy(settings: list[str], message: str, hint: str) -> None:
    with pytest.raises(InputError) as caught:
        apply_overrides(*DEFAULT, settings)
    assert message in caught.value.message
    assert hint in caught.value.hint


def test_every_setting_can_be_explained() -> None:
    assert {"bottleneck", "pavel_location", "tune_prototypes", "alpha"} <= set(setting_names())
    assert not {"audio", "visual", "text"} & set(setting_names())
    assert allowed_values("pavel_location") == "one of: none, attention, mlp, both"
    assert all(allowed_values(name) for name in setting_names())
