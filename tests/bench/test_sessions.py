"""Sessions are the paper's: 5 × 5 draws, the same for every method, nothing shared by mistake."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smp_core.bench.sessions import draw_sessions, spread
from smp_core.errors import InputError

POOLS = {f"class {i:02d}": 20 for i in range(12)}


def test_twenty_five_sessions_of_five_class_draws() -> None:
    sessions = draw_sessions(POOLS, 5, 5)
    assert [s.index for s in sessions] == list(range(25))
    classes = Counter(s.classes for s in sessions)
    assert sorted(classes.values()) == [5] * 5
    for session in sessions:
        assert len(set(session.classes)) == 5
        assert all(len(set(picks)) == 5 for picks in session.support)
    assert len({(s.classes, s.support) for s in sessions}) == 25


def test_draws_are_repeatable_and_classes_do_not_depend_on_shots() -> None:
    assert draw_sessions(POOLS, 5, 1) == draw_sessions(dict(reversed(POOLS.items())), 5, 1)
    one, five = draw_sessions(POOLS, 5, 1), draw_sessions(POOLS, 5, 5)
    assert [s.classes for s in one] == [s.classes for s in five]
    assert draw_sessions(POOLS, 5, 1, seed=1) != one


@given(st.integers(2, 12), st.integers(1, 20))
def test_every_pick_is_in_its_pool(ways: int, shots: int) -> None:
    for session in draw_sessions(POOLS, ways, shots):
        assert len(session.classes) == ways
        assert all(0 <= pick < 20 for picks in session.support for pick in picks)


def test_too_few_classes_or_clips_are_named() -> None:
    with pytest.raises(InputError, match="13 ways"):
        draw_sessions(POOLS, 13, 1)
    with pytest.raises(InputError, match="class 03"):
        draw_sessions({**POOLS, "class 03": 2}, 5, 5)


def test_fewer_sessions_come_from_all_draws_of_classes() -> None:
    sessions = draw_sessions(POOLS, 5, 1)
    chosen = spread(sessions, 10)
    assert [s.index for s in chosen] == [0, 5, 10, 15, 20, 1, 6, 11, 16, 21]
    assert sorted(s.index for s in spread(sessions)) == list(range(25))
