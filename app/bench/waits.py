"""How long an event would wait for the window: a timer of 5 ms, and the gaps between its ticks."""

from __future__ import annotations

import time
from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt, QTimer

_EVERY_MS = 5


class Waits(QObject):
    """Measures between `start` and `stop`.

    Attributes:
        gaps_ms: Time between two ticks, in order.

    Args:
        parent: The owner, in the window's thread.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.gaps_ms: list[float] = []
        self._last = 0.0
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self._tick)

    def start(self) -> None:
        """Measure anew from now on."""
        self.gaps_ms = []
        self._last = time.perf_counter()
        self._timer.start()

    def stop(self) -> None:
        """Measure no more."""
        self._timer.stop()

    def _tick(self) -> None:
        now = time.perf_counter()
        self.gaps_ms.append((now - self._last) * 1000)
        self._last = now


def longest_wait(gaps_ms: Sequence[float], share: float) -> float:
    """The wait that so large a share of events does not exceed.

    An event may come at any moment; in a gap of g it waits for the rest of the gap, 0…g. So a gap
    counts by its length: P(wait > x) = Σ max(0, g − x) / Σ g.

    Args:
        gaps_ms: Times between two ticks of an idle loop, > 0.
        share: 0…1.

    Returns:
        Milliseconds.
    """
    left = (1 - share) * sum(gaps_ms)
    low, high = 0.0, max(gaps_ms)
    for _ in range(60):
        middle = (low + high) / 2
        if sum(max(0.0, gap - middle) for gap in gaps_ms) > left:
            low = middle
        else:
            high = middle
    return high
