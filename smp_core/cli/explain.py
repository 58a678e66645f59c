"""`smp explain`."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.text import Text

from smp_core.cli.options import Device, DeviceOption, JsonOption, ProjectArgument
from smp_core.cli.output import Show
from smp_core.cli.panels import ATTENTION
from smp_core.cli.plain import plain_text
from smp_core.cli.session import session
from smp_core.errors import InputError

if TYPE_CHECKING:
    from smp_core.workflows.explain import Explanation


class Colours(StrEnum):
    """Colour maps, evenly spaced to the eye."""

    inferno = "inferno"
    viridis = "viridis"
    magma = "magma"


def register(app: typer.Typer) -> None:
    """Add this group's commands."""
    app.command("explain", rich_help_panel=ATTENTION)(explain)


def explain(
    project: ProjectArgument,
    clip: Annotated[
        Path,
        typer.Argument(
            metavar="CLIP", help="A training clip or a classified video.", readable=False
        ),
    ],
    out: Annotated[
        list[Path],
        typer.Option(
            "--out",
            metavar="FILE",
            help="A .png or .mp4 to write; may be repeated.",
            readable=False,
        ),
    ],
    run_id: Annotated[
        str | None, typer.Option("--run", metavar="RUN", help="Another run than the active one.")
    ] = None,
    word: Annotated[
        str | None,
        typer.Option("--word", metavar="WORD", help="The heat of this word of the prompt."),
    ] = None,
    opacity: Annotated[
        float, typer.Option("--opacity", min=0, max=1, help="How strong the heat is.")
    ] = 0.65,
    colours: Annotated[
        Colours, typer.Option("--colours", help="The colour map.")
    ] = Colours.inferno,
    device: DeviceOption = Device.auto,
    json_lines: JsonOption = False,
) -> None:
    """Show where the model looks and what it listens to, as a picture or a video."""
    with session(json_lines) as run:
        from smp_core.media.decoder import Decoder
        from smp_core.storage.project import open_project
        from smp_core.workflows.explain import find_subject, read_explanation
        from smp_core.workflows.explain_clip import explain_clip
        from smp_core.workflows.explain_export import write_picture, write_video
        from smp_core.workflows.heat import View

        for each in out:
            if each.suffix.lower() not in (".png", ".mp4"):
                raise InputError(f"{each} is neither .png nor .mp4.", "Name such a file.")
        with open_project(project) as opened:
            what = find_subject(opened, clip, run_id)
            file = explain_clip(
                opened, what.kind, what.id, run.ctx, run_id=run_id, device=device.value
            )
            found = read_explanation(file)
        view = View(word=_word(found, word), opacity=opacity, colours=colours.value)
        for each in out:
            if each.suffix.lower() == ".png":
                write_picture([found], [view], each)
            else:
                with Decoder() as decoder:
                    write_video(found, view, each, run.ctx, decoder)
        name, share = found.answer
        run.done(
            {
                "clip": str(found.path),
                "start_s": found.start_s,
                "end_s": found.end_s,
                "run": found.run_id,
                "prompt": found.prompt,
                "class": name,
                "probability": share,
                "files": [str(each) for each in out],
            },
            _show(found, out),
        )


def _word(found: Explanation, text: str | None) -> int | None:
    """The first word of the prompt that is this one, whatever marks are around it."""
    if text is None:
        return None
    for index, word in enumerate(found.words):
        if word.read and word.text.strip(".,;:!?").casefold() == text.casefold():
            return index
    raise InputError(f'The prompt has no word "{text}".', f"It is: {plain_text(found.prompt)}")


def _show(found: Explanation, out: list[Path]) -> Show:
    def show(to: Console) -> None:
        name, share = found.answer
        to.print(Text(f"{plain_text(found.path)}: {name}, {share:.1%}"))
        to.print(Text("Attention is an indication, not proof."))
        for each in out:
            to.print(Text(f"Written to {plain_text(each)}"))

    return show
