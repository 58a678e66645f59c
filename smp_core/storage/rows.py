"""From rows to records. Nothing else leaves a session."""

from __future__ import annotations

import os
from pathlib import Path
from typing import cast

from smp_core.paths import inside
from smp_core.records import (
    ClipRecord,
    IncomingRecord,
    IncomingStatus,
    PredictionRecord,
    ProjectInfo,
    PromptRecord,
    RunKind,
    RunRecord,
    RunStatus,
)
from smp_core.storage.locations import real_path
from smp_core.storage.schema import (
    REVISIONS,
    ClipRow,
    IncomingRow,
    PredictionRow,
    ProjectRow,
    PromptRow,
    RunRow,
)


def project_info(row: ProjectRow) -> ProjectInfo:
    """The project's row as a record."""
    return ProjectInfo(
        uuid=row.uuid,
        name=row.name,
        pack_name=row.pack_name,
        pack_digest=row.pack_digest,
        pack_folder=None if row.pack_folder is None else Path(row.pack_folder),
        created=row.created,
        schema=REVISIONS[-1],
    )


def clip_record(row: ClipRow, class_name: str, folder: Path) -> ClipRecord:
    """A clip's row as a record; looks whether the file is there."""
    path = real_path(folder, row.path)
    return ClipRecord(
        id=row.id,
        class_id=row.class_id,
        class_name=class_name,
        path=path,
        content_hash=row.content_hash,
        size_bytes=row.size_bytes,
        start_s=row.start_s,
        end_s=row.end_s,
        duration_s=row.duration_s,
        has_audio=row.has_audio,
        has_video=row.has_video,
        width_px=row.width_px,
        height_px=row.height_px,
        fps=row.fps,
        note=row.note,
        missing=not os.path.isfile(path),  # also in a folder that may not be looked into
    )


def prompt_record(row: PromptRow) -> PromptRecord:
    """A prompt's row as a record."""
    return PromptRecord(
        id=row.id,
        clip_id=row.clip_id,
        captioner=row.captioner,
        captioner_version=row.captioner_version,
        generated=row.generated,
        operator_text=row.operator_text,
        created=row.created,
    )


def run_record(row: RunRow, folder: Path) -> RunRecord:
    """A run's row as a record.

    Raises:
        InputError: The stored folder leads out of the project (a tampered database).
    """
    return RunRecord(
        id=row.id,
        kind=cast(RunKind, row.kind),
        status=cast(RunStatus, row.status),
        created=row.created,
        finished=row.finished,
        pack_name=row.pack_name,
        pack_digest=row.pack_digest,
        captioner=row.captioner,
        preset=row.preset,
        config=row.config,
        metrics=row.metrics,
        folder=inside(folder, row.folder),
        device=row.device,
        seconds=row.seconds,
        error=row.error,
        n_clips=row.n_clips,
        class_names=tuple(row.class_names),
        active=row.active,
        note=row.note,
    )


def incoming_record(row: IncomingRow, folder: Path) -> IncomingRecord:
    """An incoming video's row as a record."""
    return IncomingRecord(
        id=row.id,
        path=real_path(folder, row.path),
        content_hash=row.content_hash,
        size_bytes=row.size_bytes,
        modified=row.modified,
        status=cast(IncomingStatus, row.status),
        attempts=row.attempts,
        run_id=row.run_id,
        reason=row.reason,
        hint=row.hint,
        duration_s=row.duration_s,
        has_audio=row.has_audio,
        has_video=row.has_video,
        added=row.added,
        finished=row.finished,
    )


def prediction_record(row: PredictionRow) -> PredictionRecord:
    """A prediction's row as a record."""
    return PredictionRecord(
        id=row.id,
        incoming_id=row.incoming_id,
        run_id=row.run_id,
        start_s=row.start_s,
        end_s=row.end_s,
        prompt=row.prompt,
        captioner=row.captioner,
        class_name=row.class_name,
        probability=row.probability,
        probabilities=row.probabilities,
        status=row.status,
    )
