"""Taking changes back that only their maker remembers, without touching what others changed since.

A window keeps what it changed as `Replaced`. Another program may have changed the same since, so
each is put back only while it is still as it was left; one transaction looks and writes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

State = TypeVar("State")


@dataclass(frozen=True)
class Replaced(Generic[State]):
    """One thing that was changed.

    Attributes:
        name: Of the file that it is about.
        before: How it was.
        after: How it was left.
    """

    name: str
    before: State
    after: State


@dataclass(frozen=True)
class TakenBack(Generic[State]):
    """What came of taking changes back.

    Attributes:
        done: What was put back, as a change of its own: taking that back does it again.
        left: Names of files whose part was changed or removed since; it stays as it is.
    """

    done: tuple[Replaced[State], ...]
    left: tuple[str, ...]


def take_back(
    changes: Sequence[Replaced[State]],
    now: Callable[[State], State | None],
    put: Callable[[State], State],
) -> TakenBack[State]:
    """Put back what is still as it was left.

    Args:
        changes: Each thing once.
        now: How the thing of a state is now; None if it is gone.
        put: Makes it so, in the same transaction; gives how it is then.
    """
    done: list[Replaced[State]] = []
    left: list[str] = []
    for each in changes:
        if now(each.after) == each.after:
            done.append(Replaced(each.name, each.after, put(each.before)))
        else:
            left.append(each.name)
    return TakenBack(tuple(done), tuple(left))
