"""Which running jobs of this window may ask a captioner's model."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from app.jobs.handle import JobHandle
from app.jobs.operation import EngineWork

# They ask no captioner, whatever project is open.
_WITHOUT = ("device", "pack_fetch")


def jobs_that_need(
    model: str, folder: Path, used: Sequence[str], handles: Iterable[JobHandle]
) -> list[str]:
    """Names of the jobs that may need it, as the operator reads them.

    Args:
        model: The captioner whose model it is.
        folder: Where it lies.
        used: The captioners that the open project uses.
        handles: What runs or waits.
    """
    return [each.name for each in handles if _needs(each.operation.work, model, folder, used)]


def _needs(work: object, model: str, folder: Path, used: Sequence[str]) -> bool:
    if not isinstance(work, EngineWork) or work.job.name in _WITHOUT:
        return False
    request: Any = work.request
    if work.job.name == "pack_add":  # it is being copied to a stick
        return bool(request.source == folder)
    if work.job.name == "pack_check":
        return bool(request.folder == folder)
    named = _named(request)
    # A job that names none asks the one that its run learned from.
    return any(model in each.split("+") for each in (named or used))


def _named(request: Any) -> tuple[str, ...]:
    """The captioner that a request names; empty if its run decides."""
    options = getattr(request, "options", None)
    if getattr(options, "resume", False):
        return ()
    name = getattr(request, "captioner", None) or getattr(options, "captioner", None)
    return (name,) if name else ()
