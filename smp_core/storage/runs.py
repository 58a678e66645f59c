"""Runs: begin, finish, fail, look up. A run's files lie in its own folder under `runs/`."""

from __future__ import annotations

import math
import uuid
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from smp_core.errors import InputError
from smp_core.paths import quoted, write_error
from smp_core.records import RunKind, RunRecord
from smp_core.storage.project import Project
from smp_core.storage.rows import run_record
from smp_core.storage.schema import RunRow


def begin_run(
    project: Project,
    *,
    captioner: str,
    preset: str,
    config: Mapping[str, object],
    class_names: Sequence[str],
    n_clips: int,
    device: str = "",
) -> RunRecord:
    """Record that a finetuning begins, and make its folder.

    Args:
        captioner: Whose prompts it learns from.
        preset: Name of the preset the configuration started from.
        config: The whole configuration, plain JSON.
        class_names: Classes in the order of the model's outputs.
        n_clips: Clips it learns from.
        device: Where it runs, if known.

    Raises:
        StorageError, ResourceError: The project cannot be written.
    """
    return _add(
        project,
        "finetuned",
        run_id=str(uuid.uuid4()),
        captioner=captioner,
        preset=preset,
        config=config,
        metrics={},
        class_names=class_names,
        n_clips=n_clips,
        device=device,
    )


def add_imported_run(
    project: Project,
    *,
    captioner: str,
    preset: str,
    config: Mapping[str, object],
    metrics: Mapping[str, object],
    class_names: Sequence[str],
    n_clips: int,
    run_id: str | None = None,
) -> RunRecord:
    """Record an adapter from elsewhere as a succeeded run and make it the active one.

    Args:
        run_id: If its files were put under `runs/` already; new if None. Others: see `begin_run`.
    """
    return _add(
        project,
        "imported",
        run_id=run_id or str(uuid.uuid4()),
        captioner=captioner,
        preset=preset,
        config=config,
        metrics=metrics,
        class_names=class_names,
        n_clips=n_clips,
        device="",
    )


def run_folder_name(run_id: str) -> str:
    """A run's folder, relative to the project."""
    return f"runs/{run_id}"


def resume_run(
    project: Project, run_id: str, *, class_names: Sequence[str], n_clips: int
) -> RunRecord:
    """Record that an unfinished run goes on.

    Args:
        class_names, n_clips: See `begin_run`; without a checkpoint yet they may have changed.

    Raises:
        InputError: No such run, or it succeeded already.
    """
    with project.database.write() as session:
        row = _row(session, project, run_id)
        if row.status == "succeeded":
            raise InputError(f"The run {run_id} is finished.", "Start a new one.")
        row.status, row.error, row.finished = "running", "", None
        row.class_names, row.n_clips = list(class_names), n_clips
        return run_record(row, project.folder)


def finish_run(
    project: Project,
    run_id: str,
    *,
    metrics: Mapping[str, object],
    seconds: float,
    device: str | None = None,
    activate: bool = True,
) -> RunRecord:
    """Record success; call it when the adapter is on disk.

    Args:
        metrics: Numbers of the run, plain JSON.
        seconds: Wall time.
        device: Where it ran, if it was not known at the start.
        activate: Use it for classification from now on.
    """
    with project.database.write() as session:
        row = _row(session, project, run_id)
        row.status, row.error, row.finished = "succeeded", "", datetime.now(UTC)
        row.metrics, row.seconds = _plain(metrics), seconds
        if device is not None:
            row.device = device
        if activate:
            _activate(session, row)
        return run_record(row, project.folder)


def fail_run(
    project: Project,
    run_id: str,
    error: str,
    *,
    cancelled: bool = False,
    seconds: float | None = None,
) -> RunRecord:
    """Record that a run ended without an adapter.

    Args:
        error: Why, one sentence.
        cancelled: The operator stopped it.
        seconds: Wall time, if known.
    """
    with project.database.write() as session:
        row = _row(session, project, run_id)
        row.status = "cancelled" if cancelled else "failed"
        row.error, row.finished = error, datetime.now(UTC)
        row.seconds = seconds
        return run_record(row, project.folder)


