"""An engine whose training and judging are toys: real process, real database, no torch.

Taking an adapter in is the real job, because only it knows which one fits; it loads torch.

A file `die` in the project's folder ends the process in the middle of the second epoch, once. A
file `slow` there makes every step take as long as one of a large model.
"""

from __future__ import annotations

import json
import os
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from smp_core.jobs import JobContext
from smp_core.records import RunRecord
from smp_core.storage import runs
from smp_core.storage.project import Project, open_project
from smp_core.worker.job import Job
from smp_core.worker.jobs.adapter_import import JOB as ADAPTER_IMPORT
from smp_core.worker.jobs.device import DeviceInfo, DeviceRequest
from smp_core.worker.jobs.estimate import EstimateRequest
from smp_core.worker.jobs.finetune import FinetuneRequest
from smp_core.worker.jobs.quality import QualityRequest
from smp_core.worker.server import Engine
from smp_core.workflows import quality
from smp_core.workflows.clips import list_clips
from smp_core.workflows.estimate import StepCost

COMMAND = [sys.executable, str(Path(__file__).resolve())]
EPOCHS, STEPS, STEP_S, SLOW_STEP_S = 3, 4, 0.03, 0.5


def _train(request: FinetuneRequest, ctx: JobContext) -> RunRecord:
    with open_project(request.project) as project:
        clips = list_clips(project)
        names = list(dict.fromkeys(clip.class_name for clip in clips))
        old = runs.unfinished_run(project) if request.options.resume else None
        if old is not None:
            run = runs.resume_run(project, old.id, class_names=names, n_clips=len(clips))
        else:
            run = runs.begin_run(
                project,
                captioner=request.options.captioner,
                preset=request.options.preset,
                config={"epochs": EPOCHS, "overrides": list(request.options.overrides)},
                class_names=names,
                n_clips=len(clips),
                device="CPU",
            )
        history = _epochs(project, run, ctx)
        (run.folder / "checkpoint.json").unlink()
        for name in ("adapter.safetensors", "adapter.json"):
            (run.folder / name).write_bytes(b"{}")
        numbers = {"history": history, "clips": len(clips), "gates": {"lambda_audio.1": 0.25}}
        return runs.finish_run(project, run.id, metrics=numbers, seconds=2.0)


def _epochs(project: Project, run: RunRecord, ctx: JobContext) -> list[dict[str, float]]:
    state = run.folder / "checkpoint.json"
    history = json.loads(state.read_text())["history"] if state.exists() else []
    while len(history) < EPOCHS:
        values = {"loss": 1 / (1 + len(history)), "accuracy": 0.5, "rho": 1.5, "delta": 0.8}
        values |= {"beta": 0.0, "gamma": 0.5}
        for step in range(STEPS):
            done = len(history) * STEPS + step + 1
            ctx.progress("Finetuning", done, EPOCHS * STEPS, epoch=len(history) + 1, **values)
            time.sleep(SLOW_STEP_S if (project.folder / "slow").exists() else STEP_S)
            if len(history) == 1 and (die := project.folder / "die").exists():
                die.unlink()
                os._exit(9)
        history.append({**values, "seconds": 0.2})
        state.write_text(json.dumps({"history": history}))
    return history


def _judge(request: QualityRequest, ctx: JobContext) -> quality.Quality:
    with open_project(request.project) as project:
        run = runs.get_run(project, request.run_id)
        clips = list_clips(project)
        names = tuple(dict.fromkeys(clip.class_name for clip in clips))
        answers = []
        for done, clip in enumerate(clips):
            ctx.progress("Judging", done, len(clips))
            said = names[0]  # all are taken for the first class
            span = (clip.content_hash, clip.start_s, clip.end_s)
            answers.append(
                quality.ClipAnswer(clip.id, clip.path, *span, clip.class_name, said, 0.75)
            )
        made = quality.Quality(
            run_id=run.id,
            made=datetime(2026, 11, 22, tzinfo=UTC),
            seconds=1.0,
            device="CPU",
            folds=3,
            class_names=names,
            counts=tuple(sum(c.class_name == name for c in clips) for name in names),
            answers=tuple(answers),
        )
        quality.write_quality(project, run, made)
        return made


def _device(_request: DeviceRequest, _ctx: JobContext) -> DeviceInfo:
    return DeviceInfo("cpu", "CPU (2 threads)", 8_000_000_000, 4_000_000_000)


def _estimate(_request: EstimateRequest, _ctx: JobContext) -> StepCost:
    return StepCost(0.4, 4.0, 500_000_000, 10_000_000, False)


JOBS: dict[str, Job[Any, Any]] = {
    "finetune": Job("finetune", FinetuneRequest, RunRecord, _train),
    "quality": Job("quality", QualityRequest, quality.Quality, _judge),
    "device": Job("device", DeviceRequest, DeviceInfo, _device),
    "adapter_import": ADAPTER_IMPORT,
    "estimate": Job("estimate", EstimateRequest, StepCost, _estimate),
}

if __name__ == "__main__":
    replies = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    Engine(sys.stdin.buffer, replies, JOBS.__getitem__).serve()
    os._exit(0)
