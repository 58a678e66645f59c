"""Measure how much a captioner's prompts tell about their classes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from smp_core.jobs import JobContext
from smp_core.records import PromptQuality
from smp_core.worker.job import Job


@dataclass(frozen=True)
class PromptQualityRequest:
    """Attributes:
    project: The project's folder.
    captioner: Whose prompts.
    """

    project: Path
    captioner: str


def _run(request: PromptQualityRequest, ctx: JobContext) -> PromptQuality:
    from smp_core.workflows.projects import open_project
    from smp_core.workflows.prompt_quality import prompt_quality

    with open_project(request.project) as project:
        return prompt_quality(project, request.captioner, ctx)


JOB = Job("prompt_quality", PromptQualityRequest, PromptQuality, _run)
