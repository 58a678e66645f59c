"""Whether another program has changed a project, and what: for a window that shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from smp_core.storage.project import Project
from smp_core.storage.schema import ClassRow, ClipRow, EditRow, ProjectRow, PromptRow, RunRow

_CLIPS = (
    sa.select(ClassRow.id, ClassRow.name, ClassRow.position, ClassRow.colour),
    sa.select(ClipRow.id, ClipRow.class_id, ClipRow.path, ClipRow.content_hash)
    .add_columns(ClipRow.start_s, ClipRow.end_s, ClipRow.note)
    .order_by(ClipRow.id),
    sa.select(EditRow.id, EditRow.created, EditRow.undone),
)
_PROMPTS = (
    sa.select(ProjectRow.captioner),
    sa.select(PromptRow.id, PromptRow.clip_id, PromptRow.captioner, PromptRow.captioner_version)
    .add_columns(PromptRow.generated, PromptRow.operator_text)
    .order_by(PromptRow.id),
)
_RUNS = (
    sa.select(RunRow.id, RunRow.status, RunRow.finished, RunRow.active, RunRow.note, RunRow.error),
)


@dataclass(frozen=True)
class ProjectMarks:
    """Numbers of a project as it is now; only whether they are the same as others means anything.

    Attributes:
        version: Of the whole database, results and incoming videos included. Changes through the
            same open project leave it as it is.
        clips: Of classes, clips, and what can be undone.
        prompts: Of prompts and of the captioner that was chosen.
        runs: Of trainings and imported adapters.
    """

    version: int
    clips: int
    prompts: int
    runs: int


def project_marks(project: Project, before: ProjectMarks | None = None) -> ProjectMarks:
    """Look at a project; it costs next to nothing while no other program has changed anything.

    Args:
        project: Open all the time: versions of two openings cannot be compared.
        before: What this gave the last time.
    """
    with project.database.read() as session:
        version = project.database.version(session)
        if before is not None and before.version == version:
            return before
        return ProjectMarks(version, *(_mark(session, of) for of in (_CLIPS, _PROMPTS, _RUNS)))


def _mark(session: Session, queries: Sequence[sa.Executable]) -> int:
    # All of it: counts and highest numbers would miss a name that was changed and what was undone.
    return hash(tuple(tuple(row) for query in queries for row in session.execute(query)))
