"""Reading and storing one labelled clip."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from smp_core.errors import InputError
from smp_core.media.formats import check_readable
from smp_core.media.hashing import content_hash
from smp_core.records import ClipRecord, LeftOut
from smp_core.storage.class_rows import class_row
from smp_core.storage.locations import real_path, stored_path
from smp_core.storage.rows import clip_record
from smp_core.storage.schema import ClassRow, ClipRow
from smp_core.types import MediaInfo

if TYPE_CHECKING:
    from smp_core.media.decoder import Decoder

STRETCH_S = 10.0
"""Length of the stretch that is used of a new clip: its first seconds."""


class Labelled(NamedTuple):
    """What to store.

    Attributes:
        class_name: Any case if the class exists.
        path: The file.
        stretch: Which seconds of it; None for the first ones.
    """

    class_name: str
    path: Path
    stretch: tuple[float, float] | None = None


class Probed(NamedTuple):
    """One file, read outside any session."""

    path: Path
    stored: str
    hash: str
    size_bytes: int
    info: MediaInfo


def probe(project_folder: Path, path: Path, decoder: Decoder) -> Probed:
    """Read what is to be stored of a file; outside any session, because it takes time.

    Raises:
        InputError, MediaError, ResourceError: The file cannot be used.
    """
    absolute = Path(os.path.abspath(path))
    stored = stored_path(project_folder, absolute)
    check_readable(absolute)
    info = decoder.probe(absolute)
    return Probed(absolute, stored, content_hash(absolute), absolute.stat().st_size, info)


def store(session: Session, folder: Path, what: Labelled, probed: Probed) -> ClipRecord | LeftOut:
    """Store one clip, unless its class holds that moment already.

    Raises:
        InputError: The moment is in another class, or not in the file.
    """
    start_s, end_s = what.stretch or (0.0, STRETCH_S)
    start_s, end_s = max(0.0, start_s), min(probed.info.duration_s, end_s)
    if start_s >= end_s:
        raise InputError(
            f"{probed.path} ends at {probed.info.duration_s:.1f} s.", "Choose a stretch within it."
        )
    mine = class_row(session, what.class_name)
    known = session.execute(
        sa.select(ClipRow, ClassRow)
        .join(ClassRow, ClipRow.class_id == ClassRow.id)
        # Any stretch that overlaps counts: the same moment cannot be of two classes.
        .where(
            ClipRow.content_hash == probed.hash, ClipRow.start_s < end_s, ClipRow.end_s > start_s
        )
    ).all()
    for clip, other in known:
        if other.id != mine.id:
            raise InputError(
                f"{probed.path} is labelled {other.name!r} already "
                f"(as {real_path(folder, clip.path)}), so it cannot also be {mine.name!r}.",
                "Keep it in the one class it shows best.",
            )
    if known:
        clip = known[0][0]
        where = real_path(folder, clip.path)
        if not os.path.isfile(where):  # it was moved: this is where it lies now
            clip.path = probed.stored
            return LeftOut(probed.path, f"{probed.path} was found again.", "", "note")
        return LeftOut(
            probed.path, f"{probed.path} is in {mine.name!r} already, as {where}.", "", "note"
        )
    row = ClipRow(
        class_id=mine.id,
        path=probed.stored,
        content_hash=probed.hash,
        size_bytes=probed.size_bytes,
        start_s=start_s,
        end_s=end_s,
        duration_s=probed.info.duration_s,
        has_audio=probed.info.has_audio,
        has_video=probed.info.has_video,
        width_px=probed.info.width_px,
        height_px=probed.info.height_px,
        fps=probed.info.fps,
        note=_note(probed.info, chosen=what.stretch is not None),
        created=datetime.now(UTC),
    )
    session.add(row)
    session.flush()
    return clip_record(row, mine.name, folder)


def _note(info: MediaInfo, *, chosen: bool) -> str:
    notes = []
    if not info.has_audio:
        notes.append("no sound, only its picture is used")
    if not info.has_video:
        notes.append("no picture, only its sound is used")
    if not chosen and info.duration_s > STRETCH_S + 0.5:
        notes.append(f"{info.duration_s:.0f} s long, only the first {STRETCH_S:.0f} s are used")
    return "; ".join(notes)
