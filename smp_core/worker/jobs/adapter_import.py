"""Take an adapter from elsewhere into a project."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from smp_core.jobs import JobContext
from smp_core.records import RunRecord
from smp_core.worker.job import Job


@dataclass(frozen=True)
class ImportRequest:
    """Attributes:
    project: The project's folder.
    folder: What an export wrote.
    """

    project: Path
    folder: Path


def _run(request: ImportRequest, _ctx: JobContext) -> RunRecord:
    from smp_core.workflows.adapters import import_adapter
    from smp_core.workflows.projects import open_project

    with open_project(request.project) as project:
        return import_adapter(project, request.folder)


JOB = Job("adapter_import", ImportRequest, RunRecord, _run)
