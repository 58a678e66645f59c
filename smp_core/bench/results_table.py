"""How fast the table of results is with a million answers: opening, filtering, sorting, paging."""

from __future__ import annotations

import json
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import sqlalchemy as sa

from smp_core.jobs import JobContext
from smp_core.storage.project import Project, create_project
from smp_core.storage.runs import begin_run, finish_run
from smp_core.workflows.result_table import (
    ORDERS,
    ResultFilter,
    count_results,
    list_folders,
    result_classes,
    result_page,
)
from smp_core.workflows.result_timeline import time_span, timeline
from smp_core.workflows.review import confirm

CLASSES = ("person falls", "patient coughing", "alarm lamp beeping", "glass breaking", "crying")
WINDOWS_A_VIDEO = 100
_FOLDERS = 8
_BEGAN_S = 1_767_225_600
_REPEATS = 5


def fill(project: Project, n_rows: int) -> str:
    """Make that many answers, as classifying would store them; gives the run's id."""
    run = begin_run(
        project, captioner="descriptor", preset="fast", config={}, class_names=CLASSES, n_clips=25
    )
    finish_run(project, run.id, metrics={}, seconds=1.0)
    n_videos = -(-n_rows // WINDOWS_A_VIDEO)
    named = " ".join(f"WHEN {i} THEN '{name}'" for i, name in enumerate(CLASSES))
    shares = json.dumps(dict.fromkeys(CLASSES, 0.2))
    numbers = "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i+1 FROM n WHERE i+1 < :count) "
    values = {"count": n_videos, "run": run.id, "folders": _FOLDERS, "began": _BEGAN_S}
    with project.database.write() as session:
        for i in range(_FOLDERS):
            session.execute(
                sa.text("INSERT INTO folders (id, path) VALUES (:id, :path)"),
                {"id": i + 1, "path": f"/recordings/ward {i // 2 + 1}/camera {i + 1:02d}"},
            )
        session.execute(
            sa.text(
                "INSERT INTO incoming (id, path, content_hash, size_bytes, modified, status,"
                " attempts, run_id, reason, hint, duration_s, has_audio, has_video, replaced,"
                f" added) {numbers} SELECT i+1, (SELECT path FROM folders WHERE id = i % :folders"
                " + 1) || printf('/video %06d.mp4', i), printf('sha256:%064d', i), 1000000,"
                " '2026-01-01 00:00:00', 'classified', 0, :run, '', '', 1000, 1, 1, 0,"
                " '2026-01-01 00:00:00' FROM n"
            ),
            values,
        )
        session.execute(
            sa.text(
                "INSERT INTO predictions (incoming_id, run_id, start_s, end_s, prompt, captioner,"
                " class_name, probability, probabilities, status, review, final_class, folder_id,"
                f" video, recorded_s) {numbers.replace(':count', ':rows')}"
                " SELECT i / :per + 1, :run, 10.0 * (i % :per), 10.0 * (i % :per) + 10,"
                " 'A small round blue thing falls fast every few seconds over much of the picture;"
                " a quick ringing shrill full rich rising tone comes several times, unevenly.',"
                f" 'descriptor', CASE i * 7919 % 5 {named} END, 0.2 + i * 104729 % 800 / 1000.0,"
                f" '{shares}', 'classified', CASE i % 10 WHEN 0 THEN 'confirmed' WHEN 1 THEN"
                f" 'rejected' ELSE 'open' END, CASE i * 7919 % 5 {named} END,"
                " i / :per % :folders + 1, printf('video %06d.mp4', i / :per),"
                " :began + i / :per * 125.0 + 10.0 * (i % :per) FROM n WHERE i < :rows"
            ),
            {**values, "rows": n_rows, "per": WINDOWS_A_VIDEO},
        )
    return run.id


def filled_project(folder: Path, n_rows: int) -> None:
    """Make a project with that many answers."""
    with create_project(folder, "Results", pack_name="demo", pack_digest="d" * 64) as project:
        fill(project, n_rows)


def run_results(
    ctx: JobContext, n_rows: int = 1_000_000, folder: Path | None = None
) -> dict[str, object]:
    """Fill a scratch project and measure.

    Args:
        n_rows: Answers. folder: Where the scratch project goes and stays; None for a passing one.

    Returns:
        Milliseconds by what was done: median and worst of five, plain JSON.
    """
    with tempfile.TemporaryDirectory() as passing:
        place = Path(passing) / "results" if folder is None else folder
        made = create_project(place, "Results", pack_name="demo", pack_digest="d" * 64)
        with made as project:
            ctx.progress("Making answers", 0, n_rows)
            began = time.perf_counter()
            run_id = fill(project, n_rows)
            seconds = time.perf_counter() - began
            ctx.progress("Making answers", n_rows, n_rows)
            return {
                "rows": n_rows,
                "fill_s": round(seconds, 1),
                "database_mb": round((project.folder / "project.db").stat().st_size / 1e6),
                "ms": measure(project, run_id, n_rows),
            }


def measure(project: Project, run_id: str, n_rows: int) -> dict[str, dict[str, float]]:
    """Milliseconds of what the window asks for, each with its count and its first page."""
    everything = ResultFilter(run_id)
    span = time_span(project, run_id) or (0.0, 1.0)
    first, last = span
    day_s = (last - first) / 30

    def shown(chosen: ResultFilter) -> Callable[[], object]:
        return lambda: (count_results(project, chosen), result_page(project, chosen))

    def opening() -> None:
        shown(everything)()
        list_folders(project)
        result_classes(project, run_id)

    asked: dict[str, Callable[[], object]] = {
        "open": opening,
        "filter: one class": shown(ResultFilter(run_id, classes=CLASSES[:1])),
        "filter: two classes": shown(ResultFilter(run_id, classes=CLASSES[:2])),
        "filter: one day": shown(ResultFilter(run_id, begin_s=last - day_s, end_s=last)),
        "filter: one folder": shown(ResultFilter(run_id, folder_ids=(3,))),
        "filter: above 90 %": shown(ResultFilter(run_id, low=0.9)),
        "filter: above 30 %": shown(ResultFilter(run_id, low=0.3)),
        "filter: open": shown(ResultFilter(run_id, reviews=("open",))),
        "filter: all at once": shown(
            ResultFilter(run_id, CLASSES[:1], first, last, (2, 3), 0.5, 0.95, ("open",))
        ),
    }
    for order in ORDERS:
        asked[f"sort by {order}: first page"] = lambda order=order: result_page(  # type: ignore[misc]
            project, everything, order
        )
        asked[f"sort by {order}: middle page"] = lambda order=order: result_page(  # type: ignore[misc]
            project, everything, order, offset=n_rows // 2, total=n_rows
        )
    asked["timeline: everything"] = lambda: timeline(project, everything, first, last, JobContext())
    asked["timeline: one day"] = lambda: timeline(
        project, everything, last - day_s, last, JobContext()
    )
    asked["review one"] = lambda: confirm(project, [n_rows // 2])
    return {name: _timed(work) for name, work in asked.items()}


def _timed(work: Callable[[], object]) -> dict[str, float]:
    wall, cpu = [], []
    for _ in range(_REPEATS):
        began, worked = time.perf_counter(), time.process_time()
        work()
        wall.append((time.perf_counter() - began) * 1000)
        cpu.append((time.process_time() - worked) * 1000)
    return {
        "median": round(statistics.median(wall), 1),
        "worst": round(max(wall), 1),
        "cpu": round(statistics.median(cpu), 1),  # what it would be on a machine left alone
    }
