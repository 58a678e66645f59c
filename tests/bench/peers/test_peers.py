"""Peers: every one runs, learns a simple task, and its own idea does what its paper says."""

from __future__ import annotations

from dataclasses import replace

import pytest
import torch
from tiny_smp import tiny_config

from smp_core.bench.peers.attention_fusion import AttentionFusion
from smp_core.bench.peers.fusion import answer, train_fusion
from smp_core.bench.peers.g_blend import GBlend, blend_weights, held_out_rows
from smp_core.bench.peers.lavish import LavishAdapter
from smp_core.bench.peers.proto_cat import ProtoCat
from smp_core.bench.peers.registry import TRAINED, TRAINING_FREE
from smp_core.jobs import JobContext
from smp_core.model.inputs import ClipInputs, InputOptions
from smp_core.model.smp import Embeddings
from smp_core.training.config import TrainConfig
from smp_core.training.support_set import SupportSet


def support(n: int = 8) -> SupportSet:
    """Loud and dark against soft and bright."""
    g = torch.Generator().manual_seed(0)
    clips, labels = [], []
    for index in range(n):
        label = index % 2
        sound = torch.randn(32, 64, generator=g) * 0.1 + (2.0 if label else -2.0)
        frames = torch.full((2, 3, 32, 48), 220 if label else 20, dtype=torch.uint8)
        clips.append(ClipInputs(sound.half(), frames, torch.tensor([0, 5, 1])))
        labels.append(label)
    return SupportSet(clips, torch.tensor(labels), ("soft", "loud"), InputOptions())


@pytest.mark.parametrize("key", sorted(TRAINED))
def test_a_trained_peer_learns_and_takes_new_classes(key: str) -> None:
    torch.manual_seed(0)
    model = TRAINED[key].build(tiny_config(), 3)
    frozen = {name: p.clone() for name, p in model.base.named_parameters() if not p.requires_grad}
    model.replace_classes(2)
    data = support()
    train_fusion(
        model, data, TrainConfig(epochs=30, learning_rate=3e-3, batch_size=4), JobContext()
    )
    logits = answer(model, data.clips, data.options, batch_size=3)
    assert logits.shape == (8, 2)
    assert torch.equal(logits.argmax(dim=1), data.labels)
    after = dict(model.base.named_parameters())
    assert frozen and all(torch.equal(after[name], value) for name, value in frozen.items())
    assert not any(".head." in f".{name}" and "base" in name for name in model.trainable())


@pytest.mark.parametrize("key", sorted(TRAINED))
def test_a_trained_peer_works_with_streams_of_different_widths(key: str) -> None:
    config = tiny_config()
    wide = replace(config, audio=replace(config.audio, width=36))
    data = support(2)
    model = TRAINED[key].build(wide, 2)
    model.finish(data)
    assert answer(model, data.clips, data.options).shape == (2, 2)


def test_g_blend_trusts_what_generalises() -> None:
    before = torch.tensor([[2.0, 2.0], [2.0, 2.0], [2.0, 2.0]])
    after = torch.tensor([[1.0, 1.1], [0.1, 1.9], [0.5, 1.0]])  # good, overfitting, between
    weights = blend_weights(before, after)
    expected = torch.tensor([0.9 / 0.1**2, 0.1 / 1.8**2, 1.0 / 0.5**2])
    torch.testing.assert_close(weights, expected / expected.sum())
    worse = torch.tensor([[1.0, 3.0]] * 3)
    torch.testing.assert_close(blend_weights(before, worse), torch.full((3,), 1 / 3))


def test_lavish_adds_nothing_at_the_start() -> None:
    adapter = LavishAdapter(8, 12, 4)
    x, other = torch.randn(2, 5, 8), torch.randn(2, 7, 12)
    assert adapter(x, other).abs().max() == 0
    with torch.no_grad():
        adapter.gate.fill_(1.0)
    alone = adapter(x, other)
    assert alone.abs().max() > 0
    # Until it listens, what the other stream says plays no part.
    torch.testing.assert_close(adapter(x, torch.randn(2, 7, 12)), alone)
    with torch.no_grad():
        adapter.listening.fill_(1.0)
    assert not torch.allclose(adapter(x, torch.randn(2, 7, 12)), adapter(x, other))


def test_lavish_listens_as_published() -> None:
    torch.manual_seed(0)
    adapter = LavishAdapter(8, 8, 2)
    with torch.no_grad():
        adapter.gate.fill_(0.5)
        adapter.listening.fill_(2.0)
    x, other = torch.randn(1, 3, 8), torch.randn(1, 4, 8)
    latents = adapter.latents
    heard = latents + (latents @ other[0].T).softmax(dim=1) @ other[0]
    mixed = x[0] + 2.0 * (x[0] @ heard.T).softmax(dim=1) @ heard
    normed = torch.nn.functional.layer_norm(mixed, (8,))
    down, up = adapter.down.weight[:, :, 0], adapter.up.weight[:, :, 0]
    # Two groups: each half of the width has a bottleneck of its own.
    small = torch.stack([normed[:, :4] @ down[0], normed[:, 4:] @ down[1]], dim=1).relu()
    wide = torch.cat([small[:, :1] @ up[:4].T, small[:, 1:] @ up[4:].T], dim=1)
    torch.testing.assert_close(adapter(x, other)[0], 0.5 * wide)


