"""Attention rollout: the CLS row, carried backwards, is that of the whole matrix product."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from tiny_smp import random_batch, tiny_config, wake_adapters
from torch import Tensor, nn

from smp_core.inference.rollout import cls_rollout
from smp_core.model.smp import SMP
from smp_core.model.streams import VitStream
from smp_core.model.tokens import Grids, Tokens


class Keeper:
    def __init__(self) -> None:
        self.normed: list[Tokens] = []

    def attention(self, block: int, normed: Tokens, grids: Grids) -> None:
        assert block == len(self.normed)
        self.normed.append(normed)

    def latent(self, *_: object) -> None: ...


@pytest.fixture(scope="module")
def model() -> SMP:
    torch.manual_seed(3)
    made = SMP(tiny_config(), 3).eval()
    with torch.no_grad():  # sharpen, so that attention is far from even
        for stream in (made.audio, made.visual):
            assert stream is not None
            for name, parameter in stream.named_parameters():
                if "qkv.weight" in name:
                    parameter.mul_(12)
    wake_adapters(made)
    return made


@pytest.fixture(scope="module")
def normed(model: SMP) -> list[Tokens]:
    keeper = Keeper()
    with torch.no_grad():
        model.embed(random_batch(1), keeper)
    return keeper.normed


def heads_of(stream: VitStream, block: int, x: Tensor) -> NDArray[np.float64]:
    """softmax(Q Kᵀ / √d) of every head in plain loops, from the weights themselves."""
    attention = stream.vit.blocks[block].attn
    tokens = x[0].double().numpy()
    weight = attention.qkv.weight.detach().double().numpy()
    bias = attention.qkv.bias.detach().double().numpy()
    width, heads = tokens.shape[1], attention.num_heads
    size = width // heads
    found = []
    for head in range(heads):
        rows = slice(head * size, (head + 1) * size)
        query = tokens @ weight[:width][rows].T + bias[:width][rows]
        key = tokens @ weight[width : 2 * width][rows].T + bias[width : 2 * width][rows]
        scores = np.zeros((len(tokens), len(tokens)))
        for i in range(len(tokens)):
            for j in range(len(tokens)):
                scores[i, j] = sum(query[i, k] * key[j, k] for k in range(size)) / size**0.5
        scores = np.exp(scores - scores.max(axis=1, keepdims=True))
        found.append(scores / scores.sum(axis=1, keepdims=True))
    return np.stack(found)


@pytest.mark.parametrize("name", ["audio", "visual"])
def test_it_is_the_cls_row_of_the_plain_product_after_every_block(
    model: SMP, normed: list[Tokens], name: str
) -> None:
    stream: VitStream = getattr(model, name)
    inputs: list[Tensor] = [getattr(each, name) for each in normed]
    rows = cls_rollout(stream, inputs)
    product = np.eye(inputs[0].shape[1])
    for block, x in enumerate(inputs):
        mixed = (heads_of(stream, block, x).mean(axis=0) + np.eye(x.shape[1])) / 2
        mixed /= mixed.sum(axis=1, keepdims=True)
        product = mixed @ product
        np.testing.assert_allclose(rows[block].numpy(), product[0, 1:], atol=1e-6)
    assert rows.shape == (3, inputs[0].shape[1] - 1)
    # It says something: patches differ clearly, and blocks do.
    assert float(rows[-1].max() / rows[-1].min()) > 2
    assert float((rows[0] - rows[-1]).abs().max()) > 1e-3


def test_the_weights_are_those_that_the_block_uses(model: SMP, normed: list[Tokens]) -> None:
    stream = model.audio
    assert stream is not None
    x = normed[1].of("audio")
    query, key = stream.queries_and_keys(1, x)
    attention = stream.vit.blocks[1].attn
    value = attention.qkv(x).reshape(1, x.shape[1], 3, 2, 12)[:, :, 2].transpose(1, 2)
    mixed = (query @ key.transpose(-2, -1)).softmax(dim=-1) @ value
    expected = attention.proj(mixed.transpose(1, 2).reshape(1, x.shape[1], 24))
    torch.testing.assert_close(expected, stream.attention(1, x), atol=1e-5, rtol=1e-5)


def test_watching_changes_nothing(model: SMP) -> None:
    batch = random_batch()
    with torch.no_grad():
        seen, unseen = model.embed(batch, Keeper()), model.embed(batch)
    for one, other in zip(seen, unseen, strict=True):
        assert isinstance(one, Tensor) and isinstance(other, Tensor)
        assert torch.equal(one, other)


def test_attention_on_one_patch_alone_is_found() -> None:
    """Every token of a made-up stream attends to patch 3: CLS keeps 1/8, patch 3 gets the rest."""

    class ToPatch3(nn.Module):
        def queries_and_keys(self, _block: int, x: Tensor) -> tuple[Tensor, Tensor]:
            keys = torch.zeros(1, 1, 6, 1)
            keys[0, 0, 4] = 1.0
            return torch.full((1, 1, 6, 1), 80.0), keys

    rows = cls_rollout(ToPatch3(), [torch.zeros(1, 6, 1)] * 3)  # type: ignore[arg-type]
    torch.testing.assert_close(rows[2], torch.tensor([0, 0, 0, 0.875, 0]))
    torch.testing.assert_close(rows[0], torch.tensor([0, 0, 0, 0.5, 0]))
