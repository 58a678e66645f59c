"""Results: what was found where, with what probability, by which run."""

from __future__ import annotations

from pathlib import Path

from smp_core.records import ResultRecord
from smp_core.storage.project import Project


def results(project: Project, run: str | None = None) -> list[ResultRecord]: ...
def write_csv(project: Project, path: Path, run: str | None = None) -> int: ...
