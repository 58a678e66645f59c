"""Fetch a pack, or a captioner's model: the only jobs of the program that use the network."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from smp_core.errors import InputError, ModelError, ResourceError
from smp_core.jobs import JobContext
from smp_core.paths import file_inside, sync_folder, user_data_folder, write_error
from smp_core.prompts.catalogue import ModelCard, model_card
from smp_core.workflows.pack_catalogue import CataloguePack, StreamSource, catalogue_pack
from smp_core.workflows.pack_hub import RemoteFile, fetch_file, list_files, look_up, online
from smp_core.workflows.packs import PackInfo, describe_pack

_MB = 1_000_000
# What a captioner's folder needs; never weights in formats that can run code, never code.
_MODEL_ENDINGS = (".safetensors", ".json", ".jinja", ".txt", ".model", ".md")
# Space for the finished pack beside what was fetched for it.
_SPARE_SHARE = 0.6


@dataclass(frozen=True)
class FetchRequest:
    """What to fetch.

    Attributes:
        name: A pack of the catalogue.
        folder: Where packs lie; None for the user's own packs folder.
        catalogue: None for the program's own.
    """

    name: str
    folder: Path | None = None
    catalogue: Path | None = None


@dataclass(frozen=True)
class _Wanted:
    """A file to fetch. sha256: What it must be, "" if that is not known."""

    repo: str
    revision: str
    name: str
    sha256: str


def fetch_pack(request: FetchRequest, ctx: JobContext) -> PackInfo:
    """Fetch a pack's models, check them, and make the pack; it is there whole or not at all.

    What was fetched before an interruption is kept beside the packs and continued the next time.

    Raises:
        InputError: Unknown name, or a pack of that name is there.
        ModelError: A file cannot be reached, or is not the right one, or no pack can be made of it.
        ResourceError: The disk is full. Cancelled: The operator stopped.
    """
    entry = catalogue_pack(request.name, request.catalogue)
    parent = request.folder or user_data_folder() / "packs"
    target = parent / entry.name
    if target.exists():
        raise InputError(
            f"{target} is there already.",
            f"Check it with `smp pack verify {entry.name}`, or remove it first.",
        )
    wanted = [_Wanted(s.repo, s.revision, f.name, f.sha256) for s, f in entry.downloads()]
    store = parent / ".fetched"
    fetched = _fetch(wanted, store, ctx)
    # Imported here: only now is torch needed.
    from smp_core.workflows.pack_build import BuildRequest, build_pack

    build = BuildRequest(
        entry,
        {stream: _folder(store, source) for stream, source in entry.sources.items()},
        target,
        {stream: _commit(fetched, source) for stream, source in entry.sources.items()},
    )
    build_pack(build, ctx)
    for source in entry.sources.values():
        shutil.rmtree(_folder(store, source), ignore_errors=True)
    shutil.rmtree(store, ignore_errors=True)
    return describe_pack(target)


def fetch_captioner(name: str, folder: Path | None, ctx: JobContext) -> Path:
    """Fetch the model of a captioner into a folder of its name.

    Args:
        folder: Where models lie; None for the user's own models folder.

    Returns:
        The model's folder.

    Raises:
        As `fetch_pack`.
    """
    card = model_card(name)
    if card is None:
        raise InputError(f'There is no captioner model called "{name}".', "See `smp pack list`.")
    parent = folder or user_data_folder() / "models"
    target = parent / card.name
    if target.exists():
        raise InputError(f"{target} is there already.", "Remove it first.")
    with online():
        names = _needed(list_files(card.model_id, "main"), card)
    wanted = [_Wanted(card.model_id, "main", each, "") for each in names]
    store = parent / ".fetched"
    _fetch(wanted, store, ctx)
    try:
        (store / _safe(card.model_id)).rename(target)
        sync_folder(parent)
    except OSError as error:
        raise write_error(target, error) from error
    shutil.rmtree(store, ignore_errors=True)
    return target


def pack_download(entry: CataloguePack) -> Sequence[tuple[str, str, int, bool]]:
    """What fetching a pack brings: (model, licence, bytes, pinned), each model once."""
    rows: dict[str, tuple[str, str, int, bool]] = {}
    for source, file in entry.downloads():
        before = rows.get(source.repo, (source.repo, source.licence, 0, source.pinned))
        rows[source.repo] = (*before[:2], before[2] + file.size_bytes, before[3])
    return list(rows.values())


def _needed(names: Sequence[str], card: ModelCard) -> list[str]:
    """The files of a captioner's model; no subfolders, in which other formats of it lie."""
    found = [
        each
        for each in names
        if "/" not in each and (each.endswith(_MODEL_ENDINGS) or each in ("LICENSE", "NOTICE"))
    ]
    if not any(each.endswith(".safetensors") for each in found):
        raise ModelError(
            f"{card.model_id} offers its weights only in formats that can run foreign code.",
            "Choose another captioner.",
        )
    return found


