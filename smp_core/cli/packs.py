"""`smp pack list` and its kin: what is here, what can be fetched, and how it comes and goes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from smp_core.cli.options import Captioner, JsonOption
from smp_core.cli.output import Show, lines, table
from smp_core.cli.panels import PACKS
from smp_core.cli.plain import bytes_text, shell_word
from smp_core.cli.question import YesOption, ask
from smp_core.cli.session import Session, session

NameArgument = Annotated[str, typer.Argument(metavar="NAME", help="See `smp pack list`.")]


def register(app: typer.Typer) -> None:
    """Add this group's commands."""
    pack = typer.Typer(help="The packs (pretrained models) that projects build on.")
    pack.command("list")(list_)
    pack.command("fetch")(fetch)
    pack.command("add")(add)
    pack.command("verify")(verify)
    pack.command("remove")(remove)
    pack.command("build")(build)
    pack.command("import-research")(import_research)
    app.add_typer(pack, name="pack", no_args_is_help=True, rich_help_panel=PACKS)


def list_(
    available: Annotated[
        bool, typer.Option("--available", help="What can be fetched, instead of what is here.")
    ] = False,
    json_lines: JsonOption = False,
) -> None:
    """List the packs that are here, or with --available those that can be fetched."""
    with session(json_lines) as run:
        if available:
            _list_available(run)
            return
        from smp_core.workflows.packs import list_packs

        found = list_packs()
        rows = [
            (
                each.name,
                each.version,
                bytes_text(each.size_bytes),
                each.licence,
                each.problem or each.description,
            )
            for each in found
        ]
        run.done(
            {"packs": found},
            _table(["pack", "version", "size", "licence", "about"], rows)
            if rows
            else lines("No pack was found."),
        )


def fetch(
    name: Annotated[str, typer.Argument(metavar="NAME", help="See `smp pack list --available`.")],
    to: Annotated[
        Path | None,
        typer.Option(
            "--to", metavar="DIR", help="Make it there, on a stick for example.", readable=False
        ),
    ] = None,
    yes: YesOption = False,
    json_lines: JsonOption = False,
) -> None:
    """Fetch a pack or a captioner's model: the only command that uses the network.

    HF_ENDPOINT names a mirror of the model hub, or several parted by commas. An interrupted fetch
    goes on where it stopped.
    """
    with session(json_lines) as run:
        from smp_core.prompts.catalogue import model_card
        from smp_core.workflows.pack_catalogue import catalogue_pack
        from smp_core.workflows.pack_fetch import (
            FetchRequest,
            fetch_captioner,
            fetch_pack,
            pack_download,
        )
        from smp_core.workflows.pack_hub import mirrors

        card = model_card(name)
        if card is not None:
            rows = [(card.model_id, card.licence, card.size_bytes, False)]
        else:
            rows = list(pack_download(catalogue_pack(name)))
        total = sum(row[2] for row in rows)
        shown = [
            (repo, licence, f"about {bytes_text(size)}", "known" if pinned else "the hub's own")
            for repo, licence, size, pinned in rows
        ]
        run.record(
            "offer",
            {"models": [row[0] for row in rows], "bytes": total, "from": mirrors()},
            _table(["model", "licence", "size", "checksum"], shown),
        )
        where = ", ".join(mirrors())
        ask(f"Fetch about {bytes_text(total)} from {where}?", yes, json_lines)
        if card is not None:
            folder = fetch_captioner(name, to, run.ctx)
            run.done({"model": name, "folder": folder}, lines(f"{name}: {folder}"))
            return
        info = fetch_pack(FetchRequest(name, to), run.ctx)
        carry = f"On the other machine: smp pack add {info.folder.name}"
        run.done(
            {"pack": info.name, "folder": info.folder, "digest": info.digest},
            lines(
                f"Pack {info.name}, {bytes_text(info.size_bytes)}: {info.folder}",
                carry if to is not None else f"Next: smp new PROJECT --pack {info.name}",
            ),
        )


def add(
    source: Annotated[
        Path,
        typer.Argument(
            metavar="DIR|ZIP", help="A pack's folder, or a zip file of it.", readable=False
        ),
    ],
    json_lines: JsonOption = False,
) -> None:
    """Install a pack that came on a stick; every file is checked first."""
    with session(json_lines) as run:
        from smp_core.workflows.pack_check import install_pack

        info = install_pack(source, run.ctx)
        run.done(
            {"pack": info.name, "folder": info.folder, "digest": info.digest},
            lines(f"Pack {info.name}, {info.licence}: {info.folder}"),
        )


def verify(name: NameArgument, json_lines: JsonOption = False) -> None:
    """Compare every file of a pack with its checksum, and see that its weights fit."""
    with session(json_lines) as run:
        from smp_core.workflows.pack_check import check_pack
        from smp_core.workflows.packs import find_manifest

        info = check_pack(find_manifest(name).folder, run.ctx)
        run.done(
            {"pack": info.name, "folder": info.folder, "digest": info.digest},
            lines(f"{info.name} is whole: {bytes_text(info.size_bytes)} in {info.folder}"),
        )


def remove(name: NameArgument, yes: YesOption = False, json_lines: JsonOption = False) -> None:
    """Delete a pack. Projects that were made with it cannot train or classify without it."""
    with session(json_lines) as run:
        from smp_core.workflows.pack_store import discard_removed, remove_pack
        from smp_core.workflows.packs import find_manifest

        folder = find_manifest(name).folder
        ask(f"Delete {folder}?", yes, json_lines)
        freed = discard_removed(remove_pack(folder))
        run.done(
            {"removed": folder, "freed_bytes": freed},
            lines(f"Removed {folder}; {bytes_text(freed)} became free."),
        )


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


def _list_available(run: Session) -> None:
    from smp_core.workflows.pack_catalogue import captioner_cards, read_catalogue

    packs = read_catalogue()
    cards = captioner_cards()
    rows = [
        (each.name, "pack", bytes_text(each.download_bytes), ", ".join(each.licences), each.title)
        for each in packs
    ]
    rows += [
        (card.name, "captioner", bytes_text(card.size_bytes), card.licence, card.title)
        for card in cards
    ]
    value = [
        {
            "name": name,
            "kind": kind,
            "bytes": size,
            "licence": licence,
            "title": title,
        }
        for (name, kind, _, licence, title), size in zip(
            rows,
            [*(each.download_bytes for each in packs), *(card.size_bytes for card in cards)],
            strict=True,
        )
    ]
    run.done(
        {"available": value},
        _table(["name", "what", "about", "licence", "title"], rows),
    )


def _table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> Show:
    def show(to: Console) -> None:
        to.print(table(columns, rows))

    return show


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
