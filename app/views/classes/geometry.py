"""Where everything lies on the wall of classes. Plain numbers, no widgets."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect

from app.widgets.filmstrip import PICTURE_PX, RIBBON_PX

LEFT_PX = 24
HEADER_PX = 28
_HEADER_TOP_PX, _HEADER_GAP_PX = 6, 4
CELL_PX = PICTURE_PX.width(), PICTURE_PX.height() + RIBBON_PX
GAP_PX = 8
LANE_PADDING_PX = 12
_ABOVE_PX = _HEADER_TOP_PX + HEADER_PX + _HEADER_GAP_PX
NEW_LANE_PX = 112


@dataclass(frozen=True)
class Hit:
    """What lies at a point.

    Attributes:
        lane: Index of the lane; the number of lanes stands for the dashed one below them; None
            beside all.
        clip: Index of the clip within the lane; None for none.
        header: Whether it is the lane's line with its name.
    """

    lane: int | None
    clip: int | None = None
    header: bool = False


class WallGeometry:
    """Lanes one below the other, the clips of each in rows.

    Args:
        width_px: Of the wall.
        counts: Clips in each lane.
    """

    def __init__(self, width_px: int, counts: Sequence[int]) -> None:
        self.width_px = max(width_px, LEFT_PX + CELL_PX[0] + GAP_PX)
        self.counts = tuple(counts)
        usable = self.width_px - LEFT_PX - GAP_PX
        self.columns = max(1, (usable + GAP_PX) // (CELL_PX[0] + GAP_PX))
        self._tops = [0]
        for n_clips in self.counts:
            rows = max(1, -(-n_clips // self.columns))
            height = _ABOVE_PX + rows * (CELL_PX[1] + GAP_PX) - GAP_PX + LANE_PADDING_PX
            self._tops.append(self._tops[-1] + height)

    @property
    def height_px(self) -> int:
        """Of the whole wall, with the dashed lane."""
        return self._tops[-1] + NEW_LANE_PX + 2 * LANE_PADDING_PX

    def lane(self, lane: int) -> QRect:
        """A lane."""
        top = self._tops[lane]
        return QRect(0, top, self.width_px, self._tops[lane + 1] - top)

    def header(self, lane: int) -> QRect:
        """The line above a lane's clips."""
        return QRect(0, self._tops[lane] + _HEADER_TOP_PX, self.width_px, HEADER_PX)

    def new_lane(self) -> QRect:
        """The dashed lane."""
        return QRect(0, self._tops[-1], self.width_px, NEW_LANE_PX + 2 * LANE_PADDING_PX)

    def clip(self, lane: int, clip: int) -> QRect:
        """A clip of a lane."""
        row, column = divmod(clip, self.columns)
        return QRect(
            LEFT_PX + column * (CELL_PX[0] + GAP_PX),
            self._tops[lane] + _ABOVE_PX + row * (CELL_PX[1] + GAP_PX),
            *CELL_PX,
        )

    def at(self, point: QPoint) -> Hit:
        """What lies there."""
        if not 0 <= point.x() < self.width_px or not 0 <= point.y() < self.height_px:
            return Hit(None)
        lane = bisect_right(self._tops, point.y()) - 1
        if lane >= len(self.counts):
            return Hit(len(self.counts))
        if point.y() < self._tops[lane] + _HEADER_TOP_PX + HEADER_PX:
            return Hit(lane, header=True)
        row = (point.y() - self._tops[lane] - _ABOVE_PX) // (CELL_PX[1] + GAP_PX)
        column = (point.x() - LEFT_PX) // (CELL_PX[0] + GAP_PX)
        index = row * self.columns + column
        if row >= 0 and 0 <= column < self.columns and 0 <= index < self.counts[lane]:  # noqa: SIM102
            if self.clip(lane, index).contains(point):
                return Hit(lane, index)
        return Hit(lane)

    def lanes_in(self, area: QRect) -> range:
        """The lanes that an area touches."""
        first = max(0, bisect_right(self._tops, area.top()) - 1)
        last = bisect_right(self._tops, area.bottom())
        return range(first, min(last, len(self.counts)))

    def clips_in(self, area: QRect) -> Iterator[tuple[int, int]]:
        """Lane and clip of all clips that an area touches."""
        for lane in self.lanes_in(area):
            pitch = CELL_PX[1] + GAP_PX
            inner = self._tops[lane] + _ABOVE_PX
            first = max(0, (area.top() - inner) // pitch) * self.columns
            last = ((area.bottom() - inner) // pitch + 1) * self.columns
            for clip in range(first, min(last, self.counts[lane])):
                if self.clip(lane, clip).intersects(area):
                    yield lane, clip

    def beside(self, lane: int, clip: int, rows: int) -> tuple[int, int]:
        """The clip so many rows below (or above, if negative), over the lanes' borders."""
        row, column = divmod(clip, self.columns)
        step = 1 if rows > 0 else -1
        for _ in range(abs(rows)):
            wanted = row + step
            in_lane = -(-self.counts[lane] // self.columns)
            if 0 <= wanted < in_lane:
                row = wanted
                continue
            other = lane + step
            while 0 <= other < len(self.counts) and not self.counts[other]:
                other += step
            if not 0 <= other < len(self.counts):
                break
            lane = other
            row = 0 if step > 0 else -(-self.counts[lane] // self.columns) - 1
        return lane, min(row * self.columns + column, self.counts[lane] - 1)
