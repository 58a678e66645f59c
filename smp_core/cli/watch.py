"""`smp watch`: classify what arrives in folders until it is stopped."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from smp_core.cli.options import Device, DeviceOption, JsonOption, ProjectArgument
from smp_core.cli.output import lines, table
from smp_core.cli.panels import INCOMING
from smp_core.cli.plain import counted, shell_word
from smp_core.cli.session import Session, session
from smp_core.errors import Cancelled, InputError, MediaError

if TYPE_CHECKING:
    from smp_core.storage.project import Project
    from smp_core.workflows.options import ClassifyOptions
    from smp_core.workflows.watch_turn import Watcher

_INTERVAL_S = 2.5
_NAP_S = 0.1


def register(app: typer.Typer) -> None:
    """Add this group's commands."""
    app.command("watch", rich_help_panel=INCOMING)(watch)


def watch(
    project: ProjectArgument,
    folders: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[FOLDER…]", help="Watch these too from now on.", readable=False),
    ] = None,
    remove: Annotated[
        bool, typer.Option("--remove", help="Watch these folders no longer, and end.")
    ] = False,
    show: Annotated[
        bool, typer.Option("--list", help="Show the watched folders, and end.")
    ] = False,
    once: Annotated[
        bool, typer.Option("--once", help="End when everything that is there is classified.")
    ] = False,
    device: DeviceOption = Device.auto,
    hop_s: Annotated[
        float,
        typer.Option("--hop", min=0.5, max=3600, help="Seconds between windows of a long video."),
    ] = 10.0,
    json_lines: JsonOption = False,
) -> None:
    """Classify videos as they arrive in the project's watched folders; Ctrl-C ends it."""
    with session(json_lines) as run:
        from smp_core.storage.project import open_project
        from smp_core.workflows import watching
        from smp_core.workflows.options import ClassifyOptions

        with open_project(project) as opened, contextlib.ExitStack() as alone:
            if remove:
                _remove(opened, folders or [], shell_word(project))
            else:
                if not show:
                    _check_ready(opened, bool(folders), shell_word(project))
                    alone.enter_context(_alone(opened))
                for folder in folders or []:
                    watching.watch_folder(opened, folder)
            watched = watching.list_watched(opened)
            if show or remove:
                rows = [(str(each.path), "held" if each.paused else "watched") for each in watched]
                run.done(
                    {"folders": [{"path": path, "state": state} for path, state in rows]},
                    lambda to: to.print(table(["folder", "state"], rows)),
                )
                return
            options = ClassifyOptions(device=device.value, hop_s=hop_s)
            n_classified, n_failed = _go_on(opened, options, run, once)
        run.done(
            {"classified": n_classified, "failed": n_failed},
            lines(
                f"{counted(n_classified, 'video')} classified, {n_failed} could not be used.",
                f"Next: smp results {shell_word(project)}",
            ),
        )


def _check_ready(project: Project, named: bool, word: str) -> None:
    """Whether watching can do anything, before it begins: told now and not at the first video.

    Args:
        named: Whether folders are added now. word: The project, for hints.

    Raises:
        InputError: No folder, or no trained run.
    """
    from smp_core.storage.runs import active_run
    from smp_core.workflows.watching import list_watched

    if not named and not list_watched(project):
        raise InputError("No folder is watched.", f"Name one: smp watch {word} FOLDER")
    if active_run(project) is None:
        raise InputError("Nothing has been trained yet.", f"Train first with: smp finetune {word}")


@contextlib.contextmanager
def _alone(project: Project) -> Iterator[None]:
    """Keep other programs from watching this project meanwhile.

    Raises:
        InputError: One watches it already.
    """
    from smp_core.workflows.watch_turn import WatchTurn

    turn = WatchTurn(project.folder, "command")
    turn.wanted = True
    other = turn.settle()
    if other is not None:
        raise _watched_already(project, other)
    try:
        yield
    finally:
        turn.wanted = False
        turn.settle()


def _watched_already(project: Project, watcher: Watcher) -> InputError:
    where = f" on the machine {watcher.machine}" if watcher.machine else ""
    if watcher.program == "window":
        return InputError(
            f"{project.folder} is watched already, by a window of SMP Studio{where}.",
            "Press Pause there under Incoming, or close the project there, then do it again. "
            "Folders can be added there too.",
        )
    if watcher.program == "command":
        return InputError(
            f"{project.folder} is watched already, by smp watch (process "
            f"{watcher.process}){where}.",
            "End that one with Ctrl-C, then do it again, or leave the watching to it.",
        )
    return InputError(
        f"{project.folder} is watched already, by another program.",
        "End that one, then do it again, or leave the watching to it.",
    )


def _go_on(project: Project, options: ClassifyOptions, run: Session, once: bool) -> tuple[int, int]:
    from smp_core.media.decoder import Decoder
    from smp_core.workflows.arrivals import waiting_paths
    from smp_core.workflows.classify import classify_paths
    from smp_core.workflows.watching import Watch

    watch = Watch(project)
    n_classified = n_failed = 0
    away: tuple[int, ...] = ()
    try:
        with Decoder() as decoder:
            while True:
                found = watch.scan(run.ctx, lambda: decoder)
                if found.unreachable != away:
                    away = found.unreachable
                    if away:
                        run.ctx.warn(
                            f"{len(away)} watched folders cannot be reached.",
                            "They are looked for again and again; nothing is lost.",
                        )
                n_failed += found.failed
                paths = waiting_paths(project)
                if paths:
                    try:
                        summary = classify_paths(project, paths, options, run.ctx)
                    except (InputError, MediaError) as error:
                        n_failed += _unusable(project, paths, error, run)
                        continue
                    n_classified += summary.classified
                    n_failed += summary.failed
                    if summary.classified + summary.already:
                        continue
                if once and not found.arriving and not found.queued:
                    return n_classified, n_failed
                _wait(run)
    except Cancelled:
        if once:
            raise
        return n_classified, n_failed  # the way it is meant to end


def _unusable(
    project: Project, paths: tuple[Path, ...], error: InputError | MediaError, run: Session
) -> int:
    """Tell of videos that wait no longer because none of them could be read; how many failed.

    Raises:
        InputError, MediaError: They wait still, so that was not why: it would come again for ever.
    """
    from smp_core.workflows.arrivals import waiting_paths

    waiting = set(waiting_paths(project, len(paths)))
    left = [path for path in paths if path not in waiting]
    if not left:
        raise error
    if len(paths) == 1:  # of several, each was told when they were put in line
        run.ctx.set_aside(error, str(paths[0]))
    return sum(path.is_file() for path in left)  # one that is away waits until it is back


def _wait(run: Session) -> None:
    end = time.monotonic() + _INTERVAL_S
    while time.monotonic() < end:
        run.ctx.raise_if_cancelled()
        time.sleep(_NAP_S)


def _remove(project: Project, folders: list[Path], word: str) -> None:
    from smp_core.storage.locations import stored_path
    from smp_core.workflows.watching import list_watched, unwatch_folder

    see = f"See the watched folders with: smp watch {word} --list"
    if not folders:
        raise InputError(
            "No folder to watch no longer was named.",
            f"Name one: smp watch {word} FOLDER --remove. {see}",
        )
    # As they are kept: "../in" and a link to the project's folder mean the same there.
    known = {stored_path(project.folder, each.path): each.id for each in list_watched(project)}
    ids = []
    for folder in folders:
        number = known.get(stored_path(project.folder, folder))
        if number is None:
            raise InputError(f"{os.path.abspath(folder)} is not watched.", see)
        ids.append(number)
    for number in ids:  # all or none
        unwatch_folder(project, number)
