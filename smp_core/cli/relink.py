"""`smp relink`: clips whose files were moved."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from smp_core.cli.options import JsonOption, ProjectArgument
from smp_core.cli.output import lines
from smp_core.cli.panels import CLASSES
from smp_core.cli.plain import counted, shell_word
from smp_core.cli.session import session
from smp_core.cli.undo import how_to_undo
from smp_core.errors import InputError
from smp_core.records import ClipRecord

if TYPE_CHECKING:
    from smp_core.workflows.relink import RelinkResult

_MAX_NAMED = 10


def register(app: typer.Typer) -> None:
    """Add this command."""
    app.command("relink", rich_help_panel=CLASSES)(relink)


def relink(
    project: ProjectArgument,
    folder: Annotated[
        Path,
        typer.Argument(
            metavar="FOLDER", help="Where to look, also in all folders below.", readable=False
        ),
    ],
    json_lines: JsonOption = False,
) -> None:
    """Find missing clips again whose files were moved or renamed.

    Files are known by their content: those that were changed are not found again.
    """
    with session(json_lines) as run:
        from smp_core.storage.project import open_project
        from smp_core.workflows import relink as workflow
        from smp_core.workflows.clips import list_clips

        result = workflow.RelinkResult((), ())
        with open_project(project) as opened:
            missing = [clip for clip in list_clips(opened) if clip.missing]
            if missing:
                result = workflow.relink(opened, None, folder, run.ctx)
        if missing and not result.found:
            raise _nothing_found(project, folder, result)
        run.done(
            {
                "found": result.found,
                "missing": result.missing,
                "ambiguous": result.ambiguous,
                "set_aside": result.set_aside,
            },
            lines(*_told(project, result)),
        )


def _nothing_found(project: Path, folder: Path, result: RelinkResult) -> InputError:
    first = result.missing[:_MAX_NAMED]
    more = len(result.missing) - len(first)
    names = ", ".join(clip.path.name for clip in first) + (f" and {more} more" if more else "")
    if result.set_aside:  # they may be in there
        hint = result.set_aside[0].hint
    else:
        hint = (
            "Files are known by their content: changed ones are not found again.\n"
            f"{_what_else(project, result.missing)}"
        )
    return InputError(f"None of the missing clips is in {folder} or below: {names}.", hint)


def _what_else(project: Path, missing: Sequence[ClipRecord]) -> str:
    numbers = " ".join(str(clip.id) for clip in missing)
    return (
        "Look in another folder, or take them out of the project with: "
        f"smp remove {shell_word(project)} {numbers}"
    )


def _told(project: Path, result: RelinkResult) -> list[str]:
    if not result.found:
        return ["No clip is missing."]
    told = [f"{counted(len(result.found), 'clip')} found again."]
    for each in result.ambiguous:
        others = ", ".join(str(path) for path in each.others)
        told.append(f"taken: {each.path}; the same is in {others}")
    told += [f"still missing: {clip.path}" for clip in result.missing]
    if result.missing:
        told.append(_what_else(project, result.missing))
    return [*told, how_to_undo(project)]
