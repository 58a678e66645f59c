"""Means, deviations and intervals against numbers worked out elsewhere."""

from __future__ import annotations

import pytest
from scipy import stats

from smp_core.bench.published import SHOTS, published, published_change
from smp_core.bench.statistics import mean_and_deviation, paired_difference


def test_mean_and_deviation() -> None:
    assert mean_and_deviation([1.0, 2.0, 3.0, 4.0]) == (2.5, pytest.approx(1.2909944))
    assert mean_and_deviation([7.0]) == (7.0, 0.0)


def test_a_paired_interval_is_scipys() -> None:
    first, second = [70.0, 75.0, 81.0, 64.0, 77.0], [66.0, 75.0, 74.0, 63.0, 70.0]
    found = paired_difference(first, second)
    expected = stats.ttest_rel(first, second).confidence_interval(0.95)
    assert (found.low, found.high) == (pytest.approx(expected.low), pytest.approx(expected.high))
    assert found.mean == pytest.approx(3.8) and not found.real
    assert paired_difference([2.0, 2.1, 1.9], [0.0, 0.0, 0.0]).real


def test_one_session_says_nothing() -> None:
    assert not paired_difference([90.0], [10.0]).real
    with pytest.raises(ValueError, match="as many"):
        paired_difference([1.0], [1.0, 2.0])


def test_the_papers_numbers_stand_where_the_paper_has_them() -> None:
    assert published("AVE", "smp", 1) == 85.74
    assert published("Kinetics-Sounds", "proto-cat", 20) == 82.48
    assert published("AVE", "smp@constant", 1) == 68.7
    assert published("AVE", "smp@sound", 20) == 95.61
    assert published("AVE", "no-p-avel", 1) == 67.47  # Table IV, with P-PR
    assert published("AVE", "smp", 3) is None
    assert published("ward", "smp", 1) is None


def test_published_changes_are_differences_to_the_published_rows() -> None:
    changes = {  # the small numbers of Table VIII
        ("smp", "delay-1s"): (-0.7, -1.49, -0.97, -0.49),
        ("smp", "delay-5s"): (-1.91, -1.93, -1.16, -0.86),
        ("lavish", "delay-3s"): (-8.33, -8.17, -10.44, -6.93),
    }
    for (key, variant), expected in changes.items():
        found = [published_change("AVE", key, variant, shots) for shots in SHOTS]
        assert found == pytest.approx(expected, abs=0.006)
    assert published_change("AVE", "mbt", "delay-1s", 1) is None
    assert published_change("VGGSound100", "smp", "delay-1s", 1) is None
