"""`smp prompts`, `smp reword`."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from smp_core.cli.options import (
    CaptionerOption,
    Device,
    DeviceOption,
    JsonOption,
    ModelsOption,
    ProjectArgument,
)
from smp_core.cli.output import Show, lines, table
from smp_core.cli.panels import PROMPTS
from smp_core.cli.plain import plain_text
from smp_core.cli.session import session
from smp_core.records import CaptionResult, ClipRecord, PromptQuality, PromptRecord


def register(app: typer.Typer) -> None:
    """Add this group's commands."""
    app.command("prompts", rich_help_panel=PROMPTS)(prompts)
    app.command("reword", rich_help_panel=PROMPTS)(reword)


def prompts(
    project: ProjectArgument,
    captioner: CaptionerOption = None,
    again: Annotated[
        bool, typer.Option("--again", help="Write also where there is a prompt.")
    ] = False,
    use: Annotated[
        bool, typer.Option("--use", help="Train with this captioner from now on.")
    ] = False,
    quality: Annotated[
        bool, typer.Option("--quality", help="Measure how much the words tell about the classes.")
    ] = False,
    models: ModelsOption = None,
    device: DeviceOption = Device.auto,
    json_lines: JsonOption = False,
) -> None:
    """Write a prompt for every labelled clip that has none yet, and show them all."""
    with session(json_lines) as run:
        from smp_core.media.decoder import Decoder
        from smp_core.storage.project import open_project
        from smp_core.workflows import prompts as workflow
        from smp_core.workflows.clips import list_clips
        from smp_core.workflows.packs import project_pack
        from smp_core.workflows.prompt_quality import prompt_quality

        with open_project(project) as opened:
            name = captioner or workflow.chosen_captioner(opened)
            decode = project_pack(opened).inputs.decode  # then training finds them in the cache
            with Decoder() as decoder:
                result = workflow.caption_clips(
                    *(opened, name, run.ctx, decoder),
                    options=decode,
                    again=again,
                    device=device.value,
                )
            if use:
                workflow.choose_captioner(opened, name)
            texts = workflow.training_prompts(opened, name)
            found = [(clip, texts[clip.id]) for clip in list_clips(opened) if clip.id in texts]
            measured = prompt_quality(opened, name, run.ctx) if quality else None
        run.done(
            {
                "captioner": name,
                "written": result.written,
                "kept": result.kept,
                "set_aside": result.set_aside,
                "prompts": [
                    {
                        "number": clip.id,
                        "class": clip.class_name,
                        "clip": clip.path,
                        "text": prompt.text,
                        "edited": prompt.operator_text is not None,
                    }
                    for clip, prompt in found
                ],
                **({} if measured is None else {"quality": measured}),
            },
            _show(found, result, measured),
        )


def reword(
    project: ProjectArgument,
    clip: Annotated[
        int, typer.Argument(metavar="NUMBER", help="The clip, as `smp prompts` numbers them.")
    ],
    text: Annotated[
        str | None, typer.Argument(metavar="TEXT", help="Your words.", show_default=False)
    ] = None,
    put_back: Annotated[
        bool, typer.Option("--put-back", help="Take the captioner's words again.")
    ] = False,
    captioner: CaptionerOption = None,
    json_lines: JsonOption = False,
) -> None:
    """Put your own words in place of a clip's prompt; the captioner's are kept beside them."""
    if (text is None) != put_back:
        raise typer.BadParameter("Give either TEXT or --put-back.")
    with session(json_lines) as run:
        from smp_core.storage.project import open_project
        from smp_core.workflows import prompts as workflow

        with open_project(project) as opened:
            name = captioner or workflow.chosen_captioner(opened)
            reworded = workflow.reword_clip(opened, clip, name, text, run.ctx)
        run.done(
            {"number": clip, "captioner": name, "text": reworded.text, "prompt": reworded},
            lines(f"Clip {clip}: {reworded.text}"),
        )


def _show(
    found: list[tuple[ClipRecord, PromptRecord]],
    result: CaptionResult,
    quality: PromptQuality | None,
) -> Show:
    def show(to: Console) -> None:
        if found:
            rows = [
                (clip.id, clip.class_name, clip.path.name, prompt.text) for clip, prompt in found
            ]
            to.print(table(["", "class", "clip", "prompt"], rows))
        if quality is not None:
            to.print(table(["class", "clips", "δ", "found by words alone"], _rows(quality)))
        summary = f"{result.written} written, {result.kept} there already."
        to.print(Text(plain_text(summary)))

    return show


def _rows(quality: PromptQuality) -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = []
    for each in quality.classes:
        if each.delta is None or each.found is None:
            rows.append((each.class_name, each.n_clips, "", "too few clips to judge"))
            continue
        found = f"{each.found:.1f}".removesuffix(".0")
        rows.append((each.class_name, each.n_clips, f"{each.delta:.2f}", f"{found}"))
    if quality.delta is not None and quality.accuracy is not None:
        share = f"{quality.accuracy * 100:.0f} %"
        rows.append(("all", quality.n_judged, f"{quality.delta:.2f}", share))
    return rows
