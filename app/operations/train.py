"""Training, judging, and what both need to know before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.changes import Change
from app.jobs.operation import EngineWork, Lane, Operation, read
from app.texts import translate
from smp_core.jobs import JobContext
from smp_core.records import RunRecord
from smp_core.worker.jobs.estimate import JOB as ESTIMATE
from smp_core.worker.jobs.estimate import EstimateRequest
from smp_core.worker.jobs.finetune import JOB as FINETUNE
from smp_core.worker.jobs.finetune import FinetuneRequest
from smp_core.worker.jobs.quality import JOB as QUALITY
from smp_core.worker.jobs.quality import QualityRequest
from smp_core.workflows.options import FinetuneOptions

if TYPE_CHECKING:
    from smp_core.workflows.estimate import StepCost
    from smp_core.workflows.projects import Project
    from smp_core.workflows.quality import Quality
    from smp_core.workflows.train_settings import Setting


@dataclass(frozen=True)
class Choices:
    """What the setup offers.

    Attributes:
        presets, captioners: By name; the captioner to start with first.
        settings: Of the chosen preset, in order.
    """

    presets: tuple[str, ...]
    captioners: tuple[str, ...]
    settings: tuple[Setting, ...]


def read_choices(project: Project, preset: str) -> Operation[Choices]:
    """Presets, captioners and every setting of a preset; of the first one if there is no such."""

    def work(_ctx: JobContext) -> Choices:
        from smp_core.workflows import train_settings

        presets = train_settings.preset_names()
        chosen = preset if preset in presets else presets[0]
        settings = train_settings.list_settings(project, chosen)
        captioners = train_settings.usable_captioners(project)
        return Choices(presets, captioners, tuple(settings))

    return read("train choices", work, key="train-choices")


def check_settings(project: Project, preset: str, overrides: tuple[str, ...]) -> Operation[None]:
    """Whether the settings go together; fails with the reason."""

    def work(_ctx: JobContext) -> None:
        from smp_core.workflows import train_settings

        train_settings.check_settings(project, preset, overrides)

    return read("check settings", work, key="train-check")


def earlier_cost(
    project: Project, device: str, preset: str, overrides: tuple[str, ...]
) -> Operation[StepCost | None]:
    """What earlier runs on a device cost; None if there is none like it."""

    def work(_ctx: JobContext) -> StepCost | None:
        from smp_core.workflows import estimate

        return estimate.cost_of_earlier_runs(project, device, preset, overrides)

    return read("earlier cost", work, key="train-cost")


def probe_cost(project: Project, options: FinetuneOptions) -> Operation[StepCost]:
    """Try a small step in the engine."""
    work = EngineWork(ESTIMATE, EstimateRequest(project.folder, options))
    return Operation("estimate", Lane.ENGINE, work, quiet=True)


def finetune(project: Project, options: FinetuneOptions, name: str = "") -> Operation[RunRecord]:
    """Learn the project's classes; the new run becomes the active one.

    Args:
        name: For the job panel.
    """
    work = EngineWork(FINETUNE, FinetuneRequest(project.folder, options))
    title = name or translate("Train", "Training")
    # Missing prompts are written on the way.
    return Operation(title, Lane.ENGINE, work, changes=(Change.PROMPTS, Change.RUNS))


def judge(project: Project, run_id: str, device: str, name: str) -> Operation[Quality]:
    """Judge a run's settings by leave-out.

    Args:
        device: "auto", "cpu", "cuda" or "mps".
        name: For the job panel.
    """
    work = EngineWork(QUALITY, QualityRequest(project.folder, run_id, device))
    return Operation(name, Lane.ENGINE, work, changes=(Change.RUNS,))
