"""P-PR against plain loops in float64 and the properties that Eq. 5–13 promise."""

from __future__ import annotations

import math

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import Tensor

from smp_core.training.ppr import Prototypes, class_means, distances, rebalance, squash


def reference(
    parts: tuple[Tensor, Tensor, Tensor], protos: Prototypes, labels: Tensor, alpha: float
) -> dict[str, float]:
    """Eq. 6–13 by plain loops."""

    def distance(x: list[float], y: list[float]) -> float:
        return math.sqrt(sum((a - b) ** 2 for a, b in zip(x, y, strict=True)))

    def confidence(x: Tensor, table: list[list[float]], label: int) -> float:
        weights = [math.exp(-distance(x.tolist(), row)) for row in table]
        return weights[label] / sum(weights)

    audio, visual, text = parts
    n = len(labels)
    table = protos.text.tolist()
    mean = sum(confidence(text[k], table, int(labels[k])) for k in range(n)) / n
    delta = (math.sin(math.pi * mean - math.pi / 2) + 1) / 2
    tuned_a = (protos.audio + delta * protos.text).tolist()
    tuned_v = (protos.visual + delta * protos.text).tolist()
    conf_a = [confidence(audio[k], tuned_a, int(labels[k])) for k in range(n)]
    conf_v = [confidence(visual[k], tuned_v, int(labels[k])) for k in range(n)]
    rho = sum(conf_a) / sum(conf_v)
    beta = min(max(1 / rho - 1, 0), 1) if rho < 1 else 0.0
    gamma = 0.0 if rho < 1 else min(max(rho - 1, 0), 1)
    pce_a = -sum(math.log(c) for c in conf_a) / n
    pce_v = -sum(math.log(c) for c in conf_v) / n
    loss = alpha * beta * pce_a + alpha * gamma * pce_v
    return {"delta": delta, "rho": rho, "beta": beta, "gamma": gamma, "loss": loss}


def random_case(
    seed: int, scale: float = 1.0
) -> tuple[tuple[Tensor, Tensor, Tensor], Prototypes, Tensor]:
    g = torch.Generator().manual_seed(seed)
    audio, visual, text = (
        torch.randn(6, 5, generator=g, dtype=torch.float64) * scale for _ in "avt"
    )
    protos = Prototypes(*(torch.randn(3, 5, generator=g, dtype=torch.float64) for _ in "avt"))
    return (audio, visual, text), protos, torch.randint(0, 3, (6,), generator=g)


@pytest.mark.parametrize("seed", range(6))
def test_it_equals_equations_6_to_13(seed: int) -> None:
    parts, protos, labels = random_case(seed)
    got = rebalance(*parts, protos, labels, alpha=0.7, detach=False)
    for name, value in reference(parts, protos, labels, 0.7).items():
        assert getattr(got, name).item() == pytest.approx(value, abs=1e-9), name


def test_both_sides_of_rho_occur_among_these_cases() -> None:
    rhos = [
        rebalance(*random_case(s)[0], *random_case(s)[1:], alpha=1, detach=True).rho.item()
        for s in range(6)
    ]
    assert min(rhos) < 1 < max(rhos)


@given(st.integers(0, 100_000), st.floats(0.01, 30))
def test_what_always_holds(seed: int, scale: float) -> None:
    parts, protos, labels = random_case(seed, scale)
    got = rebalance(*parts, protos, labels, alpha=1.0, detach=False)
    assert 0 <= got.delta.item() <= 1
    assert got.beta.item() == 0 or got.gamma.item() == 0
    assert 0 <= got.beta.item() <= 1 and 0 <= got.gamma.item() <= 1
    assert got.loss.item() >= 0 and math.isfinite(got.loss.item())


@given(st.integers(0, 100_000))
def test_the_order_of_samples_does_not_matter(seed: int) -> None:
    parts, protos, labels = random_case(seed)
    order = torch.randperm(6, generator=torch.Generator().manual_seed(seed))
    shuffled = tuple(part[order] for part in parts)
    one = rebalance(*parts, protos, labels, alpha=1.0, detach=False)
    two = rebalance(*shuffled, protos, labels[order], alpha=1.0, detach=False)  # type: ignore[misc]
    torch.testing.assert_close(torch.stack(one), torch.stack(two))
    torch.testing.assert_close(
        class_means(parts[0], labels, 4), class_means(shuffled[0], labels[order], 4), equal_nan=True
    )


def test_gradients_are_right_and_detach_cuts_them() -> None:
    parts, protos, labels = random_case(1)
    leaves = tuple(part.clone().requires_grad_() for part in parts)

    def loss(*inputs: Tensor) -> Tensor:
        return rebalance(*inputs, protos, labels, alpha=1.0, detach=False).loss

    assert torch.autograd.gradcheck(loss, leaves)
    detached = rebalance(*leaves, protos, labels, alpha=1.0, detach=True)
    grads = torch.autograd.grad(detached.loss, leaves, allow_unused=True)
    assert grads[2] is None  # the text matters only through δ


def test_a_sample_on_its_prototype_has_a_finite_gradient() -> None:
    x = torch.ones(1, 3, requires_grad=True)
    distances(x, torch.ones(2, 3)).sum().backward()
    assert x.grad is not None and bool(torch.isfinite(x.grad).all())


def test_class_means_and_squash_have_known_values() -> None:
    embeddings = torch.tensor([[1.0, 0.0], [3.0, 0.0], [0.0, 5.0]])
    expected = torch.tensor([[2.0, 0.0], [0.0, 5.0]])
    assert torch.equal(class_means(embeddings, torch.tensor([0, 0, 1]), 2), expected)
    values = squash(torch.tensor([0.0, 0.25, 0.5, 1.0], dtype=torch.float64))
    root = (1 - math.sqrt(0.5)) / 2
    torch.testing.assert_close(values, torch.tensor([0.0, root, 0.5, 1.0], dtype=torch.float64))


def test_prototypes_of_another_width_stay_untuned() -> None:
    parts, protos, labels = random_case(2)
    narrow = Prototypes(protos.audio, protos.visual, protos.text[:, :3])
    got = rebalance(parts[0], parts[1], parts[2][:, :3], narrow, labels, alpha=1.0, detach=True)
    no_text = Prototypes(protos.audio, protos.visual, torch.zeros_like(protos.text))
    zero = rebalance(*parts, no_text, labels, alpha=1.0, detach=True)
    assert got.rho.item() == pytest.approx(zero.rho.item())
