"""Making, opening and looking at projects."""

from __future__ import annotations

from pathlib import Path

from smp_core.records import StatusRecord
from smp_core.storage.project import Project, create_project, open_project

__all__ = ["Project", "create_project", "open_project", "project_status"]


def project_status(project: Project) -> StatusRecord:
    """The state of the project at a glance, with advice on what to do next."""
    raise NotImplementedError
