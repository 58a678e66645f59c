"""What happens when: the picture writes it, the sound and the caption read it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from smp_core.synth.canvas import Canvas

DURATION_S = 10.0
Truth = dict[str, object]


@dataclass(frozen=True)
class Timeline:
    """The course of one thing in the picture.

    Attributes:
        onsets: Times of its sudden moments, seconds, ascending.
        spans: Stretches in which it is busy, (start_s, end_s).
        rate_hz: Its repetition rate while busy.
        size: 0 small … 1 large.
        path: (t_s, x) points of its way across the scene; empty when it stays.
    """

    onsets: tuple[float, ...]
    spans: tuple[tuple[float, float], ...]
    rate_hz: float = 1.0
    size: float = 0.5
    path: tuple[tuple[float, float], ...] = ()

    def delayed(self, delay_s: float) -> Timeline:
        """The same course, later; what would start after the end of the clip is left out."""
        return Timeline(
            tuple(t + delay_s for t in self.onsets if t + delay_s < DURATION_S - 0.1),
            tuple((a + delay_s, min(DURATION_S, b + delay_s)) for a, b in self.spans),
            self.rate_hz,
            self.size,
            self.path,
        )


@dataclass(frozen=True)
class Picture:
    """One drawn programme.

    Attributes:
        draw: Draws the thing at a time, with no memory of earlier frames.
        timeline: Its course.
        phrase: What a person would say it is, without naming the class.
        truth: JSON-able parameters.
    """

    draw: Callable[[Canvas, float], None]
    timeline: Timeline
    phrase: str
    truth: Truth = field(default_factory=dict)


@dataclass(frozen=True)
class Sound:
    """One sounding programme.

    Attributes:
        render: Makes float32 (160000,), peak about 1, 16 kHz; same bytes at every call.
        phrase: What a person would call it, without naming the class.
        truth: JSON-able parameters.
    """

    render: Callable[[], NDArray[np.float32]]
    phrase: str
    truth: Truth = field(default_factory=dict)


def random_onsets(
    rng: np.random.Generator,
    fewest: int,
    most: int,
    start_s: float = 0.8,
    end_s: float = 8.8,
    gap_s: float = 0.7,
) -> tuple[float, ...]:
    """Between `fewest` and `most` times within start..end, at least `gap_s` apart."""
    count = int(rng.integers(fewest, most + 1))
    slack = max(0.0, end_s - start_s - gap_s * (count - 1))
    times = np.sort(rng.uniform(0, slack, count)) + start_s + gap_s * np.arange(count)
    return tuple(round(float(t), 3) for t in times)


def random_spans(
    rng: np.random.Generator, fewest: int = 1, most: int = 3
) -> tuple[tuple[float, float], ...]:
    """Between `fewest` and `most` separate busy stretches within the clip."""
    count = int(rng.integers(fewest, most + 1))
    # A single stretch starts early enough to last a while.
    starts = random_onsets(rng, count, count, 0.2, 4.0 + 1.2 * count, 2.2)
    ends = (*starts[1:], DURATION_S)
    return tuple(
        (start, round(start + float(rng.uniform(0.55, 0.95)) * (end - start), 3))
        for start, end in zip(starts, ends, strict=True)
    )


def onsets_within(
    rng: np.random.Generator, spans: tuple[tuple[float, float], ...], rate_hz: float
) -> tuple[float, ...]:
    """Slightly irregular repeated moments inside the spans."""
    times: list[float] = []
    for start, end in spans:
        t = start + float(rng.uniform(0.02, 0.2))
        while t < end:
            times.append(round(t, 3))
            t += float(rng.uniform(0.85, 1.15)) / rate_hz
    return tuple(times)


def busy(spans: tuple[tuple[float, float], ...], t_s: float) -> bool:
    """Whether `t_s` lies in one of the spans."""
    return any(start <= t_s < end for start, end in spans)


def kick(onsets: tuple[float, ...], t_s: float, decay_s: float) -> float:
    """How fresh the latest onset is: 1 at the onset, falling towards 0."""
    latest = max((t for t in onsets if t <= t_s), default=None)
    return 0.0 if latest is None else float(np.exp((latest - t_s) / decay_s))


def ease(t_s: float, start_s: float, end_s: float) -> float:
    """0 before start, 1 after end, smooth in between."""
    share = min(1.0, max(0.0, (t_s - start_s) / max(1e-6, end_s - start_s)))
    return share * share * (3 - 2 * share)