def set_active_run(project: Project, run_id: str) -> RunRecord:
    """Use a succeeded run for classification.

    Raises:
        InputError: No such run, or it has no adapter.
    """
    with project.database.write() as session:
        row = _row(session, project, run_id)
        if row.status != "succeeded":
            raise InputError(f"The run {run_id} has not succeeded.", "Choose one that has.")
        _activate(session, row)
        return run_record(row, project.folder)


def list_runs(project: Project) -> list[RunRecord]:
    """All runs, newest first."""
    with project.database.read() as session:
        rows = session.scalars(sa.select(RunRow).order_by(RunRow.created.desc(), RunRow.id))
        return [run_record(row, project.folder) for row in rows]


def get_run(project: Project, run_id: str) -> RunRecord:
    """One run.

    Args:
        run_id: Its whole id, or the beginning of it if only one run begins so.

    Raises:
        InputError: No such run, or several.
    """
    with project.database.read() as session:
        return run_record(_row(session, project, run_id), project.folder)


def active_run(project: Project) -> RunRecord | None:
    """The run used for classification, None before the first success."""
    with project.database.read() as session:
        row = session.scalars(sa.select(RunRow).where(RunRow.active).limit(1)).one_or_none()
        return None if row is None else run_record(row, project.folder)


def unfinished_run(project: Project) -> RunRecord | None:
    """The newest finetuning if it did not succeed: the one that `--resume` goes on with."""
    with project.database.read() as session:
        newest = session.scalars(
            sa.select(RunRow)
            .where(RunRow.kind == "finetuned")
            .order_by(RunRow.created.desc(), RunRow.id)
            .limit(1)
        ).one_or_none()
        if newest is None or newest.status == "succeeded":
            return None
        return run_record(newest, project.folder)


def _add(
    project: Project,
    kind: RunKind,
    *,
    run_id: str,
    captioner: str,
    preset: str,
    config: Mapping[str, object],
    metrics: Mapping[str, object],
    class_names: Sequence[str],
    n_clips: int,
    device: str,
) -> RunRecord:
    folder = project.folder / run_folder_name(run_id)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise write_error(folder, error) from error
    now = datetime.now(UTC)
    imported = kind == "imported"
    values: dict[str, Any] = {"config": _plain(config), "metrics": _plain(metrics)}
    with project.database.write() as session:
        row = RunRow(
            id=run_id,
            kind=kind,
            status="succeeded" if imported else "running",
            created=now,
            finished=now if imported else None,
            pack_name=project.info.pack_name,
            pack_digest=project.info.pack_digest,
            captioner=captioner,
            preset=preset,
            folder=run_folder_name(run_id),
            device=device,
            seconds=None,
            error="",
            n_clips=n_clips,
            class_names=list(class_names),
            active=False,
            **values,
        )
        session.add(row)
        session.flush()
        if imported:
            _activate(session, row)
        return run_record(row, project.folder)


def _plain(values: Mapping[str, object]) -> dict[str, Any]:
    """JSON that every database takes: lists for tuples, null for NaN and infinity."""
    return {str(key): _plain_value(value) for key, value in values.items()}


def _plain_value(value: object) -> object:
    if isinstance(value, Mapping):
        return _plain(value)
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_plain_value(each) for each in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return str(value) if isinstance(value, Path) else value


def _activate(session: Session, row: RunRow) -> None:
    session.execute(sa.update(RunRow).where(RunRow.id != row.id).values(active=False))
    row.active = True


def _row(session: Session, project: Project, run_id: str) -> RunRow:
    row = session.get(RunRow, run_id)
    if row is not None:
        return row
    found = (
        session.scalars(
            sa.select(RunRow).where(RunRow.id.startswith(run_id, autoescape=True)).limit(2)
        ).all()
        if run_id
        else []
    )
    if len(found) != 1:
        what = "Several runs begin with" if found else "There is no run"
        raise InputError(
            f"{what} {run_id!r}.",
            f"See the runs with: smp status {quoted(str(project.folder))}",
        )
    return found[0]
