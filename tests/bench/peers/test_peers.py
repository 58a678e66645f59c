"""Peers: every one runs, learns a simple task, and its own idea does what its paper says."""

from __future__ import annotations

from dataclasses import replace

import pytest
import torch
from tiny_smp import tiny_config

from smp_core.bench.peers.fusion import answer, train_fusion
from smp_core.bench.peers.g_blend import blend_weights
from smp_core.bench.peers.lavish import LavishAdapter
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
    frozen = {name: p.clone() for name, p in model.named_parameters() if not p.requires_grad}
    model.replace_classes(2)
    data = support()
    train_fusion(
        model, data, TrainConfig(epochs=30, learning_rate=3e-3, batch_size=4), JobContext()
    )
    logits = answer(model, data.clips, data.options, batch_size=3)
    assert logits.shape == (8, 2)
    assert torch.equal(logits.argmax(dim=1), data.labels)
    after = dict(model.named_parameters())
    assert frozen and all(torch.equal(after[name], value) for name, value in frozen.items())
    assert not any(".head." in f".{name}" and "base" in name for name in model.trainable())


@pytest.mark.parametrize("key", sorted(TRAINED))
def test_a_trained_peer_works_with_streams_of_different_widths(key: str) -> None:
    config = tiny_config()
    wide = replace(config, audio=replace(config.audio, width=36))
    data = support(2)
    model = TRAINED[key].build(wide, 2)
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
    assert adapter(x, other).abs().max() > 0


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
