"""The modules equal the paper's equations, whatever the configuration, text lengths and padding."""

from __future__ import annotations

from typing import Any

import pytest
import smp_equations as paper
import torch
from hypothesis import given
from hypothesis import strategies as st
from tiny_smp import tiny_config
from torch import Tensor

from smp_core.model.config import ModelConfig, TextConfig, VitConfig
from smp_core.model.latent_attention import LatentAttention
from smp_core.model.pavel import PAVeL
from smp_core.model.tokens import Grids, Tokens
from smp_core.training.ppr import Prototypes, class_means, rebalance

WIDTH, D = 6, 3
GRIDS = Grids((2, 3), (2, 2, 2))
LENGTHS = (5, 2, 3)  # of the prompts in the batch; the shorter ones are padded

VARIANTS: dict[str, dict[str, Any]] = {
    "paper": {},
    "latent weighting": {"phase2_weighting": "latent"},
    "convex weighting": {"phase2_weighting": "convex"},
    "padding seen": {"mask_padding": False},
    "before": {"latent_attention": "before"},
    "after": {"latent_attention": "after"},
    "no latent attention": {"latent_attention": "none"},
    "phase 1 off": {"phase1": False},
    "phase 1 off, padding seen": {"phase1": False, "mask_padding": False},
    "phase 2 off": {"phase2": False},
    "phase 2 off, latent weighting": {"phase2": False, "phase2_weighting": "latent"},
    "phase 3 off": {"phase3": False},
    "phases 2 and 3 off": {"phase2": False, "phase3": False},
    "all phases off": {"phase1": False, "phase2": False, "phase3": False},
    "no prompts": {"pavel_prompts": False},
    "no prompts, phase 3 off": {"pavel_prompts": False, "phase3": False},
    "audio": {"streams": ("audio",)},
    "visual": {"streams": ("visual",)},
    "audio, latent weighting": {"streams": ("audio",), "phase2_weighting": "latent"},
    "visual, phases 2 and 3 off": {"streams": ("visual",), "phase2": False, "phase3": False},
    "visual, padding seen": {"streams": ("visual",), "mask_padding": False},
}


def config_of(changes: dict[str, Any]) -> ModelConfig:
    vit = VitConfig(width=WIDTH, depth=3, heads=2, positions=10)
    text = TextConfig(width=WIDTH, depth=3, heads=2, vocabulary=300, start_id=0, end_id=1)
    return tiny_config(audio=vit, visual=vit, text=text, bottleneck=D, **changes)


def awake(config: ModelConfig, seed: int) -> PAVeL:
    """Every parameter drawn: scales and λ too, which start silent."""
    generator = torch.Generator().manual_seed(seed)
    pavel = PAVeL(config).double().eval()
    with torch.no_grad():
        for parameter in pavel.parameters():
            parameter.copy_(torch.randn(parameter.shape, generator=generator) * 0.4)
    return pavel


def random_inputs(config: ModelConfig, seed: int, n: int = 3) -> tuple[Tokens, Tensor]:
    generator = torch.Generator().manual_seed(seed)
    counts = {"text": max(LENGTHS[:n]), "audio": 1 + 6, "visual": 1 + 8}
    drawn = {
        name: torch.randn(n, count, WIDTH, generator=generator, dtype=torch.float64)
        for name, count in counts.items()
        if name == "text" or name in config.streams
    }
    mask = torch.arange(counts["text"])[None] < torch.tensor(LENGTHS[:n])[:, None]
    return Tokens(**drawn), mask


def reference_pavel(
    weights: dict[str, Any], config: ModelConfig, sample: dict[str, Any], allowed: list[bool]
) -> dict[str, Any]:
    """Fig. 2, bottom left, for one sample."""
    small = {
        stream: paper.quick_gelu(
            paper.linear(x, weights[f"{stream}.down.weight"], weights[f"{stream}.down.bias"])
        )
        for stream, x in sample.items()
    }
    if config.latent_attention in ("before", "both"):
        small = reference_attention(weights, "attention_1.", config, small, allowed)
    for stream, grid in (("audio", GRIDS.audio), ("visual", GRIDS.visual)):
        if stream in small:
            kernel, bias = weights[f"{stream}_conv.weight"], weights[f"{stream}_conv.bias"]
            small[stream] = paper.convolve(small[stream], grid, kernel, bias, stream == "visual")
    small = {stream: paper.quick_gelu(x) for stream, x in small.items()}
    if config.latent_attention in ("after", "both"):
        small = reference_attention(weights, "attention_2.", config, small, allowed)
    out = {}
    for stream, x in small.items():
        up = paper.linear(x, weights[f"{stream}.up.weight"], weights[f"{stream}.up.bias"])
        out[stream] = paper.weighted_sum((weights[f"{stream}.scale"][0], up))
    return out


