"""Windows cover a video completely, in order, at full length."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smp_core.errors import InputError
from smp_core.media import windows


def test_known_cuts():
    assert windows(4.0) == [(0.0, 4.0)]
    assert windows(10.0) == [(0.0, 10.0)]
    assert windows(10.0004) == [(0.0, 10.0004)]
    assert windows(20.0) == [(0.0, 10.0), (10.0, 20.0)]
    assert windows(25.0) == [(0.0, 10.0), (10.0, 20.0), (15.0, 25.0)]
    assert windows(18.0, 10.0, 5.0) == [(0.0, 10.0), (5.0, 15.0), (8.0, 18.0)]
    assert windows(100.0, 10.0, 40.0) == [(0.0, 10.0), (40.0, 50.0), (80.0, 90.0), (90.0, 100.0)]


@settings(max_examples=60, deadline=None)
@given(
    duration_s=st.floats(0.1, 2_000),
    window_s=st.floats(0.5, 60),
    share=st.floats(0.05, 1.0),
)
def test_windows_cover_everything(duration_s, window_s, share):
    hop_s = window_s * share
    cuts = windows(duration_s, window_s, hop_s)
    assert cuts[0][0] == 0.0
    assert cuts[-1][1] == pytest.approx(duration_s, abs=1e-9)
    for (start, end), (next_start, _) in zip(cuts, cuts[1:], strict=False):
        assert start < next_start <= end + 1e-9, "no gap and no repetition"
        assert next_start - start <= hop_s + 1e-9 + 1e-3
    for start, end in cuts:
        assert 0 <= start < end <= duration_s
    if len(cuts) > 1:
        assert all(math.isclose(end - start, window_s, abs_tol=1e-6) for start, end in cuts)


@pytest.mark.parametrize(
    "values",
    [
        (0.0,),
        (-1.0,),
        (math.nan,),
        (math.inf,),
        (5.0, 0.0),
        (5.0, 10.0, 0.0),
        (5.0, 10.0, math.inf),
    ],
)
def test_senseless_values_are_refused(values):
    with pytest.raises(InputError):
        windows(*values)
