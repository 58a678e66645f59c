"""`smp pack list` and its kin: what is here, what can be fetched, and how it comes and goes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from smp_core.cli.options import JsonOption
from smp_core.cli.output import Show, lines, table
from smp_core.cli.pack_making import build, import_research
from smp_core.cli.panels import PACKS
from smp_core.cli.plain import bytes_text, shell_word
from smp_core.cli.question import YesOption, ask
from smp_core.cli.session import Session, session
from smp_core.errors import ModelError

AnyNameArgument = Annotated[
    str, typer.Argument(metavar="NAME", help="See `smp pack list` and `smp captioners`.")
]


def register(app: typer.Typer) -> None:
    """Add this group's commands."""
    pack = typer.Typer(help="The packs (pretrained models) that projects build on.")
    pack.command("list")(list_)
    pack.command("fetch")(fetch)
    pack.command("add")(add)
    pack.command("copy")(copy)
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
            run.done(
                {"model": name, "folder": folder}, lines(f"{name}: {folder}", *_carry(to, name))
            )
            return
        info = fetch_pack(FetchRequest(name, to), run.ctx)
        run.done(
            {"pack": info.name, "folder": info.folder, "digest": info.digest},
            lines(
                f"Pack {info.name}, {bytes_text(info.size_bytes)}: {info.folder}",
                *(_carry(to, info.folder.name) or [f"Next: smp new PROJECT --pack {info.name}"]),
            ),
        )


def add(
    source: Annotated[
        Path,
        typer.Argument(
            metavar="DIR|ZIP",
            help="The folder of a pack or of a captioner's model, or a zip file of it.",
            readable=False,
        ),
    ],
    json_lines: JsonOption = False,
) -> None:
    """Install a pack or a captioner's model that came on a stick; every file is checked."""
    with session(json_lines) as run:
        from smp_core.workflows.install import install
        from smp_core.workflows.packs import describe_pack

        added = install(source, run.ctx)
        if added.captioner:
            run.done(
                {"model": added.name, "folder": added.folder},
                lines(f"Captioner {added.name}: {added.folder}"),
            )
            return
        info = describe_pack(added.folder)
        run.done(
            {"pack": info.name, "folder": info.folder, "digest": info.digest},
            lines(f"Pack {info.name}, {info.licence}: {info.folder}"),
        )


def copy(
    name: AnyNameArgument,
    to: Annotated[
        Path, typer.Argument(metavar="DIR", help="Where to, a stick for example.", readable=False)
    ],
    json_lines: JsonOption = False,
) -> None:
    """Copy a pack or a captioner's model that is here, to a stick for example; it is checked."""
    with session(json_lines) as run:
        from smp_core.workflows.install import find_installed, install

        copied = install(find_installed(name).folder, run.ctx, to)
        kind = "model" if copied.captioner else "pack"
        run.done(
            {kind: copied.name, "folder": copied.folder},
            lines(f"{copied.name}: {copied.folder}", *_carry(to, copied.folder.name)),
        )


def verify(name: AnyNameArgument, json_lines: JsonOption = False) -> None:
    """Compare every file of a pack or model with its checksum, and see that its weights fit."""
    with session(json_lines) as run:
        from smp_core.workflows.install import find_installed

        found = find_installed(name)
        if found.captioner:
            from smp_core.workflows.captioner_models import require_model
            from smp_core.workflows.captioner_store import verify_captioner

            model = require_model(name)
            verify_captioner(model.card, found.folder, run.ctx)
            run.done(
                {"model": name, "folder": found.folder},
                lines(f"{name} is whole: {bytes_text(model.size_bytes)} in {found.folder}"),
            )
            return
        from smp_core.workflows.pack_check import check_pack

        info = check_pack(found.folder, run.ctx)
        run.done(
            {"pack": info.name, "folder": info.folder, "digest": info.digest},
            lines(f"{info.name} is whole: {bytes_text(info.size_bytes)} in {info.folder}"),
        )


def remove(name: AnyNameArgument, yes: YesOption = False, json_lines: JsonOption = False) -> None:
    """Delete a pack, a captioner's model, or what is kept of a fetch that was not finished.

    Projects that were made with a pack cannot train or classify without it; those that use a
    captioner cannot write new prompts without its model.
    """
    with session(json_lines) as run:
        from smp_core.workflows.install import (
            discard_unfinished,
            find_installed,
            unfinished_fetches,
        )
        from smp_core.workflows.removal import discard_removed

        kept = unfinished_fetches().get(name)
        try:
            found = find_installed(name)
        except ModelError:
            if kept is None:
                raise
            ask(
                f"Delete the {bytes_text(kept)} that were fetched of {name} so far?",
                yes,
                json_lines,
            )
            freed = discard_unfinished(name)
            run.done(
                {"removed": name, "freed_bytes": freed},
                lines(f"Gave up fetching {name}; {bytes_text(freed)} became free."),
            )
            return
        needed = f" The captioners {', '.join(found.needed_by)} need it." if found.needed_by else ""
        size = bytes_text(found.size_bytes)
        ask(f"Delete {found.folder} ({size})?{needed}", yes, json_lines)
        freed = discard_removed(found.put_aside())
        run.done(
            {"removed": found.folder, "freed_bytes": freed},
            lines(f"Removed {found.folder}; {bytes_text(freed)} became free."),
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


def _carry(to: Path | None, name: str) -> list[str]:
    """The next step after something was put on a stick."""
    return [] if to is None else [f"On the other machine: smp pack add {shell_word(Path(name))}"]


def _table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> Show:
    def show(to: Console) -> None:
        to.print(table(columns, rows))

    return show