def reference_attention(
    weights: dict[str, Any],
    prefix: str,
    config: ModelConfig,
    small: dict[str, Any],
    allowed: list[bool],
) -> dict[str, Any]:
    def λ(name: str, learned: bool) -> float:
        assert (f"{prefix}lambda_{name}" in weights) == learned, name
        return weights[f"{prefix}lambda_{name}"][0] if learned else 1.0

    second, third = config.phase2, config.phase3
    keys = allowed if config.mask_padding else [True] * len(allowed)
    t, a, v = (small.get(stream) for stream in ("text", "audio", "visual"))
    if not config.pavel_prompts:
        pair = paper.without_prompts(a, v, {"a": λ("audio", third), "v": λ("visual", third)})
        return dict(zip(("audio", "visual"), pair, strict=True))
    if len(config.streams) == 1:
        (stream,) = config.streams
        weight = {"tx": λ("mixed", second), "x": λ("stream", third), "t": λ("text", third)}
        two = paper.one_stream(t, small[stream], keys, weight, config.phase2_weighting)
        return dict(zip(("text", stream), two, strict=True))
    last = {"t1": λ("text_1", third), "t2": λ("text_2", third)}
    if not config.phase1:
        names = {"va": "visual_audio", "vt": "visual_text", "av": "audio_visual"}
        names["at"] = "audio_text"
        weight = {short: λ(name, third) for short, name in names.items()}
        three = paper.six_attentions(t, a, v, keys, {**weight, **last})
    else:
        weight = {"ta": λ("text_audio", second), "tv": λ("text_visual", second)}
        weight |= {"v": λ("visual", third), "a": λ("audio", third)}
        three = paper.three_phases(t, a, v, keys, {**weight, **last}, config.phase2_weighting)
    return dict(zip(("text", "audio", "visual"), three, strict=True))


@pytest.mark.parametrize("changes", VARIANTS.values(), ids=VARIANTS)
def test_every_p_avel_equals_the_equations(changes: dict[str, Any]) -> None:
    config = config_of(changes)
    pavel = awake(config, seed=1)
    tokens, mask = random_inputs(config, seed=2)
    got = pavel(tokens, mask, GRIDS)
    weights = {name: value.tolist() for name, value in pavel.state_dict().items()}
    for row in range(len(mask)):
        sample = {stream: tokens.of(stream)[row].tolist() for stream in config.fused_streams}
        expected = reference_pavel(weights, config, sample, mask[row].tolist())
        assert set(expected) == {name for name, x in got._asdict().items() if x is not None}
        for stream, value in expected.items():
            torch.testing.assert_close(
                got.of(stream)[row],  # type: ignore[arg-type]
                torch.tensor(value, dtype=torch.float64),
                atol=1e-6,
                rtol=1e-6,
            )


@pytest.mark.parametrize("weight", [-0.4, 0.0, 0.3, 1.0, 1.7])
def test_convex_weights_never_go_below_zero(weight: float) -> None:
    module = LatentAttention("convex").double()
    with torch.no_grad():
        for name, parameter in module.named_parameters():
            parameter.fill_(weight if name.startswith("lambda_text_") and name[-1] in "ol" else 0.7)
    generator = torch.Generator().manual_seed(1)
    tokens = Tokens(
        *(torch.randn(1, n, D, generator=generator, dtype=torch.float64) for n in (3, 4, 5))
    )
    got = module(tokens, torch.ones(1, 3, dtype=torch.bool))
    λ = {"ta": weight, "tv": weight, "a": 0.7, "v": 0.7, "t1": 0.7, "t2": 0.7}
    plain = [part[0].tolist() for part in (tokens.of("text"), tokens.of("audio"))]
    expected = paper.three_phases(*plain, tokens.of("visual")[0].tolist(), [True] * 3, λ, "convex")
    for mine, theirs in zip(got, expected, strict=True):
        torch.testing.assert_close(mine[0], torch.tensor(theirs, dtype=torch.float64))


@pytest.mark.parametrize("changes", VARIANTS.values(), ids=VARIANTS)
def test_padding_tokens_change_nothing_unless_asked_to(changes: dict[str, Any]) -> None:
    config = config_of(changes)
    pavel = awake(config, seed=3)
    tokens, mask = random_inputs(config, seed=4)
    noise = tokens.of("text") + 3 * (~mask)[:, :, None]
    got = pavel(tokens, mask, GRIDS)
    other = pavel(tokens._replace(text=noise), mask, GRIDS)
    seen = any(
        not torch.allclose(got.of(stream), other.of(stream), atol=1e-9) for stream in config.streams
    )
    assert seen == (not config.mask_padding)
    if got.text is not None and config.mask_padding:
        torch.testing.assert_close(got.text[mask], other.of("text")[mask])


