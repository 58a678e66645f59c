"""Add a pack or a captioner's model from a folder or a zip file; from here to a stick too."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from smp_core.jobs import JobContext
from smp_core.worker.job import Job


@dataclass(frozen=True)
class PackAddRequest:
    """Attributes:
    source: A folder or a zip file.
    to: Where to; None for where the user's own lie.
    """

    source: Path
    to: Path | None = None


@dataclass(frozen=True)
class Added:
    """Attributes:
    name, folder: Of the pack or model, which is whole.
    """

    name: str
    folder: Path


def _run(request: PackAddRequest, ctx: JobContext) -> Added:
    from smp_core.workflows.install import install

    installed = install(request.source, ctx, request.to)
    return Added(installed.name, installed.folder)


JOB = Job("pack_add", PackAddRequest, Added, _run)
