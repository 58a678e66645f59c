"""The chosen stretch of a file: two times that keep their rules however they are moved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

LONGEST_S: Final = 10.0
SHORTEST_S: Final = 0.5
# So much of a long file is on the axis around the stretch to be chosen.
_WIDEST_S: Final = 60.0
Part = Literal["start", "end", "whole"]


@dataclass(frozen=True)
class Marks:
    """A stretch within a file; a value.

    Attributes:
        start_s, end_s: Seconds within the file.
        duration_s: Of the file; 0 if unknown.
    """

    start_s: float
    end_s: float
    duration_s: float = 0.0

    @property
    def length_s(self) -> float:
        """How long the stretch is."""
        return self.end_s - self.start_s

    def moved(self, part: Part, to_s: float) -> Marks:
        """Move one end, or the whole by its start.

        The stretch stays inside the file, at least 0.5 s (or the file) and at most 10 s long: an
        end that is pulled further takes the other one along.
        """
        limit_s = self.duration_s or max(self.end_s, to_s)
        shortest_s = min(SHORTEST_S, limit_s)
        start_s, end_s = self.start_s, self.end_s
        if part == "whole":
            length_s = min(self.length_s, limit_s)
            start_s = min(max(to_s, 0.0), limit_s - length_s)
            end_s = start_s + length_s
        elif part == "start":
            start_s = min(max(to_s, 0.0), limit_s - shortest_s)
            end_s = min(max(end_s, start_s + shortest_s), start_s + LONGEST_S)
        else:
            end_s = max(min(to_s, limit_s), shortest_s)
            start_s = max(min(start_s, end_s - shortest_s), end_s - LONGEST_S)
        return Marks(start_s, end_s, self.duration_s)


def surroundings(start_s: float, end_s: float, duration_s: float) -> tuple[float, float]:
    """What of a file to show around a stretch that is to be chosen: all of it, or a minute."""
    around_s = max(0.0, _WIDEST_S - (end_s - start_s)) / 2
    from_s = max(0.0, min(start_s - around_s, duration_s - _WIDEST_S))
    return from_s, min(duration_s, from_s + _WIDEST_S)
