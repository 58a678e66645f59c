"""Thumbnails: newest first, bounded, and a strip that scrubs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint
from pytestqt.qtbot import QtBot

import app.widgets.thumbnails as module
from app.context import Context
from app.operations.media import Span, Wishes, clip_key
from app.widgets.filmstrip import Filmstrip
from app.widgets.thumbnails import Thumbnails
from smp_core.workflows.clips import list_clips
from smp_core.workflows.projects import Project


def test_clips_become_ready_and_a_strip_scrubs_them(
    context: Context, project: Project, qtbot: QtBot, settled: Callable[[], None]
) -> None:
    thumbnails = Thumbnails(context, project)
    ready: list[str] = []
    thumbnails.ready.connect(ready.append)
    clips = list_clips(project)
    for clip in clips:
        assert thumbnails.get(clip) is None
        thumbnails.request(clip)
    settled()
    assert sorted(ready) == sorted(clip_key(clip) for clip in clips)
    strip = Filmstrip(context, thumbnails)
    qtbot.addWidget(strip)
    strip.set_clip(clips[0])
    strip.show()
    seen: list[float] = []
    strip.scrubbed.connect(seen.append)
    qtbot.mouseMove(strip, QPoint(strip.width() // 2, 10))
    assert strip.share is not None and abs(strip.share - 0.5) < 0.02
    assert abs(seen[-1] - 0.25) < 0.02
    first, last = thumbnails.picture(clips[0], 0.0), thumbnails.picture(clips[0], 0.99)
    assert first is not None and last is not None
    assert first.toImage() != last.toImage()  # the white bar of the clip has moved
    assert Thumbnails.shared(context, project) is thumbnails


def test_memory_is_bounded(
    context: Context, project: Project, settled: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_PREVIEW_BYTES", 1_000_000)
    thumbnails = Thumbnails(context, project)
    for clip in list_clips(project):
        thumbnails.request(clip)
    settled()
    held = [clip for clip in list_clips(project) if thumbnails.get(clip) is not None]
    assert 1 <= len(held) <= 3
    assert thumbnails.n_bytes <= 1_000_000


def test_the_newest_wish_is_first_and_old_ones_wait() -> None:
    wishes = Wishes()
    spans = {name: Span(Path(name), "", 0, 1) for name in "abc"}
    wishes.add("a", spans["a"], first=True)
    wishes.add("b", spans["b"], first=True)
    wishes.add("c", spans["c"], first=False)
    wishes.add("a", spans["a"], first=True)
    order = []
    while (wish := wishes.take()) is not None:
        order.append(wish[0])
    assert order == ["a", "b", "c"]
    assert wishes.collect() == []
