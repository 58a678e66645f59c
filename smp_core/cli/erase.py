"""`smp erase`: what was removed from a project leaves no trace in it."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import typer

from smp_core.cli.options import JsonOption, ProjectArgument
from smp_core.cli.output import lines
from smp_core.cli.panels import PROJECT
from smp_core.cli.plain import bytes_text, counted
from smp_core.cli.question import YesOption, ask
from smp_core.cli.session import session

if TYPE_CHECKING:
    from smp_core.workflows.erase import Erased


def register(app: typer.Typer) -> None:
    """Add this group's commands."""
    app.command("erase", rich_help_panel=PROJECT)(erase)


def erase(project: ProjectArgument, yes: YesOption = False, json_lines: JsonOption = False) -> None:
    """Erase for good what was removed: undo, old backups and caches of a project.

    Classes, clips, runs and results that are in the project stay, and so do all video files and
    exports. Close the project in the window first.
    """
    with session(json_lines) as run:
        from smp_core.storage.project import open_project
        from smp_core.workflows.erase import erase_removed

        with open_project(project) as opened:  # a wrong folder is told before anything is asked
            folder = opened.folder
        ask(
            f"Erase for good what was removed from {folder}? Nothing that was done there can be "
            "undone then, and its older backups go.",
            yes,
            json_lines,
        )
        done = erase_removed(folder, run.ctx)
        run.done({"project": folder, **dataclasses.asdict(done)}, lines(*_told(done)))


def _told(done: Erased) -> list[str]:
    told = [
        f"Forgot {counted(done.edits, 'step')} of undo, {counted(done.backups, 'old backup')} and "
        f"{counted(done.cached, 'cached file')}; the database was written anew.",
        f"{bytes_text(done.freed_bytes)} became free. A new backup was made.",
    ]
    if done.reported:
        told.append(f"Reports on trainings no longer name {counted(done.reported, 'clip')}.")
    told += [f"Not deleted, not made by this program: {file}" for file in done.left]
    return told
