"""About how long a training will take and how much memory, before it starts.

From earlier runs on the same device where there are some; otherwise the engine tries one small
step with made-up clips (`probe_cost`).
"""

from __future__ import annotations

import statistics
from collections.abc import Mapping
from dataclasses import dataclass, fields

from smp_core.jobs import JobContext
from smp_core.model.config import ModelConfig
from smp_core.records import RunRecord
from smp_core.storage.project import Project
from smp_core.storage.runs import list_runs
from smp_core.training.config import preset, preset_settings
from smp_core.training.overrides import apply_overrides
from smp_core.workflows.options import FinetuneOptions


@dataclass(frozen=True)
class StepCost:
    """What training costs on a device.

    Attributes:
        clip_s: Seconds per clip and epoch.
        start_s: Seconds besides (loading the model, writing).
        fixed_bytes, clip_bytes: Memory without clips, and for each clip of a batch; 0 if unknown.
        measured: From earlier runs, rather than from a trial.
    """

    clip_s: float
    start_s: float
    fixed_bytes: int
    clip_bytes: int
    measured: bool


@dataclass(frozen=True)
class Estimate:
    """About what a training will need.

    Attributes:
        seconds: Wall time. memory_bytes: At most, 0 if unknown.
        measured: See `StepCost`.
    """

    seconds: float
    memory_bytes: int
    measured: bool


def estimate(cost: StepCost, *, clips: int, epochs: int, batch_size: int) -> Estimate:
    """Time and memory of a training.

    Args:
        clips: In the support set. epochs, batch_size: Of the settings.
    """
    batch = min(clips, batch_size)
    memory = cost.fixed_bytes + cost.clip_bytes * batch if cost.clip_bytes else cost.fixed_bytes
    return Estimate(cost.start_s + cost.clip_s * clips * epochs, memory, cost.measured)


def estimate_quality(cost: StepCost, *, clips: int, epochs: int, folds: int) -> float:
    """Seconds of a leave-out evaluation: `folds` trainings on all clips but a fold's."""
    return folds * (cost.start_s + cost.clip_s * clips * (folds - 1) / max(1, folds) * epochs)


def cost_of_earlier_runs(
    project: Project, device: str, preset_name: str, overrides: tuple[str, ...] = ()
) -> StepCost | None:
    """What earlier runs of this project cost on a device; None if there is none like it.

    Args:
        device: Its name for people (`DeviceInfo.name`).
        preset_name, overrides: Of the settings; only runs with the same model are compared.
    """
    shape = _model_part(preset_settings(preset_name, overrides))
    alike = [
        run
        for run in list_runs(project)
        if run.kind == "finetuned"
        and run.status == "succeeded"
        and run.device == device
        and run.pack_digest == project.info.pack_digest
        and _model_part(_overrides(run)) == shape
    ]
    costs = [cost for run in alike[:5] if (cost := _cost_of_run(run)) is not None]
    if not costs:
        return None
    return StepCost(
        statistics.median(each.clip_s for each in costs),
        statistics.median(each.start_s for each in costs),
        max(each.fixed_bytes for each in costs),
        0,
        True,
    )


def probe_cost(project: Project, options: FinetuneOptions, ctx: JobContext) -> StepCost:
    """Try a small step on made-up clips of the pack's shapes; loads torch, so in the engine.

    Raises:
        SmpError: As packs and settings say.
        Cancelled: Stopped.
    """
    from smp_core.device import pick_device
    from smp_core.training.probe import probe
    from smp_core.workflows.packs import project_pack

    pack = project_pack(project)
    settings = preset_settings(options.preset, options.overrides)
    model_config, config = apply_overrides(pack.model, preset(options.preset), settings)
    found = probe(pack, model_config, config, pick_device(options.device), ctx)
    return StepCost(found.clip_s, found.start_s, found.fixed_bytes, found.clip_bytes, False)


def _cost_of_run(run: RunRecord) -> StepCost | None:
    history, clips = run.metrics.get("history"), run.metrics.get("clips")
    if not isinstance(history, list) or not isinstance(clips, int) or not history or clips < 1:
        return None
    spent = [
        float(each["seconds"])
        for each in history
        if isinstance(each, Mapping) and isinstance(each.get("seconds"), int | float)
    ]
    if not spent:
        return None
    # The first epoch also warms the machine up; the median leaves it out.
    epoch_s = statistics.median(spent)
    start_s = max(0.0, (run.seconds or sum(spent)) - sum(spent))
    memory = run.metrics.get("peak_memory_mb")
    return StepCost(
        epoch_s / clips,
        # A resumed run's seconds are of its last part alone.
        min(start_s, 60.0),
        int(memory * 2**20) if isinstance(memory, int | float) else 0,
        0,
        True,
    )


def _overrides(run: RunRecord) -> tuple[str, ...]:
    found = run.config.get("overrides", ())
    return tuple(str(each) for each in found) if isinstance(found, list | tuple) else ()


def _model_part(overrides: tuple[str, ...]) -> frozenset[str]:
    """The overrides that change how long a step takes."""
    names = {each.name for each in fields(ModelConfig)}
    parts = [each.partition("=") for each in overrides]
    return frozenset(
        f"{key.strip()}={value.strip()}" for key, _, value in parts if key.strip() in names
    )
