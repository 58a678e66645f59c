"""The whole model against its parts, the paper's counts and the libraries' own forwards."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
import torch
from tiny_smp import random_batch, tiny_config, wake_adapters
from torch import Tensor

from smp_core.errors import ModelError
from smp_core.model.config import ModelConfig
from smp_core.model.inputs import ClipBatch
from smp_core.model.smp import SMP


def test_the_paper_size_trains_exactly_the_published_parameters() -> None:
    with torch.device("meta"):
        model = SMP(ModelConfig(), 16)
    parts: Counter[str] = Counter()
    for name, parameter in model.trainable().items():
        stream, _, rest = name.partition(".")
        if stream in ("pavels", "head"):
            parts[stream] += parameter.numel()
        elif "patch_embed" in rest:
            parts["audio projection"] += parameter.numel()
        elif rest in ("vit.pos_embed", "vit.cls_token"):
            parts["positions and CLS"] += parameter.numel()
        elif rest.startswith("vit.norm"):
            parts["final norms"] += parameter.numel()
        else:
            parts["norms and biases"] += parameter.numel()
    assert parts == {
        "pavels": 8 * 78_863,
        "audio projection": 590_592,
        "norms and biases": 239_616,
        "positions and CLS": 304_128,
        "final norms": 3_072,
        "head": 795_152,
    }
    assert sum(parts.values()) == 2_563_464
    assert sorted(model.pavels, key=int) == [str(block) for block in range(4, 12)]


def test_the_paper_size_has_the_published_token_counts() -> None:
    with torch.device("meta"):
        model = SMP(ModelConfig(), 2)
        audio, grid = model.begin_audio(model.audio, torch.empty(1, 128, 1001))  # type: ignore[arg-type]
        visual, frames = model.begin_visual(model.visual, torch.empty(1, 8, 3, 224, 224))  # type: ignore[arg-type]
    assert audio.shape[1] == 497 and grid == (8, 62)
    assert visual.shape[1] == 1569 and frames == (8, 14, 14)


def test_the_text_stream_equals_transformers_own(model: SMP, batch: ClipBatch) -> None:
    text = model.text
    assert text is not None
    x = text.begin(batch.token_ids)
    mask = text.combined_mask(batch.text_mask)
    for block in range(3):
        x = x + text.attention(block, text.norm1(block, x), mask)
        x = x + text.mlp(block, text.norm2(block, x))
    ours = text.finish(x, batch.token_ids)
    theirs = text.model(input_ids=batch.token_ids, attention_mask=batch.text_mask.long())
    torch.testing.assert_close(ours, theirs.pooler_output, atol=1e-5, rtol=1e-5)


def test_silent_adapters_leave_the_plain_vit(model: SMP) -> None:
    # A picture whose patch count equals the position table, so that timm's own forward applies.
    frames = torch.randn(2, 1, 3, 16, 16 * 9)
    batch = replace(random_batch(2), frames=frames)
    visual = model.visual
    assert visual is not None
    theirs = visual.vit.forward_features(frames[:, 0])[:, 0]
    torch.testing.assert_close(model.embed(batch).visual, theirs, atol=1e-5, rtol=1e-5)


def test_waking_adapters_change_every_stream(model: SMP, batch: ClipBatch) -> None:
    before = model.embed(batch)
    wake_adapters(model)
    after = model.embed(batch)
    for old, new in zip(before, after, strict=True):
        assert not torch.allclose(_there(old), _there(new), atol=1e-4)


def test_the_prompt_reaches_the_decision_only_through_pavel(model: SMP, batch: ClipBatch) -> None:
    other = replace(batch, token_ids=random_batch(seed=5).token_ids)
    assert torch.equal(model(batch).logits, model(other).logits)
    wake_adapters(model)
    assert not torch.equal(model(batch).logits, model(other).logits)


def test_padding_changes_nothing(model: SMP) -> None:
    wake_adapters(model)
    batch = random_batch(1, (6,))
    longer = replace(
        batch,
        token_ids=torch.cat([batch.token_ids, torch.ones(1, 5, dtype=torch.int64)], dim=1),
        text_mask=torch.cat([batch.text_mask, torch.zeros(1, 5, dtype=torch.bool)], dim=1),
    )
    for short, padded in zip(model.embed(batch), model.embed(longer), strict=True):
        torch.testing.assert_close(_there(short), _there(padded), atol=1e-5, rtol=1e-5)


def test_padding_leaks_only_with_the_published_checkpoints_option() -> None:
    torch.manual_seed(0)
    model = SMP(tiny_config(mask_padding=False), 4).eval()
    wake_adapters(model)
    batch = random_batch(1, (6,))
    longer = replace(
        batch,
        token_ids=torch.cat([batch.token_ids, torch.ones(1, 5, dtype=torch.int64)], dim=1),
        text_mask=torch.cat([batch.text_mask, torch.zeros(1, 5, dtype=torch.bool)], dim=1),
    )
    assert not torch.allclose(_there(model.embed(batch).audio), _there(model.embed(longer).audio))


def test_a_clip_s_answer_does_not_depend_on_its_batch(model: SMP, batch: ClipBatch) -> None:
    wake_adapters(model)
    together = model(batch).logits
    for row in range(3):
        alone = ClipBatch(
            rows=torch.tensor([0]),
            spectrogram=batch.spectrogram[row : row + 1],
            frames=batch.frames[row : row + 1],
            token_ids=batch.token_ids[row : row + 1],
            text_mask=batch.text_mask[row : row + 1],
        )
        torch.testing.assert_close(model(alone).logits[0], together[row], atol=1e-5, rtol=1e-5)


def test_frozen_stays_frozen_and_trained_moves(model: SMP, batch: ClipBatch) -> None:
    wake_adapters(model)
    before = {name: p.detach().clone() for name, p in model.named_parameters()}
    optimizer = torch.optim.SGD(model.parameters(), lr=1.0)
    output = model.train()(batch)
    text = _there(output.embeddings.text)
    (
        torch.nn.functional.cross_entropy(output.logits, torch.tensor([0, 1, 2])) + text.sum()
    ).backward()
    optimizer.step()
    trained = set(model.trainable())
    for name, parameter in model.named_parameters():
        assert (name in trained) == parameter.requires_grad
        if name not in trained:
            assert torch.equal(parameter, before[name]), name
    unmoved = {n for n, p in model.trainable().items() if p.grad is None or not p.grad.any()}
    assert not unmoved


@pytest.mark.parametrize("stream", ["audio", "visual"])
def test_a_unimodal_baseline_has_only_its_stream(stream: str, batch: ClipBatch) -> None:
    model = SMP(tiny_config(streams=(stream,), pavel=False), 4).eval()
    names = {name.partition(".")[0] for name, _ in model.named_parameters()}
    assert names == {stream, "head"}
    assert model(batch).logits.shape == (3, 4)


def test_bad_configurations_are_refused() -> None:
    with pytest.raises(ModelError, match="both streams"):
        tiny_config(streams=("audio",), pavel_prompts=False)
    with pytest.raises(ModelError, match="begin_block"):
        tiny_config(begin_block=4)
    with pytest.raises(ModelError, match="two classes"):
        SMP(tiny_config(), 1)
    with pytest.raises(ModelError, match="newer program"):
        ModelConfig.from_json({**tiny_config().to_json(), "surprise": 1})


def test_a_configuration_survives_json() -> None:
    config = tiny_config(phase2_weighting="latent")
    assert ModelConfig.from_json(config.to_json()) == config


def _there(tensor: Tensor | None) -> Tensor:
    assert tensor is not None
    return tensor