def _fetch(wanted: Sequence[_Wanted], store: Path, ctx: JobContext) -> Mapping[_Wanted, RemoteFile]:
    """Fetch files into `store`/model/name.

    Returns:
        What the hub said of each.

    Raises:
        ModelError: One of them cannot be had, or its name leads out of its folder.
    """
    stage = "Asking for the files"
    places = {each: _place(store, each) for each in wanted}
    remotes: dict[_Wanted, RemoteFile] = {}
    with online():
        for number, each in enumerate(wanted):
            ctx.progress(stage, number, len(wanted))
            remotes[each] = look_up(each.repo, each.revision, each.name)
        ctx.progress(stage, len(wanted), len(wanted))
        total = sum(remote.size_bytes for remote in remotes.values())
        _check_room(store, wanted, total)
        done = 0
        for each, remote in remotes.items():
            received = _reporter(ctx, each, done, total)
            fetch_file(each.repo, each.name, remote, places[each], ctx, received, each.sha256)
            done += remote.size_bytes
    return remotes


def _place(store: Path, wanted: _Wanted) -> Path:
    """Where a file will lie. Its name is the hub's word, and a hub need not be honest."""
    try:
        return file_inside(store / _safe(wanted.repo), wanted.name)
    except InputError as error:
        raise ModelError(
            f"{wanted.repo} offers a file under an unsafe name: {wanted.name!r}.",
            "Nothing was fetched. Use another mirror, and tell whoever runs this one.",
        ) from error


def _reporter(ctx: JobContext, wanted: _Wanted, before: int, total: int) -> Callable[[int], None]:
    shown = -1

    def received(n_bytes: int) -> None:
        nonlocal shown
        megabytes = (before + n_bytes) // _MB
        if megabytes != shown:
            shown = megabytes
            ctx.progress("Fetching (MB)", megabytes, max(1, -(-total // _MB)))

    return received


def _check_room(store: Path, wanted: Sequence[_Wanted], total: int) -> None:
    """Raises: ResourceError: what is still to come, and the pack made of it, will not fit."""
    try:
        store.mkdir(parents=True, exist_ok=True)
        there = sum(each.stat().st_size for each in store.rglob("*") if each.is_file())
        free = shutil.disk_usage(store).free
    except OSError as error:
        raise write_error(store, error) from error
    needed = max(0, total - there) + int(_SPARE_SHARE * total)
    if free < needed:
        raise ResourceError(
            f"{store.parent} has {free / 1e9:.1f} GB left, {needed / 1e9:.1f} GB are needed.",
            "Free some space, or fetch to another disk with --to.",
        )


def _safe(repo: str) -> str:
    return repo.replace("/", "--")


def _folder(store: Path, source: StreamSource) -> Path:
    return store / _safe(source.repo)


def _commit(fetched: Mapping[_Wanted, RemoteFile], source: StreamSource) -> str:
    return next(r.commit for w, r in fetched.items() if w.repo == source.repo)
