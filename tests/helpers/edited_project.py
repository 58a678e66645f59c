"""Projects of rows without files, for edits: fast, and compared as a whole."""

from __future__ import annotations

from datetime import UTC, datetime

import sqlalchemy as sa

from smp_core.storage.class_rows import class_row
from smp_core.storage.project import Project
from smp_core.storage.schema import ClassRow, ClipRow, PromptRow
from smp_core.workflows.clips import list_classes
from smp_core.workflows.prompts import store_prompts


def fill(project: Project, classes: dict[str, int], duration_s: float = 25.0) -> dict[str, int]:
    """Classes with so many clips of 25 s files, of which the first 10 are used; a prompt each."""
    ids = []
    with project.database.write() as session:
        for name, n_clips in classes.items():
            for number in range(n_clips):
                row = ClipRow(
                    class_id=class_row(session, name).id,
                    path=f"clips/{name} {number}.mp4",
                    content_hash=f"sha256:{name}{number}",
                    size_bytes=1,
                    start_s=0.0,
                    end_s=10.0,
                    duration_s=duration_s,
                    has_audio=True,
                    has_video=True,
                    width_px=64,
                    height_px=48,
                    fps=10.0,
                    note="25 s long, only the first 10 s are used",
                    created=datetime(2026, 1, 2, 3, 4, 5, 678, tzinfo=UTC),
                )
                session.add(row)
                session.flush()
                ids.append(row.id)
    store_prompts(project, "descriptor", "1", {clip_id: f"scene {clip_id}" for clip_id in ids})
    return {each.name: each.id for each in list_classes(project)}


def everything(project: Project) -> dict[str, list[tuple[object, ...]]]:
    """All that edits may change; prompts without their ids, which have no meaning."""
    with project.database.read() as session:
        return {
            "classes": _rows(session, ClassRow, ()),
            "clips": _rows(session, ClipRow, ()),
            "prompts": _rows(session, PromptRow, ("id",)),
        }


def _rows(session, model, without):
    columns = [column for column in model.__table__.c if column.name not in without]
    return sorted(tuple(row) for row in session.execute(sa.select(*columns)))
