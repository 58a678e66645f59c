"""Collecting and saving what helps to find a fault."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.jobs.operation import Lane, Operation
from app.texts import translate
from smp_core.jobs import JobContext

if TYPE_CHECKING:
    from smp_core.workflows.diagnostics import Part
    from smp_core.workflows.projects import Project


def collect(
    project: Project | None, settings: Mapping[str, Any], facts: Mapping[str, str]
) -> Operation[tuple[Part, ...]]:
    """Gather versions, settings, statistics and the log's end, names replaced."""

    def work(_ctx: JobContext) -> tuple[Part, ...]:
        from smp_core.workflows import diagnostics

        return diagnostics.collect(project, settings, facts)

    return Operation(translate("Diagnostics", "Collecting"), Lane.IO, work, quiet=True)


def save(parts: tuple[Part, ...], path: Path) -> Operation[Path]:
    """Write what was looked at as a zip file."""

    def work(_ctx: JobContext) -> Path:
        from smp_core.workflows import diagnostics

        return diagnostics.save(parts, path)

    return Operation(translate("Diagnostics", "Saving"), Lane.IO, work, quiet=True)
