"""Eq. 1–15 of the paper and its Fig. 2 as plain loops over Python floats, one sample at a time.

Written from the paper alone: nothing of the product is imported here, and no tensor library either,
so that an error in the product cannot hide in its own proof. Matrices are lists of rows.
"""

from __future__ import annotations

import math
from itertools import product

Row = list[float]
Matrix = list[Row]


def cma(query: Matrix, keys: Matrix, values: Matrix, allowed: list[bool] | None = None) -> Matrix:
    """Eq. 2."""
    d = len(keys[0])
    out = []
    for q in query:
        scores = []
        for index, k in enumerate(keys):
            dot = 0.0
            for x, y in zip(q, k, strict=True):
                dot += x * y
            open_ = allowed is None or allowed[index]
            scores.append(math.exp(dot / math.sqrt(d)) if open_ else 0.0)
        total = sum(scores)
        row = []
        for column in range(len(values[0])):
            row.append(sum(s / total * v[column] for s, v in zip(scores, values, strict=True)))
        out.append(row)
    return out


def weighted_sum(*terms: tuple[float, Matrix]) -> Matrix:
    """Σ λ T."""
    rows, columns = len(terms[0][1]), len(terms[0][1][0])
    return [
        [sum(weight * matrix[i][j] for weight, matrix in terms) for j in range(columns)]
        for i in range(rows)
    ]


def mix(latent: Matrix, t: Matrix, λ: float, weighting: str) -> Matrix:
    """The first two lines of Eq. 3, and the two ways in which published checkpoints differ."""
    if weighting == "text":
        return weighted_sum((1, latent), (λ, t))
    if weighting == "latent":
        return weighted_sum((λ, latent), (1, t))
    if λ >= 1:
        return weighted_sum((λ, latent))
    if λ <= 0:
        return t
    return weighted_sum((λ, latent), (1 - λ, t))


def three_phases(
    t: Matrix, a: Matrix, v: Matrix, allowed: list[bool], λ: dict[str, float], weighting: str
) -> tuple[Matrix, Matrix, Matrix]:
    """Eq. 1, 3 and 4; λ by the names ta, tv, v, a, t1, t2. Returns text, audio, visual."""
    tv, ta = cma(t, v, v), cma(t, a, a)
    mixed_a, mixed_v = mix(ta, t, λ["ta"], weighting), mix(tv, t, λ["tv"], weighting)
    vta, atv = cma(v, mixed_a, mixed_a, allowed), cma(a, mixed_v, mixed_v, allowed)
    return (
        weighted_sum((λ["t1"], tv), (λ["t2"], ta), (1, t)),
        weighted_sum((λ["a"], atv), (1, a)),
        weighted_sum((λ["v"], vta), (1, v)),
    )


def six_attentions(
    t: Matrix, a: Matrix, v: Matrix, allowed: list[bool], λ: dict[str, float]
) -> tuple[Matrix, Matrix, Matrix]:
    """Eq. 14 and 15; λ by the names va, vt, av, at, t1, t2."""
    va, vt = cma(v, a, a), cma(v, t, t, allowed)
    av, at = cma(a, v, v), cma(a, t, t, allowed)
    tv, ta = cma(t, v, v), cma(t, a, a)
    return (
        weighted_sum((λ["t1"], tv), (λ["t2"], ta), (1, t)),
        weighted_sum((λ["av"], av), (λ["at"], at), (1, a)),
        weighted_sum((λ["va"], va), (λ["vt"], vt), (1, v)),
    )


def without_prompts(a: Matrix, v: Matrix, λ: dict[str, float]) -> tuple[Matrix, Matrix]:
    """Eq. 14 and 15 without every term that has text; λ by the names a, v."""
    return (
        weighted_sum((λ["a"], cma(a, v, v)), (1, a)),
        weighted_sum((λ["v"], cma(v, a, a)), (1, v)),
    )


def one_stream(
    t: Matrix, x: Matrix, allowed: list[bool], λ: dict[str, float], weighting: str
) -> tuple[Matrix, Matrix]:
    """Eq. 1, 3, 4 with one stream x in both places; λ by the names tx, x, t."""
    tx = cma(t, x, x)
    mixed = mix(tx, t, λ["tx"], weighting)
    return (
        weighted_sum((λ["t"], tx), (1, t)),
        weighted_sum((λ["x"], cma(x, mixed, mixed, allowed)), (1, x)),
    )


