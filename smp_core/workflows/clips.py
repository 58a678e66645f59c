"""Classes and their labelled clips."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from smp_core.jobs import JobContext
from smp_core.records import AddResult, ClassRecord, ClipRecord
from smp_core.storage.project import Project

if TYPE_CHECKING:
    from smp_core.media.cache import ClipCache
    from smp_core.media.decoder import Decoder


def add_class(project: Project, name: str) -> ClassRecord: ...
def add_clips(project: Project, class_name: str, paths: Sequence[Path], ctx: JobContext, decoder: Decoder) -> AddResult: ...
def add_from_folders(project: Project, folder: Path, ctx: JobContext, decoder: Decoder) -> AddResult: ...
def list_classes(project: Project) -> list[ClassRecord]: ...
def list_clips(project: Project, class_name: str | None = None) -> list[ClipRecord]: ...
def clip_cache(project: Project, max_bytes: int = 2 << 30) -> ClipCache: ...
