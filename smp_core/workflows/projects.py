"""Making, opening and looking at projects."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import sqlalchemy as sa

from smp_core.paths import quoted
from smp_core.records import (
    ClassRecord,
    ClassStatus,
    ClipRecord,
    RunRecord,
    StatusRecord,
)
from smp_core.storage.project import (
    Project,
    create_project,
    open_project,
    takes_new_project,
)
from smp_core.storage.runs import list_runs
from smp_core.storage.schema import PromptRow
from smp_core.workflows.clips import list_classes, list_clips
from smp_core.workflows.incoming_counts import count_incoming

__all__ = ["Project", "create_project", "open_project", "project_status", "takes_new_project"]


def project_status(project: Project) -> StatusRecord:
    """The state of the project at a glance, with advice on what to do next."""
    classes = list_classes(project)
    clips = list_clips(project)
    runs = list_runs(project)
    active = next((run for run in runs if run.active), None)
    with project.database.read() as session:
        prompted = session.execute(
            sa.select(PromptRow.clip_id, PromptRow.captioner).distinct()
        ).all()
        incoming = count_incoming(session, "" if active is None else active.id)
    have_prompt = {clip_id for clip_id, _ in prompted}
    by_class = tuple(
        ClassStatus(
            name=each.name,
            n_clips=each.n_clips,
            n_prompts=sum(c.class_id == each.id and c.id in have_prompt for c in clips),
            n_missing=sum(c.class_id == each.id and c.missing for c in clips),
        )
        for each in classes
    )
    return StatusRecord(
        info=project.info,
        folder=project.folder,
        classes=by_class,
        prompts=dict(sorted(Counter(captioner for _, captioner in prompted).items())),
        missing=tuple(clip.path for clip in clips if clip.missing),
        runs=tuple(runs),
        active_run=active,
        incoming=incoming,
        advice=tuple(
            _advice(
                quoted(str(project.folder)),
                classes,
                clips,
                len(have_prompt),
                runs,
                active,
                incoming,
            )
        ),
    )


def _advice(
    project: str,
    classes: Sequence[ClassRecord],
    clips: Sequence[ClipRecord],
    n_prompted: int,
    runs: Sequence[RunRecord],
    active: RunRecord | None,
    incoming: Mapping[str, int],
) -> list[str]:
    """What to do next, most pressing first. `project` is its folder as typed in a shell."""
    filled = [each for each in classes if each.n_clips]
    waiting = incoming["queued"] + incoming["decoding"]
    advice = []
    if active is not None and len(filled) < 2 and not waiting:  # an imported adapter is enough
        advice.append(f"Videos can be classified: smp classify {project} PATH…")
    if len(filled) == 1:
        advice.append(
            f"Only the class {filled[0].name!r} has clips; add a second class to tell it from."
        )
    elif not filled and active is None:
        advice.append(f"Add clips of at least two classes: smp add {project} CLASS FILE…")
    advice += _few_clips(classes)
    n_missing = sum(clip.missing for clip in clips)
    if n_missing:
        are = "clip is" if n_missing == 1 else "clips are"
        advice.append(f"{n_missing} {are} missing; find moved files: smp relink {project} FOLDER")
    if len(filled) >= 2:
        n_bare = len(clips) - n_prompted
        if n_bare:
            have = "clip has" if n_bare == 1 else "clips have"
            advice.append(f"{n_bare} {have} no prompt: smp prompts {project}")
        advice += _training(project, filled, clips, runs, active)
    if waiting:
        wait = "video waits" if waiting == 1 else "videos wait"
        advice.append(f"{waiting} {wait}: smp classify {project} PATH…")
    if incoming["failed"]:
        videos = "video" if incoming["failed"] == 1 else "videos"
        advice.append(f"{incoming['failed']} {videos} failed; the reasons: smp results {project}")
    return advice


def _few_clips(classes: Sequence[ClassRecord]) -> list[str]:
    """One sentence for all classes with one clip, one for all without any."""
    single = [repr(each.name) for each in classes if each.n_clips == 1]
    empty = [repr(each.name) for each in classes if each.n_clips == 0]
    advice = []
    if len(single) == 1:
        advice.append(f"The class {single[0]} has one clip; five or more make it more certain.")
    elif single:
        advice.append(
            f"The classes {_listed(single)} have one clip each; "
            "five or more make them more certain."
        )
    if len(empty) == 1:
        advice.append(f"The class {empty[0]} has no clip.")
    elif empty:
        advice.append(f"The classes {_listed(empty)} have no clip.")
    return advice


def _listed(names: Sequence[str]) -> str:
    return f"{', '.join(names[:-1])} and {names[-1]}"


def _training(
    project: str,
    filled: Sequence[ClassRecord],
    clips: Sequence[ClipRecord],
    runs: Sequence[RunRecord],
    active: RunRecord | None,
) -> list[str]:
    """What to train, if anything."""
    newest = next((run for run in runs if run.kind == "finetuned"), None)
    if newest is not None and newest.status in ("running", "cancelled"):
        return [
            "The newest training is not finished; if it no longer runs, go on with: "
            f"smp finetune {project} --resume"
        ]
    if newest is not None and newest.status == "failed":
        return [f"The newest training failed: {newest.error}"]
    if active is None:
        return [f"Train an adapter: smp finetune {project}"]
    if active.kind == "finetuned" and _outdated(active, filled, clips):
        return [f"Clips or classes changed since the training: smp finetune {project}"]
    return []


def _outdated(run: RunRecord, filled: Sequence[ClassRecord], clips: Sequence[ClipRecord]) -> bool:
    return run.class_names != tuple(each.name for each in filled) or run.n_clips != len(clips)
