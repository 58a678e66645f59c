"""Means, deviations and paired differences over sessions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from scipy.special import stdtrit


@dataclass(frozen=True)
class Difference:
    """How much one method is better than another over the same sessions.

    Attributes:
        mean: Of first minus second.
        low, high: 95 % confidence interval of the mean; infinite for one draw of classes.
        sessions: How many both have.
    """

    mean: float
    low: float
    high: float
    sessions: int

    @property
    def real(self) -> bool:
        """Whether 0 lies outside the interval."""
        return self.low > 0 or self.high < 0


def mean_and_deviation(values: Sequence[float]) -> tuple[float, float]:
    """Mean and standard deviation over sessions (n − 1 in the denominator).

    Args:
        values: At least one.
    """
    mean = sum(values) / len(values)
    if len(values) == 1:
        return mean, 0.0
    return mean, (sum((v - mean) ** 2 for v in values) / (len(values) - 1)) ** 0.5


def paired_difference(
    first: Sequence[float], second: Sequence[float], draws: Sequence[Hashable]
) -> Difference:
    """Difference of two methods, session by session.

    The 25 sessions are 5 draws of classes with 5 draws of clips each. Sessions of one draw are
    alike, so the interval is made from the draws: cluster-robust (Liang and Zeger 1986) with
    Student's t of draws − 1 degrees of freedom. With equally many sessions a draw, that is the
    paired t interval of the draws' means.

    Args:
        first, second: Accuracies over the same sessions in the same order, at least one.
        draws: Which draw of classes each session is of.
    """
    if not len(first) == len(second) == len(draws) or not first:
        raise ValueError("paired values must be as many, and some")
    each = [a - b for a, b in zip(first, second, strict=True)]
    mean = sum(each) / len(each)
    sums: dict[Hashable, float] = defaultdict(float)
    for draw, value in zip(draws, each, strict=True):
        sums[draw] += value - mean
    n_draws = len(sums)
    if n_draws == 1:
        return Difference(mean, float("-inf"), float("inf"), len(each))
    squares = sum(value**2 for value in sums.values())
    error = (squares * n_draws / (n_draws - 1)) ** 0.5 / len(each)
    half = float(stdtrit(n_draws - 1, 0.975)) * error
    return Difference(mean, mean - half, mean + half, len(each))
