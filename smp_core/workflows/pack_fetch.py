"""Fetch a pack, or a captioner's model: the only jobs of the program that use the network."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from smp_core.errors import InputError, ModelError, ResourceError
from smp_core.jobs import JobContext
from smp_core.model.checksums import file_sha256
from smp_core.paths import atomic_write_text, sync_folder, user_data_folder, write_error
from smp_core.prompts.catalogue import ModelCard, model_card
from smp_core.workflows.captioner_files import SUMS, Sums, is_model_file, sums_text
from smp_core.workflows.fetch_store import FetchStore, discard_given_up
from smp_core.workflows.pack_catalogue import CataloguePack, StreamSource, catalogue_pack
from smp_core.workflows.pack_hub import RemoteFile, fetch_file, list_files, look_up, online
from smp_core.workflows.packs import PackInfo, describe_pack

_MB = 1_000_000
# Space for the finished pack beside what was fetched for it.
_SPARE_SHARE = 0.6
_SHA256_DIGITS = 64


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
    store = FetchStore(parent, entry.name)
    places = _places(store, wanted)
    discard_given_up(parent)
    with store.held():
        fetched = _fetch(places, store, ctx, _SPARE_SHARE)
        # Imported here: only now is torch needed.
        from smp_core.workflows.pack_build import BuildRequest, build_pack

        build = BuildRequest(
            entry,
            {stream: store.model(source.repo) for stream, source in entry.sources.items()},
            target,
            {stream: _commit(fetched, source) for stream, source in entry.sources.items()},
        )
        build_pack(build, ctx)
        store.clear()
    return describe_pack(target)


def fetch_captioner(name: str, folder: Path | None, ctx: JobContext) -> Path:
    """Fetch the model of a captioner into a folder of its name; it is there whole or not at all.

    Its checksums lie beside it, so that it can be checked when it comes to another machine.

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
    store = FetchStore(parent, card.name)
    places = _places(store, wanted)
    discard_given_up(parent)
    with store.held():
        remotes = _fetch(places, store, ctx, 0.0)
        folder = store.model(card.model_id)
        try:
            _keep_only(folder, names)
            sums = {each.name: _sha256(folder, each, remotes[each]) for each in wanted}
            atomic_write_text(folder / SUMS, sums_text(Sums(card.name, sums)))
            for each in names:
                _sync(folder / each)
            folder.rename(target)
            sync_folder(parent)
        except OSError as error:
            raise write_error(target, error) from error
        store.clear()
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
    found = [each for each in names if is_model_file(each)]
    if not any(each.endswith(".safetensors") for each in found):
        raise ModelError(
            f"{card.model_id} offers its weights only in formats that can run foreign code.",
            "Choose another captioner.",
        )
    return found


def _places(store: FetchStore, wanted: Sequence[_Wanted]) -> dict[_Wanted, Path]:
    """Where each file will lie. Raises: ModelError: a name leads out of its folder."""
    return {each: store.place(each.repo, each.name) for each in wanted}


def _fetch(
    places: Mapping[_Wanted, Path], store: FetchStore, ctx: JobContext, spare: float
) -> Mapping[_Wanted, RemoteFile]:
    """Fetch files to their places.

    Args:
        spare: Space for what is made of them, as a share of their size.

    Returns:
        What the hub said of each.

    Raises:
        ModelError: One of them cannot be had. ResourceError: There is no room for them.
    """
    stage = "Asking for the files"
    remotes: dict[_Wanted, RemoteFile] = {}
    with online():
        for number, each in enumerate(places):
            ctx.progress(stage, number, len(places))
            remotes[each] = look_up(each.repo, each.revision, each.name)
        ctx.progress(stage, len(places), len(places))
        total = sum(remote.size_bytes for remote in remotes.values())
        for each, remote in remotes.items():
            store.take_over(each.repo, each.name, remote, ctx)
        _check_room(store, total, spare)
        done = 0
        for each, remote in remotes.items():
            received = _reporter(ctx, each, done, total)
            fetch_file(each.repo, each.name, remote, places[each], ctx, received, each.sha256)
            done += remote.size_bytes
    return remotes


def _keep_only(folder: Path, names: Sequence[str]) -> None:
    """Delete what an earlier state of the hub left beside the model."""
    for each in folder.iterdir():
        if each.name not in names:
            each.unlink()


def _sha256(folder: Path, wanted: _Wanted, remote: RemoteFile) -> str:
    """Of a large file the hub's word, which was compared; of a small one it tells another sum."""
    known = remote.checksum if len(remote.checksum) == _SHA256_DIGITS else ""
    return known or file_sha256(folder / wanted.name)


def _sync(file: Path) -> None:
    with file.open("rb+") as opened:
        os.fsync(opened.fileno())


def _reporter(ctx: JobContext, wanted: _Wanted, before: int, total: int) -> Callable[[int], None]:
    shown = -1

    def received(n_bytes: int) -> None:
        nonlocal shown
        megabytes = (before + n_bytes) // _MB
        if megabytes != shown:
            shown = megabytes
            ctx.progress("Fetching (MB)", megabytes, max(1, -(-total // _MB)))

    return received


def _check_room(store: FetchStore, total: int, spare: float) -> None:
    """Raises: ResourceError: what is still to come, and what is made of it, will not fit."""
    parent = store.folder.parent.parent
    try:
        free = shutil.disk_usage(store.folder.parent).free
    except OSError as error:
        raise write_error(parent, error) from error
    needed = max(0, total - store.size_bytes()) + int(spare * total)
    if free < needed:
        raise ResourceError(
            f"{parent} has {free / 1e9:.1f} GB left, {needed / 1e9:.1f} GB are needed.",
            "Free some space, or fetch to another disk with --to.",
        )


def _commit(fetched: Mapping[_Wanted, RemoteFile], source: StreamSource) -> str:
    return next(r.commit for w, r in fetched.items() if w.repo == source.repo)
