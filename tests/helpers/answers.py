"""Answers about videos, without a model: for tests of results and their review."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from smp_core.jobs import JobContext
from smp_core.records import IncomingRecord, NewPrediction, RunRecord
from smp_core.storage.project import Project
from smp_core.storage.runs import begin_run, finish_run
from smp_core.types import MediaInfo
from smp_core.workflows.incoming import queue_videos, store_predictions

CLASSES = ("fall", "cough", "alarm")


def make_run(project: Project, classes: Sequence[str] = CLASSES) -> RunRecord:
    """An active run without files."""
    run = begin_run(
        project, captioner="c", preset="fast", config={}, class_names=list(classes), n_clips=6
    )
    return finish_run(project, run.id, metrics={}, seconds=1.0)


def window(start_s: float, class_name: str, probability: float) -> NewPrediction:
    """An answer about ten seconds."""
    rest = {name: (1 - probability) / 2 for name in CLASSES if name != class_name}
    shares = {class_name: probability, **rest}
    return NewPrediction(start_s, start_s + 10, "words", "c", class_name, probability, shares)


def answered(
    project: Project,
    run: RunRecord,
    path: Path,
    windows: Sequence[NewPrediction],
    modified: datetime = datetime(2026, 1, 1, tzinfo=UTC),
) -> IncomingRecord:
    """Put a file in line and store answers about it; a file that is not there is made of text.

    Args:
        modified: When its recording ended.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        path.write_bytes(f"content of {path}".encode())
    os.utime(path, (modified.timestamp(), modified.timestamp()))
    (video,) = queue_videos(project, [path], JobContext(), run_id=run.id).queued
    end_s = max(each.end_s for each in windows)
    info = MediaInfo(end_s, True, True, 64, 48, 10.0, 0, "mpeg4", "aac", "mov")
    return store_predictions(project, video.id, run.id, windows, info=info)
