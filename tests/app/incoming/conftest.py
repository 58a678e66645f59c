"""The engine's part is played: batches are noted, not classified."""

from __future__ import annotations

import pytest

from app.changes import Change
from app.jobs.operation import Lane, Operation
from app.operations import incoming
from smp_core.errors import MediaError
from smp_core.workflows.incoming import list_incoming, mark_failed
from smp_core.workflows.options import ClassifySummary


@pytest.fixture
def classified(monkeypatch):
    """Batches that were given to the engine; their videos count as failed."""
    given = []

    def classify(project, paths):
        def work(_ctx):
            given.append([each.name for each in paths])
            for video in list_incoming(project, "queued"):
                mark_failed(project, video.id, MediaError("torn.", ""))
            return ClassifySummary(0, len(paths), 0, 0, 0.1)

        return Operation("classify", Lane.IO, work, changes=(Change.INCOMING, Change.RESULTS))

    monkeypatch.setattr(incoming, "classify", classify)
    return given
