"""Making, opening and looking at projects."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import get_args

import sqlalchemy as sa

from smp_core.records import (
    ClassRecord,
    ClassStatus,
    ClipRecord,
    IncomingStatus,
    RunRecord,
    StatusRecord,
)
from smp_core.storage.project import Project, create_project, open_project
from smp_core.storage.runs import list_runs
from smp_core.storage.schema import IncomingRow, PromptRow
from smp_core.workflows.clips import list_classes, list_clips

__all__ = ["Project", "create_project", "open_project", "project_status"]


def project_status(project: Project) -> StatusRecord:
    """The state of the project at a glance, with advice on what to do next."""
    classes = list_classes(project)
    clips = list_clips(project)
    runs = list_runs(project)
    with project.database.read() as session:
        prompted = session.execute(
            sa.select(PromptRow.clip_id, PromptRow.captioner).distinct()
        ).all()
        counted = session.execute(
            sa.select(IncomingRow.status, sa.func.count())
            .where(IncomingRow.replaced.is_(False))
            .group_by(IncomingRow.status)
        ).all()
    have_prompt = {clip_id for clip_id, _ in prompted}
    incoming = dict.fromkeys(get_args(IncomingStatus), 0) | {
        status: count for status, count in counted
    }
    by_class = tuple(
        ClassStatus(
            name=each.name,
            n_clips=each.n_clips,
            n_prompts=sum(c.class_id == each.id and c.id in have_prompt for c in clips),
            n_missing=sum(c.class_id == each.id and c.missing for c in clips),
        )
        for each in classes
    )
    active = next((run for run in runs if run.active), None)
    return StatusRecord(
        info=project.info,
        folder=project.folder,
        classes=by_class,
        prompts=dict(sorted(Counter(captioner for _, captioner in prompted).items())),
        missing=tuple(clip.path for clip in clips if clip.missing),
        runs=tuple(runs),
        active_run=active,
        incoming=incoming,
        advice=tuple(_advice(classes, clips, len(have_prompt), runs, active, incoming)),
    )


def _advice(
    classes: Sequence[ClassRecord],
    clips: Sequence[ClipRecord],
    n_prompted: int,
    runs: Sequence[RunRecord],
    active: RunRecord | None,
    incoming: dict[str, int],
) -> list[str]:
    """What to do next, most pressing first."""
    advice = []
    filled = [each for each in classes if each.n_clips]
    if len(filled) < 2:
        advice.append(
            "Add clips of at least two classes: smp add PROJECT CLASS FILE…"
            if not filled
            else f"Only the class {filled[0].name!r} has clips; add a second class to tell it from."
        )
    for each in classes:
        if each.n_clips == 0:
            advice.append(f"The class {each.name!r} has no clip.")
        elif each.n_clips == 1:
            advice.append(
                f"The class {each.name!r} has one clip; five or more make it more certain."
            )
    n_missing = sum(clip.missing for clip in clips)
    if n_missing:
        advice.append(
            f"{n_missing} clip files are not where they were; put them back or add them again."
        )
    if len(filled) < 2:
        return advice
    if n_prompted < len(clips):
        advice.append(f"{len(clips) - n_prompted} clips have no prompt: smp prompts PROJECT")
    newest = next((run for run in runs if run.kind == "finetuned"), None)
    if newest is not None and newest.status in ("running", "cancelled"):
        advice.append(
            "The newest training is not finished; if it no longer runs, go on with: "
            "smp finetune PROJECT --resume"
        )
    elif newest is not None and newest.status == "failed":
        advice.append(f"The newest training failed: {newest.error}")
    elif active is None:
        advice.append("Train an adapter: smp finetune PROJECT")
    elif active.kind == "finetuned" and _outdated(active, filled, clips):
        advice.append("Clips or classes changed since the training: smp finetune PROJECT")
    if incoming["queued"] + incoming["decoding"]:
        advice.append(
            f"{incoming['queued'] + incoming['decoding']} videos wait: smp classify PROJECT PATH…"
        )
    if incoming["failed"]:
        advice.append(f"{incoming['failed']} videos failed; the reasons: smp results PROJECT")
    return advice


def _outdated(run: RunRecord, filled: Sequence[ClassRecord], clips: Sequence[ClipRecord]) -> bool:
    return run.class_names != tuple(each.name for each in filled) or run.n_clips != len(clips)
