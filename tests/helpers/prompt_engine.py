"""An engine that writes and measures prompts by rule, without torch: the real process and pipe."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import Any

from smp_core.jobs import JobContext
from smp_core.records import CaptionResult, ClassQuality, PromptQuality
from smp_core.worker.job import Job
from smp_core.worker.jobs.caption import CaptionRequest
from smp_core.worker.jobs.prompt_quality import PromptQualityRequest
from smp_core.worker.server import Engine

COMMAND = [sys.executable, str(Path(__file__).resolve())]
SLOW = "constant"
"""This captioner takes a second for each clip."""


def _caption(request: CaptionRequest, ctx: JobContext) -> CaptionResult:
    from smp_core.workflows.clips import list_clips
    from smp_core.workflows.projects import open_project
    from smp_core.workflows.prompts import store_prompts, training_prompts

    with open_project(request.project) as project:
        have = {} if request.again else training_prompts(project, request.captioner)
        wanted = request.clip_ids
        todo = [
            clip
            for clip in list_clips(project)
            if clip.id not in have and (wanted is None or clip.id in wanted)
        ]
        for done, clip in enumerate(todo):
            ctx.progress("Writing prompts", done, len(todo))
            text = f"{request.captioner} saw clip {clip.id}"
            store_prompts(project, request.captioner, "1", {clip.id: text})
            for _ in range(50 if request.captioner == SLOW else 0):
                ctx.raise_if_cancelled()
                time.sleep(0.02)
    return CaptionResult(len(todo), 0)


def _measure(request: PromptQualityRequest, _ctx: JobContext) -> PromptQuality:
    from smp_core.workflows.projects import open_project
    from smp_core.workflows.prompt_quality import keep_quality

    classes = (
        ClassQuality("person falls", 3, 0.75, 2.0),
        ClassQuality("patient coughing", 2, 0.5, 1.0),
    )
    made = PromptQuality(request.captioner, classes, 0.6, 0.6, 5)
    with open_project(request.project) as project:
        keep_quality(project, made)
    return made


JOBS: dict[str, Job[Any, Any]] = {
    "caption": Job("caption", CaptionRequest, CaptionResult, _caption),
    "prompt_quality": Job("prompt_quality", PromptQualityRequest, PromptQuality, _measure),
}

if __name__ == "__main__":
    replies = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    Engine(sys.stdin.buffer, replies, JOBS.__getitem__).serve()
    os._exit(0)
