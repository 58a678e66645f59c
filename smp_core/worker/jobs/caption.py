"""Write the prompts of a project's clips."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from smp_core.jobs import JobContext
from smp_core.records import CaptionResult
from smp_core.worker.job import Job


@dataclass(frozen=True)
class CaptionRequest:
    """Attributes:
    project: The project's folder.
    captioner: Who writes them.
    clip_ids: Only for these clips; None for all.
    again: Write also where there is a prompt.
    device: "auto", "cpu", "cuda" or "mps"; for captioners with a model.
    """

    project: Path
    captioner: str
    clip_ids: tuple[int, ...] | None = None
    again: bool = False
    device: str = "auto"


def _run(request: CaptionRequest, ctx: JobContext) -> CaptionResult:
    from smp_core.media.decoder import Decoder
    from smp_core.workflows.packs import project_pack
    from smp_core.workflows.projects import open_project
    from smp_core.workflows.prompts import caption_clips

    with open_project(request.project) as project, Decoder() as decoder:
        options = project_pack(project).inputs.decode  # so that training finds the clips cached
        return caption_clips(
            project,
            request.captioner,
            ctx,
            decoder,
            options=options,
            clip_ids=request.clip_ids,
            again=request.again,
            device=request.device,
        )


JOB = Job("caption", CaptionRequest, CaptionResult, _run)
