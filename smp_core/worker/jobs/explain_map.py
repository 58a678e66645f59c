"""Put labelled and incoming clips into one plane, by what a run's model makes of them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from smp_core.jobs import JobContext
from smp_core.worker.job import Job


@dataclass(frozen=True)
class EmbeddingMapRequest:
    """Attributes:
    project: The project's folder.
    run_id: Whose model; None for the active run.
    """

    project: Path
    run_id: str | None = None


@dataclass(frozen=True)
class EmbeddingMapMade:
    """Attributes:
    points: The file, for `smp_core.workflows.explain.read_embedding_map`.
    """

    points: Path


def _run(request: EmbeddingMapRequest, ctx: JobContext) -> EmbeddingMapMade:
    from smp_core.workflows.embedding_map import make_embedding_map
    from smp_core.workflows.projects import open_project

    with open_project(request.project) as project:
        return EmbeddingMapMade(make_embedding_map(project, ctx, run_id=request.run_id))


JOB = Job("explain_map", EmbeddingMapRequest, EmbeddingMapMade, _run)
