"""`smp watch`: classify what arrives in folders until it is stopped."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from smp_core.cli.options import Device, DeviceOption, JsonOption, ProjectArgument
from smp_core.cli.output import lines, table
from smp_core.cli.plain import counted, shell_word
from smp_core.cli.session import Session, session
from smp_core.errors import Cancelled, InputError

if TYPE_CHECKING:
    from smp_core.storage.project import Project
    from smp_core.workflows.options import ClassifyOptions

_INTERVAL_S = 2.5
_NAP_S = 0.1


def register(app: typer.Typer) -> None:
    """Add this group's commands."""
    app.command("watch")(watch)


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

        with open_project(project) as opened:
            if remove:
                _remove(opened, folders or [])
            else:
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
            if not watched:
                raise InputError(
                    "No folder is watched.",
                    f"Name one: smp watch {shell_word(project)} FOLDER",
                )
            options = ClassifyOptions(device=device.value, hop_s=hop_s)
            n_classified, n_failed = _go_on(opened, options, run, once)
        run.done(
            {"classified": n_classified, "failed": n_failed},
            lines(
                f"{counted(n_classified, 'video')} classified, {n_failed} could not be used.",
                f"Next: smp results {shell_word(project)}",
            ),
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
                    summary = classify_paths(project, paths, options, run.ctx)
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


def _wait(run: Session) -> None:
    end = time.monotonic() + _INTERVAL_S
    while time.monotonic() < end:
        run.ctx.raise_if_cancelled()
        time.sleep(_NAP_S)


def _remove(project: Project, folders: list[Path]) -> None:
    from smp_core.workflows.watching import list_watched, unwatch_folder

    known = {each.path: each.id for each in list_watched(project)}
    for folder in folders:
        path = folder.absolute()
        if path not in known:
            raise InputError(f"{path} is not watched.", "See the watched folders with --list.")
        unwatch_folder(project, known[path])
