"""Erasing for good what was removed from a project."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.jobs.operation import Lane, Operation, read
from app.operations.projects import OpenProject
from app.texts import translate
from smp_core.jobs import JobContext

if TYPE_CHECKING:
    from smp_core.workflows.erase import Erased
    from smp_core.workflows.projects import Project
    from smp_core.workflows.removable import Removable


def count_removable(project: Project) -> Operation[Removable]:
    """What would go; nothing is changed."""

    def work(_ctx: JobContext) -> Removable:
        from smp_core.workflows import removable

        return removable.count_removable(project)

    return read("removable", work, key="removable")


def erase_removed(opened: OpenProject) -> Operation[Erased]:
    """Erase it; for `ProjectSession.lend`: nobody else may use the project meanwhile."""

    def work(ctx: JobContext) -> Erased:
        from smp_core.workflows import erase

        opened.project.close()
        return erase.erase_removed(opened.project.folder, ctx)

    return Operation(translate("Erasing", "Erasing what was removed"), Lane.DB, work)
