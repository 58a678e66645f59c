"""`smp clips`, `smp move`, `smp trim`, `smp remove`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer
from rich.console import Console

from smp_core.cli.naming import ClipArgument, ClipsArgument, clip_text, named_clips, number
from smp_core.cli.options import JsonOption, ProjectArgument
from smp_core.cli.output import Show, lines, table
from smp_core.cli.panels import CLASSES
from smp_core.cli.plain import counted, shell_word
from smp_core.cli.question import YesOption, ask
from smp_core.cli.session import session
from smp_core.cli.undo import how_to_undo
from smp_core.errors import InputError
from smp_core.records import ClipRecord


def register(app: typer.Typer) -> None:
    """Add this group's commands."""
    app.command("clips", rich_help_panel=CLASSES)(clips)
    app.command("move", rich_help_panel=CLASSES)(move)
    app.command("trim", rich_help_panel=CLASSES)(trim)
    app.command("remove", rich_help_panel=CLASSES)(remove)


def clips(
    project: ProjectArgument,
    class_name: Annotated[
        str | None, typer.Option("--class", metavar="NAME", help="Only this class.")
    ] = None,
    json_lines: JsonOption = False,
) -> None:
    """List the labelled clips with their numbers, and the seconds of their files that count."""
    with session(json_lines) as run:
        from smp_core.storage.project import open_project
        from smp_core.workflows.clips import list_clips

        with open_project(project) as opened:
            found = list_clips(opened, class_name)
        none = f"There are no clips yet: smp add {shell_word(project)} CLASS FILE…"
        run.done({"clips": found}, _show_clips(found) if found else lines(none))


def move(
    project: ProjectArgument,
    class_name: Annotated[str, typer.Argument(metavar="CLASS", help="The class to put them in.")],
    names: ClipsArgument,
    new: Annotated[
        bool, typer.Option("--new", help="Make this class; it must not be there yet.")
    ] = False,
    json_lines: JsonOption = False,
) -> None:
    """Put clips into another class."""
    with session(json_lines) as run:
        from smp_core.storage.class_rows import clean_name
        from smp_core.storage.project import open_project
        from smp_core.workflows import class_edits, clip_edits
        from smp_core.workflows.clips import class_named, list_clips

        with open_project(project) as opened:
            chosen = named_clips(opened, names)
            ids = [clip.id for clip in chosen]
            what = counted(len(ids), "clip")
            if new:
                label = f"Make {clean_name(class_name)} of {what}"
                into = class_edits.split_class(opened, ids, class_name, label)
            else:
                into = class_named(opened, class_name)
                clip_edits.move_clips(opened, ids, into.id, f"Move {what} to {into.name}")
            now = {clip.id: clip for clip in list_clips(opened)}
        before = [clip for clip in chosen if clip.class_id == into.id]
        removed = [clip for clip in chosen if clip.id not in now]
        moved = [now[i] for i in ids if i in now and now[i].class_id == into.id]
        moved = [clip for clip in moved if clip.id not in {each.id for each in before}]
        told = [f"{_are(moved)} in {into.name} now."]
        if before:
            told.append(f"{_were(before)} there already.")
        if removed:
            told.append(f"{_were(removed)} removed: {into.name} has the same seconds already.")
        if moved or removed:
            told.append(how_to_undo(project))
        run.done(
            {"class": into.name, "moved": moved, "there_already": before, "removed": removed},
            lines(*told),
        )


def trim(
    project: ProjectArgument,
    name: ClipArgument,
    start_s: Annotated[
        float, typer.Argument(metavar="START", help="Where it begins, in seconds of its file.")
    ],
    end_s: Annotated[
        float, typer.Argument(metavar="END", help="Where it ends; at most 10 seconds later.")
    ],
    json_lines: JsonOption = False,
) -> None:
    """Choose the seconds of its file that a clip uses."""
    with session(json_lines) as run:
        from smp_core.storage.project import open_project
        from smp_core.workflows.clip_edits import set_stretch

        with open_project(project) as opened:
            (before,) = named_clips(opened, [name])
            if not start_s < before.duration_s:  # also where it is no number
                raise InputError(
                    f"{before.path} has no second {start_s:g}: it ends at "
                    f"{number(before.duration_s)} s.",
                    "Choose seconds within it.",
                )
            label = f"Choose another part of {before.path.name}"
            set_stretch(opened, before.id, start_s, end_s, label)
            (now,) = named_clips(opened, [str(before.id)])
        told = [f"Clip {now.id}, {now.path.name}: {clip_text(now)}."]
        if now != before:
            told.append(
                "If a captioner described the old part, write that prompt anew with: "
                f"smp prompts {shell_word(project)}"
            )
            told.append(how_to_undo(project))
        run.done({"clip": now}, lines(*told))


def remove(
    project: ProjectArgument,
    names: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="CLIP…",
            help="Their numbers, as `smp clips` shows them, or files.",
            show_default=False,
        ),
    ] = None,
    class_name: Annotated[
        str | None,
        typer.Option("--class", metavar="NAME", help="A class with all its clips instead."),
    ] = None,
    yes: YesOption = False,
    json_lines: JsonOption = False,
) -> None:
    """Take clips, or a class with its clips, out of the project; the files stay where they are."""
    if bool(names) == (class_name is not None):
        raise typer.BadParameter("Give either at least one CLIP, or --class NAME.")
    with session(json_lines) as run:
        from smp_core.storage.project import open_project
        from smp_core.workflows.class_edits import delete_class
        from smp_core.workflows.clip_edits import remove_clips
        from smp_core.workflows.clips import class_named, list_clips

        gone = None
        with open_project(project) as opened:
            if class_name is None:
                removed = named_clips(opened, names or [])
                label = f"Remove {counted(len(removed), 'clip')}"
                remove_clips(opened, [clip.id for clip in removed], label)
            else:
                gone = class_named(opened, class_name)
                removed = list_clips(opened, gone.name)
                ask(
                    f"Remove the class {gone.name} with its {counted(len(removed), 'clip')} from "
                    f"{opened.folder}?",
                    yes,
                    json_lines,
                )
                delete_class(opened, gone.id, f"Remove the class {gone.name}")
        what = counted(len(removed), "clip")
        run.done(
            {"class": None if gone is None else gone.name, "removed": removed},
            lines(
                f"{what if gone is None else f'{gone.name} with {what}'} removed; "
                "the files stay where they are.",
                how_to_undo(project),
            ),
        )


def _are(clips: Sequence[ClipRecord]) -> str:
    return f"{counted(len(clips), 'clip')} {'is' if len(clips) == 1 else 'are'}"


def _were(clips: Sequence[ClipRecord]) -> str:
    return f"{counted(len(clips), 'clip')} {'was' if len(clips) == 1 else 'were'}"


def _show_clips(found: Sequence[ClipRecord]) -> Show:
    def show(to: Console) -> None:
        rows = [
            (
                clip.id,
                clip.class_name,
                clip.path.name,
                f"{number(clip.start_s)} to {number(clip.end_s)}",
                number(clip.duration_s),
                "missing" if clip.missing else clip.note,
            )
            for clip in found
        ]
        to.print(table(["number", "class", "clip", "seconds used", "of", "note"], rows))

    return show
