"""Means, deviations and paired differences over sessions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from scipy import stats


@dataclass(frozen=True)
class Difference:
    """How much one method is better than another over the same sessions.

    Attributes:
        mean: Of first minus second.
        low, high: 95 % confidence interval of the mean (paired t).
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


def paired_difference(first: Sequence[float], second: Sequence[float]) -> Difference:
    """Difference of two methods, session by session.

    The 25 sessions are 5 draws of classes with 5 draws of clips each, so they are not quite
    independent and the interval is a little too narrow; it is the usual one all the same.

    Args:
        first, second: Accuracies over the same sessions in the same order, at least one.
    """
    if len(first) != len(second) or not first:
        raise ValueError("paired values must be as many, and some")
    each = [a - b for a, b in zip(first, second, strict=True)]
    mean, deviation = mean_and_deviation(each)
    if len(each) == 1:
        return Difference(mean, float("-inf"), float("inf"), 1)
    half = float(stats.t.ppf(0.975, len(each) - 1)) * deviation / len(each) ** 0.5
    return Difference(mean, mean - half, mean + half, len(each))