def test_attention_fusion_weighs_the_two_answers() -> None:
    model = AttentionFusion(tiny_config(), 2)
    data = support(3)
    audio, visual = torch.randn(3, model.config.audio.width), torch.randn(3, 24)
    weights = model.weights(audio, visual[:, : model.config.visual.width])
    torch.testing.assert_close(weights.sum(dim=1), torch.ones(3))
    with torch.no_grad():
        model.attention[-1].weight.zero_()
        model.attention[-1].bias.copy_(torch.tensor([30.0, -30.0]))
        model.visual_head[-1].weight.fill_(1e3)
    heard = answer(model, data.clips, data.options)
    with torch.no_grad():
        model.visual_head[-1].weight.zero_()
    torch.testing.assert_close(answer(model, data.clips, data.options), heard)


def test_g_blend_never_trains_on_what_it_measures() -> None:
    labels = torch.tensor([0, 0, 0, 0, 1, 1, 1, 0, 1, 1, 1, 1])
    held = held_out_rows(labels)
    assert held.nonzero()[:, 0].tolist() == [3, 8]
    model = GBlend(tiny_config(), 2)
    for _ in range(3):
        rows = torch.cat(model.batches(labels, 4))
        assert sorted(rows.tolist()) == [r for r in range(12) if r not in (3, 8)]
    assert not held_out_rows(torch.tensor([0, 0, 0, 1, 1, 1])).any()


def test_g_blend_keeps_its_blend_for_the_sessions() -> None:
    torch.manual_seed(0)
    model, data = GBlend(tiny_config(), 2), support(8)
    config = TrainConfig(epochs=6, learning_rate=3e-3, batch_size=4)
    train_fusion(model, data, config, JobContext())
    learned = model.weights.clone()
    assert not torch.allclose(learned, torch.full((3,), 1 / 3))
    assert "weights" in model.kept() and "weights" not in model.trainable()
    train_fusion(model, support(2), config, JobContext())  # one clip a class: nothing to measure
    assert torch.equal(model.weights, learned)


def test_proto_cat_answers_by_its_support_set_alone() -> None:
    torch.manual_seed(0)
    model, data = ProtoCat(tiny_config(), 2), support(6)
    with pytest.raises(ValueError, match="no prototypes"):
        answer(model, data.clips, data.options)
    model.finish(data)
    logits = answer(model, data.clips, data.options)
    assert torch.equal(logits.argmax(dim=1), data.labels)
    swapped = SupportSet(data.clips, 1 - data.labels, data.class_names, data.options)
    model.finish(swapped)
    torch.testing.assert_close(answer(model, data.clips, data.options), logits.flip(1))


@torch.no_grad()
def test_proto_cat_compares_with_three_kinds_of_prototypes() -> None:
    model = ProtoCat(tiny_config(), 2).eval()
    width = model.config.audio.width
    a, v, pa, pv = (torch.randn(n, width) for n in (3, 3, 2, 2))
    kinds = (
        (a, model.audio_attention(pa, pa)),
        (v, model.visual_attention(pv, pv)),
        (v, model.cross_attention(pa, pv)),
    )
    for q in range(3):
        for c in range(2):
            far = sum(float(((e[q] - p[c]) ** 2).mean()) for e, p in kinds) / 3
            assert float(model.compare(a, v, pa, pv)[q, c]) == pytest.approx(-far, rel=1e-5)


def test_proto_cat_trains_on_episodes() -> None:
    labels = torch.tensor([0] * 5 + [1] * 5 + [2] * 2)
    torch.manual_seed(0)
    for rows in ProtoCat(tiny_config(), 3).batches(labels, 4):
        assert labels[rows].tolist() in ([0, 0, 0, 1, 1, 1], [1, 1, 1, 0, 0, 0])
        assert len(set(rows.tolist())) == 6


def embeddings(points: torch.Tensor, text: torch.Tensor) -> Embeddings:
    return Embeddings(audio=points[:, :4], visual=points[:, 4:], text=text)


@pytest.mark.parametrize("key", sorted(TRAINING_FREE))
def test_a_training_free_peer_finds_its_clusters(key: str) -> None:
    g = torch.Generator().manual_seed(1)
    centres = torch.randn(3, 8, generator=g) * 3
    labels = torch.tensor([0, 0, 1, 1, 2, 2])
    s = centres[labels] + torch.randn(6, 8, generator=g) * 0.3
    q = centres.repeat(4, 1) + torch.randn(12, 8, generator=g) * 0.3
    peer = TRAINING_FREE[key]
    text, noise = centres[labels][:, :4], torch.randn(12, 4, generator=g)
    logits = peer.predict(embeddings(s, text), labels, embeddings(q, noise), peer.captions)
    assert logits.shape == (12, 3)
    if not peer.captions:
        assert torch.equal(logits.argmax(dim=1), torch.arange(3).repeat(4))
    else:  # captions of the queries are noise, so they must have been looked at
        plain = peer.predict(embeddings(s, text), labels, embeddings(q, noise), False)
        assert not torch.allclose(logits, plain)


def test_one_clip_a_class_is_enough_for_all_training_free_peers() -> None:
    s, q = torch.eye(3, 8), torch.eye(3, 8) + 0.01
    for peer in TRAINING_FREE.values():
        logits = peer.predict(
            embeddings(s, s[:, :4]), torch.arange(3), embeddings(q, q[:, :4]), peer.captions
        )
        assert torch.equal(logits.argmax(dim=1), torch.arange(3))
        assert torch.isfinite(logits).all()
