"""Learn a project's classes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from smp_core.jobs import JobContext
from smp_core.records import RunRecord
from smp_core.worker.job import Job
from smp_core.workflows.options import FinetuneOptions


@dataclass(frozen=True)
class FinetuneRequest:
    """Attributes:
    project: The project's folder.
    options: What the operator chose.
    """

    project: Path
    options: FinetuneOptions


def _run(request: FinetuneRequest, ctx: JobContext) -> RunRecord:
    from smp_core.workflows.projects import open_project
    from smp_core.workflows.train import finetune_project

    with open_project(request.project) as project:
        return finetune_project(project, request.options, ctx)


JOB = Job("finetune", FinetuneRequest, RunRecord, _run)
