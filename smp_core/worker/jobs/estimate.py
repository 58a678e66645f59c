"""Try a small training step, to say how long a training will take."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from smp_core.jobs import JobContext
from smp_core.worker.job import Job
from smp_core.workflows.estimate import StepCost
from smp_core.workflows.options import FinetuneOptions


@dataclass(frozen=True)
class EstimateRequest:
    """Attributes:
    project: The project's folder.
    options: What the operator would train with.
    """

    project: Path
    options: FinetuneOptions


def _run(request: EstimateRequest, ctx: JobContext) -> StepCost:
    from smp_core.workflows.estimate import probe_cost
    from smp_core.workflows.projects import open_project

    with open_project(request.project) as project:
        return probe_cost(project, request.options, ctx)


JOB = Job("estimate", EstimateRequest, StepCost, _run)
