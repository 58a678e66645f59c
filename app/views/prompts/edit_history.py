"""What the operator wrote in this sitting, to take back and to do again."""

from __future__ import annotations

from dataclasses import dataclass

_MOST = 200


@dataclass(frozen=True)
class Wording:
    """The operator's words of one prompt before and after; None for the captioner's own."""

    prompt_id: int
    clip_id: int
    before: str | None
    after: str | None


class EditHistory:
    """Steps of one or more wordings; a new one drops what was taken back."""

    def __init__(self) -> None:
        self._done: list[tuple[Wording, ...]] = []
        self._undone: list[tuple[Wording, ...]] = []

    @property
    def can_undo(self) -> bool:
        """Whether there is something to take back."""
        return bool(self._done)

    @property
    def can_redo(self) -> bool:
        """Whether something was taken back."""
        return bool(self._undone)

    def add(self, *wordings: Wording) -> None:
        """Remember a step."""
        self._done = [*self._done, wordings][-_MOST:]
        self._undone.clear()

    def undo(self) -> tuple[Wording, ...]:
        """The step to take back now, empty if there is none."""
        if not self._done:
            return ()
        step = self._done.pop()
        self._undone.append(step)
        return step

    def redo(self) -> tuple[Wording, ...]:
        """The step to do again now, empty if there is none."""
        if not self._undone:
            return ()
        step = self._undone.pop()
        self._done.append(step)
        return step
