"""Every setting of the model does what it says."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
import torch
from tiny_smp import random_batch, tiny_config, wake_adapters
from torch import Tensor

from smp_core.errors import ModelError
from smp_core.model.config import ModelConfig
from smp_core.model.inputs import ClipBatch
from smp_core.model.pavel import PAVeL
from smp_core.model.smp import SMP
from smp_core.model.variant import difference

ADAPTER = 2 * 768 * 16 + 16 + 768 + 1
AUDIO_CONV, VISUAL_CONV = 16 * 16 * 9 + 16, 16 * 27 + 16


def build(**changes: object) -> SMP:
    torch.manual_seed(0)
    model = SMP(tiny_config(**changes), 4).eval()
    wake_adapters(model)
    return model


def other_prompts(batch: ClipBatch) -> ClipBatch:
    return replace(batch, token_ids=random_batch(seed=5).token_ids)


@pytest.mark.parametrize(
    ("changes", "count"),
    [
        ({}, 3 * ADAPTER + AUDIO_CONV + VISUAL_CONV + 12),
        ({"phase1": False}, 3 * ADAPTER + AUDIO_CONV + VISUAL_CONV + 12),
        ({"phase2": False}, 3 * ADAPTER + AUDIO_CONV + VISUAL_CONV + 8),
        ({"phase3": False}, 3 * ADAPTER + AUDIO_CONV + VISUAL_CONV + 4),
        ({"phase1": False, "phase3": False}, 3 * ADAPTER + AUDIO_CONV + VISUAL_CONV),
        ({"latent_attention": "before"}, 3 * ADAPTER + AUDIO_CONV + VISUAL_CONV + 6),
        ({"latent_attention": "after"}, 3 * ADAPTER + AUDIO_CONV + VISUAL_CONV + 6),
        ({"latent_attention": "none"}, 3 * ADAPTER + AUDIO_CONV + VISUAL_CONV),
        ({"pavel_prompts": False}, 2 * ADAPTER + AUDIO_CONV + VISUAL_CONV + 4),
        ({"streams": ("audio",)}, 2 * ADAPTER + AUDIO_CONV + 6),
        ({"streams": ("visual",)}, 2 * ADAPTER + VISUAL_CONV + 6),
    ],
)
def test_a_p_avel_of_the_paper_s_size_has_these_parameters(
    changes: dict[str, Any], count: int
) -> None:
    with torch.device("meta"):
        pavel = PAVeL(ModelConfig(**changes))
    assert sum(p.numel() for p in pavel.parameters()) == count


def test_the_default_keeps_the_names_that_packs_have() -> None:
    names = [name for name, _ in SMP(tiny_config(), 4).pavels["1"].named_parameters()]
    layers = ["down.weight", "down.bias", "up.weight", "up.bias"]
    weights = ["text_audio", "text_visual", "visual", "audio", "text_1", "text_2"]
    assert names == [
        *(
            f"{stream}.{part}"
            for stream in ("text", "audio", "visual")
            for part in ["scale", *layers]
        ),
        *(f"{stream}_conv.{part}" for stream in ("audio", "visual") for part in ("weight", "bias")),
        *(f"attention_{n}.lambda_{weight}" for n in (1, 2) for weight in weights),
    ]
    trained = SMP(tiny_config(), 4).trainable()
    assert {name.partition(".")[0] for name in trained} == {"audio", "visual", "pavels", "head"}


def test_a_configuration_from_before_these_settings_loads_as_the_paper_s() -> None:
    old = {
        "streams": ["audio", "visual"],
        "pavel": True,
        "begin_block": 4,
        "bottleneck": 16,
        "adapter_dropout": 0.1,
        "phase2_weighting": "text",
        "mask_padding": True,
        "head_width": 512,
        "head_dropout": 0.5,
    }
    assert ModelConfig.from_json(old) == ModelConfig()


@pytest.mark.parametrize(
    ("location", "beside_attention", "beside_mlp"),
    [("none", [], []), ("attention", ["1", "2"], []), ("mlp", [], ["1", "2"])]
    + [("both", ["1", "2"], ["1", "2"])],
)
def test_p_avels_are_where_they_should_be(
    location: str, beside_attention: list[str], beside_mlp: list[str]
) -> None:
    model = SMP(tiny_config(pavel_location=location), 4)
    assert list(model.attention_pavels) == beside_attention
    assert list(model.pavels) == beside_mlp
    assert model.text is not None  # for P-PR


@pytest.mark.parametrize("location", ["attention", "mlp"])
def test_a_p_avel_is_fed_with_the_norm_before_what_it_stands_beside(
    location: str, batch: ClipBatch
) -> None:
    model = SMP(tiny_config(pavel_location=location, begin_block=2), 4).eval()
    pavel = (model.attention_pavels if location == "attention" else model.pavels)["2"]
    with torch.no_grad():
        for parameter in pavel.parameters():
            parameter.add_(0.1)
    assert model.visual is not None
    block = model.visual.vit.blocks[2]
    norm, inner = (block.norm1, block.attn) if location == "attention" else (block.norm2, block.mlp)
    after = block.norm2 if location == "attention" else model.visual.vit.norm
    seen: dict[str, Any] = {}
    for name, module in (("norm", norm), ("inner", inner), ("pavel", pavel), ("after", after)):
        module.register_forward_hook(
            lambda _, inputs, output, name=name: seen.update({name: (inputs[0], output)})
        )
    model(batch)
    assert torch.equal(seen["pavel"][0].visual, seen["norm"][1])
    expected = seen["norm"][0] + seen["inner"][1] + seen["pavel"][1].visual
    torch.testing.assert_close(seen["after"][0], expected)
    assert seen["pavel"][1].visual.abs().max() > 1e-3


@pytest.mark.parametrize(
    "changes",
    [
        {"pavel_location": "both"},
        {"phase1": False, "phase3": False},
        {"phase2": False, "phase3": False},
        {"pavel_prompts": False, "phase3": False},
        {"latent_attention": "none"},
    ],
)
def test_every_configuration_starts_as_the_plain_backbones(
    changes: dict[str, Any], batch: ClipBatch
) -> None:
    torch.manual_seed(0)
    plain = SMP(tiny_config(), 4).eval()
    silent = SMP(tiny_config(**changes), 4).eval()
    for stream in ("audio", "visual", "text"):
        getattr(silent, stream).load_state_dict(getattr(plain, stream).state_dict())
    for one, two in zip(plain.embed(batch), silent.embed(batch), strict=True):
        assert torch.equal(_there(one), _there(two))


def test_without_prompts_the_text_stays_outside_p_avel(batch: ClipBatch) -> None:
    model = build(pavel_prompts=False)
    one, two = model.embed(batch), model.embed(other_prompts(batch))
    assert torch.equal(_there(one.audio), _there(two.audio))
    assert torch.equal(_there(one.visual), _there(two.visual))
    text = model.text
    assert text is not None
    own = text.model(input_ids=batch.token_ids, attention_mask=batch.text_mask.long())
    torch.testing.assert_close(one.text, own.pooler_output, atol=1e-5, rtol=1e-5)
    silenced = replace(batch, spectrogram=torch.zeros_like(batch.spectrogram))
    assert not torch.equal(_there(one.visual), _there(model.embed(silenced).visual))


@pytest.mark.parametrize("stream", ["audio", "visual"])
def test_one_stream_smp_has_its_stream_and_the_prompt(stream: str, batch: ClipBatch) -> None:
    model = build(streams=(stream,))
    names = {name.partition(".")[0] for name in model.trainable()}
    assert names == {stream, "pavels", "head"}
    logits = model(batch).logits
    assert not torch.equal(logits, model(other_prompts(batch)).logits)
    deaf = replace(batch, spectrogram=batch.spectrogram + 1)
    blind = replace(batch, frames=batch.frames + 1)
    assert torch.equal(logits, model(deaf).logits) == (stream == "visual")
    assert torch.equal(logits, model(blind).logits) == (stream == "audio")


def test_text_only_trains_the_head_alone_and_sees_nothing_else(batch: ClipBatch) -> None:
    model = build(streams=(), pavel=False, head_text=True)
    assert set(model.trainable()) == {
        *("head.hidden.weight", "head.hidden.bias", "head.classify.weight", "head.classify.bias")
    }
    assert model.head.hidden.in_features == 24
    logits = model(batch).logits
    deaf_and_blind = replace(batch, spectrogram=batch.spectrogram + 1, frames=batch.frames + 1)
    assert torch.equal(logits, model(deaf_and_blind).logits)
    assert not torch.equal(logits, model(other_prompts(batch)).logits)


def test_avp_puts_the_prompt_before_the_head_and_nowhere_else(batch: ClipBatch) -> None:
    model = build(pavel=False, head_text=True)
    assert model.head.hidden.in_features == 3 * 24 and not model.pavels
    one, two = model(batch), model(other_prompts(batch))
    assert not torch.equal(one.logits, two.logits)
    assert torch.equal(_there(one.embeddings.audio), _there(two.embeddings.audio))
    joined = torch.cat([_there(e) for e in one.embeddings], dim=1)
    assert torch.equal(one.logits, model.head(joined))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"streams": ()}, "P-AVeL needs sound or picture"),
        ({"streams": (), "pavel": False}, "Nothing goes into the head"),
        ({"streams": ("audio", "audio")}, "Unknown streams"),
        ({"streams": ("visual",), "phase1": False}, "two streams"),
        ({"pavel_location": "above"}, "pavel_location"),
        ({"latent_attention": "often"}, "latent_attention"),
        ({"phase2_weighting": "both"}, "phase2_weighting"),
        ({"bottleneck": 0}, "bottleneck"),
        ({"head_width": 10**9}, "head_width"),
        ({"head_dropout": 1.0}, "head_dropout"),
    ],
)
def test_what_does_not_go_together_is_refused(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(ModelError, match=message):
        tiny_config(**changes)


@pytest.mark.parametrize(
    ("changes", "untrained"),
    [
        ({}, ()),
        ({"head_dropout": 0.1}, ()),
        ({"phase2_weighting": "latent"}, ()),
        ({"bottleneck": 3}, ("P-AVeL beside the MLP of blocks 1 to 2",)),
        ({"begin_block": 0}, ("P-AVeL beside the MLP of block 0",)),
        ({"pavel_location": "both"}, ("P-AVeL beside the attention of blocks 1 to 2",)),
        ({"phase1": False}, ("the weights λ of latent attention in blocks 1 to 2",)),
        ({"head_text": True}, ("the head's hidden layer",)),
        ({"head_width": 8, "pavel": False}, ("the head's hidden layer",)),
    ],
)
def test_what_a_pack_has_no_weights_for_is_named(
    changes: dict[str, Any], untrained: tuple[str, ...]
) -> None:
    found = difference(tiny_config(), tiny_config(**changes))
    assert found.untrained == untrained
    named = {setting.partition("=")[0] for setting in found.settings}
    assert named == set(changes) - {"head_dropout"}


def _there(tensor: Tensor | None) -> Tensor:
    assert tensor is not None
    return tensor
