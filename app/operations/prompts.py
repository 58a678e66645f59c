"""Reading, writing, editing and measuring prompts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from app import texts
from app.changes import Change
from app.jobs.operation import EngineWork, Lane, Operation, read
from app.texts import translate
from smp_core.jobs import JobContext
from smp_core.records import CaptionResult, PromptQuality
from smp_core.worker.jobs.caption import JOB as CAPTION
from smp_core.worker.jobs.caption import CaptionRequest
from smp_core.worker.jobs.prompt_quality import JOB as PROMPT_QUALITY
from smp_core.worker.jobs.prompt_quality import PromptQualityRequest

if TYPE_CHECKING:
    from smp_core.workflows.projects import Project
    from smp_core.workflows.prompt_sheet import PromptSheet
    from smp_core.workflows.prompt_words import Words
    from smp_core.workflows.taking_back import Replaced, TakenBack


def read_sheet(project: Project) -> Operation[PromptSheet]:
    """All prompts and what is known of them."""

    def work(_ctx: JobContext) -> PromptSheet:
        from smp_core.workflows.prompt_sheet import prompt_sheet

        return prompt_sheet(project)

    return read("prompts", work, key="prompts")


def write_prompts(
    project: Project, captioner: str, clip_ids: Sequence[int] | None = None, *, again: bool = False
) -> Operation[CaptionResult]:
    """Let a captioner write prompts.

    Args:
        project: The project.
        captioner: Who writes.
        clip_ids: For these clips; None for all.
        again: Write also where there is a prompt; the operator's own words stay.
    """
    ids = None if clip_ids is None else tuple(clip_ids)
    work = EngineWork(CAPTION, CaptionRequest(project.folder, captioner, ids, again))
    name = translate("Prompts", "Writing prompts")
    if ids is not None:
        name = translate("Prompts", "Writing prompts for {0}").format(texts.clips(len(ids)))
    return Operation(name, Lane.SIDE, work, changes=(Change.PROMPTS,))


def edit_prompts(
    project: Project, words: Sequence[tuple[int, str | None]]
) -> Operation[tuple[Replaced[Words], ...]]:
    """Put the operator's words in place; pairs of prompt id and text, None for the captioner's."""

    def work(_ctx: JobContext) -> tuple[Replaced[Words], ...]:
        from smp_core.workflows import prompt_words

        return prompt_words.edit_prompts(project, words)

    name = translate("Prompts", "Editing prompts")
    return Operation(name, Lane.DB, work, changes=(Change.PROMPTS,), quiet=True)


def restore_words(
    project: Project, changes: Sequence[Replaced[Words]]
) -> Operation[TakenBack[Words]]:
    """Take edits back, but for words that were changed since."""

    def work(_ctx: JobContext) -> TakenBack[Words]:
        from smp_core.workflows import prompt_words

        return prompt_words.restore_words(project, changes)

    name = translate("Prompts", "Editing prompts")
    return Operation(name, Lane.DB, work, changes=(Change.PROMPTS,), quiet=True)


def choose_captioner(project: Project, captioner: str) -> Operation[None]:
    """Train with this captioner's prompts from now on."""

    def work(_ctx: JobContext) -> None:
        from smp_core.workflows import prompts

        prompts.choose_captioner(project, captioner)

    name = translate("Prompts", "Choosing a captioner")
    return Operation(name, Lane.DB, work, changes=(Change.PROMPTS,), quiet=True)


def measure_prompts(project: Project, captioner: str) -> Operation[PromptQuality]:
    """How much the prompts tell about their classes; kept in the project's cache."""
    work = EngineWork(PROMPT_QUALITY, PromptQualityRequest(project.folder, captioner))
    name = translate("Prompts", "Measuring prompts")
    return Operation(name, Lane.SIDE, work, quiet=True, key=f"prompt-quality-{captioner}")
