"""`smp undo`, `smp redo`: edits of classes and clips, whoever made them, here or in the window."""

from __future__ import annotations

from pathlib import Path

import typer

from smp_core.cli.options import JsonOption, ProjectArgument
from smp_core.cli.output import lines
from smp_core.cli.panels import CLASSES
from smp_core.cli.plain import shell_word
from smp_core.cli.session import session


def register(app: typer.Typer) -> None:
    """Add this group's commands."""
    app.command("undo", rich_help_panel=CLASSES)(undo)
    app.command("redo", rich_help_panel=CLASSES)(redo)


def how_to_undo(project: Path) -> str:
    """What to say after an edit."""
    return f"Take it back with: smp undo {shell_word(project)}"


def undo(project: ProjectArgument, json_lines: JsonOption = False) -> None:
    """Take back the newest edit of classes and clips; again for the one before.

    Adding, moving, trimming, removing, renaming and finding again can be taken back, also after
    a restart. Trainings and results stay as they are.
    """
    with session(json_lines) as run:
        from smp_core.storage.project import open_project
        from smp_core.workflows import edit_journal

        with open_project(project) as opened:
            label = edit_journal.undo(opened)
            left = edit_journal.history(opened)
        told = ["There is nothing to take back."]
        if label is not None:
            again = f"Do it again with: smp redo {shell_word(project)}"
            told = [f"Taken back: {label}", again]
        run.done({"undone": label, "next_undo": left.undo, "next_redo": left.redo}, lines(*told))


def redo(project: ProjectArgument, json_lines: JsonOption = False) -> None:
    """Do again what was taken back last."""
    with session(json_lines) as run:
        from smp_core.storage.project import open_project
        from smp_core.workflows import edit_journal

        with open_project(project) as opened:
            label = edit_journal.redo(opened)
            left = edit_journal.history(opened)
        told = ["There is nothing to do again."]
        if label is not None:
            told = [f"Done again: {label}", how_to_undo(project)]
        run.done({"redone": label, "next_undo": left.undo, "next_redo": left.redo}, lines(*told))
