"""Keeps what predictions repeat of their video: folder, name and time of the recording."""

from __future__ import annotations

import os

import sqlalchemy as sa
from sqlalchemy.orm import Session

from smp_core.storage.recording_times import recording_start_s
from smp_core.storage.schema import FolderRow, IncomingRow, PredictionRow


def place_predictions(session: Session, row: IncomingRow) -> None:
    """Write a video's place and time beside all of its predictions.

    Call it whenever predictions were added, or the video was found at another place.
    """
    folder, name = os.path.split(row.path)
    began_s = recording_start_s(name, row.modified, row.duration_s)
    session.flush()
    session.execute(
        sa.update(PredictionRow)
        .where(PredictionRow.incoming_id == row.id)
        .values(
            folder_id=_folder_id(session, folder),
            video=name,
            recorded_s=began_s + PredictionRow.start_s,
        )
        .execution_options(synchronize_session=False)
    )


def _folder_id(session: Session, path: str) -> int:
    known = session.scalar(sa.select(FolderRow.id).where(FolderRow.path == path))
    if known is not None:
        return known
    row = FolderRow(path=path)
    session.add(row)
    session.flush()
    return row.id
