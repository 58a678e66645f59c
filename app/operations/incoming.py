"""Watching folders, queueing videos and classifying them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app import texts
from app.changes import Change
from app.jobs.operation import EngineWork, Lane, Operation, read
from app.texts import translate
from smp_core.jobs import JobContext
from smp_core.worker.jobs.classify import JOB as CLASSIFY
from smp_core.worker.jobs.classify import ClassifyRequest
from smp_core.workflows.options import ClassifyOptions, ClassifySummary

if TYPE_CHECKING:
    from smp_core.media import Decoder
    from smp_core.records import QueueResult
    from smp_core.workflows.arrivals import Arrival, IncomingHealth
    from smp_core.workflows.projects import Project
    from smp_core.workflows.watch_turn import Watcher, WatchTurn
    from smp_core.workflows.watching import ScanResult, Watch, WatchedFolder


@dataclass(frozen=True)
class IncomingState:
    """What the station shows. `has_run`: something is trained; `colours` by class name."""

    folders: tuple[WatchedFolder, ...]
    arrivals: tuple[Arrival, ...]
    failures: tuple[Arrival, ...]
    health: IncomingHealth
    has_run: bool
    colours: dict[str, str]


def read_incoming(project: Project) -> Operation[IncomingState]:
    """Everything that the station shows."""

    def work(_ctx: JobContext) -> IncomingState:
        from smp_core.workflows import arrivals, clips, result_table, watching

        return IncomingState(
            tuple(watching.list_watched(project)),
            tuple(arrivals.newest_arrivals(project)),
            tuple(arrivals.failed_videos(project)),
            arrivals.incoming_health(project),
            bool(result_table.shown_run(project)),
            {each.name: each.colour for each in clips.list_classes(project)},
        )

    return read("incoming", work, key="incoming")


@dataclass(frozen=True)
class WatchMade:
    """What a project's scans share, whose turn it is, and whether there is any folder to watch."""

    watch: Watch
    turn: WatchTurn
    has_folders: bool


def make_watch(project: Project) -> Operation[WatchMade]:
    """Get ready to watch; nothing is looked through yet."""

    def work(_ctx: JobContext) -> WatchMade:
        from smp_core.workflows import watch_turn, watching

        turn = watch_turn.WatchTurn(project.folder, "window")
        return WatchMade(watching.Watch(project), turn, bool(watching.list_watched(project)))

    return read("watch", work, key="watch")


@dataclass(frozen=True)
class TurnTold:
    """Whose turn it is to watch.

    Attributes:
        elsewhere: Another program that watches while this window wants to; None if there is none.
        mine: This window wants to, there is work for it, and no other program does it.
    """

    elsewhere: Watcher | None
    mine: bool


def settle_turn(project: Project, turn: WatchTurn) -> Operation[TurnTold]:
    """Take the turn at watching if there is work for this window, otherwise let others have it; in
    the lane of files, because a share may be slow to answer."""

    def work(_ctx: JobContext) -> TurnTold:
        from smp_core.workflows import watching

        wanted = turn.wanted and watching.has_work(project)
        elsewhere = turn.settle(needed=wanted)
        return TurnTold(elsewhere, wanted and elsewhere is None)

    return Operation("turn", Lane.IO, work, quiet=True, key="turn")


def leave_turn(turn: WatchTurn) -> Operation[None]:
    """Give the turn up that is wanted no more; in the lane in which the next project is read, so
    that it is given up before that one begins."""

    def work(_ctx: JobContext) -> None:
        turn.settle()

    return Operation("leave turn", Lane.DB, work, quiet=True)


def scan_folders(watch: Watch) -> Operation[ScanResult]:
    """Look through the watched folders once."""

    def work(ctx: JobContext) -> ScanResult:
        from smp_core.media import Decoder

        opened: list[Decoder] = []

        def decoder() -> Decoder:
            if not opened:
                opened.append(Decoder())
            return opened[0]

        try:
            return watch.scan(ctx, decoder)
        finally:
            for each in opened:
                each.close()

    return Operation("scan", Lane.IO, work, quiet=True, key="scan")


def waiting_paths(project: Project) -> Operation[tuple[Path, ...]]:
    """The next videos to classify; in the lane of files, because a share may be slow to answer."""

    def work(_ctx: JobContext) -> tuple[Path, ...]:
        from smp_core.workflows import arrivals

        return arrivals.waiting_paths(project)

    return Operation("waiting", Lane.IO, work, quiet=True, key="waiting")


def classify(project: Project, paths: tuple[Path, ...]) -> Operation[ClassifySummary]:
    """Classify queued videos with the active run."""
    request = ClassifyRequest(project.folder, paths, ClassifyOptions())
    name = translate("Incoming", "Classifying {0}").format(texts.videos(len(paths)))
    changes = (Change.INCOMING, Change.RESULTS)
    return Operation(name, Lane.ENGINE, EngineWork(CLASSIFY, request), changes=changes)


def watch_folders(project: Project, paths: Sequence[Path]) -> Operation[list[WatchedFolder]]:
    """Watch folders from now on."""

    def work(_ctx: JobContext) -> list[WatchedFolder]:
        from smp_core.workflows import watching

        return [watching.watch_folder(project, each) for each in paths]

    name = translate("Incoming", "Watching {0}").format(", ".join(each.name for each in paths))
    return Operation(name, Lane.DB, work, changes=(Change.INCOMING,), quiet=True)


def unwatch_folder(project: Project, folder_id: int) -> Operation[WatchedFolder | None]:
    """Watch a folder no longer; gives it, so that it can be watched again."""

    def work(_ctx: JobContext) -> WatchedFolder | None:
        from smp_core.workflows import watching

        return watching.unwatch_folder(project, folder_id)

    name = translate("Incoming", "Leaving a folder")
    return Operation(name, Lane.DB, work, changes=(Change.INCOMING,), quiet=True)


def pause_folder(project: Project, folder_id: int, paused: bool) -> Operation[None]:
    """Leave a folder alone for now, or look into it again."""

    def work(_ctx: JobContext) -> None:
        from smp_core.workflows import watching

        watching.pause_folder(project, folder_id, paused)

    name = translate("Incoming", "Pausing a folder")
    return Operation(name, Lane.DB, work, changes=(Change.INCOMING,), quiet=True)


def queue_files(project: Project, paths: Sequence[Path]) -> Operation[QueueResult]:
    """Put files, and the videos in folders, in line once."""

    def work(ctx: JobContext) -> QueueResult:
        from smp_core.workflows.incoming import queue_videos

        return queue_videos(project, paths, ctx)

    name = translate("Incoming", "Queueing {0}").format(
        paths[0].name if len(paths) == 1 else texts.videos(len(paths))
    )
    return Operation(name, Lane.IO, work, changes=(Change.INCOMING,))


def retry_failed(project: Project, ids: Sequence[int]) -> Operation[QueueResult]:
    """Put failed videos in line again."""

    def work(ctx: JobContext) -> QueueResult:
        from smp_core.workflows import arrivals

        return arrivals.retry_failed(project, ids, ctx)

    name = translate("Incoming", "Trying {0} again").format(texts.videos(len(ids)))
    return Operation(name, Lane.IO, work, changes=(Change.INCOMING,))


def queue_again(project: Project) -> Operation[QueueResult]:
    """Put in line what the active run has not answered about yet."""

    def work(ctx: JobContext) -> QueueResult:
        from smp_core.workflows import arrivals

        return arrivals.queue_again_for_run(project, ctx)

    name = translate("Incoming", "Queueing earlier videos")
    return Operation(name, Lane.IO, work, changes=(Change.INCOMING,))
