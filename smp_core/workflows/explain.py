"""Looking at what a model attended to: which clips there are to look at, and the maps made of them.

No torch here, so that the window can read maps; they are made by `explain_clip` and
`embedding_map`, in the engine.
"""

from __future__ import annotations

import contextlib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import sqlalchemy as sa

from smp_core.errors import InputError
from smp_core.paths import quoted
from smp_core.records import RunRecord
from smp_core.storage import runs
from smp_core.storage.locations import real_path
from smp_core.storage.project import Project
from smp_core.storage.rows import clip_record
from smp_core.storage.runs import active_run
from smp_core.storage.schema import ClassRow, ClipRow, IncomingRow, PredictionRow
from smp_core.workflows.explain_files import (
    EmbeddingMap,
    Explanation,
    Neighbour,
    StreamHeat,
    WordMark,
    nearest,
    read_embedding_map,
    read_explanation,
)

__all__ = [
    "EmbeddingMap",
    "Explanation",
    "Kind",
    "Neighbour",
    "StreamHeat",
    "Subject",
    "WordMark",
    "chosen_run",
    "find_subject",
    "finished_runs",
    "list_subjects",
    "nearest",
    "read_embedding_map",
    "read_explanation",
    "subject",
]

Kind = Literal["clip", "window"]
MAX_WINDOWS = 300
_MAX_BYTES = 256 << 20


@dataclass(frozen=True)
class Subject:
    """A stretch that can be looked at.

    Attributes:
        kind: "clip": a labelled clip. "window": a classified window of an incoming video.
        id: Of the clip or the prediction.
        path, content_hash, start_s, end_s: The stretch.
        class_id: Of a labelled clip; None for a window.
        class_name: Its label, or the answer of the run that classified it.
        probability: Of that answer; None for a labelled clip.
        prompt, captioner: Of a window; empty for a clip, whose prompt depends on the run.
    """

    kind: Kind
    id: int
    path: Path
    content_hash: str
    start_s: float
    end_s: float
    class_id: int | None
    class_name: str
    probability: float | None
    prompt: str = ""
    captioner: str = ""

    @property
    def key(self) -> str:
        """Its name in files and in the window's memory: "clip-7", "window-120"."""
        return f"{self.kind}-{self.id}"


def list_subjects(project: Project, run_id: str, max_windows: int = MAX_WINDOWS) -> list[Subject]:
    """All labelled clips by class, then the newest windows that a run classified.

    Args:
        run_id: Whose windows.
        max_windows: At most so many windows.
    """
    clips = (
        sa.select(ClipRow, ClassRow.name)
        .join(ClassRow, ClipRow.class_id == ClassRow.id)
        .order_by(ClassRow.position, ClassRow.id, ClipRow.id)
    )
    windows = (
        _windows()
        .where(PredictionRow.run_id == run_id, IncomingRow.replaced.is_(False))
        .order_by(PredictionRow.id.desc())
        .limit(max_windows)
    )
    with project.database.read() as session:
        found = [_clip(project, row, name) for row, name in session.execute(clips)]
        found += [_window(project, row, video) for row, video in session.execute(windows)]
    return found


def subject(project: Project, kind: Kind, number: int) -> Subject:
    """One of them.

    Raises:
        InputError: It is not there any more.
    """
    with project.database.read() as session:
        if kind == "clip":
            query = sa.select(ClipRow, ClassRow.name).join(
                ClassRow, ClipRow.class_id == ClassRow.id
            )
            clip = session.execute(query.where(ClipRow.id == number)).one_or_none()
            if clip is not None:
                return _clip(project, clip[0], clip[1])
        else:
            window = session.execute(_windows().where(PredictionRow.id == number)).one_or_none()
            if window is not None:
                return _window(project, window[0], window[1])
    raise InputError(f"The {kind} {number} is not in the project any more.", "Choose another one.")


def find_subject(project: Project, path: Path, run_id: str | None = None) -> Subject:
    """The labelled clip or the classified window of a file: the first one of it.

    Args:
        path: The file. run_id: Whose windows; None for the active run.

    Raises:
        InputError: The project does not know the file, or there is no such run.
    """
    wanted = Path(os.path.abspath(path))
    found = [
        each
        for each in list_subjects(project, chosen_run(project, run_id), max_windows=1_000_000)
        if each.path in (wanted, wanted.resolve())
    ]
    if not found:
        raise InputError(
            f"{path} is neither a clip nor a classified video of this project.",
            "Add it to a class, or classify it first.",
        )
    return min(found, key=lambda each: (each.kind, each.start_s))


def finished_runs(project: Project) -> list[RunRecord]:
    """The runs that have a model to look into, newest first."""
    return [run for run in runs.list_runs(project) if run.status == "succeeded"]


def chosen_run(project: Project, run_id: str | None) -> str:
    """The id of a succeeded run.

    Args:
        run_id: Its id or the beginning of it; None for the active run.

    Raises:
        InputError: There is none.
    """
    run = active_run(project) if run_id is None else runs.get_run(project, run_id)
    if run is None or run.status != "succeeded":
        raise InputError(
            "There is no finished training to look into.",
            f"Train first with: smp finetune {quoted(str(project.folder))}",
        )
    return run.id


def explain_folder(project: Project) -> Path:
    """Where maps are kept until they are made again."""
    return project.cache_folder / "explain"


def shrink(folder: Path, max_bytes: int = _MAX_BYTES) -> None:
    """Remove the maps that were not used for longest until the others are within `max_bytes`."""
    entries = []
    with contextlib.suppress(OSError):
        for file in folder.glob("*.npz"):
            with contextlib.suppress(OSError):
                stat = file.stat()
                entries.append((stat.st_mtime_ns, stat.st_size, file))
    total = sum(size for _, size, _ in entries)
    for _, size, file in sorted(entries):
        if total <= max_bytes:
            break
        with contextlib.suppress(OSError):
            file.unlink()
            total -= size


def _windows() -> sa.Select[PredictionRow, IncomingRow]:
    return sa.select(PredictionRow, IncomingRow).join(
        IncomingRow, PredictionRow.incoming_id == IncomingRow.id
    )


def _clip(project: Project, row: ClipRow, class_name: str) -> Subject:
    clip = clip_record(row, class_name, project.folder)
    return Subject(
        "clip",
        clip.id,
        clip.path,
        clip.content_hash,
        clip.start_s,
        clip.end_s,
        clip.class_id,
        class_name,
        None,
    )


def _window(project: Project, row: PredictionRow, video: IncomingRow) -> Subject:
    return Subject(
        "window",
        row.id,
        real_path(project.folder, video.path),
        video.content_hash,
        row.start_s,
        row.end_s,
        None,
        row.class_name,
        row.probability,
        row.prompt,
        row.captioner,
    )
