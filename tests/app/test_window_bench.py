"""The window's own measurements: what a wait is, and that copied clips are no duplicates."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QObject
from tiny_videos import write_video

from app.bench.material import Material
from app.bench.waits import Waits, longest_wait
from smp_core.media.hashing import content_hash


def test_a_gap_counts_by_how_many_events_fall_into_it() -> None:
    assert longest_wait([100.0], 0.5) == pytest.approx(50)
    # 2 of 100 ms are in the long gap; half of what falls into it waits more than 1 ms.
    assert longest_wait([1.0] * 98 + [2.0], 0.99) == pytest.approx(1.0)
    assert longest_wait([5.0] * 2000, 0.99) == pytest.approx(4.95)
    assert longest_wait([5.0] * 100 + [500.0], 0.99) == pytest.approx(490)


def test_the_gaps_are_those_of_the_loop(qapp: object, qtbot) -> None:
    owner = QObject()
    waits = Waits(owner)
    waits.start()
    qtbot.wait(60)
    waits.stop()
    n_ticks = len(waits.gaps_ms)
    qtbot.wait(20)
    assert 0 < n_ticks <= 14 and len(waits.gaps_ms) == n_ticks
    assert min(waits.gaps_ms) > 0


def test_copies_can_be_read_and_differ(tmp_path) -> None:
    material = Material(tmp_path)
    for kind in ("red", "blue"):
        write_video(tmp_path / "scenes" / kind / f"{kind}.mp4", kind)
    made = material.copies("at once", 5)
    assert [each.parent.name for each in made] == ["blue"] * 3 + ["red"] * 2
    assert len({content_hash(each) for each in made}) == 5
    scene = (tmp_path / "scenes" / "red" / "red.mp4").read_bytes()
    assert made[-1].read_bytes().startswith(scene)
