"""What can be fetched: packs made from published models, and the models of captioners.

Plain values, read without torch and without the network; the window shows them.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, get_args

from smp_core.errors import ModelError
from smp_core.paths import resources_folder
from smp_core.prompts.catalogue import MODEL_CARDS, ModelCard

Layout = Literal["timm", "ast", "clip"]
Positions = Literal["table", "frames"]
STREAMS = ("audio", "visual", "text")

_FORMAT = 1
_SHA256 = re.compile(r"[0-9a-f]{64}")
_REPO = re.compile(r"[\w.-]+/[\w.-]+")


@dataclass(frozen=True)
class HubFile:
    """A file of a published model.

    Attributes:
        name: In the repository; no folder.
        size_bytes: About; 0 where unknown.
        sha256: What it must be; "" where it is not pinned.
    """

    name: str
    size_bytes: int = 0
    sha256: str = ""


@dataclass(frozen=True)
class StreamSource:
    """Where one stream's frozen weights come from.

    Attributes:
        repo: "owner/model" on the hub. revision: A commit, or a branch where it is not pinned.
        layout: How the weights are named: timm's ViT, transformers' AST or CLIP.
        licence: SPDX name.
        files: What is needed of the repository.
        positions: For a picture stream: "table" keeps the position table (the paper stretches it
            over all frames), "frames" gives every frame the table of a single picture.
        heads: Attention heads where the files do not say; 0 for one per 64 channels.
    """

    repo: str
    revision: str
    layout: Layout
    licence: str
    files: tuple[HubFile, ...]
    positions: Positions = "table"
    heads: int = 0

    @property
    def pinned(self) -> bool:
        """Whether the weights must be exactly those that we know."""
        return all(each.sha256 for each in self.files if each.name.endswith(".safetensors"))


@dataclass(frozen=True)
class CataloguePack:
    """A pack that can be made from published models.

    Attributes:
        name: Short name. title, description, learned_from: For people.
        captioner: Its usual captioner.
        inputs: Preprocessing that differs from the paper's; see `pack_build.input_options`.
        sources: By stream.
        memory_bytes: About what a model of it needs to classify.
    """

    name: str
    title: str
    description: str
    learned_from: str
    captioner: str
    sources: Mapping[str, StreamSource]
    inputs: Mapping[str, Any] = field(default_factory=dict)
    memory_bytes: int = 0

    @property
    def download_bytes(self) -> int:
        """About what will be fetched; a model that serves two streams counts once."""
        return sum(each.size_bytes for _, each in self.downloads())

    def downloads(self) -> list[tuple[StreamSource, HubFile]]:
        """Every file once, with a source it belongs to."""
        once: dict[tuple[str, str, str], tuple[StreamSource, HubFile]] = {}
        for source in self.sources.values():
            for each in source.files:
                once.setdefault((source.repo, source.revision, each.name), (source, each))
        return list(once.values())

    @property
    def licences(self) -> tuple[str, ...]:
        """Of all streams, each once."""
        return tuple(dict.fromkeys(each.licence for each in self.sources.values()))


def read_catalogue(file: Path | None = None) -> list[CataloguePack]:
    """The packs that can be fetched, in the file's order.

    Args:
        file: None for the program's own.

    Raises:
        ModelError: It cannot be read.
    """
    file = resources_folder() / "packs" / "catalogue.toml" if file is None else file
    try:
        data = tomllib.loads(file.read_text(encoding="utf-8"))
        if data["format"] != _FORMAT:
            raise ModelError(f"{file} has another format.", "Update the program.")
        return [_pack(name, entry) for name, entry in data["packs"].items()]
    except (OSError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise ModelError(f"The catalogue {file} lacks or garbles {error}.", "Mend it.") from error


def catalogue_pack(name: str, file: Path | None = None) -> CataloguePack:
    """One entry.

    Raises:
        ModelError: None of that name, or an unreadable catalogue.
    """
    packs = {pack.name: pack for pack in read_catalogue(file)}
    if name not in packs:
        known = ", ".join([*packs, *(card.name for card in MODEL_CARDS)])
        raise ModelError(f'Nothing called "{name}" can be fetched.', f"There are: {known}.")
    return packs[name]


def captioner_cards() -> tuple[ModelCard, ...]:
    """The models of captioners that can be fetched."""
    return MODEL_CARDS


def _pack(name: str, entry: Mapping[str, Any]) -> CataloguePack:
    return CataloguePack(
        name=name,
        title=str(entry["title"]),
        description=str(entry["description"]),
        learned_from=str(entry["learned_from"]),
        captioner=str(entry["captioner"]),
        sources={stream: _source(entry[stream]) for stream in STREAMS},
        inputs=dict(entry.get("inputs", {})),
        memory_bytes=int(entry.get("memory_bytes", 0)),
    )


def _source(entry: Mapping[str, Any]) -> StreamSource:
    layout, positions = entry["layout"], entry.get("positions", "table")
    if layout not in get_args(Layout) or positions not in get_args(Positions):
        raise ValueError(f"layout {layout!r} or positions {positions!r}")
    if not _REPO.fullmatch(entry["repo"]):
        raise ValueError(f"repo {entry['repo']!r}")
    return StreamSource(
        repo=entry["repo"],
        revision=str(entry["revision"]),
        layout=layout,
        licence=str(entry["licence"]),
        files=tuple(_file(each) for each in entry["files"]),
        positions=positions,
        heads=int(entry.get("heads", 0)),
    )


def _file(entry: Mapping[str, Any]) -> HubFile:
    sha256 = str(entry.get("sha256", ""))
    if sha256 and not _SHA256.fullmatch(sha256):
        raise ValueError(f"sha256 {sha256!r}")
    return HubFile(str(entry["name"]), int(entry.get("bytes", 0)), sha256)
