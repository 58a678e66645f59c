"""Looking for what is wrong with the clips, and for files that were moved."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from app.changes import Change
from app.jobs.operation import Lane, Operation
from app.texts import translate
from smp_core.jobs import JobContext

if TYPE_CHECKING:
    from smp_core.workflows.dataset_check import Finding
    from smp_core.workflows.projects import Project
    from smp_core.workflows.relink import RelinkResult


def check_clips(project: Project) -> Operation[list[Finding]]:
    """Look through all clips, the gravest findings first."""

    def work(ctx: JobContext) -> list[Finding]:
        from smp_core.media import Decoder
        from smp_core.workflows import dataset_check

        with Decoder() as decoder:
            return dataset_check.dataset_check(project, ctx, decoder)

    return Operation(translate("Classes", "Checking the clips"), Lane.IO, work, key="check")


def find_clips(project: Project, clip_id: int | None, where: Path) -> Operation[RelinkResult]:
    """Tell where a clip's file lies now, or look for all missing ones below a folder."""

    def work(ctx: JobContext) -> RelinkResult:
        from smp_core.workflows import relink

        return relink.relink(project, clip_id, where, ctx)

    name = translate("Classes", "Looking for clips in {0}").format(where.name)
    return Operation(name, Lane.IO, work, changes=(Change.CLIPS,))
