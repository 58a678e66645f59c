"""`smp pack list`, `smp pack import-research`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from smp_core.cli.options import Captioner, JsonOption
from smp_core.cli.output import lines, table
from smp_core.cli.plain import bytes_text
from smp_core.cli.session import session


def register(app: typer.Typer) -> None:
    """Add this group's commands."""
    pack = typer.Typer(help="The packs (pretrained models) that projects build on.")
    pack.command("list")(list_)
    pack.command("import-research")(import_research)
    app.add_typer(pack, name="pack", no_args_is_help=True)


def list_(json_lines: JsonOption = False) -> None:
    """List the packs that are here."""
    with session(json_lines) as run:
        from smp_core.workflows.packs import list_packs

        found = list_packs()
        rows = [
            (each.name, each.version, bytes_text(each.size_bytes), each.problem or each.description)
            for each in found
        ]
        run.done(
            {"packs": found},
            (lambda to: to.print(table(["pack", "version", "size", "about"], rows)))
            if rows
            else lines("No pack was found."),
        )


def import_research(
    file: Annotated[Path, typer.Argument(help="A .pt file of the paper's research code.")],
    out: Annotated[Path, typer.Argument(metavar="FOLDER", help="The pack's folder, new.")],
    tokenizer: Annotated[
        Path, typer.Option("--tokenizer", help="CLIP's tokenizer.json; checkpoints lack it.")
    ],
    classes: Annotated[
        Path | None,
        typer.Option("--classes", help="A text file with one source class a line, in label order."),
    ] = None,
    captioner: Annotated[
        Captioner, typer.Option("--captioner", help="Who writes the prompts of new clips.")
    ] = Captioner.constant,
    json_lines: JsonOption = False,
) -> None:
    """Turn a checkpoint of the paper's research code into a pack. Only weights are read."""
    with session(json_lines) as run:
        from smp_core.workflows.research import ImportResearchRequest, import_research, read_names

        request = ImportResearchRequest(
            file=file,
            tokenizer=tokenizer,
            folder=out,
            classes=() if classes is None else read_names(classes),
            captioner=captioner.value,
        )
        made = import_research(request, run.ctx)
        run.done(
            {"pack": made.name, "folder": made.folder, "digest": made.digest},
            lines(
                f"Pack {made.name} with {len(made.source_classes)} source classes: {made.folder}",
                "Next: smp new PROJECT --pack FOLDER",
            ),
        )
