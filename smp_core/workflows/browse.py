"""Looking at clips: a preview of any stretch of any file, made once."""

from __future__ import annotations

import os
from pathlib import Path

from smp_core.errors import InputError, ResourceError, SmpError
from smp_core.jobs import JobContext
from smp_core.media.decode import MAX_STRETCH_S
from smp_core.media.decoder import Decoder
from smp_core.media.formats import open_media
from smp_core.media.preview import PREVIEW_OPTIONS, Preview, broken_preview, make_preview
from smp_core.media.preview_cache import PreviewCache
from smp_core.storage.project import Project

__all__ = ["Preview", "check_playable", "preview", "preview_cache"]


def check_playable(path: Path) -> None:
    """Look whether a player may be given this file: it is there, and of an accepted kind.

    Only its head is read. A playlist that calls itself a video would make a player open others.

    Raises:
        InputError, MediaError: It may not.
    """
    with open_media(path):
        pass


def preview_cache(project: Project) -> PreviewCache:
    """The project's previews, bounded to 256 MiB."""
    return PreviewCache(project.cache_folder / "previews")


def preview(
    project: Project | None,
    path: Path,
    content_hash: str,
    start_s: float,
    end_s: float,
    ctx: JobContext,
    decoder: Decoder,
) -> Preview:
    """Show a stretch of a file at a glance: from the project's cache, or decoded now.

    Args:
        project: Whose cache to use; None for none.
        path: The file; not touched if a preview of this content is in the cache.
        content_hash: Of the file. Empty if unknown: place, size and time of change stand for it.
        start_s, end_s: The stretch; cut at the file's end and to 600 s.
        ctx: Cancel.
        decoder: Its process starts with the first file that is not in the cache.

    Returns:
        A preview. A file that is missing, broken or has nothing in that stretch gives one whose
        `trouble` says so; nothing is raised for it.

    Raises:
        ResourceError: The decoder could not be started.
        Cancelled: The operator stopped.
    """
    ctx.raise_if_cancelled()
    end_s = min(end_s, start_s + MAX_STRETCH_S)
    identity = content_hash or _identity(path)
    cache = preview_cache(project) if project is not None and identity else None
    if cache is not None:
        known = cache.get(identity, start_s, end_s)
        if known is not None:
            return known
    try:
        if not path.is_file():
            raise InputError(
                f"{path} is not there any more.",
                "Put the file back, or tell where it lies now.",
            )
        info = decoder.probe(path)
        ctx.raise_if_cancelled()
        clip = decoder.decode(path, start_s, min(end_s, info.duration_s), PREVIEW_OPTIONS)
    except ResourceError:
        raise
    except SmpError as error:
        return broken_preview(start_s, end_s, error.message, error.hint)
    made = make_preview(clip, info)
    if cache is not None:
        cache.put(identity, start_s, end_s, made)
    return made


def _identity(path: Path) -> str:
    """What stands for the content of a file nobody hashed; empty if it is not there."""
    try:
        stat = path.stat()
    except OSError:
        return ""
    return f"file:{os.path.abspath(path)}:{stat.st_size}:{stat.st_mtime_ns}"
