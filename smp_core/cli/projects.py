"""`smp new`, `smp add`, `smp status`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from smp_core.cli.options import JsonOption, ProjectArgument
from smp_core.cli.output import Show, lines, table
from smp_core.cli.panels import CLASSES, PROJECT
from smp_core.cli.plain import plain_text, seconds_text, shell_word
from smp_core.cli.session import session
from smp_core.records import AddResult, RunRecord, StatusRecord


def register(app: typer.Typer) -> None:
    """Add this group's commands."""
    app.command("new", rich_help_panel=PROJECT)(new)
    app.command("add", rich_help_panel=CLASSES)(add)
    app.command("status", rich_help_panel=PROJECT)(status)


def new(
    project: ProjectArgument,
    pack: Annotated[
        str, typer.Option("--pack", metavar="NAME|DIR", help="The pack to build on.")
    ] = "demo",
    json_lines: JsonOption = False,
) -> None:
    """Make a new project in an empty or new folder."""
    with session(json_lines) as run:
        from smp_core.paths import packs_folders
        from smp_core.storage.project import create_project
        from smp_core.workflows.packs import find_pack

        found = find_pack(pack)
        parent = found.folder.absolute().parent
        installed = any(parent == folder.absolute() for folder in packs_folders())
        with create_project(
            project,
            pack_name=found.name,
            pack_digest=found.digest,
            pack_folder=None if installed else found.folder.absolute(),
        ) as made:
            run.done(
                {"project": made.folder, "name": made.info.name, "pack": found.name},
                lines(
                    f"Made the project {made.info.name} in {made.folder}.",
                    f"It builds on the pack {found.name}, learned from: {found.learned_from}",
                    f"Next, for 1 to 20 clips a class: smp add {shell_word(project)} CLASS FILE…",
                ),
            )


def add(
    project: ProjectArgument,
    class_name: Annotated[
        str | None, typer.Argument(metavar="CLASS", help="The clips' class.", show_default=False)
    ] = None,
    files: Annotated[
        list[Path] | None,
        typer.Argument(metavar="FILE…", help="Video files.", show_default=False, readable=False),
    ] = None,
    from_folders: Annotated[
        Path | None,
        typer.Option(
            "--from-folders",
            metavar="DIR",
            help="A folder with one folder per class.",
            readable=False,
        ),
    ] = None,
    json_lines: JsonOption = False,
) -> None:
    """Add labelled clips to a class, or a folder of classes at once."""
    if (from_folders is None) == (class_name is None) or bool(files) != (class_name is not None):
        raise typer.BadParameter("Give either CLASS and at least one FILE, or --from-folders DIR.")
    with session(json_lines) as run:
        from smp_core.media.decoder import Decoder
        from smp_core.storage.project import open_project
        from smp_core.workflows.clips import add_clips, add_from_folders

        with open_project(project) as opened, Decoder() as decoder:
            if from_folders is not None:
                result = add_from_folders(opened, from_folders, run.ctx, decoder)
            else:
                result = add_clips(opened, class_name or "", files or [], run.ctx, decoder)
        run.done(
            {"added": result.added, "skipped": result.skipped, "set_aside": result.set_aside},
            _show_added(result),
        )


def status(project: ProjectArgument, json_lines: JsonOption = False) -> None:
    """Show classes, prompts, runs and incoming videos, and what to do next."""
    with session(json_lines) as run:
        from smp_core.storage.project import open_project
        from smp_core.workflows.projects import project_status

        with open_project(project) as opened:
            state = project_status(opened)
        run.done({"status": state}, _show_status(state))


def _show_added(result: AddResult) -> Show:
    counts: dict[str, int] = {}
    for clip in result.added:
        counts[clip.class_name] = counts.get(clip.class_name, 0) + 1

    def show(to: Console) -> None:
        if counts:
            to.print(table(["class", "clips added"], list(counts.items())))
        if result.skipped:
            to.print(Text(f"{len(result.skipped)} were there already; see above."))
        if result.set_aside:
            to.print(Text(f"{len(result.set_aside)} could not be used; see above."))

    return show


def _show_status(state: StatusRecord) -> Show:
    def show(to: Console) -> None:
        info = state.info
        to.print(Text(plain_text(f"{info.name}, in {state.folder}"), style="bold"))
        to.print(Text(plain_text(f"pack {info.pack_name}, schema {info.schema}")))
        to.print()
        if state.classes:
            rows = [(each.name, each.n_clips, each.n_prompts) for each in state.classes]
            to.print(table(["class", "clips", "with prompt"], rows))
            to.print()
        if state.runs:
            to.print(table(["run", "", "made", "state", "took"], map(_run_row, state.runs)))
            to.print()
        if any(state.incoming.values()):
            to.print(table(["incoming videos", "number"], list(state.incoming.items())))
            to.print()
        for path in state.missing:
            to.print(Text(f"missing: {plain_text(path)}"))
        for advice in state.advice:
            to.print(Text(f"→ {plain_text(advice)}"))

    return show


def _run_row(run: RunRecord) -> tuple[object, ...]:
    seconds = "" if run.seconds is None else seconds_text(run.seconds)
    made = run.created.astimezone().strftime("%Y-%m-%d %H:%M")
    return run.id[:8], "in use" if run.active else "", made, run.status, seconds
