"""Means, deviations and intervals against numbers worked out elsewhere."""

from __future__ import annotations

import pytest
from scipy import stats

from smp_core.bench.published import (
    SHOTS,
    published,
    published_change,
    published_deviation,
    published_elsewhere,
)
from smp_core.bench.statistics import mean_and_deviation, paired_difference


def test_mean_and_deviation() -> None:
    assert mean_and_deviation([1.0, 2.0, 3.0, 4.0]) == (2.5, pytest.approx(1.2909944))
    assert mean_and_deviation([7.0]) == (7.0, 0.0)


def test_without_draws_in_common_a_paired_interval_is_scipys() -> None:
    first, second = [70.0, 75.0, 81.0, 64.0, 77.0], [66.0, 75.0, 74.0, 63.0, 70.0]
    found = paired_difference(first, second, range(5))
    expected = stats.ttest_rel(first, second).confidence_interval(0.95)
    assert (found.low, found.high) == (pytest.approx(expected.low), pytest.approx(expected.high))
    assert found.mean == pytest.approx(3.8) and not found.real
    assert paired_difference([2.0, 2.1, 1.9], [0.0, 0.0, 0.0], "abc").real


def test_sessions_of_the_same_classes_count_as_one_when_they_agree() -> None:
    first, second = [9.0, 9.0, 5.0, 5.0, 4.0, 4.0], [1.0, 1.0, 2.0, 2.0, 3.0, 3.0]
    found = paired_difference(first, second, "aabbcc")
    expected = stats.ttest_1samp([8.0, 3.0, 1.0], 0).confidence_interval(0.95)  # the draws' means
    assert (found.low, found.high) == (pytest.approx(expected.low), pytest.approx(expected.high))
    assert found.sessions == 6 and not found.real
    assert paired_difference(first, second, range(6)).real  # taken for independent, it would be


def test_one_draw_of_classes_says_nothing() -> None:
    assert not paired_difference([90.0], [10.0], "a").real
    assert not paired_difference([90.0, 91.0, 90.0], [10.0, 9.0, 10.0], "aaa").real
    with pytest.raises(ValueError, match="as many"):
        paired_difference([1.0], [1.0, 2.0], "a")


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
    softened = [published_change("AVE", "no-prompts", "delay-1s", shots) for shots in SHOTS]
    assert softened == pytest.approx((-1.39, -1.94, -1.13, -0.52), abs=0.006)  # "AVeL + PR"


def test_published_deviations_and_the_methods_that_are_not_here() -> None:
    assert published_deviation("AVE", "smp", 1) == 6.99
    assert published_deviation("AVE", "audio", 20) == 5.33  # Table III
    assert published_deviation("VGGSound100", "late-fusion", 1) == 1.05
    assert published_deviation("VGGSound100", "audio", 1) is None
    assert published_deviation("AVE", "smp", 2) is None
    assert published_elsewhere("Kinetics-Sounds", 5)["AV-MoE"] == (73.37, 8.3)
    assert published_elsewhere("AVE", 1)["OTAM"] == (68.52, 1.54)
    assert (
        len(published_elsewhere("AVE", 1)) == 9 and len(published_elsewhere("VGGSound100", 1)) == 5
    )
    assert published_elsewhere("AVE", 3) == published_elsewhere("ward", 1) == {}
