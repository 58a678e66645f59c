"""Prompt-guided latent attention against plain loops in float64, and its symmetries."""

from __future__ import annotations

import math

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import Tensor

from smp_core.model.latent_attention import LatentAttention, cross_modal_attention
from smp_core.model.tokens import Tokens


def reference_attention(query: Tensor, keys: Tensor, allowed: list[bool]) -> Tensor:
    """Eq. 2 for one sample by plain loops: query (Nq, d), keys = values (Nk, d)."""
    d = query.shape[1]
    rows = []
    for q in query.tolist():
        scores = [
            math.exp(sum(a * b for a, b in zip(q, k, strict=True)) / math.sqrt(d)) if ok else 0.0
            for k, ok in zip(keys.tolist(), allowed, strict=True)
        ]
        total = sum(scores)
        rows.append(
            [
                sum(s / total * k[i] for s, k in zip(scores, keys.tolist(), strict=True))
                for i in range(d)
            ]
        )
    return torch.tensor(rows, dtype=torch.float64)


def random_tokens(seed: int, lengths: tuple[int, int, int] = (5, 7, 6), d: int = 4) -> Tokens:
    generator = torch.Generator().manual_seed(seed)
    return Tokens(
        *(torch.randn(2, n, d, generator=generator, dtype=torch.float64) for n in lengths)
    )


def awake(weighting: str, seed: int = 0) -> LatentAttention:
    module = LatentAttention(weighting).double()  # type: ignore[arg-type]
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for parameter in module.parameters():
            parameter.copy_(torch.randn(1, generator=generator))
    return module


@pytest.mark.parametrize("weighting", ["text", "latent"])
def test_it_equals_equations_1_to_4(weighting: str) -> None:
    module, tokens = awake(weighting), random_tokens(3)
    mask = torch.tensor([[True] * 5, [True, True, True, False, False]])
    got = module(tokens, mask)
    weight = {name: value.item() for name, value in module.named_parameters()}
    for row in range(2):
        t, a, v = (part[row] for part in tokens)
        everything_v, everything_a = [True] * len(v), [True] * len(a)
        t_v = reference_attention(t, v, everything_v)
        t_a = reference_attention(t, a, everything_a)
        if weighting == "text":
            mixed_a = t_a + weight["lambda_text_audio"] * t
            mixed_v = t_v + weight["lambda_text_visual"] * t
        else:
            mixed_a = t + weight["lambda_text_audio"] * t_a
            mixed_v = t + weight["lambda_text_visual"] * t_v
        allowed = mask[row].tolist()
        v_t_a = reference_attention(v, mixed_a, allowed)
        a_t_v = reference_attention(a, mixed_v, allowed)
        text = weight["lambda_text_1"] * t_v + weight["lambda_text_2"] * t_a + t
        torch.testing.assert_close(got.text[row], text, atol=1e-6, rtol=1e-6)
        audio = weight["lambda_audio"] * a_t_v + a
        torch.testing.assert_close(got.audio[row], audio, atol=1e-6, rtol=1e-6)
        visual = weight["lambda_visual"] * v_t_a + v
        torch.testing.assert_close(got.visual[row], visual, atol=1e-6, rtol=1e-6)


def test_it_starts_as_the_specification_says() -> None:
    values = {name: p.item() for name, p in LatentAttention().named_parameters()}
    assert values == {
        "lambda_text_audio": 0.5,
        "lambda_text_visual": 0.5,
        "lambda_visual": 0.0,
        "lambda_audio": 0.0,
        "lambda_text_1": 0.0,
        "lambda_text_2": 0.0,
    }
    tokens = random_tokens(1)
    out = LatentAttention().double()(tokens, torch.ones(2, 5, dtype=torch.bool))
    for before, after in zip(tokens, out, strict=True):
        assert torch.equal(before, after)


def test_gradients_are_right() -> None:
    module = awake("text")
    tokens = Tokens(*(part[:1, :3].clone().requires_grad_() for part in random_tokens(2)))
    mask = torch.tensor([[True, True, False]])
    assert torch.autograd.gradcheck(lambda *parts: tuple(module(Tokens(*parts), mask)), (*tokens,))


@given(st.integers(0, 10_000))
def test_attention_is_a_mean_of_values(seed: int) -> None:
    generator = torch.Generator().manual_seed(seed)
    query = torch.randn(1, 3, 4, generator=generator) * 5
    values = torch.randn(1, 6, 4, generator=generator)
    out = cross_modal_attention(query, torch.randn(1, 6, 4, generator=generator), values)
    low, high = values.amin(dim=1) - 1e-5, values.amax(dim=1) + 1e-5
    assert bool((out >= low[:, None]).all() and (out <= high[:, None]).all())


@given(st.integers(0, 10_000))
def test_the_order_of_audio_tokens_does_not_matter_to_the_others(seed: int) -> None:
    module, tokens = awake("text", seed), random_tokens(seed)
    mask = torch.ones(2, 5, dtype=torch.bool)
    order = torch.randperm(7, generator=torch.Generator().manual_seed(seed))
    shuffled = module(tokens._replace(audio=tokens.audio[:, order]), mask)
    plain = module(tokens, mask)
    torch.testing.assert_close(shuffled.visual, plain.visual)
    torch.testing.assert_close(shuffled.audio, plain.audio[:, order])
