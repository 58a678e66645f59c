"""Trained adapters, out of a project and into another."""

from __future__ import annotations

from pathlib import Path

from smp_core.records import RunRecord
from smp_core.storage.project import Project


def export_adapter(project: Project, folder: Path, run: str | None = None) -> Path: ...
def import_adapter(project: Project, folder: Path) -> RunRecord: ...
