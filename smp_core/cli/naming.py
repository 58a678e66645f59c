"""Clips as they are named on the command line: by number, or by file."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from smp_core.cli.plain import shell_word
from smp_core.errors import InputError
from smp_core.records import ClipRecord

if TYPE_CHECKING:
    from smp_core.workflows.projects import Project

_MAX_NAMED = 5

# Text, not a path: "7" is the clip 7, and "./7" the file of that name.
ClipArgument = Annotated[
    str,
    typer.Argument(metavar="CLIP", help="Its number, as `smp clips` shows it, or its file."),
]
ClipsArgument = Annotated[
    list[str],
    typer.Argument(metavar="CLIP…", help="Their numbers, as `smp clips` shows them, or files."),
]


def named_clips(project: Project, names: Sequence[str]) -> list[ClipRecord]:
    """The clips with these names, each once.

    Args:
        names: Numbers, or paths of files; the files need not be there any more.

    Raises:
        InputError: No clip has that name, or several do.
    """
    from smp_core.workflows.clips import list_clips

    clips = list_clips(project)
    found = [_named(project, clips, each) for each in names]
    return list({clip.id: clip for clip in found}.values())


def clips_command(project: Project) -> str:
    """The command that shows all clips with their numbers, as it is typed."""
    return f"smp clips {shell_word(project.folder)}"


def clip_text(clip: ClipRecord) -> str:
    """A clip in one line: "falls, 0 to 5.25 s"."""
    return f"{clip.class_name}, {number(clip.start_s)} to {number(clip.end_s)} s"


def number(seconds: float) -> str:
    """Seconds as one would type them: "5", "5.25"; to the millisecond."""
    return f"{seconds:.3f}".rstrip("0").rstrip(".")


def _named(project: Project, clips: Sequence[ClipRecord], name: str) -> ClipRecord:
    if name.isascii() and name.isdecimal():
        found = [clip for clip in clips if str(clip.id) == name]
    else:
        places = {os.path.normcase(place(name)) for place in (os.path.abspath, os.path.realpath)}
        found = [clip for clip in clips if os.path.normcase(clip.path) in places]
    if not found:
        raise InputError(
            f"There is no clip {name} in {project.folder}.",
            f"See the clips and their numbers with: {clips_command(project)}",
        )
    if len(found) > 1:
        these = "; ".join(f"{clip.id} ({clip_text(clip)})" for clip in found[:_MAX_NAMED])
        more = f"; all are shown by: {clips_command(project)}" if len(found) > _MAX_NAMED else ""
        raise InputError(
            f"{name} holds {len(found)} clips.",
            f"Name the one you mean by its number: {these}{more}",
        )
    return found[0]
