"""Make the attention maps of one clip."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from smp_core.jobs import JobContext
from smp_core.worker.job import Job


@dataclass(frozen=True)
class ExplainRequest:
    """Attributes:
    project: The project's folder.
    kind: A labelled clip, or a window of an incoming video.
    number: Its id.
    run_id: Whose model; None for the active run.
    """

    project: Path
    kind: Literal["clip", "window"]
    number: int
    run_id: str | None = None


@dataclass(frozen=True)
class Explained:
    """Attributes:
    maps: The file, for `smp_core.workflows.explain.read_explanation`.
    """

    maps: Path


def _run(request: ExplainRequest, ctx: JobContext) -> Explained:
    from smp_core.workflows.explain_clip import explain_clip
    from smp_core.workflows.projects import open_project

    with open_project(request.project) as project:
        return Explained(
            explain_clip(project, request.kind, request.number, ctx, run_id=request.run_id)
        )


JOB = Job("explain", ExplainRequest, Explained, _run)
