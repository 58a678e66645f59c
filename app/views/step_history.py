"""What was done in a station in this sitting, to be taken back and done again.

For stations whose changes the project keeps no journal of (classes and clips have one). What
another program changed since is left alone, and told.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from app.context import Context
from app.jobs.operation import Operation
from app.texts import translate

if TYPE_CHECKING:
    from smp_core.workflows.taking_back import TakenBack

_MOST = 500


@dataclass(frozen=True)
class Step:
    """One thing that was done.

    Attributes:
        changes: What it changed.
        take_back: The operation that takes changes back.
        left: What to say of what others changed since, with {0} for the file.
        name: For the operator ("confirming"), where the station tells it.
        taken_back: Called after it was taken back or done again.
    """

    changes: Sequence[Any]
    take_back: Callable[[Sequence[Any]], Operation[TakenBack[Any]]]
    left: str
    name: str = ""
    taken_back: Callable[[], None] = lambda: None


class StepHistory(QObject):
    """Does one thing after the other: keys come faster than a busy database answers.

    Attributes:
        changed: What can be taken back or done again is another thing.

    Args:
        context: Starts operations, and tells.
        parent: The station.
    """

    changed = Signal()

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._undo: list[Step] = []
        self._redo: list[Step] = []
        self._waiting: list[Callable[[], None]] = []
        self._busy = False

    @property
    def undo_name(self) -> str:
        """What the next undo takes back, empty for nothing."""
        return self._undo[-1].name if self._undo else ""

    @property
    def redo_name(self) -> str:
        """What the next redo does again, empty for nothing."""
        return self._redo[-1].name if self._redo else ""

    def do(self, operation: Operation[Any], done: Callable[[Any], None]) -> None:
        """Do something; `done` gets what it gave, and may `add` a step."""
        self._in_turn(lambda: self._start(operation, done, lambda: None))

    def add(self, step: Step) -> None:
        """Remember what was done; what was taken back before can no longer be done again."""
        self._undo.append(step)
        del self._undo[:-_MOST]
        self._redo.clear()
        self.changed.emit()

    def undo(self) -> None:
        """Take the last step back."""
        self._in_turn(lambda: self._go(self._undo, self._redo))

    def redo(self) -> None:
        """Do again what was taken back last."""
        self._in_turn(lambda: self._go(self._redo, self._undo))

    def _go(self, source: list[Step], target: list[Step]) -> None:
        if not source:
            return
        step = source.pop()

        def done(taken: TakenBack[Any]) -> None:
            if taken.done:
                target.append(replace(step, changes=taken.done))
            self.changed.emit()
            if taken.left:
                self._tell(step.left, taken.left)
            step.taken_back()

        # Nothing was changed then: it can be tried again.
        self._start(step.take_back(step.changes), done, lambda: source.append(step))

    def _tell(self, said: str, names: Sequence[str]) -> None:
        whose = names[0]
        if len(names) > 1:
            whose = translate("Steps", "{0} and {1} more").format(whose, len(names) - 1)
        self._context.notices.warn(
            said.format(whose),
            translate(
                "Steps",
                "Look at what is there now, and change it by hand if it is wrong. Other steps can "
                "still be taken back.",
            ),
        )

    def _in_turn(self, act: Callable[[], None]) -> None:
        self._waiting.append(act)
        self._next()

    def _next(self) -> None:
        while self._waiting and not self._busy:
            self._waiting.pop(0)()

    def _start(
        self, operation: Operation[Any], done: Callable[[Any], None], not_done: Callable[[], None]
    ) -> None:
        def ended(then: Callable[[], None]) -> None:
            try:
                then()
            finally:
                self._busy = False
                self._next()

        def failed(error: Exception) -> None:
            not_done()
            self._context.notices.error(error)

        self._busy = True
        self._context.start(
            operation,
            owner=self,
            done=lambda result: ended(lambda: done(result)),
            failed=lambda error: ended(lambda: failed(error)),
            cancelled=lambda: ended(not_done),
        )
