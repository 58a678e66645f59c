"""Judge a run's settings by leave-out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from smp_core.jobs import JobContext
from smp_core.worker.job import Job
from smp_core.workflows.quality import Quality


@dataclass(frozen=True)
class QualityRequest:
    """Attributes:
    project: The project's folder.
    run_id: Whose settings.
    device: "auto", "cpu", "cuda" or "mps".
    """

    project: Path
    run_id: str
    device: str = "auto"


def _run(request: QualityRequest, ctx: JobContext) -> Quality:
    from smp_core.workflows.projects import open_project
    from smp_core.workflows.quality import measure_quality

    with open_project(request.project) as project:
        return measure_quality(project, request.run_id, ctx, device=request.device)


JOB = Job("quality", QualityRequest, Quality, _run)
