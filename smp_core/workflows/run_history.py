"""Past trainings: look back, note, compare, go back to one. Needs no torch."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from smp_core.errors import InputError, StorageError
from smp_core.records import RunRecord
from smp_core.storage import runs
from smp_core.storage.project import Project
from smp_core.storage.schema import RunRow
from smp_core.workflows.quality import Quality, read_quality

_LONGEST_NOTE = 2000
_CHECKPOINT = "checkpoint.json"
_GATE = re.compile(r"lambda_\w+\.\d{1,4}", re.ASCII)


@dataclass(frozen=True)
class PastRun:
    """A run and what is known of it.

    Attributes:
        number: 1 for the project's first run.
        history: One dictionary of numbers an epoch, as far as it came.
        gates: λ by name and block, "lambda_audio.4" → value, empty if not kept.
        quality: Of leave-out; None if it was not judged, or the file is damaged.
    """

    run: RunRecord
    number: int
    history: tuple[Mapping[str, float], ...]
    gates: Mapping[str, float]
    quality: Quality | None

    @property
    def epochs(self) -> int:
        """How many it was to have; 0 if that is not known."""
        wanted = self.run.config.get("epochs")
        return wanted if isinstance(wanted, int) else 0


@dataclass(frozen=True)
class Difference:
    """One setting that two runs do not share; None where a run does not have it."""

    key: str
    first: object
    second: object


def list_past_runs(project: Project) -> list[PastRun]:
    """All runs, newest first."""
    found = runs.list_runs(project)
    return [_past(project, run, len(found) - place) for place, run in enumerate(found)]


def unfinished_run(project: Project) -> PastRun | None:
    """The newest training if it did not come to its end: it can be resumed."""
    run = runs.unfinished_run(project)
    if run is None:
        return None
    return next(each for each in list_past_runs(project) if each.run.id == run.id)


def set_note(project: Project, run_id: str, note: str) -> RunRecord:
    """Keep the operator's words about a run.

    Raises:
        InputError: No such run, or the note is too long.
    """
    text = note.strip()
    if len(text) > _LONGEST_NOTE:
        raise InputError(f"The note has {len(text)} characters.", f"Keep it below {_LONGEST_NOTE}.")
    run = runs.get_run(project, run_id)
    with project.database.write() as session:
        session.execute(sa.update(RunRow).where(RunRow.id == run.id).values(note=text))
    return runs.get_run(project, run.id)


def use_run(project: Project, run_id: str) -> RunRecord:
    """Roll back (or forward) to a run: incoming videos are classified with it from now on.

    Raises:
        InputError: No such run, or it has no adapter.
    """
    run = runs.get_run(project, run_id)
    if run.status == "succeeded" and not (run.folder / "adapter.safetensors").is_file():
        raise InputError(
            f"The files of this run are gone from {run.folder}.", "Choose another run."
        )
    return runs.set_active_run(project, run.id)


def differences(first: RunRecord, second: RunRecord) -> list[Difference]:
    """The settings in which two runs differ, in a fixed order."""
    one, two = _settings(first), _settings(second)
    keys = list(dict.fromkeys([*one, *two]))
    return [
        Difference(key, one.get(key), two.get(key)) for key in keys if one.get(key) != two.get(key)
    ]


def _settings(run: RunRecord) -> dict[str, object]:
    config = dict(run.config)
    overrides = config.pop("overrides", [])
    settings: dict[str, object] = {
        "preset": run.preset,
        "captioner": run.captioner,
        "classes": ", ".join(run.class_names),
        "clips": run.n_clips,
        "pack": f"{run.pack_name} {run.pack_digest[:8]}",
        "device": run.device,
        **config,
    }
    for each in overrides if isinstance(overrides, list) else []:
        key, _, value = str(each).partition("=")
        settings.setdefault(key.strip(), value.strip())
    return settings


def _past(project: Project, run: RunRecord, number: int) -> PastRun:
    history = run.metrics.get("history")
    if not isinstance(history, list):
        history = _checkpointed(run)
    try:
        quality = read_quality(project, run)
    except StorageError:  # a damaged side file must not hide the run
        quality = None
    gates = run.metrics.get("gates")
    return PastRun(
        run,
        number,
        tuple(_numbers(each) for each in history if isinstance(each, Mapping)),
        _gates(gates) if isinstance(gates, Mapping) else {},
        quality,
    )


def _checkpointed(run: RunRecord) -> list[Any]:
    """How far a training came that did not end."""
    try:
        data = json.loads((run.folder / _CHECKPOINT).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return []
    history = data.get("history") if isinstance(data, dict) else None
    return history if isinstance(history, list) else []


def _gates(values: Mapping[Any, Any]) -> dict[str, float]:
    """Those that have a name and a block: an adapter from elsewhere may say anything."""
    return {key: value for key, value in _numbers(values).items() if _GATE.fullmatch(key)}


def _numbers(values: Mapping[Any, Any]) -> dict[str, float]:
    return {str(key): float(v) for key, v in values.items() if isinstance(v, int | float)}
