"""Past runs: read, note, go back to one, export and import."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from app.changes import Change
from app.jobs.operation import EngineWork, Lane, Operation, read
from app.texts import translate
from smp_core.jobs import JobContext
from smp_core.records import RunRecord
from smp_core.worker.jobs.adapter_import import JOB as IMPORT
from smp_core.worker.jobs.adapter_import import ImportRequest

if TYPE_CHECKING:
    from smp_core.workflows.projects import Project
    from smp_core.workflows.run_history import PastRun


def list_past_runs(project: Project) -> Operation[list[PastRun]]:
    """All runs with their curves and quality, newest first."""

    def work(_ctx: JobContext) -> list[PastRun]:
        from smp_core.workflows import run_history

        return run_history.list_past_runs(project)

    return read("runs", work, key="train-runs")


def set_note(project: Project, run_id: str, note: str) -> Operation[RunRecord]:
    """Keep the operator's words about a run."""

    def work(_ctx: JobContext) -> RunRecord:
        from smp_core.workflows import run_history

        return run_history.set_note(project, run_id, note)

    return Operation("note", Lane.DB, work, changes=(Change.RUNS,), quiet=True)


def use_run(project: Project, run_id: str) -> Operation[RunRecord]:
    """Classify with this run from now on."""

    def work(_ctx: JobContext) -> RunRecord:
        from smp_core.workflows import run_history

        return run_history.use_run(project, run_id)

    return Operation("use run", Lane.DB, work, changes=(Change.RUNS,), quiet=True)


def export_adapter(project: Project, run_id: str, folder: Path) -> Operation[Path]:
    """Copy a run's adapter and model card into a new or empty folder."""

    def work(_ctx: JobContext) -> Path:
        from smp_core.workflows import adapters

        return adapters.export_adapter(project, folder, run_id)

    return Operation(translate("Train", "Exporting the adapter"), Lane.IO, work)


def import_adapter(project: Project, folder: Path) -> Operation[RunRecord]:
    """Check an adapter that was exported elsewhere and use it from now on.

    It needs the model's code, and does not wait for a training.
    """
    work = EngineWork(IMPORT, ImportRequest(project.folder, folder))
    name = translate("Train", "Importing an adapter")
    return Operation(name, Lane.SIDE, work, changes=(Change.RUNS,))


def class_clips(project: Project, clip_ids: Sequence[int]) -> Operation[frozenset[int]]:
    """Which of these clips are still there."""
    wanted = frozenset(clip_ids)

    def work(_ctx: JobContext) -> frozenset[int]:
        from smp_core.workflows import clips

        return wanted & {clip.id for clip in clips.list_clips(project)}

    return read("clips behind", work, key="train-clips")