@pytest.mark.parametrize(
    "name", ["paper", "phase 1 off", "no prompts", "visual, phases 2 and 3 off"]
)
def test_gradients_of_p_avel_are_right(name: str) -> None:
    config = config_of(VARIANTS[name])
    pavel = awake(config, seed=5)
    tokens, mask = random_inputs(config, seed=6, n=1)
    mask[:, -1] = False
    streams = config.fused_streams
    leaves = [tokens.of(stream).requires_grad_() for stream in streams]
    weights = dict(pavel.named_parameters())
    chosen = [key for key in weights if "lambda" in key or key.endswith(("scale", "conv.bias"))]

    def run(*values: Tensor) -> tuple[Tensor, ...]:
        inputs = Tokens(**dict(zip(streams, values, strict=False)))
        drawn = dict(zip(chosen, values[len(streams) :], strict=True))
        out = torch.func.functional_call(pavel, drawn, (inputs, mask, GRIDS))
        return tuple(out.of(stream) for stream in streams)

    assert torch.autograd.gradcheck(
        run, (*leaves, *(weights[key] for key in chosen)), fast_mode=True
    )


@pytest.mark.parametrize("tune", [True, False], ids=["tuned", "untuned"])
@pytest.mark.parametrize("seed", range(6))
def test_p_pr_equals_the_equations(seed: int, tune: bool) -> None:
    parts, labels = random_support(seed)
    tables = [class_means(part, labels, 3) for part in parts]
    batch = [part[:6] for part in parts]
    got = rebalance(*batch, Prototypes(*tables), labels[:6], alpha=0.7, detach=False, tune=tune)
    plain = [paper.prototypes(part.tolist(), labels.tolist(), 3) for part in parts]
    expected = paper.prompt_tuned_regularisation(
        *(part.tolist() for part in batch),
        (plain[0], plain[1], plain[2]),
        labels[:6].tolist(),
        0.7,
        tune,
    )
    for name, value in expected.items():
        assert getattr(got, name).item() == pytest.approx(value, abs=1e-9), name


def random_support(seed: int) -> tuple[list[Tensor], Tensor]:
    """Nine samples of three classes, in no order, as audio, visual and text embeddings."""
    generator = torch.Generator().manual_seed(seed)
    labels = torch.tensor([0, 1, 2] * 3)[torch.randperm(9, generator=generator)]
    scales = (1.0, 0.3 + 0.4 * seed, 0.8)  # so that either side of ρ = 1 occurs
    return [
        torch.randn(9, 5, generator=generator, dtype=torch.float64) * scale for scale in scales
    ], labels


def test_both_sides_of_rho_occur_among_these_cases() -> None:
    rhos = []
    for seed in range(6):
        parts, labels = random_support(seed)
        tables = Prototypes(*(class_means(part, labels, 3) for part in parts))
        rhos.append(rebalance(*parts, tables, labels, alpha=1, detach=True).rho.item())
    assert min(rhos) < 1 < max(rhos)


def test_gradients_of_untuned_p_pr_are_right() -> None:
    parts, labels = random_support(1)
    tables = Prototypes(*(class_means(part, labels, 3) for part in parts))
    leaves = tuple(part.clone().requires_grad_() for part in parts[:2])

    def loss(audio: Tensor, visual: Tensor) -> Tensor:
        return rebalance(
            audio, visual, parts[2], tables, labels, alpha=1.0, detach=False, tune=False
        ).loss

    assert torch.autograd.gradcheck(loss, leaves)


@given(st.integers(0, 100_000))
def test_the_order_of_the_support_set_does_not_matter(seed: int) -> None:
    parts, labels = random_support(seed % 50)
    order = torch.randperm(9, generator=torch.Generator().manual_seed(seed))
    for part in parts:
        torch.testing.assert_close(
            class_means(part[order], labels[order], 3), class_means(part, labels, 3)
        )


@given(st.integers(0, 100_000), st.booleans(), st.floats(0.05, 20))
def test_what_p_pr_always_promises(seed: int, tune: bool, scale: float) -> None:
    parts, labels = random_support(seed % 1000)
    parts = [part * scale for part in parts]
    tables = Prototypes(*(class_means(part, labels, 3) for part in parts))
    got = rebalance(*parts, tables, labels, alpha=1.0, detach=False, tune=tune)
    assert 0 <= got.delta.item() <= 1
    assert 0 <= got.beta.item() <= 1 and 0 <= got.gamma.item() <= 1
    assert got.beta.item() == 0 or got.gamma.item() == 0
