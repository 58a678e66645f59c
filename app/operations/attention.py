"""Looking at what a run's model attends to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.jobs.operation import EngineWork, Lane, Operation, read
from app.texts import translate
from smp_core.jobs import JobContext
from smp_core.records import ClassRecord, RunRecord
from smp_core.worker.jobs.explain import JOB as EXPLAIN
from smp_core.worker.jobs.explain import Explained, ExplainRequest
from smp_core.worker.jobs.explain_map import JOB as EXPLAIN_MAP
from smp_core.worker.jobs.explain_map import EmbeddingMapMade, EmbeddingMapRequest

if TYPE_CHECKING:
    from smp_core.workflows.explain import EmbeddingMap, Explanation, Subject
    from smp_core.workflows.heat import View
    from smp_core.workflows.projects import Project


@dataclass(frozen=True)
class Shelf:
    """What there is to look at.

    Attributes:
        runs: Finished ones, newest first. run_id: Whose windows are among the subjects; empty
            without a run.
        classes: In their order. subjects: Labelled clips, then incoming windows.
    """

    runs: tuple[RunRecord, ...]
    run_id: str
    classes: tuple[ClassRecord, ...]
    subjects: tuple[Subject, ...]


def read_shelf(project: Project, run_id: str) -> Operation[Shelf]:
    """Runs, labelled clips, and the windows that a run classified.

    Args:
        project: The project.
        run_id: Which run; the active or else the newest one if it is not there (any more).
    """

    def work(_ctx: JobContext) -> Shelf:
        from smp_core.workflows import clips, explain

        runs = explain.finished_runs(project)
        chosen = next((run for run in runs if run.id == run_id), None)
        chosen = chosen or next((run for run in runs if run.active), runs[0] if runs else None)
        number = "" if chosen is None else chosen.id
        subjects = explain.list_subjects(project, number)
        return Shelf(tuple(runs), number, tuple(clips.list_classes(project)), tuple(subjects))

    return read("attention", work, key="attention")


def explain_clip(project: Project, subject: Subject, run_id: str) -> Operation[Explained]:
    """Make the maps of a clip, unless they are there."""
    request = ExplainRequest(project.folder, subject.kind, subject.id, run_id)
    name = translate("Attention", "Looking into {0}").format(subject.path.name)
    return Operation(name, Lane.SIDE, EngineWork(EXPLAIN, request))


def read_maps(file: Path, key: str) -> Operation[Explanation]:
    """Read maps that were made."""

    def work(_ctx: JobContext) -> Explanation:
        from smp_core.workflows import explain

        return explain.read_explanation(file)

    return Operation("maps", Lane.IO, work, quiet=True, key=f"maps {key}")


def embedding_map(project: Project, run_id: str) -> Operation[EmbeddingMapMade]:
    """Put all clips into one plane."""
    name = translate("Attention", "Comparing clips")
    work = EngineWork(EXPLAIN_MAP, EmbeddingMapRequest(project.folder, run_id))
    return Operation(name, Lane.SIDE, work)


def read_points(file: Path) -> Operation[EmbeddingMap]:
    """Read the plane that was made."""

    def work(_ctx: JobContext) -> EmbeddingMap:
        from smp_core.workflows import explain

        return explain.read_embedding_map(file)

    return Operation("points", Lane.IO, work, quiet=True, key="points")


def export_picture(
    explanations: Sequence[Explanation], views: Sequence[View], path: Path
) -> Operation[Path]:
    """Write what is seen as a PNG, the runs one below the other."""

    def work(_ctx: JobContext) -> Path:
        from smp_core.workflows import explain_export

        explain_export.write_picture(explanations, views, path)
        return path

    return Operation(translate("Attention", "Writing {0}").format(path.name), Lane.IO, work)


def export_video(explanation: Explanation, view: View, path: Path) -> Operation[Path]:
    """Write the clip as an mp4 with the heat burnt in."""

    def work(ctx: JobContext) -> Path:
        from smp_core.media import Decoder
        from smp_core.workflows import explain_export

        with Decoder() as decoder:
            explain_export.write_video(explanation, view, path, ctx, decoder)
        return path

    return Operation(translate("Attention", "Writing {0}").format(path.name), Lane.IO, work)
