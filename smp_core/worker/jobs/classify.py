"""Classify videos with a project's active run."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from smp_core.jobs import JobContext
from smp_core.worker.job import Job
from smp_core.workflows.options import ClassifyOptions, ClassifySummary


@dataclass(frozen=True)
class ClassifyRequest:
    """Attributes:
    project: The project's folder.
    paths: Videos, or folders of them.
    options: What the operator chose.
    """

    project: Path
    paths: tuple[Path, ...]
    options: ClassifyOptions


def _run(request: ClassifyRequest, ctx: JobContext) -> ClassifySummary:
    from smp_core.workflows.classify import classify_paths
    from smp_core.workflows.projects import open_project

    with open_project(request.project) as project:
        return classify_paths(project, request.paths, request.options, ctx)


JOB = Job("classify", ClassifyRequest, ClassifySummary, _run)