def linear(rows: Matrix, weight: Matrix, bias: Row) -> Matrix:
    """rows · weightᵀ + bias."""
    return [
        [
            sum(x * w for x, w in zip(row, weights, strict=True)) + b
            for weights, b in zip(weight, bias, strict=True)
        ]
        for row in rows
    ]


def quick_gelu(rows: Matrix) -> Matrix:
    """x · σ(1.702 x)."""
    return [[x / (1 + math.exp(-1.702 * x)) for x in row] for row in rows]


def convolve(
    tokens: Matrix, grid: tuple[int, ...], weight: list, bias: Row, depthwise: bool
) -> Matrix:
    """A kernel of side 3 with zeros around; the first token, CLS, on a grid of its own."""
    cls_grid = tuple(1 for _ in grid)
    return [
        *_convolve_grid(tokens[:1], cls_grid, weight, bias, depthwise),
        *_convolve_grid(tokens[1:], grid, weight, bias, depthwise),
    ]


def _convolve_grid(
    tokens: Matrix, grid: tuple[int, ...], weight: list, bias: Row, depthwise: bool
) -> Matrix:
    places = list(product(*(range(side) for side in grid)))
    at = dict(zip(places, tokens, strict=True))
    channels = len(bias)
    out = []
    for place in places:
        row = []
        for channel in range(channels):
            total = bias[channel]
            for step in product((0, 1, 2), repeat=len(grid)):
                neighbour = tuple(p + s - 1 for p, s in zip(place, step, strict=True))
                if neighbour not in at:
                    continue
                for index in range(1 if depthwise else channels):
                    tap = weight[channel][index]
                    for s in step:
                        tap = tap[s]
                    total += tap * at[neighbour][channel if depthwise else index]
            row.append(total)
        out.append(row)
    return out


def distance(x: Row, y: Row) -> float:
    """Euclidean."""
    return math.sqrt(sum((a - b) ** 2 for a, b in zip(x, y, strict=True)))


def prototypes(embeddings: Matrix, labels: list[int], n_classes: int) -> Matrix:
    """Eq. 5."""
    out = []
    for c in range(n_classes):
        own = [row for row, label in zip(embeddings, labels, strict=True) if label == c]
        out.append([sum(column) / len(own) for column in zip(*own, strict=True)])
    return out


def confidence(x: Row, table: Matrix, label: int) -> float:
    """The fraction of Eq. 7 and 13."""
    return math.exp(-distance(x, table[label])) / sum(math.exp(-distance(x, row)) for row in table)


def prompt_tuned_regularisation(
    audio: Matrix,
    visual: Matrix,
    text: Matrix,
    tables: tuple[Matrix, Matrix, Matrix],
    labels: list[int],
    alpha: float,
    tune: bool,
) -> dict[str, float]:
    """Eq. 6–13; `tables` are the audio, visual and text prototypes."""
    n = len(labels)
    delta = 0.0
    if tune:
        mean = sum(confidence(text[k], tables[2], labels[k]) for k in range(n)) / n  # Eq. 7
        delta = (math.sin(math.pi * mean - math.pi / 2) + 1) / 2  # Eq. 8
    tuned_a = weighted_sum((1, tables[0]), (delta, tables[2]))  # Eq. 6
    tuned_v = weighted_sum((1, tables[1]), (delta, tables[2]))
    rho_a = [confidence(audio[k], tuned_a, labels[k]) for k in range(n)]  # Eq. 13
    rho_v = [confidence(visual[k], tuned_v, labels[k]) for k in range(n)]
    rho = sum(rho_a) / sum(rho_v)  # Eq. 12
    if rho < 1:  # Eq. 11
        beta, gamma = min(max(1 / rho - 1, 0.0), 1.0), 0.0
    else:
        beta, gamma = 0.0, min(max(rho - 1, 0.0), 1.0)
    # Eq. 9: the cross-entropy of a softmax over −d is the mean of −log of that same fraction.
    pce_a = -sum(math.log(x) for x in rho_a) / n
    pce_v = -sum(math.log(x) for x in rho_v) / n
    loss = alpha * beta * pce_a + alpha * gamma * pce_v  # Eq. 10, beside cross-entropy
    return {"delta": delta, "rho": rho, "beta": beta, "gamma": gamma, "loss": loss}
