"""Reading, reviewing and exporting results."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from app.changes import Change
from app.jobs.operation import Lane, Operation, read
from app.texts import translate
from smp_core.jobs import JobContext

if TYPE_CHECKING:
    from smp_core.records import ClassRecord, ClipRecord
    from smp_core.workflows.projects import Project
    from smp_core.workflows.result_table import Order, ResultFilter, ResultFolder, ResultRow
    from smp_core.workflows.result_timeline import Timeline
    from smp_core.workflows.review import Reviewed
    from smp_core.workflows.taking_back import Replaced, TakenBack

Verdict = Literal["confirm", "reject", "reopen", "correct"]


@dataclass(frozen=True)
class ResultsSetup:
    """What the filter bar offers.

    Attributes:
        run_id: The active run; empty without one.
        classes: The run's classes, then others that answers were corrected to.
        colours: "#rrggbb" of the project's classes, by name.
        own_classes: The project's classes in their order: what the number keys correct to.
        folders: Where videos came from.
        span: First and last time of recording, seconds since 1970 UTC; None without results.
        total: All answers of the run.
    """

    run_id: str
    classes: tuple[str, ...]
    colours: Mapping[str, str]
    own_classes: tuple[str, ...]
    folders: tuple[ResultFolder, ...]
    span: tuple[float, float] | None
    total: int


def read_setup(project: Project) -> Operation[ResultsSetup]:
    """What there is to show, of the active run."""

    def work(_ctx: JobContext) -> ResultsSetup:
        from smp_core.workflows import clips, result_table, result_timeline

        own: list[ClassRecord] = clips.list_classes(project)
        run_id = result_table.shown_run(project)
        return ResultsSetup(
            run_id,
            result_table.result_classes(project, run_id),
            {each.name: each.colour for each in own},
            tuple(each.name for each in own),
            tuple(result_table.list_folders(project)),
            result_timeline.time_span(project, run_id),
            result_table.count_results(project, result_table.ResultFilter(run_id)),
        )

    return read("results setup", work, key="results setup")


def count_results(project: Project, chosen: ResultFilter) -> Operation[int]:
    """How many results pass the filter."""

    def work(_ctx: JobContext) -> int:
        from smp_core.workflows import result_table

        return result_table.count_results(project, chosen)

    return read("count results", work, key="results count")


@dataclass(frozen=True)
class Page:
    """Some rows of the table; `offset` is the first one's number."""

    offset: int
    rows: tuple[ResultRow, ...]


def read_page(
    project: Project,
    chosen: ResultFilter,
    order: Order,
    descending: bool,
    offset: int,
    limit: int,
    total: int | None,
) -> Operation[Page]:
    """Some rows of the table."""

    def work(_ctx: JobContext) -> Page:
        from smp_core.workflows import result_table

        rows = result_table.result_page(
            project,
            chosen,
            order,
            descending=descending,
            offset=offset,
            limit=limit,
            total=total,
        )
        return Page(offset, tuple(rows))

    return read("read results", work)


def read_rows(project: Project, ids: Sequence[int]) -> Operation[dict[int, ResultRow]]:
    """These results as they are now."""

    def work(_ctx: JobContext) -> dict[int, ResultRow]:
        from smp_core.workflows import result_table

        return result_table.result_rows(project, ids)

    return read("read results again", work)


def row_of_time(project: Project, chosen: ResultFilter, recorded_s: float) -> Operation[int]:
    """The row of a moment while the newest stands first."""

    def work(_ctx: JobContext) -> int:
        from smp_core.workflows import result_table

        return result_table.newer_than(project, chosen, recorded_s)

    return read("find a result", work, key="results row")


def read_timeline(
    project: Project, chosen: ResultFilter, begin_s: float, end_s: float, n_bins: int
) -> Operation[Timeline]:
    """What happened when in a span. It takes seconds with a million results: not in the lane of
    the table's pages."""

    def work(ctx: JobContext) -> Timeline:
        from smp_core.workflows import result_timeline

        return result_timeline.timeline(project, chosen, begin_s, end_s, ctx, n_bins)

    return Operation("timeline", Lane.IO, work, quiet=True, key="results timeline")


def review(
    project: Project, verdict: Verdict, ids: Sequence[int], class_name: str = ""
) -> Operation[tuple[Replaced[Reviewed], ...]]:
    """Say something about results; gives what that changed."""

    def work(_ctx: JobContext) -> tuple[Replaced[Reviewed], ...]:
        from smp_core.workflows import review

        if verdict == "correct":
            return review.correct(project, ids, class_name)
        return getattr(review, verdict)(project, ids)

    name = translate("Results", "Reviewing results")
    return Operation(name, Lane.DB, work, changes=(Change.RESULTS,), quiet=True)


def restore_reviews(
    project: Project, changes: Sequence[Replaced[Reviewed]]
) -> Operation[TakenBack[Reviewed]]:
    """Take reviews back, but for what was reviewed anew since."""

    def work(_ctx: JobContext) -> TakenBack[Reviewed]:
        from smp_core.workflows import review

        return review.restore(project, changes)

    name = translate("Results", "Taking a review back")
    return Operation(name, Lane.DB, work, changes=(Change.RESULTS,), quiet=True)


def use_for_training(project: Project, ids: Sequence[int]) -> Operation[list[ClipRecord]]:
    """Make training clips of results, each of its class."""

    def work(ctx: JobContext) -> list[ClipRecord]:
        from smp_core.media import Decoder
        from smp_core.workflows import review

        with Decoder() as decoder:
            return list(review.use_as_training_clips(project, ids, decoder, ctx).made)

    name = translate("Results", "Adding to the training clips")
    return Operation(name, Lane.IO, work, changes=(Change.CLIPS,))


def remove_from_training(
    project: Project, made: Sequence[ClipRecord]
) -> Operation[TakenBack[ClipRecord]]:
    """Take clips out of the training again, but for those that were changed since."""

    def work(_ctx: JobContext) -> TakenBack[ClipRecord]:
        from smp_core.workflows import review

        return review.remove_training_clips(project, made)

    name = translate("Results", "Taking clips out of the training")
    return Operation(name, Lane.DB, work, changes=(Change.CLIPS,), quiet=True)


def export_results(
    project: Project, chosen: ResultFilter, path: Path, kind: str
) -> Operation[tuple[Path, int]]:
    """Write the results that are shown to a file; gives it and the number of results."""

    def work(ctx: JobContext) -> tuple[Path, int]:
        from smp_core.workflows import exports

        made = exports.export_results(project, chosen, path, kind, ctx)
        return made.path, made.count

    return Operation(translate("Results", "Writing {0}").format(path.name), Lane.IO, work)
