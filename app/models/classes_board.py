"""Classes and clips as the station shows them, and what is chosen among them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from app.operations.classes import Board
    from smp_core.records import ClassRecord, ClipRecord

ENOUGH_CLIPS = 5
"""So many clips make a class fairly certain; below, a hint says how many would help."""


@dataclass(frozen=True)
class Lane:
    """One class and its clips."""

    record: ClassRecord
    clips: tuple[ClipRecord, ...]

    @property
    def n_wanted(self) -> int:
        """How many more clips would help."""
        return max(0, ENOUGH_CLIPS - len(self.clips))


class ClassesBoard(QObject):
    """What is shown, and what is chosen: clips, or one class.

    Attributes:
        changed: The lanes are others now.
        selection_changed: Something else is chosen.
        marks_changed: Something else is wrong with clips.
        arrived: A clip (id) that was waited for is here and chosen.
        lanes: In order.
        selected: Ids of the chosen clips.
        current: The clip that keys act from; None for none.
        class_id: The chosen class; None while clips are chosen or nothing.
        marks: What the check found wrong with a clip, by its id.
    """

    changed = Signal()
    selection_changed = Signal()
    marks_changed = Signal()
    arrived = Signal(int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.lanes: tuple[Lane, ...] = ()
        self.selected: frozenset[int] = frozenset()
        self.current: int | None = None
        self.class_id: int | None = None
        self.marks: Mapping[int, str] = {}
        self._anchor: int | None = None
        self._awaited: tuple[int, ...] = ()
        self._clips: dict[int, ClipRecord] = {}
        self._order: list[int] = []

    def set_board(self, board: Board) -> None:
        """Show this; what is chosen stays chosen as far as it is there."""
        by_class: dict[int, list[ClipRecord]] = {each.id: [] for each in board.classes}
        for clip in board.clips:
            if clip.class_id in by_class:
                by_class[clip.class_id].append(clip)
        self.lanes = tuple(Lane(each, tuple(by_class[each.id])) for each in board.classes)
        self._clips = {clip.id: clip for lane in self.lanes for clip in lane.clips}
        self._order = list(self._clips)
        self.changed.emit()
        kept = self.selected & self._clips.keys()
        current = self.current if self.current in self._clips else None
        if current is None and kept:
            current = min(kept, key=self._order.index)
        self._anchor = self._anchor if self._anchor in self._clips else current
        self.selected, self.current = kept, current
        if self.lane(self.class_id) is None:
            self.class_id = None
        self.selection_changed.emit()  # also because a chosen clip may be another one now
        here = [each for each in self._awaited if each in self._clips]
        if here:
            self._awaited = ()
            self.choose_many(here)
            self.arrived.emit(here[0])

    @property
    def n_clips(self) -> int:
        """All clips."""
        return len(self._clips)

    @property
    def order(self) -> Sequence[int]:
        """The ids of all clips as they are shown."""
        return self._order

    def clip(self, clip_id: int | None) -> ClipRecord | None:
        """The clip with that id."""
        return None if clip_id is None else self._clips.get(clip_id)

    def lane(self, class_id: int | None) -> Lane | None:
        """The lane of a class."""
        return next((lane for lane in self.lanes if lane.record.id == class_id), None)

    def chosen(self) -> list[ClipRecord]:
        """The chosen clips as they are shown."""
        if len(self.selected) * 4 < len(self._order):
            return [self._clips[i] for i in sorted(self.selected, key=self._order.index)]
        return [self._clips[i] for i in self._order if i in self.selected]

    def chosen_class(self) -> ClassRecord | None:
        """The class that class commands act on: the chosen one, or that of the current clip."""
        lane = self.lane(self.class_id)
        if lane is None and (clip := self.clip(self.current)) is not None:
            lane = self.lane(clip.class_id)
        return None if lane is None else lane.record

    def choose(self, clip_id: int, *, toggle: bool = False, extend: bool = False) -> None:
        """Choose a clip.

        Args:
            clip_id: One that is shown.
            toggle: Add it to the others, or take it away.
            extend: Choose all from the last one chosen alone to this one.
        """
        if clip_id not in self._clips:
            return
        if extend and self._anchor is not None:
            ends = sorted((self._order.index(self._anchor), self._order.index(clip_id)))
            self._set(self._order[ends[0] : ends[1] + 1], clip_id)
        elif toggle:
            self._anchor = clip_id
            self._set(self.selected ^ {clip_id}, clip_id)
        else:
            self._anchor = clip_id
            self._set([clip_id], clip_id)

    def choose_many(self, clip_ids: Iterable[int], current: int | None = None) -> None:
        """Choose these and no others; those that are gone are passed over."""
        there = [each for each in clip_ids if each in self._clips]
        if current not in self._clips:
            current = there[0] if there else None
        self._anchor = current
        self._set(there, current)

    def await_clips(self, clip_ids: Iterable[int]) -> None:
        """Choose these as soon as they are here: they were made just now."""
        self._awaited = tuple(clip_ids)

    def choose_class(self, class_id: int | None) -> None:
        """Choose a class and no clip."""
        self.class_id = class_id
        self.selected, self.current, self._anchor = frozenset(), None, None
        self.selection_changed.emit()

    def clear(self) -> None:
        """Choose nothing."""
        self.choose_class(None)

    def set_marks(self, marks: Mapping[int, str]) -> None:
        """Say what is wrong with clips, in words."""
        self.marks = dict(marks)
        self.marks_changed.emit()

    def free_name(self, wish: str) -> str:
        """A class name that nobody has: the wish, or the wish and a number."""
        taken = {lane.record.name.casefold() for lane in self.lanes}
        name, number = wish, 2
        while name.casefold() in taken:
            name, number = f"{wish} {number}", number + 1
        return name

    def _set(self, ids: Iterable[int], current: int | None) -> None:
        self.selected, self.current, self.class_id = frozenset(ids), current, None
        self.selection_changed.emit()
