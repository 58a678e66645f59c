"""Make the demo project: synthetic clips of five classes, and videos to classify."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from smp_core.jobs import JobContext
from smp_core.worker.job import Job


@dataclass(frozen=True)
class DemoRequest:
    """Attributes:
    folder: Where to; a new or empty folder, or a demo that was cut short.
    pack: The pack that it builds on.
    """

    folder: Path
    pack: str = "demo"


@dataclass(frozen=True)
class DemoMade:
    """Attributes:
    folder: The project's folder.
    """

    folder: Path


def _run(request: DemoRequest, ctx: JobContext) -> DemoMade:
    from smp_core.workflows.demo import make_demo_project

    return DemoMade(make_demo_project(request.folder, ctx, pack=request.pack))


JOB = Job("demo", DemoRequest, DemoMade, _run)
