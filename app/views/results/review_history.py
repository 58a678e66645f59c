"""What was said about results in this session, to be taken back and said again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from smp_core.workflows.review import ReviewBefore

_KEPT = 500
States = Sequence["ReviewBefore"]


@dataclass(frozen=True)
class Step:
    """One thing to put back. `states` for reviews; `clips` for training clips that were made."""

    name: str
    states: tuple[ReviewBefore, ...] = ()
    clips: tuple[int, ...] = ()


class ReviewHistory:
    """Two stacks. `changed` is called when what can be undone or redone is another thing."""

    def __init__(self, changed: Callable[[], None]) -> None:
        self._undo: list[Step] = []
        self._redo: list[Step] = []
        self._changed = changed

    @property
    def undo_name(self) -> str:
        """What the next undo takes back, empty for nothing."""
        return self._undo[-1].name if self._undo else ""

    @property
    def redo_name(self) -> str:
        """What the next redo says again, empty for nothing."""
        return self._redo[-1].name if self._redo else ""

    def done(self, step: Step) -> None:
        """Something new was said."""
        self._undo = [*self._undo, step][-_KEPT:]
        self._redo.clear()
        self._changed()

    def take_undo(self) -> Step | None:
        """The step to take back; give the opposite to `undone`."""
        return self._undo.pop() if self._undo else None

    def take_redo(self) -> Step | None:
        """The step to do again; give the opposite to `redone`."""
        return self._redo.pop() if self._redo else None

    def undone(self, opposite: Step | None) -> None:
        """It was taken back; None if it cannot be done again."""
        if opposite is not None:
            self._redo.append(opposite)
        self._changed()

    def redone(self, opposite: Step) -> None:
        """It was done again."""
        self._undo.append(opposite)
        self._changed()
