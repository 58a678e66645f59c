"""`smp pack build` and `smp pack import-research`: packs from what lies on this machine."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from smp_core.cli.options import Captioner, JsonOption
from smp_core.cli.output import lines
from smp_core.cli.plain import shell_word
from smp_core.cli.session import session


def build(
    out: Annotated[
        Path, typer.Argument(metavar="FOLDER", help="The pack's folder, new.", readable=False)
    ],
    audio: Annotated[Path, typer.Option(help="Folder of a published ViT or AST.", readable=False)],
    visual: Annotated[
        Path, typer.Option(help="Folder of a published ViT or DINOv2.", readable=False)
    ],
    text: Annotated[
        Path, typer.Option(help="Folder of a published CLIP, with tokenizer.json.", readable=False)
    ],
    recipe: Annotated[
        str, typer.Option(help="Whose preparation of clips: paper or field.")
    ] = "paper",
    json_lines: JsonOption = False,
) -> None:
    """Make a pack from published models that lie on this machine (safetensors and JSON only)."""
    with session(json_lines) as run:
        from smp_core.workflows.pack_build import BuildRequest, build_pack, local_recipe
        from smp_core.workflows.pack_catalogue import catalogue_pack

        sources = {"audio": audio, "visual": visual, "text": text}
        entry = local_recipe(catalogue_pack(recipe), out.name, sources)
        made = build_pack(BuildRequest(entry, sources, out), run.ctx)
        run.done(
            {"pack": made.name, "folder": made.folder, "digest": made.digest},
            lines(
                f"Pack {made.name}: {made.folder}", f"Next: smp pack add {shell_word(made.folder)}"
            ),
        )


def import_research(
    file: Annotated[
        Path, typer.Argument(help="A .pt file of the paper's research code.", readable=False)
    ],
    out: Annotated[
        Path, typer.Argument(metavar="FOLDER", help="The pack's folder, new.", readable=False)
    ],
    tokenizer: Annotated[
        Path,
        typer.Option(
            "--tokenizer", help="CLIP's tokenizer.json; checkpoints lack it.", readable=False
        ),
    ],
    classes: Annotated[
        Path | None,
        typer.Option(
            "--classes",
            help="A text file with one source class a line, in label order.",
            readable=False,
        ),
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
                f"Next: smp new PROJECT --pack {shell_word(made.folder)}",
            ),
        )
