"""The prompts of labelled clips: caption, store, edit, read for training."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from smp_core.jobs import JobContext
from smp_core.records import CaptionResult, PromptRecord
from smp_core.storage.project import Project
from smp_core.types import DecodeOptions

if TYPE_CHECKING:
    from smp_core.media.decoder import Decoder


def caption_clips(project: Project, captioner_name: str, ctx: JobContext, decoder: Decoder, *, options: DecodeOptions | None = None) -> CaptionResult: ...
def store_prompts(project: Project, captioner: str, version: str, texts: Mapping[int, str]) -> int: ...
def training_prompts(project: Project, captioner: str) -> dict[int, PromptRecord]: ...
def list_prompts(project: Project, captioner: str | None = None) -> list[PromptRecord]: ...
def edit_prompt(project: Project, prompt_id: int, text: str | None) -> PromptRecord: ...
