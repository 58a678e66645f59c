"""Few-shot sessions: which classes, which support clips (paper IV-A2)."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from smp_core.errors import InputError


@dataclass(frozen=True)
class Session:
    """One test: N classes, K support clips each; the query set is all test clips of those classes.

    Attributes:
        index: 0 … sessions − 1.
        classes: N class names; their order is the head's.
        support: For each class, K indices into its support pool.
    """

    index: int
    classes: tuple[str, ...]
    support: tuple[tuple[int, ...], ...]


def draw_sessions(
    pool_sizes: Mapping[str, int], ways: int, shots: int, *, seed: int = 42, draws: int = 5
) -> list[Session]:
    """`draws` draws of classes × `draws` draws of clips, the same for every method.

    Args:
        pool_sizes: Support clips available per class.
        ways: N. shots: K.
        seed: Of both kinds of draw. Draws of classes do not depend on `shots`.

    Raises:
        InputError: Fewer classes than ways, or fewer clips than shots.
    """
    names = sorted(pool_sizes)
    if ways > len(names):
        raise InputError(f"{ways} ways need more than the {len(names)} classes there are.")
    if short := [name for name in names if pool_sizes[name] < shots]:
        raise InputError(f"{shots} shots need more clips of {short[0]}.")
    sessions: list[Session] = []
    for class_draw in range(draws):
        classes = tuple(random.Random(f"{seed}/classes/{class_draw}").sample(names, ways))
        for clip_draw in range(draws):
            rng = random.Random(f"{seed}/clips/{class_draw}/{clip_draw}/{shots}")
            support = tuple(
                tuple(sorted(rng.sample(range(pool_sizes[name]), shots))) for name in classes
            )
            sessions.append(Session(len(sessions), classes, support))
    return sessions


def spread(sessions: Sequence[Session], count: int | None = None) -> list[Session]:
    """The first `count` sessions such that all draws of classes come equally often.

    Args:
        sessions: As `draw_sessions` gives them.
        count: None for all, in that order.
    """
    seen: Counter[tuple[str, ...]] = Counter()
    turns = []
    for session in sessions:
        turns.append(seen[session.classes])
        seen[session.classes] += 1
    order = sorted(sessions, key=lambda session: (turns[session.index], session.index))
    return order[:count]
